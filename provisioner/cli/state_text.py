"""What is remembered of a firm, as text and as JSON: bindings, runs, and what a check or an import found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.model.resource import Remote
from provisioner.model.words import moment
from provisioner.render.style import VENDORS, line, plural, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rich.text import Text

    from provisioner.model.address import Address
    from provisioner.model.resource import Value
    from provisioner.state.records import Holder, Kept, Run
    from provisioner.workflows.state import Checked, Differences

MANY = 20
"""So many addresses are named before the rest is only counted."""


def list_text(kept: Collection[Kept]) -> Iterator[Text]:
    """One line a binding, then how many there are."""
    width = max((len(str(each.binding.address)) for each in kept), default=0)
    for each in kept:
        mark = "  protected" if each.binding.protected else ""
        yield line(f"{each.binding.address!s:<{width}}  ", (f"id {each.binding.remote_id}", "cyan"), (mark, "yellow"))
    yield line((f"{plural(len(kept), 'binding')}.", "bold"))


def show_text(kept: Kept) -> Iterator[Text]:
    """One binding in full."""
    binding = kept.binding
    vendor = VENDORS[binding.address.system]
    yield line((str(binding.address), "bold"))
    yield line(f"  stands for the {vendor} object with the id {binding.remote_id}")
    yield line(f"  last applied at {moment(kept.at)} by {kept.by}")
    yield line("  protected: it is never made inactive" if binding.protected else "  not protected")
    if not binding.last_applied:
        yield line("  it was bound as it was found")
        return
    yield line("  with these values:")
    for name, value in binding.last_applied.items():
        yield line(f"    {name.replace('_', ' ')}: {_shown(value)}")


def _shown(value: Value) -> str:
    return f"the {value.kind} with the id {value.id}" if isinstance(value, Remote) else shown(value)


def runs_text(runs: Sequence[Run]) -> Iterator[Text]:
    """One line a run, newest first."""
    for run in runs:
        ended = f"{run.result}, {moment(run.finished or '')}" if run.result is not None else "not ended"
        yield line(
            f"{moment(run.started)}  {run.who}  ",
            (ended, "" if run.result == "done" else "yellow"),
            (f"  {run.id}", "dim"),
        )
    yield line((f"{plural(len(runs), 'run')}." if runs else "Nothing was applied here yet.", "bold"))


def broken_off_text(run: Run | None) -> Iterator[Text]:
    """A warning when an apply did not end."""
    if run is not None:
        yield line((f"The apply that {run.who} began at {moment(run.started)} did not end.", "yellow"))
        yield line("The next apply takes it up first, and binds what it finds as that run meant it.")


def differences_text(found: Differences) -> Iterator[Text]:
    """What an import would do."""
    for symbol, colour, addresses in (
        ("+", "green", found.added),
        ("~", "yellow", found.changed),
        ("-", "magenta", found.removed),
    ):
        for address in addresses[:MANY]:
            yield line((f"  {symbol} {address}", colour))
        if len(addresses) > MANY:
            yield line((f"  {symbol} and {len(addresses) - MANY:,} more", colour))
    counts = f"{len(found.added):,} to add, {len(found.changed):,} to change, {len(found.removed):,} to forget"
    yield line((f"Bindings: {counts}; {found.unchanged:,} stay as they are.", "bold"))


def checked_text(found: Checked) -> Iterator[Text]:
    """What a check found."""
    for addresses in found.doubled:
        yield line(
            (f"One object stands under {len(addresses)} addresses: {', '.join(map(str, addresses))}.", "bold red")
        )
        yield line("  Keep the right one, and forget the others with `provisioner state rm`.")
    if found.holder is not None:
        yield line((f"{found.holder.owner} on host {found.holder.host} applies just now.", "yellow"))
    yield from broken_off_text(found.unfinished)
    counts = f"{plural(found.bindings, 'binding')}, {plural(found.runs, 'run')}, {plural(found.requests, 'request')}"
    yield line((f"The state in {found.where} can be read: {counts}.", "bold" if found.doubled else "bold green"))


def run_document(run: Run) -> dict[str, Any]:
    """One run as JSON, its plan left out."""
    return {
        "id": run.id,
        "who": run.who,
        "started": run.started,
        "finished": run.finished,
        "result": run.result,
        "config_digest": run.digest,
    }


def moved_text(old: Address, new: Address) -> Iterator[Text]:
    """What a move did."""
    yield line((f"{new} stands for what {old} stood for.", "bold"))


def removed_text(addresses: Sequence[Address]) -> Iterator[Text]:
    """What a removal did, and what comes next."""
    yield line((f"{plural(len(addresses), 'binding')} forgotten. The objects stay as they are.", "bold"))
    yield line("What the firm file still declares is found again by the next plan, by its number or name.")


def unlocked_text(holder: Holder | None) -> Iterator[Text]:
    """Whom the lock was taken from."""
    if holder is None:
        yield line(("Nobody holds the lock: an apply can start at once.", "bold"))
        return
    told = f"{holder.owner} on host {holder.host} (process {holder.pid})"
    yield line((f"The lock was taken away from {told}, which can send nothing more.", "bold"))
    yield line("The next apply finds out first what became of the requests that were sent.")
