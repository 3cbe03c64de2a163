"""Pages on the command line: one document on standard output, the same exit codes, a clear no where there is none."""

from __future__ import annotations

import csv
import io

import pytest

FORMS = {"html": "<!doctype html>", "markdown": "**Plan: 3 to add", "csv": '\ufeff"row",'}


@pytest.mark.parametrize(("form", "begin"), FORMS.items())
def test_a_plan_is_one_document_with_the_same_exit_codes(form, begin, provisioner, firm):
    ended = provisioner("plan", firm, "--sandbox", "--format", form, "--detailed-exitcode")
    assert (ended.code, ended.out.startswith(begin)) == (2, True)
    assert ended.err == "Reading QuickBooks and Clio ...\n"


def test_a_saved_plan_has_its_hash_on_the_page(provisioner, firm, tmp_path):
    page = provisioner("plan", firm, "--sandbox", "--format", "html", "--out", tmp_path / "plan.json").out
    saved = (tmp_path / "plan.json").read_text()
    (plan_hash,) = (line.split('"')[3] for line in saved.splitlines() if line.startswith(' "hash":'))
    assert page.count(plan_hash) == 3  # in the head, above the signatures, at the foot of every sheet


@pytest.mark.parametrize("form", FORMS)
def test_checks_and_drift_have_pages_too(form, provisioner, firm):
    checked = provisioner("validate", firm, "--format", form)
    assert (checked.code, checked.err) == (0, "")
    assert "harbor/firm.yaml can be used." in checked.out or form == "csv"
    assert provisioner("drift", firm, "--sandbox", "--format", form).code == 1


def test_findings_in_the_way_of_a_plan_take_its_place(provisioner, firm):
    text = (firm / "firm.yaml").read_text().replace('"income": "fees"', '"income": "feess"')
    (firm / "firm.yaml").write_text(text)
    ended = provisioner("plan", firm, "--sandbox", "--format", "csv")
    assert ended.code == 1
    (row,) = csv.DictReader(io.StringIO(ended.out.removeprefix("\ufeff")))
    assert (row["row"], row["what happens"]) == ("finding", "REF101")


@pytest.mark.parametrize("words", [("explain", "TRU103"), ("apply", "harbor", "--sandbox")])
@pytest.mark.parametrize("form", FORMS)
def test_a_command_without_pages_says_so(words, form, provisioner, firm):
    ended = provisioner(*words, "--format", form)
    assert (ended.code, ended.out) == (64, "")
    assert f"This command has no {form} form." in ended.err


def test_json_escapes_what_a_terminal_would_obey(provisioner, firm):
    (firm / "firm.yaml").write_text(
        (firm / "firm.yaml").read_text().replace('"income": "fees"', '"income": "\\u202eseef"')
    )
    for command in (("plan", firm, "--sandbox"), ("validate", firm)):
        ended = provisioner(*command, "--format", "json")
        assert "\u202e" not in ended.out
        assert any("\u202e" in finding["what"] for finding in ended.document["findings"])


def test_a_note_shows_a_hostile_path_as_text(provisioner, firm, tmp_path):
    hostile = tmp_path / "_\x1b[31mred"
    hostile.mkdir()
    ended = provisioner("validate", firm, hostile)
    assert "\\u001b[31mred holds templates" in ended.err
    assert "\x1b" not in ended.err
