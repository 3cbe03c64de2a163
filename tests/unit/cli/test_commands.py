"""The commands on the built-in sandbox: exit codes, one JSON document each, and what reaches which stream."""

from __future__ import annotations

import os
import socket

import jsonschema
import pytest

from provisioner.cli.twin import twin_with
from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin
from provisioner.workflows.documents import schemas


def test_plan_apply_plan_drift_in_json_are_one_document_each(provisioner, firm):
    sandbox = (firm, "--sandbox", "--format", "json")
    first = provisioner("plan", *sandbox, "--detailed-exitcode")
    assert (first.code, first.err) == (2, "")
    jsonschema.validate(first.document, schemas()["plan.v1.schema.json"])
    assert first.document["environment"] == "sandbox"
    unapproved = provisioner("apply", *sandbox)
    assert (unapproved.code, unapproved.document["applied"]) == (1, False)
    applied = provisioner("apply", *sandbox, "--auto-approve")
    assert (applied.code, applied.document["applied"], applied.document["not_applied"]) == (0, True, [])
    second = provisioner("plan", *sandbox, "--detailed-exitcode")
    assert (second.code, second.document["summary"]["no_op"]) == (0, len(second.document["changes"]))
    drifted = provisioner("drift", *sandbox)
    assert (drifted.code, drifted.document["drift"]) == (0, [])


def test_text_goes_to_standard_output_and_progress_to_standard_error(provisioner, firm):
    planned = provisioner("plan", firm, "--sandbox")
    assert planned.err == "Reading QuickBooks and Clio ...\n"
    assert "Plan: " in planned.out
    assert provisioner("plan", firm, "--sandbox", "--quiet").err == ""


def test_apply_asks_and_takes_nothing_but_yes(provisioner, firm, monkeypatch):
    asked = []
    for answer in ("", "y", "YES", "no"):
        monkeypatch.setattr("builtins.input", lambda text, answer=answer: asked.append(text) or answer)
        ended = provisioner("apply", firm, "--sandbox")
        assert ended.code == 1
        assert "Nothing was applied." in ended.out
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    ended = provisioner("apply", firm, "--sandbox")
    assert ended.code == 0
    assert "Apply complete! 3 added, 0 changed, 0 retired." in ended.out
    assert len(asked) == 4


def test_apply_without_anybody_to_answer_applies_nothing(provisioner, firm, monkeypatch):
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: PTH123, SIM115 - standard input of a job without one
    ended = provisioner("apply", firm, "--sandbox")
    assert ended.code == 64
    assert "--auto-approve" in ended.err
    assert provisioner("plan", firm, "--sandbox", "--detailed-exitcode").code == 2


def test_a_plan_stopped_by_findings_shows_them_in_both_forms(provisioner, firm):
    text = (firm / "firm.yaml").read_text().replace('"income": "fees"', '"income": "feess"')
    (firm / "firm.yaml").write_text(text)
    for verb in ("validate", "plan", "apply", "drift"):
        options = [] if verb == "validate" else ["--sandbox"]
        shown = provisioner(verb, firm, *options)
        assert (shown.code, "cannot be used: 1 error." in shown.out) == (1, True)
        document = provisioner(verb, firm, *options, "--format", "json").document
        found = document["plan"] if verb == "apply" else document
        assert len(found["findings"]) == 1


def test_validate_of_many_firms_is_one_document_with_one_element_each(provisioner, firm):
    ended = provisioner("validate", firm, firm / "firm.yaml", "--format", "json")
    assert [each["valid"] for each in ended.document] == [True, True]
    for each in ended.document:
        jsonschema.validate(each, schemas()["findings.v1.schema.json"])


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "FIRM", "--sandbox", "--scenario", "bogus"],
        ["sandbox", "up", "--scenario", "bogus"],
        ["sandbox", "reset", "FIRM", "--scenario", "bogus"],
        ["sandbox", "edit", "FIRM", "sage", "Account", "Fees", "Name=x"],
        ["sandbox", "edit", "FIRM", "quickbooks", "Nope", "Fees", "Name=x"],
        ["sandbox", "edit", "FIRM", "clio", "accounts", "4711", "name=x"],
        ["sandbox", "edit", "FIRM", "quickbooks", "Account", "Nope", "Name=x"],
        ["sandbox", "edit", "FIRM", "clio", "nope", "x", "name=y"],
        ["sandbox", "edit", "FIRM", "quickbooks", "Account", "Nope", "no-value"],
        ["explain", "XYZ999"],
        ["explain", "nonsense"],
        ["explain", "qbo.nothing.x"],
        ["explain", "qbo.account.nope", "FIRM"],
        ["plan", "FIRM", "--sandbox", "--as-of", "tomorrow"],
    ],
    ids=" ".join,
)
def test_what_does_not_exist_is_a_usage_problem_and_never_our_bug(provisioner, firm, words):
    ended = provisioner(*(str(firm) if word == "FIRM" else word for word in words))
    assert ended.code == 64
    assert "Error: " in ended.err
    assert "Traceback" not in ended.err


