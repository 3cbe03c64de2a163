"""doctor on the command line: one line for each answer, and an exit code that scripts can use."""

from __future__ import annotations

import pytest


def test_what_fails_is_said_with_the_way_out_and_ends_with_1(provisioner, firm):
    ended = provisioner("doctor", firm)
    assert ended.code == 1
    assert "pass    Python: " in ended.out
    assert "fail    QuickBooks: There is no connection." in ended.out
    assert "provisioner auth login quickbooks harbor" in ended.out
    assert "unknown clock: " in ended.out


def test_what_is_only_unknown_does_not_fail(provisioner, firm, monkeypatch):
    for system in ("QBO", "CLIO"):
        monkeypatch.setenv(f"PROVISIONER_{system}_REFRESH_TOKEN", "CANARY")
    ended = provisioner("doctor", firm, "--format", "json")
    assert ended.code == 0
    found = {each["name"]: each["status"] for each in ended.document["checks"]}
    assert (found["QuickBooks"], found["Clio"]) == ("unknown", "unknown")
    assert "CANARY" not in ended.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_firm_that_is_not_there_is_a_problem(provisioner, form):
    assert provisioner("doctor", "nowhere", "--format", form).code == 1
