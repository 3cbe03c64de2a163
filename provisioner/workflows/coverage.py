"""Which failure is answered by what: rules, settings, printed pages, findings of the engine, resource types."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from provisioner.config import codes as config_codes
from provisioner.engine import codes as engine_codes
from provisioner.model.catalogue import BY_NUMBER, FAILURES, PASSAGES
from provisioner.providers import codes as provider_codes
from provisioner.workflows.catalog import rules, settings
from provisioner.workflows.docs import page_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provisioner.model.catalogue import Failure, Passage

CODE_PAGES = (*config_codes.PAGES, *engine_codes.PAGES, *provider_codes.PAGES)

_INTRODUCTION = """\
# What becomes of every line of the article

This project set out from an article on connecting Clio and QuickBooks Online for law firms: "Trust Accounting
Configuration", by Accounting Atelier. This page says, for each of its lines, what in this program answers it. It is
made from the program itself, so it says what is there.

A **rule** finds it in the firm file. A **setting** is confirmed by a person and looked at again. A **page** is printed
for staff; the runbook among them teaches **workflows** with figures. A **finding** comes up when a plan reads
QuickBooks and Clio. What only live transactions show waits for the command named in the last column: `audit` (what went
wrong in the past), `reconcile` (bank, QuickBooks and Clio) or `verify` (did everything arrive). These three do not
exist yet."""


def answers() -> Mapping[str, list[str]]:
    """What answers each failure, as Markdown, by its number; failures that nothing answers are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule in rules():
        for number in rule.catalogue.split():
            found[number].append(f"rule [{rule.code}](rules/{rule.code}.md)")
    for setting in settings():
        for number in setting.catalogue.split():
            found[number].append(f"setting `{setting.kind}`")
    for kind in page_kinds():
        for number in kind.catalogue.split():
            found[number].append(f"page `{kind.name}`")
    for page in CODE_PAGES:
        for number in page.catalogue.split():
            found[number].append(f"finding `{page.code}`")
    for failure in FAILURES:
        found[failure.number] += [f"resource [{kind}](resources/{kind}.md)" for kind in failure.types]
        found[failure.number] += ["told in the [README](../README.md#what-it-does-not-do-yet)"] if failure.told else []
    return {number: each for number, each in found.items() if each}


def page() -> str:
    """The page ``seed-coverage.md``."""
    given = answers()
    parts = [_INTRODUCTION, "## The article's lines", "\n".join(_passages(given)), "## The failures, one by one"]
    return "\n\n".join([*parts, "\n".join(_failures(given))]) + "\n"


def _passages(given: Mapping[str, list[str]]) -> Iterator[str]:
    yield "| lines | what they are about | failures | answered by | waits for |"
    yield "|---|---|---|---|---|"
    for each in PASSAGES:
        failures = [BY_NUMBER[number] for number in each.failures.split()]
        named = ", ".join(failure.number for failure in failures)
        waits = ", ".join(dict.fromkeys(f"`{failure.waits}`" for failure in failures if failure.waits))
        yield f"| {each.lines} | {each.about} | {named} | {_by(each, failures, given)} | {waits} |"


def _by(each: Passage, failures: list[Failure], given: Mapping[str, list[str]]) -> str:
    counted = list(dict.fromkeys(answer for failure in failures for answer in given.get(failure.number, ())))
    counted += [f"workflow {number}" for number in each.workflows.split()]
    counted += [f"state [{code}](jurisdictions.md)" for code in each.jurisdictions.split()]
    return "; ".join([*_grouped(counted), *([each.note] if each.note else [])])


def _grouped(given: Sequence[str]) -> Iterator[str]:
    """Answers of one sort behind one word: ``rules A, B; page C``."""
    sorts: dict[str, list[str]] = defaultdict(list)
    for answer in given:
        sort, _, what = answer.partition(" ")
        sorts[sort].append(what)
    for sort, named in sorts.items():
        yield f"{sort}{'s' if len(named) > 1 else ''} {', '.join(named)}"


def _failures(given: Mapping[str, list[str]]) -> Iterator[str]:
    yield "| | what goes wrong | answered by | waits for |"
    yield "|---|---|---|---|"
    for each in FAILURES:
        waits = f"`{each.waits}`" if each.waits else ""
        yield f"| {each.number} | {each.title} | {'; '.join(_grouped(given.get(each.number, ())))} | {waits} |"
