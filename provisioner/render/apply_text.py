"""An apply as text: each write as it happens, and at the end what was done, what was not, and what was read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.execute import Status
from provisioner.model.change import Operation
from provisioner.model.plan import tally
from provisioner.render.plan_text import no_changes
from provisioner.render.style import VENDORS, line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.engine.execute import Outcome
    from provisioner.engine.report import ApplyReport
    from provisioner.model.plan import Plan, Tally


def outcome_line(outcome: Outcome, plan: Plan | None) -> Text:
    """One write: what became of it."""
    address = str(outcome.step.address)
    name = plan.titles[address].name if plan is not None and address in plan.titles else address
    if outcome.status is Status.DONE:
        return line(("  done    ", "green"), f"{_verb(outcome)} {name}")
    if outcome.status is Status.SKIPPED:
        return line(("  skipped ", "yellow"), f"{name}: waits for {outcome.because}")
    said = outcome.problem.detail if outcome.problem is not None else ""
    return line(("  failed  ", "bold red"), f"{name} ({address}): {said}")


def _verb(outcome: Outcome) -> str:
    if outcome.step.temporary:
        return "moved aside for a moment:"
    if outcome.step.operation is Operation.CREATE:
        return "added"
    return {None: "changed", False: "made inactive", True: "made active again"}[outcome.step.active]


def apply_text(report: ApplyReport) -> Iterator[Text]:
    """The end of an apply."""
    plan = report.report.plan
    if plan is None:
        return
    if not report.confirmed:
        yield line(("Nothing was applied.", "bold"))
        return
    done = [each for each in report.outcomes if each.status is Status.DONE and not each.step.temporary]
    failed = [each for each in report.outcomes if each.status is Status.FAILED]
    skipped = [each for each in report.outcomes if each.status is Status.SKIPPED]
    for each in failed:
        yield from _failure(each)
    for unapplied in report.unapplied:
        yield line(("not applied ", "bold red"), f"{unapplied.title} ({unapplied.address}): {unapplied.what}.")
    if report.failed:
        yield line(
            (f"Apply stopped short: {len(done)} done, {len(failed)} failed, {len(skipped)} skipped.", "bold red"),
            " What is done stays done; run the same command again to go on.",
        )
        return
    if not plan.pending:
        yield line((no_changes(plan), "bold green"))
        return
    yield line((f"Apply complete! {_counted(tally(plan, {each.step.address for each in done}))}", "bold green"))
    if report.after is not None:
        read = ", ".join(f"{count} {VENDORS[system]}" for system, count in report.calls.items())
        yield line((f"Read back: {plural(len(done), 'written object')} verified ({read} requests).", "dim"))


def _counted(done: Tally) -> str:
    """The counts in one sentence, ``3 added, 1 changed ...``."""
    parts = [f"{done.added} added", f"{done.changed} changed", f"{done.retired} retired"]
    if done.reactivated:
        parts.append(f"{done.reactivated} made active again")
    if done.adopted:
        parts.append(f"{done.adopted} adopted as they are")
    return ", ".join(parts) + "."


def _failure(outcome: Outcome) -> Iterator[Text]:
    problem = outcome.problem
    yield line(("error ", "bold red"), (f"{outcome.step.address} was not applied", "bold"))
    if problem is not None:
        yield line(f"  {problem.summary}. {problem.detail}")
        yield line(f"  {problem.fix}")
    yield line("")
