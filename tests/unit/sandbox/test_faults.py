"""Fault scripts: which requests a rule fits, and which of those go wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provisioner.sandbox.fault_kinds import KINDS
from provisioner.sandbox.faults import Asked, Faults

WRITE = Asked("qbo", "POST", "/v3/company/1/account", is_write=True)


def loaded(*rules, seed=0):
    faults = Faults()
    faults.load({"seed": seed, "rules": list(rules)})
    return faults


def fires(faults, count=10, asked=WRITE):
    """The numbers, from 1, of the requests that go wrong."""
    return [number for number in range(1, count + 1) if faults.choose(asked) is not None]


@pytest.mark.parametrize(
    ("counts", "numbers"),
    [
        ({}, [1]),
        ({"nth": 3}, [3]),
        ({"nth": [2, 5]}, [2, 5]),
        ({"nth": [2, 5], "times": 1}, [2]),
        ({"after": 4}, [5]),
        ({"after": 4, "times": 3}, [5, 6, 7]),
        ({"after": 8, "times": 0}, [9, 10]),
        ({"chance": 0, "times": 0}, []),
    ],
)
def test_counts(counts, numbers):
    assert fires(loaded({"kind": "cut_before", **counts})) == numbers


@pytest.mark.parametrize(
    ("fit", "does"),
    [
        ({"vendor": "qbo"}, True),
        ({"vendor": "clio"}, False),
        ({"method": "post"}, True),
        ({"method": "GET"}, False),
        ({"path": "*/account"}, True),
        ({"path": "*/batch"}, False),
        ({"path": "^/v3/company/[0-9]+/acc"}, True),
        ({"path": "^/acc"}, False),
        ({"only": "writes"}, True),
        ({"only": "reads"}, False),
    ],
)
def test_what_a_rule_fits(fit, does):
    assert bool(fires(loaded({"kind": "cut_before", **fit}), 1)) == does


def test_only_requests_that_fit_count():
    faults = loaded({"kind": "cut_before", "only": "writes", "nth": 2})
    read = Asked("qbo", "GET", "/v3/company/1/account/1", is_write=False)
    assert [faults.choose(each) is not None for each in (WRITE, read, read, WRITE)] == [False, False, False, True]


def test_of_several_rules_the_first_has_the_request_and_all_count_it():
    faults = loaded({"kind": "cut_before", "nth": 2}, {"kind": "cut_after", "nth": [1, 2, 3]})
    kinds = [faults.choose(WRITE).kind.name for _ in range(3)]
    assert kinds == ["cut_after", "cut_before", "cut_after"]
    assert [rule["seen"] for rule in faults.record()["rules"]] == [3, 3]


def test_chances_are_those_of_the_seed_and_the_place_of_the_rule():
    rule = {"kind": "cut_before", "times": 0, "chance": 0.5}
    first = fires(loaded(rule, seed=1), 100)
    assert fires(loaded(rule, seed=1), 100) == first
    assert fires(loaded(rule, seed=2), 100) != first
    other = {"kind": "cut_before", "vendor": "clio"}
    assert fires(loaded(other, rule, seed=1), 100) != first


def test_faults_of_items_are_counted_when_they_happen():
    faults = loaded({"kind": "fail_items", "params": {"items": [2]}})
    faults.choose(WRITE)
    assert faults.record()["rules"][0]["fired"] == 0
    firing = faults.choose(WRITE)
    firing.happened()
    firing.happened()
    assert faults.record()["rules"][0]["fired"] == 1
    assert faults.choose(WRITE) is None


def test_the_ceiling_counts_requests_that_make_accounts():
    faults = loaded({"kind": "account_ceiling"})
    assert faults.choose(WRITE) is None
    assert faults.choose(Asked("qbo", "POST", "/v3/company/1/batch", is_write=True, creates=2)) is not None


def test_every_kind_reads_its_own_defaults_and_says_what_it_is():
    for kind in KINDS.values():
        assert kind.read(kind.defaults()) == kind.defaults() == kind.read({})
        assert kind.about.endswith(".")
        assert all(param.says for param in kind.params.values())


def test_the_script_in_the_documentation_can_be_loaded():
    text = (Path(__file__).parents[3] / "docs" / "twins.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"curl \S+/_sandbox/faults -d '([^']+)'", text)
    faults = Faults()
    faults.load(json.loads(script))
    assert [rule.kind.name for rule in faults.rules] == ["cut_after", "throttle_before"]
