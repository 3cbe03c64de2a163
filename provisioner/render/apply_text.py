"""An apply as text: each write as it happens, and at the end what was done, what was not, and what was read back."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from provisioner.model.change import Operation, Status
from provisioner.model.plan import tally
from provisioner.model.words import moment
from provisioner.render.plan_text import no_changes
from provisioner.render.style import VENDORS, line, plural
from provisioner.render.waiting import waiting_line, waiting_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from provisioner.engine.execute import Outcome
    from provisioner.engine.report import ApplyReport
    from provisioner.engine.saved import SavedPlan
    from provisioner.model.plan import Plan, Tally


STATUS_COLOURS = {
    Status.DONE: "green",
    Status.FAILED: "bold red",
    Status.SKIPPED: "yellow",
    Status.UNKNOWN: "bold magenta",
}
_MEANS = {
    Status.DONE: "carried out, and remembered",
    Status.FAILED: "refused: nothing of it was carried out",
    Status.SKIPPED: "not sent: it waits for something above, or the run was stopped",
    Status.UNKNOWN: "sent, and the answer was lost: it may have been carried out",
}


def outcome_line(outcome: Outcome, plan: Plan | None) -> Text:
    """One write: what became of it."""
    address = str(outcome.step.address)
    name = plan.titles[address].name if plan is not None and address in plan.titles else address
    if outcome.status is Status.DONE:
        return line(("  done    ", "green"), f"{_verb(outcome)} {name}")
    if outcome.status is Status.SKIPPED:
        why = f"waits for {outcome.because}" if outcome.because is not None else "the run was stopped"
        return line(("  skipped ", "yellow"), f"{name}: {why}")
    if outcome.status is Status.UNKNOWN:
        return line(("  unknown ", "bold magenta"), f"{name}: sent, and no answer came")
    said = outcome.problem.detail if outcome.problem is not None else ""
    return line(("  failed  ", "bold red"), f"{name} ({address}): {said}")


def _verb(outcome: Outcome) -> str:
    if outcome.step.temporary:
        return "moved aside for a moment:"
    if outcome.step.operation is Operation.CREATE:
        return "added"
    return {None: "changed", False: "made inactive", True: "made active again"}[outcome.step.active]


def apply_text(report: ApplyReport, what: Sequence[str], options: Sequence[str] = (), firm: str = "") -> Iterator[Text]:
    """The end of an apply of ``what``, the words that named a firm or a plan file.

    ``options`` narrowed it down, and are part of a run that goes on; ``firm`` is that of a plan file.
    """
    plan = report.report.plan
    if plan is None:
        return
    if not report.confirmed:
        yield line(("Nothing was applied.", "bold"))
        return
    yield from _troubles(report)
    for unapplied in report.unapplied:
        yield line(("not applied ", "bold red"), f"{unapplied.title} ({unapplied.address}): {unapplied.what}.")
    if report.failed:
        yield from _stopped_short(report, what, () if report.is_open else options, firm)
        return
    if not plan.pending:
        verdict = "Nothing was left to do of the approved plan." if report.report.approved else no_changes(plan)
        yield line((verdict, "bold" if plan.waiting or plan.human else "bold green"))
        yield from waiting_line(plan.waiting, plan.file)
        return
    done = [each for each in report.outcomes if not each.step.temporary]
    yield line((f"Apply complete! {_counted(tally(plan, {each.step.address for each in done}))}", "bold green"))
    if report.after is not None:
        read = ", ".join(f"{VENDORS[system]}: {plural(count, 'request')}" for system, count in report.calls.items())
        yield line((f"Read back: {plural(len(done), 'written object')} verified ({read}).", "dim"))
    now = report.after if report.after is not None and report.after.tenants.keys() == plan.tenants.keys() else plan
    if steps := {change.step for change in now.human}:
        yield line((f"{plural(len(steps), 'step')} only a person can do, as the plan says.", "red"))
    if now.waiting:
        yield line("")
    yield from waiting_text(now.waiting)
    yield from waiting_line(now.waiting, plan.file)


def _stopped_short(report: ApplyReport, what: Sequence[str], options: Sequence[str], firm: str) -> Iterator[Text]:
    """What was done and what not, as a table, and how to go on."""
    counts = Counter(each.status for each in report.outcomes if not each.step.temporary)
    for status in Status:
        yield line((f"  {status.value:<8}", STATUS_COLOURS[status]), f"{counts[status]:>6}   ", (_MEANS[status], "dim"))
    problem = report.stopped_by or report.unread
    if problem is not None:
        yield line(("  why     ", "bold"), f"{problem.summary}. {_sentence(problem.detail)} {problem.fix}")
    yield line("")
    if report.unread is not None and counts[Status.DONE] == counts.total():
        yield line(("Everything was sent, but nothing could be read back to check it.", "bold red"))
    counted = ", ".join(f"{counts[each]} {each.value}" for each in Status)
    finds_out = "finds out what is unknown and " if counts[Status.UNKNOWN] else ""
    how = f"The next apply {finds_out}goes on with this plan. " if report.is_open else ""
    yield line((f"Apply stopped short: {counted}.", "bold red"), f" What is done stays done. {how}To go on:")
    is_over = bool(firm) and not report.is_open  # a plan file holds for the whole of it, once
    command = shlex.join(["plan", firm, "--out", what[0]] if is_over else ["apply", *what, *options])
    is_sandbox = report.report.plan is not None and report.report.plan.environment == "sandbox"
    yield line(f"      provisioner {command}{' --sandbox' if is_sandbox else ''}")


def _counted(done: Tally) -> str:
    """The counts in one sentence, ``3 added, 1 changed ...``."""
    parts = [f"{done.added} added", f"{done.changed} changed", f"{done.retired} retired"]
    if done.reactivated:
        parts.append(f"{done.reactivated} made active again")
    if done.adopted:
        parts.append(f"{done.adopted} adopted as they are")
    return ", ".join(parts) + "."


def _troubles(report: ApplyReport) -> Iterator[Text]:
    """What went wrong with writes that failed or are unknown. What a whole request met with is told once."""
    told = [report.stopped_by]
    for each in report.outcomes:
        problem = each.problem
        is_new = problem is not None and not any(problem is known for known in told)
        if each.status is Status.FAILED:
            yield line(("error ", "bold red"), (f"{each.step.address} was not applied", "bold"))
        elif each.status is Status.UNKNOWN and is_new:
            yield line(("unknown ", "bold magenta"), (f"{each.step.address} may have been applied", "bold"))
        else:
            continue
        if problem is not None and is_new:
            told.append(problem)
            yield line(f"  {problem.summary}. {_sentence(problem.detail)}")
            yield line(f"  {problem.fix}")
        yield line("")


def _sentence(text: str) -> str:
    """A vendor's or a library's words, with a full stop."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def approval_text(saved: SavedPlan) -> Iterator[Text]:
    """What was approved, by whom, and what comes next."""
    yield line((f"Approved: the plan for {saved.firm}", "bold green"))
    yield line(f"  made by {saved.made_by} at {moment(saved.made_at)}, {plural(len(saved.touches), 'change')}")
    yield line(f"  plan {saved.hash}")
    for each in saved.approvals:
        yield line(f"  approved by {each.by} at {moment(each.at)}")
    yield line(f"It can be applied until {moment(saved.expires_at)}.")
