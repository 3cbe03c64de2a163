"""The enforcement matrix as text, page and JSON: what needs somebody first, and nothing left out."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import jsonschema
import pytest
from rich.console import Console

from provisioner.engine.confirm import confirmations
from provisioner.engine.enforcement import lines_by_value, matrix
from provisioner.engine.report import CheckReport, StatusReport
from provisioner.model.finding import Finding, Level
from provisioner.model.plan import Enforcement
from provisioner.model.setting import Attestation
from provisioner.model.source import Place, dotted
from provisioner.render.html import html_text
from provisioner.render.markdown import markdown_text
from provisioner.render.status_documents import status_document
from provisioner.render.status_page import status_page
from provisioner.render.status_text import status_text
from provisioner.render.status_words import STATES, by_state, state
from provisioner.render.table import csv_text
from provisioner.workflows.catalog import registry, settings
from provisioner.workflows.documents import schemas
from provisioner.workflows.settings_page import example

TODAY = date(2026, 11, 23)
FIRM = example()
CHECK = CheckReport("example/firm.yaml", "Example Law LLP", (), lambda _: None, 40)
ASKED = [each for kind in settings() for each in kind.asked(FIRM)]


def confirmed(*, days=90):
    """Everything confirmed by Ana so many days before it expires."""
    on = TODAY - timedelta(days=10)
    return {each.address: Attestation(each.address, each.says, "Ana", on, on + timedelta(days=days)) for each in ASKED}


def report(status="pass", attested=None, *, read=True, **changes):
    """The example firm with this status of every resource, and what people confirmed."""
    found = confirmations(FIRM, settings(), confirmed() if attested is None else attested, TODAY, {})
    kinds = registry().types.values()
    lines = matrix(FIRM, [(each, status, "") for kind in kinds for each in kind.desired(FIRM)], found, {})
    values: dict[str, list[str]] = {}
    for path, line in lines_by_value(FIRM, lines).items():
        values.setdefault(line.path, []).append(dotted(path))
    made = StatusReport(
        CHECK,
        "2026-11-23",
        tuple(replace(each, status="pass") if each.how == "observed" and read else each for each in lines),
        {path: tuple(each) for path, each in values.items()},
        environment="sandbox" if read else "",
        tenants={"qbo": "Example Law LLP", "clio": "Example Law LLP"} if read else {},
        calls={"qbo": 1, "clio": 6} if read else {},
    )
    return replace(made, **changes)


def text(found, **how):
    out = io.StringIO()
    console = Console(file=out, width=80, soft_wrap=True, highlight=False, markup=False, emoji=False)
    for line in status_text(found, **how):
        console.print(line)
    return out.getvalue()


def with_line(found, path, **changes):
    lines = tuple(replace(each, **changes) if each.path == path else each for each in found.lines)
    return replace(found, lines=lines)


def test_a_firm_where_all_is_so_is_summed_up_in_a_few_lines():
    said = text(report())
    assert len(said.splitlines()) < 50
    assert "Every declared value is enforced." in said
    assert re.search(r"\d+ declared values: (\d+) that apply makes \(\1 as declared now\), \d+ confirmed", said)
    assert "sync" in said
    assert "confirmed by people until 2027-02-11" in said
    assert not report().failed


def test_without_a_look_nothing_is_said_to_be_seen_or_made():
    said = " ".join(text(report("unknown", read=False)).split())
    assert "that only live data shows" in said
    assert "seen in live data" not in said
    assert "as declared now" not in said


@pytest.mark.parametrize("code", ["ATT104", "ATT106", "ATT107"])
def test_a_confirmation_with_something_wrong_about_it_is_no_plain_success(code):
    place = Place("example/attestations.yaml", 9, 9)
    wrong = Finding(
        code, "x", Level.WARNING, "Ana confirmed this.", "She left.", "Ask another.", place, "qbo.setting.x"
    )
    found = report(check=replace(CHECK, findings=(wrong,)))
    said = text(found)
    assert code in said
    assert "1 confirmation to be given again" in said
    assert "Every declared value is enforced." not in said
    page = status_page(found)
    assert page.verdict == "Everything is as declared, but some of it has to be confirmed again."
    assert [each.code for each in page.notes] == [code]


@pytest.mark.parametrize("how", [{}, {"everything": True}])
@pytest.mark.parametrize("status", ["pass", "fail", "unknown", "error"])
def test_the_text_fits_into_eighty_columns(status, how):
    for attested in ({}, confirmed(), confirmed(days=5)):
        assert [each for each in text(report(status, attested), **how).splitlines() if len(each) > 80] == []


def test_what_nobody_confirmed_is_said_loudly_with_the_way_to_confirm_it():
    said = text(report(attested={}))
    assert re.search(r"Nobody has confirmed this yet: \d+ values", said)
    assert "Direction of contacts" in said
    assert "provisioner attest example" in said
    assert "declared values still to be made so, or confirmed." in said


def test_what_has_expired_stands_before_what_is_open_with_who_confirmed_it_and_until_when():
    attested = confirmed(days=5)
    kept = {address: said for address, said in attested.items() if "feeds" in str(address)}
    said = text(report(attested=kept))
    assert said.index("Confirmed once, but that does not count any more") < said.index("Nobody has confirmed this yet")
    assert "Confirmed 2026-11-13 by Ana, until 2026-11-18." in said
    assert "qbo.setting.bank_feeds" in said


def test_what_live_data_contradicts_comes_first_and_fails():
    found = with_line(report(attested={}), "sync.contacts", status="fail", how="attested", note="Two of one name.")
    said = text(found)
    assert said.index("Live data shows otherwise: 1 value") < said.index("Nobody has confirmed this yet")
    assert "Two of one name." in said
    assert "Something declared is not so." in said
    assert found.failed


def test_a_planned_change_is_no_failure_and_names_the_way_to_make_it():
    found = report("fail")
    assert not found.failed
    assert "provisioner apply example" in text(found)
    assert "Not yet so: apply changes it" in text(found)


def test_an_error_among_the_findings_fails_and_is_shown():
    finding = Finding("SAF101", "brake", Level.ERROR, "Too much at once.", "It may be a mistake.", "Look at it.")
    found = report(findings=(finding,))
    assert found.failed
    assert "Too much at once." in text(found)


def test_without_a_look_at_live_data_nothing_is_called_so_that_only_it_can_show():
    found = report("unknown", read=False)
    said = text(found)
    assert "Nothing was read live" in said
    assert re.search(r"Not looked at: \d+ values", said)
    assert "Requests" not in said


def test_a_value_that_nothing_enforces_is_named_by_its_path_and_place():
    line = Enforcement(
        "sync.new", "unknown", "unknown", Place("firm.yaml", 3, 4), (("sync", "new"),), wrong_if="Nothing."
    )
    found = report()
    found = replace(found, lines=(*found.lines, line), values={**found.values, "sync.new": ("sync.new",)})
    said = text(found)
    assert "Nothing enforces this, and nobody can confirm it as it is written: 1 value" in said
    assert "firm.yaml:3:4" in said


def test_all_shows_each_line_and_what_shows_that_it_is_so():
    said = text(report(attested={}), everything=True)
    for each in report().lines:
        assert each.path in said
    assert "What shows it: " in said


def test_every_line_is_in_one_state_and_each_state_has_words():
    found = report("error", {})
    assert sum(len(lines) for lines in by_state(found).values()) == len(found.lines)
    assert {state(each, is_read=True) for each in found.lines} <= set(STATES)


def test_the_json_form_keeps_to_its_schema_and_holds_every_value_once():
    found = report(attested=confirmed(days=5))
    document = json.loads(json.dumps(status_document(found).model_dump(mode="json")))
    schema = schemas()["status.v1.schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    values = [value for each in document["enforcement"] for value in each["values"]]
    assert len(values) == len(set(values)) == sum(len(each) for each in found.values.values())
    counts = document["counts"]
    assert sum(counts[how] for how in ("provisioned", "attested", "observed", "unknown", "tool")) == len(values)
    assert 0 < counts["so"] < len(values)
    feeds = next(each for each in document["enforcement"] if each["path"] == "sync.bank_feeds")
    assert (feeds["how"], feeds["state"], feeds["by"], feeds["expires"]) == ("attested", "lapsed", "Ana", "2026-11-18")
    assert feeds["addresses"] == ["qbo.setting.bank_feeds"]
    assert feeds["wrong_if"]


def test_the_page_has_a_table_for_each_section_with_everything_in_it():
    page = status_page(report(attested={}))
    html = html_text([page])
    assert html.count('<table class="sheet">') == len(page.sheets)
    for each in report().lines:
        assert each.path in html
    assert "What shows it" in html
    assert "Direction of contacts" in markdown_text([page])
    rows = list(csv.DictReader(io.StringIO(csv_text([page]).removeprefix("\ufeff"))))
    assert len(rows) == len(report().lines)
    assert all(row["name"] and row["place"] for row in rows)


def test_the_page_of_a_file_with_errors_is_that_of_its_checks():
    finding = Finding("SYN101", "unknown-key", Level.ERROR, "What.", "Why.", "Fix.")
    page = status_page(StatusReport(replace(CHECK, findings=(finding,)), "2026-11-23"))
    assert "cannot be used" in page.verdict
