"""A plan as a bookkeeper reads it: names and numbers as on screen, by ledger meaning, with effect and reason."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from provisioner.model.change import Action, Cause
from provisioner.model.finding import Level, has_errors
from provisioner.model.plan import tally
from provisioner.render.findings import findings_text
from provisioner.render.style import CAUSES, COLOURS, MEANINGS, SYMBOLS, VENDORS, how_read, line, plural, shown, some
from provisioner.render.waiting import waiting_line, waiting_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from provisioner.engine.report import Lines
    from provisioner.model.change import Change, FieldChange, HumanStep
    from provisioner.model.finding import Finding
    from provisioner.model.plan import Plan

ORDER = (
    "Bank accounts",
    "Trust liability and client ledgers",
    "Receivables",
    "Other current assets",
    "Fixed assets",
    "Other assets",
    "Payables",
    "Credit cards",
    "Other current liabilities",
    "Long-term liabilities",
    "Equity",
    "Income",
    "Cost of services",
    "Expenses",
    "Other income",
    "Other expenses",
)


def no_changes(plan: Plan) -> str:
    """The sentence for a plan with nothing to do, for a program; a step for a person is a difference all the same."""
    if plan.human:
        return "No changes that a program can make; what only a person can do is left."
    return f"No changes. QuickBooks and Clio match {plan.file}."


def plan_text(plan: Plan, lines: Lines, *, brief: bool = False) -> Iterator[Text]:
    """The whole plan; ``brief`` names what is added or adopted on one line a heading. A plan of nothing is short."""
    yield from _heading(plan)
    brief_too = not plan.pending and not has_errors(plan.findings)
    yield from findings_text([each for each in plan.findings if not _is_remark(each)], lines, brief=brief_too)
    if plan.pending:
        yield from _legend(plan.pending)
        yield from _groups(plan, plan.pending, brief=brief)
    yield from _human(plan)
    yield from waiting_text(plan.waiting, brief=not plan.pending)
    yield from _released(plan)
    yield from _left_out(plan)
    yield from _advice(plan)
    yield from _closing(plan)


def _heading(plan: Plan) -> Iterator[Text]:
    yield line((f"Plan for {plan.firm}", "bold"), (f"  as of {plan.as_of}" if plan.as_of else "", "dim"))
    tenants = "   ".join(f"{VENDORS[system]}: {title}" for system, title in plan.tenants.items())
    yield line((f"{tenants}   ({plan.environment})", "dim"))
    yield line("")


def _legend(changes: Sequence[Change]) -> Iterator[Text]:
    used = [action for action in Action if any(change.action is action for change in changes)]
    parts: list[str | tuple[str, str]] = []
    for action in used:
        parts += [(SYMBOLS[action], COLOURS[action]), f" {MEANINGS[action]}   "]
    yield line("  ", *parts)
    yield line("")


def by_meaning(plan: Plan, changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes under the headings of the ledger, in the order of the books."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(plan.titles[str(change.address)].group, []).append(change)
    ordered = sorted(groups, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    return {name: groups[name] for name in ordered}


def by_step(plan: Plan) -> dict[HumanStep, list[Change]]:
    """Each step for a person with the resources that wait for it."""
    steps: dict[HumanStep, list[Change]] = {}
    for change in plan.human:
        if change.step is not None:
            steps.setdefault(change.step, []).append(change)
    return steps


def _groups(plan: Plan, changes: Sequence[Change], *, brief: bool) -> Iterator[Text]:
    for name, together in by_meaning(plan, changes).items():
        yield line((name, "bold underline"))
        if brief:
            yield from _in_brief(plan, together)
            continue
        for change in together:
            yield from _change(plan, change)
        yield line("")
    if brief:
        yield line("")


def _in_brief(plan: Plan, changes: Sequence[Change]) -> Iterator[Text]:
    """What is added or adopted as it is by name, the rest in full."""
    for action in (Action.CREATE, Action.ADOPT):
        names = [plan.titles[str(each.address)].name for each in changes if each.action is action and not each.fields]
        if names:
            yield line((f"  {SYMBOLS[action]} {len(names):>3}  ", COLOURS[action]), some(names))
    for change in changes:
        if change.fields or change.action not in {Action.CREATE, Action.ADOPT}:
            yield from _change(plan, change)


def _change(plan: Plan, change: Change) -> Iterator[Text]:
    title = plan.titles[str(change.address)]
    colour = COLOURS[change.action]
    yield line(
        (f"  {SYMBOLS[change.action]} ", colour),
        (f"{title.name:<44} ", colour if change.action is not Action.ADOPT else ""),
        (f"{change.address}  {change.desired.place}", "dim"),
    )
    for field in change.fields:
        yield _field(change, field)
    if change.fields and change.observed is not None and change.observed.changed_at and _drifted(change):
        yield line(f"      last changed in {VENDORS[change.address.system]}: {change.observed.changed_at}")
    for note in change.notes:
        yield line((f"      {note}", "dim"))
    if change.action in {Action.UPDATE, Action.RETIRE, Action.REACTIVATE} or (
        change.action is Action.ADOPT and change.fields
    ):
        yield line((f"      {title.effect}", "dim"))


def _human(plan: Plan) -> Iterator[Text]:
    """Steps for a person; resources that wait for the same step share its instructions."""
    steps = by_step(plan)
    if steps:
        yield line(("Only a person can do this", "bold underline"))
    for step, changes in steps.items():
        names = [plan.titles[str(change.address)].name for change in changes]
        groups = ", ".join(sorted({plan.titles[str(change.address)].group for change in changes}))
        yield line((f"  ! {groups}: {some(names)}", COLOURS[Action.ATTEST]))
        for change in changes:
            yield from (_field(change, field) for field in change.fields)
        for number, instruction in enumerate(step.instructions, start=1):
            yield line(f"      {number}. {instruction}")
        yield line((f"      Keep as proof: {step.evidence} Checked by: {step.checked_by}", "dim"))
    if steps and plan.pending:
        yield line("")


def _is_remark(finding: Finding) -> bool:
    return finding.level is Level.ADVICE or bool(finding.ignored)


def _advice(plan: Plan) -> Iterator[Text]:
    """Remarks, one line each; only counted when there is nothing to do."""
    advice = [each for each in plan.findings if _is_remark(each)]
    if not plan.pending:
        if advice:
            yield line((f"{plural(len(advice), 'remark')}, in --format json.", "dim"))
        return
    for code, same in groupby(sorted(advice, key=lambda each: each.code), key=lambda each: each.code):
        first, *more = same
        rest = f" ({len(more)} more like this)" if more else ""
        yield line(
            ("  note ", "cyan"),
            (f"{code} ", "dim"),
            first.what,
            (f" (ignored: {first.ignored})" if first.ignored else "", "dim"),
            (rest, "dim"),
        )
    if advice:
        yield line("")


def _drifted(change: Change) -> bool:
    return change.cause in {Cause.DRIFT, Cause.CONFLICT}


def _field(change: Change, field: FieldChange) -> Text:
    reason = CAUSES[field.cause]
    place = change.desired.place_of(field.name)
    name = field.name.replace("_", " ")
    return line(
        f"      {name}: {shown(field.before)} -> {shown(field.after)}",
        (f"   {reason + '; ' if reason else ''}{place}", "dim"),
    )


def _released(plan: Plan) -> Iterator[Text]:
    names = [str(binding.address) for binding in plan.released if not binding.protected]
    if names:
        yield line("No longer managed, and left as they are: ", some(names))
        yield line("")


def _left_out(plan: Plan) -> Iterator[Text]:
    """What --target or --exclude keeps back."""
    if plan.left_out:
        yield line(f"{plural(len(plan.left_out), 'change')} left out: ", some([str(each) for each in plan.left_out]))
        yield line("")


def _closing(plan: Plan) -> Iterator[Text]:
    """What else there is to know, the verdict, and as the very last line what still waits for a person."""
    steps = {change.step for change in plan.human}
    if steps:
        yield line(
            (f"{plural(len(steps), 'step')} only a person can do, for {plural(len(plan.human), 'entry')}.", "red")
        )
    unknown = sum(1 for each in plan.enforcement if each.how == "unknown")
    if unknown and not plan.waiting:
        yield line(
            (f"{plural(unknown, 'declared line')} that no program can set and nobody has confirmed yet ", "dim"),
            ("(? in --format json, enforcement).", "dim"),
        )
    if how := how_read(plan.refresh):
        yield line((how, "dim"))
    yield line((_calls(plan), "dim"))
    if has_errors(plan.findings):
        left = f" {summary(plan)}" if plan.pending else ""
        yield line(("Nothing is applied until the errors above are corrected.", "bold red"), left)
        return
    if plan.counts[Action.CREATE]:
        yield line(
            "Nothing is ever deleted: what is added in QuickBooks can be made inactive later, and its history stays."
        )
    if plan.pending:
        yield line((summary(plan), "bold"))
    else:
        yield line((no_changes(plan), "bold" if plan.waiting or plan.human else "bold green"))
    yield from waiting_line(plan.waiting, plan.file)


def summary(plan: Plan) -> str:
    """The counts in one sentence, ``Plan: 3 to add, 1 to change ...``."""
    counted = tally(plan)
    parts = [f"{counted.added} to add", f"{counted.changed} to change", f"{counted.retired} to retire"]
    if counted.adopted:
        parts.append(f"{counted.adopted} to adopt as they are")
    if counted.reactivated:
        parts.append(f"{counted.reactivated} to make active again")
    return f"Plan: {', '.join(parts)}; {plan.counts[Action.NO_OP]} unchanged."


def _calls(plan: Plan) -> str:
    made = ", ".join(f"{count} {VENDORS[system]}" for system, count in plan.calls.items())
    text = f"Requests: {made} for this plan"
    if plan.pending:
        budget = plan.budget
        text += f"; applying it takes {budget.qbo} QuickBooks and {budget.clio} Clio"
        text += f", at least {plural(budget.seconds, 'second')} within their limits" if budget.seconds else ""
    return text + "."
