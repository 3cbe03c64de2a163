"""What people confirm as text: a list of how everything stands, and the steps of one thing after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Standing
from provisioner.render.style import SCREENS, line, plural
from provisioner.render.waiting import STANDINGS, stands, waiting_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.engine.report import AttestReport
    from provisioner.model.setting import Confirmation

COLOURS = {
    Standing.OPEN: "bold red",
    Standing.EXPIRED: "yellow",
    Standing.OUTDATED: "yellow",
    Standing.CONTRADICTED: "bold red",
    Standing.ATTESTED: "green",
    Standing.OBSERVED: "green",
}
SEEN_BY_PLANS = "seen by plans"


def attest_list(report: AttestReport) -> Iterator[Text]:
    """Everything that people confirm, one line each, by where it is made."""
    yield line((f"What people confirm at {report.check.firm}", "bold"), (f"  as of {report.as_of}", "dim"))
    for system, screen in SCREENS.items():
        here = [each for each in report.confirmations if each.setting.system == system]
        if here:
            yield line("")
            yield line((screen, "bold underline"))
        for each in here:
            yield _listed(each)
    yield line("")
    yield from attest_end(report)


def _listed(each: Confirmation) -> Text:
    word, colour = STANDINGS[each.standing], COLOURS[each.standing]
    if each.waits and each.setting.conclusive:
        word, colour = SEEN_BY_PLANS, "dim"
    said = each.attestation
    by = f"  by {said.by} on {said.on}, until {said.expires}" if said is not None else ""
    return line(
        (f"  {'!' if each.waits else ' '} {word:<24} ", colour),
        f"{each.asked.title}",
        (f"  {each.asked.address}{by}", "dim"),
    )


def attest_end(report: AttestReport) -> Iterator[Text]:
    """The last lines: what was written down, and what still waits."""
    if report.done:
        done = plural(len(report.done), "confirmation")
        if report.rehearsal:
            yield line((f"{done} rehearsed. Nothing was written: with --sandbox nothing counts for the firm.", "bold"))
            return
        yield line((f"{done} written down.", "bold green"))
    if report.waiting:
        yield from waiting_line(report.waiting, report.check.file)
        return
    nothing = (
        "Everything that people have to confirm is confirmed" if report.confirmations else "There is nothing to confirm"
    )
    yield line((f"{nothing}.", "bold green"))


def steps_text(each: Confirmation, number: int, total: int) -> Iterator[Text]:
    """One thing to confirm: what is declared, what to click, what proof to keep, how it is checked later."""
    asked, said = each.asked, each.attestation
    yield line("")
    yield line((f"{number} of {total}  ", "dim"), (asked.title, "bold"), (f"  {asked.address}", "dim"))
    where = SCREENS.get(each.setting.system, each.setting.system)
    is_procedure = each.setting.nature is Nature.PROCEDURE
    what = "A procedure: no screen has a switch for it." if is_procedure else f"{where}."
    yield line(f"  {what} {stands(each)}")
    if each.setting.conclusive:
        yield line("  Plans see this by themselves in QuickBooks: confirm it only where a plan says that it is open.")
    yield line(("  Declared: ", "bold"), asked.says, (f"  {asked.place}", "dim"))
    if said is not None and each.standing is Standing.OUTDATED:
        yield line(("  Confirmed: ", "bold"), said.says)
    for count, step in enumerate(asked.steps, start=1):
        yield line(f"    {count}. {step}")
    yield line(f"  Keep as proof: {asked.evidence}")
    yield line(f"  How it is checked later: {each.setting.observable}")
    yield line(f"  It counts for {plural(each.setting.valid_days, 'day')}.")
