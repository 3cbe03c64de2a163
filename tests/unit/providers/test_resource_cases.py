"""Each file of ``tests/cases/resources/<type>/``: live objects and a firm file give exactly these requests.

A case says in JSON, which is YAML too, what is added to a firm file with nothing in it (``firm``, and ``clients`` for
``clients.yaml``), what is there (``live``, in the vendor's form, by entity or path; ``facts``; ``bindings`` with the
values left there last time; ``clio`` with the contacts, matters and bank transactions that ledgers follow, on the day
``as_of``), and what has to come of it: ``actions`` by address, ``requests`` in order, and the codes of the plan's
``findings``, advice left out. A finding of level error means that nothing is sent.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provisioner.config.load import load
from provisioner.engine.execute import execute
from provisioner.engine.plan import make_plan
from provisioner.model.address import Address
from provisioner.model.finding import Level, has_errors
from provisioner.model.money import loads
from provisioner.model.resource import Binding, Snapshot
from provisioner.providers.clio.base import ClioType
from provisioner.providers.clio.funds import LISTS, Collector, last_days
from provisioner.providers.qbo.base import QboType
from provisioner.state.codec import decode
from provisioner.workflows.catalog import registry
from provisioner.workflows.following import followed

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioner.model.firm import Firm
    from provisioner.model.funds import Funds
    from provisioner.model.plan import Plan

FOLDER = Path(__file__).parents[2] / "cases" / "resources"
CASES = sorted(FOLDER.glob("*/*.json"))
FACTS = {"class_tracking": "per_line", "edition": "plus", "account_numbers": True, "currency": "USD"}
EMPTY: dict[str, Any] = {
    "version": 1,
    "firm": {"name": "Harbor"},
    "systems": {"quickbooks": {"company_id": "9341"}, "clio": {"account_name": "Harbor"}},
}


def merged(base: Any, more: Any) -> Any:
    if isinstance(base, dict) and isinstance(more, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in more.items()}}
    return more


def firm_of(case: dict[str, Any], folder: Path) -> Firm:
    (folder / "firm.yaml").write_text(json.dumps(merged(EMPTY, case["firm"])), encoding="utf-8")
    if "clients" in case:
        document = {"version": 1, "clients": case["clients"]}
        (folder / "clients.yaml").write_text(json.dumps(document), encoding="utf-8")
    loaded = load(folder, registry().sections, registry().extensions, cwd=folder)
    assert [finding.message for finding in loaded.findings if finding.level is Level.ERROR] == []
    assert loaded.firm is not None
    return loaded.firm


def snapshots_of(case: dict[str, Any]) -> dict[str, Snapshot]:
    live, facts = case.get("live", {}), {**FACTS, **case.get("facts", {})}
    known = {kind.entity if isinstance(kind, QboType) else kind.path for kind in registry().types.values()}
    assert live.keys() <= known
    return {
        system: Snapshot(
            system,
            "9341",
            "Harbor",
            {
                kind.kind: [
                    kind.observe(row) for row in live.get(kind.entity if isinstance(kind, QboType) else kind.path, ())
                ]
                for kind in registry().of(system)
                if isinstance(kind, QboType | ClioType)
            },
            facts,
            1,
        )
        for system in ("qbo", "clio")
    }


def bindings_of(case: dict[str, Any]) -> dict[Address, Binding]:
    return {
        (address := Address.parse(text)): Binding(
            address, each["id"], decode(json.dumps(each["applied"])) if "applied" in each else None
        )
        for text, each in case.get("bindings", {}).items()
    }


def funds_of(case: dict[str, Any]) -> Funds | None:
    """Who has money in trust, from Clio's rows."""
    if "clio" not in case:
        return None
    collector, days = Collector(), dict[str, str]()
    for kind, wanted in LISTS.items():
        collector.take(kind, case["clio"].get(wanted.path, ()))
    last_days(case["clio"].get("bank_transactions", ()), days)
    banks = [str(row["id"]) for row in case["live"].get("bank_accounts", ())]
    return replace(collector.funds, movements=dict.fromkeys(banks, days))


def plan_of(case: dict[str, Any], folder: Path) -> Plan:
    firm, snapshots, bindings = firm_of(case, folder), snapshots_of(case), bindings_of(case)
    snapshots["clio"] = replace(snapshots["clio"], funds=funds_of(case))
    desired = [each for kind in registry().types.values() for each in kind.desired(firm)]
    made = followed(firm, desired, snapshots, bindings, case.get("as_of", ""))
    return make_plan(firm, [*desired, *made.desired], snapshots, bindings, registry(), findings=made.findings)


class Recorder:
    """Takes note of nothing."""

    def intend(self, _):
        pass

    def conclude(self, *_):
        pass

    def bind(self, *_):
        pass

    def release(self, _):
        pass

    def flush(self):
        pass


def requests_of(plan: Plan, quickbooks: Callable[..., Any], clio: Callable[..., Any]) -> list[dict[str, Any]]:
    """What applying the plan sends, each write answered as the vendors do: with the whole object."""
    sent: list[dict[str, Any]] = []
    numbers = itertools.count(9001)

    def answer_batch(request):
        items = request.body["BatchItemRequest"]
        sent.append({"batch": items})
        answers = []
        for item in items:
            entity = next(key for key in item if key not in {"bId", "operation"})
            body = item[entity]
            version = str(int(body.get("SyncToken", "-1")) + 1)
            written = {**body, "Id": body.get("Id") or str(next(numbers)), "SyncToken": version}
            answers.append({"bId": item["bId"], entity: written})
        return {"BatchItemResponse": answers}

    def answer_record(request):
        entry = {f"{request.method} {request.path}": request.body["data"]}
        if "if-match" in request.headers:
            entry["If-Match"] = request.headers["if-match"]
        sent.append(entry)
        return (201, {"data": {"id": next(numbers), "etag": '"new"', **request.body["data"]}})

    writers = {"qbo": quickbooks(answer_batch).writer(), "clio": clio(answer_record).writer()}
    run = execute(plan, writers, Recorder(), registry(), new_id=lambda: "request")
    assert run.failed == {}
    return sent


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in CASES])
def test_live_and_desired_give_these_requests(path, tmp_path, quickbooks, clio):
    case = loads(path.read_text(encoding="utf-8"))
    plan = plan_of(case, tmp_path)
    of_type = {str(each.address): str(each.action) for each in plan.changes if each.address.kind == path.parent.name}
    serious = [finding.code for finding in plan.findings if finding.level is not Level.ADVICE]
    assert serious == case.get("findings", [])
    assert of_type == case["actions"]
    sent = [] if has_errors(plan.findings) else requests_of(plan, quickbooks, clio)
    assert sent == case["requests"]
    steps = {str(each.address): list(each.step.instructions) for each in plan.human if each.step}
    assert {address: len(lines) for address, lines in steps.items()} == case.get("steps_for_people", {})


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in CASES])
def test_a_case_says_what_it_shows_and_nothing_unknown(path):
    case = loads(path.read_text(encoding="utf-8"))
    known = {"says", "firm", "clients", "live", "facts", "bindings", "actions", "requests", "findings"}
    assert case.keys() <= known | {"steps_for_people", "clio", "as_of"}
    assert case["says"].endswith(".")


def test_every_resource_type_has_cases_and_every_folder_is_a_type():
    assert {path.parent.name for path in CASES} == set(registry().types)
