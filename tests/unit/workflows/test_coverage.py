"""Every failure we know of is answered, every line of the article has a home, and no rule stands without its papers."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from provisioner.jurisdictions import all_codes
from provisioner.model.catalogue import BY_NUMBER, FAILURES, PASSAGES
from provisioner.rules import _manual
from provisioner.workflows.catalog import rules, settings
from provisioner.workflows.coverage import CODE_PAGES, answers
from provisioner.workflows.docs import page_kinds

if TYPE_CHECKING:
    from provisioner.engine.rule import Rule

ROOT = Path(__file__).parents[3]
LINES = 117
"""Lines of the article, headings and the marks between questions included."""


def _numbers() -> dict[str, str]:
    said = {rule.code: rule.catalogue for rule in rules()} | {each.kind: each.catalogue for each in settings()}
    said |= {page.name: page.catalogue for page in page_kinds()} | {page.code: page.catalogue for page in CODE_PAGES}
    return said


def test_nobody_answers_a_failure_that_is_not_in_the_catalogue() -> None:
    unknown = {who: number for who, said in _numbers().items() for number in said.split() if number not in BY_NUMBER}
    assert not unknown


def test_every_failure_that_can_be_declared_is_answered() -> None:
    given = answers()
    assert [each.number for each in FAILURES if not each.is_live and each.number not in given] == []


def test_what_only_live_data_shows_says_which_command_it_waits_for() -> None:
    assert [each.number for each in FAILURES if each.is_live and not each.waits] == []


def test_every_line_of_the_article_has_exactly_one_home() -> None:
    counted: Counter[int] = Counter()
    for each in PASSAGES:
        for part in each.lines.split(", "):
            first, _, last = part.partition("-")
            counted.update(range(int(first), int(last or first) + 1))
    assert counted == Counter(range(1, LINES + 1))


def test_every_passage_leads_to_something_there_is() -> None:
    taught = {number for page in page_kinds() for number in page.workflows.split()}
    for each in PASSAGES:
        assert each.failures or each.workflows or each.jurisdictions or each.note, each.lines
        assert set(each.failures.split()) <= set(BY_NUMBER), each.lines
        assert set(each.workflows.split()) <= taught, each.lines
        assert set(each.jurisdictions.split()) <= set(all_codes()), each.lines


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_has_a_failure_a_page_sources_and_cases_of_both_kinds(rule: Rule) -> None:
    assert rule.catalogue.split(), "no failure of the catalogue"
    text = _manual.text_of(rule)
    sources = text.partition("## Sources")[2]
    assert re.search(r"^- \S.*\S", sources, re.MULTILINE), "no source"
    assert (ROOT / "docs" / "rules" / f"{rule.code}.md").is_file(), "no page; run make generate"
    cases = YAML(typ="safe").load((ROOT / "tests" / "cases" / "rules" / f"{rule.code}.yml").read_text(encoding="utf-8"))
    reports = [any(each["code"] == rule.code for each in case["expect"]) for case in cases]
    assert any(reports), "no case that it reports"
    assert not all(reports), "no case that it leaves alone"


def test_a_rule_is_one_file_named_for_its_code() -> None:
    for rule in rules():
        file = Path(sys.modules[rule.check.__module__].__file__ or "").stem
        assert file.startswith(f"{rule.code.lower()}_"), rule.code
        assert file == f"{rule.code.lower()}_{rule.name.replace('-', '_')}", rule.code
