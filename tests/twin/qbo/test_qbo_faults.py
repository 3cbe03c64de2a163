"""Every fault of QuickBooks that a client can provoke is provoked, with status and body; the others say why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import pytest
from qbo_live import SEED, Company
from ruamel.yaml import YAML

from provisioner.sandbox.coverage import qbo_faults
from provisioner.sandbox.server import Twin, running

FILE = Path(__file__).parents[2] / "cases" / "twin" / "qbo_faults.yml"
CASES = YAML(typ="safe").load(FILE)
# Intuit's list of service error codes, and the gateway's three (read 2026-11).
DOCUMENTED = {
    *(100, 110, 120, 130, 140, 150, 500, 600, 610, 620, 630, 700, 800, 900),
    *(1000, 1010, 1020, 1040, 1050),
    *(2000, 2010, 2020, 2030, 2040, 2050, 2060, 2070, 2080, 2090, 2100, 2110, 2120, 2130, 2140, 2170, 2210, 2220, 2230),
    *(2250, 2260, 2290, 2300, 2500, 2600),
    *(3000, 3001, 3100, 3200, 3202, 4000, 4001, 4002, 5000, 5010, 5020, 5030),
    *(6000, 6010, 6020, 6030, 6040, 6041, 6050, 6060, 6070, 6080, 6090, 6100, 6130, 6140, 6150, 6180, 6190, 6200, 6210),
    *(6220, 6240, 6250, 6430, 6440, 6450, 6480, 6540, 10000, 10100, 10200),
}
GATEWAY_CODES = range(3000, 4000)
FAULT_KEYS = {"Message", "Detail", "code", "element"}


def filled(value, known):
    """``value`` with "$name.Field" replaced by what an earlier step answered."""
    if isinstance(value, dict):
        return {name: filled(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    for name, row in known.items() if isinstance(value, str) else ():
        for field in ("Id", "SyncToken"):
            value = value.replace(f"${name}.{field}", row.get(field, ""))
    return value


def send(company, step, known):
    """The answer to one request of a case; ``as`` keeps the object in it."""
    method, _, address = filled(step["request"], known).partition(" ")
    path, _, query = address.partition("?")
    realm = step.get("realm", company.realm)
    body = (
        {"content": step["raw"]} if "raw" in step else {"json": filled(step["body"], known)} if "body" in step else {}
    )
    answer = company.http.request(
        method,
        f"{company.base}/v3/company/{realm}/{path}",
        params=dict(parse_qsl(query)),
        headers=step.get("headers", {}),
        **body,
    )
    if "as" in step:
        assert answer.status_code == 200, answer.text
        known[step["as"]] = next(value for name, value in answer.json().items() if name != "time")
    return answer


def prepare(company, case):
    known = {}
    for step in case.get("steps", []):
        if "edit" in step:
            company.edit(**filled(step["edit"], known))
        else:
            answer = send(company, step, known)
            assert answer.status_code == 200, answer.text
    return known


def shown(answer):
    """Status and fault in one form, whichever of the two spellings the service uses."""
    body = answer.json()
    if "fault" in body:
        (error,) = body["fault"]["error"]
        return {"status": answer.status_code, "type": body["fault"]["type"], "fault": error}
    (error,) = body["Fault"]["Error"]
    assert body["time"]
    return {"status": answer.status_code, "type": body["Fault"]["type"], "fault": error}


@pytest.fixture
def limited():
    """A company behind the vendor's limits, with a clock that stands still."""
    twin = Twin(limits="vendor", seed=replace(SEED, scenario="intuit-sample"))
    twin.clock.frozen = twin.clock.now()
    with running(twin) as base, httpx.Client() as http:
        token = twin.credentials(twin.seed)["qbo_access_token"]
        http.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/json"})
        yield Company(base, twin, http)


def provoke(company, case):
    """What the last request of a case is answered, and what it should be."""
    known = prepare(company, case)
    for _ in range(case.get("repeat", 1) - 1):
        assert send(company, case, known).status_code == 200
    return shown(send(company, case, known)), filled(case["answer"], known)


@pytest.mark.parametrize(
    "case", [each for each in CASES["provoked"] if "limits" not in each], ids=lambda case: str(case["code"])
)
def test_a_client_provokes(open_company, case):
    seed = {"scenario": case.get("scenario", "intuit-sample"), "edition": case.get("edition", "plus")}
    answered, expected = provoke(open_company(**seed), case)
    assert answered == expected


@pytest.mark.parametrize(
    "case", [each for each in CASES["provoked"] if "limits" in each], ids=lambda case: str(case["code"])
)
def test_a_client_that_is_too_fast_provokes(limited, case):
    answered, expected = provoke(limited, case)
    assert answered == expected


def codes_in_errors():
    """Every code that the twin can answer with."""
    return {fault.code for fault in qbo_faults()}


def test_every_code_the_twin_knows_is_provoked_or_says_why_not():
    provoked = [case["code"] for case in CASES["provoked"]]
    assert len(provoked) == len(set(provoked))
    assert codes_in_errors() <= set(provoked) | set(CASES["not_provoked"])


def test_every_documented_code_is_provoked_or_says_why_not():
    known = {case["code"] for case in CASES["provoked"]} | set(CASES["not_provoked"])
    assert known == DOCUMENTED


def test_a_code_that_is_provoked_is_one_the_twin_knows():
    assert {case["code"] for case in CASES["provoked"]} <= codes_in_errors()


def test_no_code_is_in_both_lists_and_each_reason_is_a_sentence():
    reasons = CASES["not_provoked"]
    assert not set(reasons) & {case["code"] for case in CASES["provoked"]}
    assert all(len(reason) > 20 for reason in reasons.values())


@pytest.mark.parametrize("case", CASES["provoked"], ids=lambda case: str(case["code"]))
def test_the_answer_carries_the_code_in_the_spelling_of_its_origin(case):
    answer = case["answer"]
    assert answer["fault"]["code"] == str(case["code"])
    gateway = case["code"] in GATEWAY_CODES
    assert set(answer["fault"]) == ({"message", "detail", "code", "element"} if gateway else FAULT_KEYS)
