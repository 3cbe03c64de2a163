"""The manual of the rules: one page a rule, made from its module's docstring, and a table of all of them."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import provisioner.rules
from provisioner.engine.rule import rules_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.engine.rule import Rule

SECTIONS = ("What it finds", "Why it matters", "Example that fails", "Fix", "Sources")
"""The headings of every page, in this order."""

_INTRODUCTION = """\
# Rules

`provisioner validate` checks a firm file against these rules, without a connection to QuickBooks or Clio. A finding
names the rule by its code; `provisioner explain CODE` shows the rule's page in the terminal.

An **error** stops `plan` and `apply` and makes `validate` fail. A **warning** or an **advice** is only shown.

The examples are parts of a firm file. Each of them is tried out by the tests, together with a small firm that has an
operating account, a trust account and one income account."""


def pages() -> dict[str, str]:
    """The manual as Markdown, by file name: ``index.md`` and a page for each rule."""
    rules = rules_in(provisioner.rules)
    return {"index.md": _index(rules), **{f"{rule.code}.md": page(rule) for rule in rules}}


def page(rule: Rule) -> str:
    """The manual page of one rule, as Markdown."""
    summary, _, body = text_of(rule).partition("\n")
    return f"# {rule.code} {rule.name}\n\n**{rule.level.capitalize()}.** {summary}\n\n{body.strip()}\n"


def text_of(rule: Rule) -> str:
    """The docstring of the module a rule is defined in: a summary in one line, then the sections."""
    return (sys.modules[rule.check.__module__].__doc__ or "").strip()


def _index(rules: Iterable[Rule]) -> str:
    parts = [_INTRODUCTION]
    for family, members in groupby(sorted(rules, key=_family), key=_family):
        table = ["| code | name | level | what is wrong |", "|---|---|---|---|", *map(_row, members)]
        parts += [f"## {family}", "\n".join(table)]
    return "\n\n".join(parts) + "\n"


def _row(rule: Rule) -> str:
    summary = text_of(rule).partition("\n")[0]
    return f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.level} | {summary} |"


def _family(rule: Rule) -> str:
    return rule.check.__module__.split(".")[-2].capitalize()