def test_a_taken_port_is_a_usage_problem(provisioner):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = provisioner("sandbox", "up", "--port", taken.getsockname()[1])
    assert ended.code == 64
    assert "Choose another with --port." in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_what_is_no_port_is_a_usage_problem(provisioner, port):
    assert "Ports are numbers up to 65535." in provisioner("sandbox", "up", "--port", port).err


def test_a_data_folder_that_cannot_be_used_is_a_usage_problem(provisioner, tmp_path):
    (tmp_path / "file").write_text("")
    ended = provisioner("sandbox", "up", "--port", "0", "--data", tmp_path / "file" / "data")
    assert ended.code == 64
    assert "cannot keep its data" in ended.err


def test_requests_of_a_firm_that_is_not_there_make_nothing(provisioner, tmp_path):
    assert provisioner("sandbox", "requests", "nowhere").code == 1
    assert list(tmp_path.iterdir()) == []


def test_twins_start_from_a_known_scenario(tmp_path):
    assert twin_with(tmp_path / "data", FirmSeed(scenario="empty")).seed.scenario == "empty"


def test_where_nothing_was_applied_drift_cannot_be_compared(provisioner, firm):
    ended = provisioner("drift", firm, "--sandbox")
    assert ended.code == 1
    assert "Run apply first." in ended.out
    assert provisioner("drift", firm, "--sandbox", "--format", "json").document["managed"] == 0


def test_an_edit_on_screen_is_drift(provisioner, firm):
    provisioner("apply", firm, "--sandbox", "--auto-approve")
    edited = provisioner("sandbox", "edit", firm, "quickbooks", "Account", "Fees", "Name=Renamed")
    assert edited.code == 0
    drifted = provisioner("drift", firm, "--sandbox", "--format", "json")
    assert drifted.code == 2
    assert drifted.document["drift"][0]["fields"] == [{"name": "name", "was": "Fees", "is": "Renamed"}]
    assert "qbo.account.fees" in provisioner("drift", firm, "--sandbox").out


def test_no_token_is_in_anything_a_run_leaves_behind(provisioner, firm, monkeypatch):
    """Tokens of the sandbox are as secret as real ones: state, plan, output and request log must not hold them."""
    secrets = []
    credentials = Twin.credentials

    def remembered(twin, seed):
        found = credentials(twin, seed)
        secrets.extend(value for name, value in found.items() if name.endswith("_token"))
        return found

    monkeypatch.setattr(Twin, "credentials", remembered)
    shown = [
        provisioner("apply", firm, "--sandbox", "--auto-approve"),
        provisioner("plan", firm, "--sandbox", "--format", "json"),
        provisioner("drift", firm, "--sandbox"),
    ]
    own = {"qbo.jsonl", "clio.jsonl"}  # the twins themselves have to know the tokens they gave
    kept = [path.read_text(errors="replace") for path in firm.rglob("*") if path.is_file() and path.name not in own]
    assert len(secrets) >= 3 * 4
    assert [each for each in secrets for text in [*kept, *(ran.out + ran.err for ran in shown)] if each in text] == []


@pytest.mark.parametrize(
    ("words", "environment", "colours"),
    [
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--no-color"], {"FORCE_COLOR": "1"}, False),
        ([], {}, False),
    ],
    ids=str,
)
def test_colour_is_used_only_where_it_is_wanted(provisioner, firm, monkeypatch, words, environment, colours):
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = provisioner("validate", firm, *words).out
    assert ("\x1b[32m" in out) is colours
