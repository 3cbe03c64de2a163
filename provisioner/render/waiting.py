"""Settings that wait for a person, in a few lines: how many, where they are made, and how to confirm them."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from provisioner.model.change import Action
from provisioner.model.setting import Standing
from provisioner.render.style import COLOURS, SCREENS, SHOWN, line, plural, some

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from provisioner.model.setting import Confirmation

STANDINGS = {
    Standing.OPEN: "open",
    Standing.EXPIRED: "expired",
    Standing.OUTDATED: "declared otherwise since",
    Standing.CONTRADICTED: "seen to be otherwise",
    Standing.ATTESTED: "confirmed",
    Standing.OBSERVED: "seen to be so",
}
"""What each standing is called on screen, the open ones first."""
_URGENT = (
    Standing.CONTRADICTED,
    Standing.OUTDATED,
    Standing.EXPIRED,
    Standing.OPEN,
    Standing.OBSERVED,
    Standing.ATTESTED,
)


def how_many(waiting: Sequence[Confirmation]) -> str:
    """How many there are and how they stand: ``25 settings wait for a person: 24 open, 1 expired.``."""
    waits = "waits" if len(waiting) == 1 else "wait"
    return f"{plural(len(waiting), 'setting')} {waits} for a person: {_counted(waiting)}."


def by_urgency(waiting: Sequence[Confirmation]) -> list[Confirmation]:
    """What live data speaks against first, then what changed, what expired, and what nobody has looked at."""
    return sorted(waiting, key=lambda each: _URGENT.index(each.standing))


def waiting_text(waiting: Sequence[Confirmation], *, brief: bool = False) -> Iterator[Text]:
    """One line for each place where they are made, and what live data shows against the first few of them.

    The instructions are shown elsewhere. ``brief`` names only those that live data speaks against.
    """
    if not waiting:
        return
    if brief:
        yield from _seen_otherwise(waiting)
        return
    yield line(("Only a person can look at these settings and confirm them", "bold underline"))
    urgent = by_urgency(waiting)
    for system, screen in SCREENS.items():
        if here := [each for each in urgent if each.setting.system == system]:
            names = some([each.asked.title for each in here])
            yield line((f"  ! {screen}", COLOURS[Action.ATTEST]), f" ({_counted(here)}): {names}")
    for each in [each for each in urgent if each.contradiction][:SHOWN]:
        yield line(f"      {each.asked.title}: {each.contradiction}")
    yield line("")


def _seen_otherwise(waiting: Sequence[Confirmation]) -> Iterator[Text]:
    if names := [each.asked.title for each in waiting if each.contradiction]:
        yield line(("! Seen to be otherwise than declared: ", COLOURS[Action.ATTEST]), some(names))
        yield line("")


def waiting_line(waiting: Sequence[Confirmation], file: str) -> Iterator[Text]:
    """How many there are, and the command to go on with; nothing where none waits. ``file`` is the firm file."""
    if waiting:
        # What is seen to be otherwise has to be made so first: to confirm it would help nobody.
        confirmable = any(each.standing is not Standing.CONTRADICTED for each in waiting)
        steps = "Its steps" if len(waiting) == 1 else "The first one's steps"
        way = f"To confirm: {attest_command(file)}" if confirmable else f"{steps}: {_steps_command(waiting[0], file)}"
        yield line((how_many(waiting), COLOURS[Action.ATTEST]), f" {way}")


def stands(each: Confirmation) -> str:
    """How one thing stands, in a sentence."""
    said = each.attestation
    if each.contradiction:
        return each.contradiction
    if said is not None and each.standing is Standing.EXPIRED:
        return f"What {said.by} confirmed on {said.on} held until {said.expires}."
    if said is not None and each.standing is Standing.OUTDATED:
        return f"The firm file says something else since {said.by} confirmed it on {said.on}."
    if said is not None and each.standing is Standing.ATTESTED:
        return f"{said.by} confirmed it on {said.on}, until {said.expires}."
    return "Live data shows it." if each.standing is Standing.OBSERVED else "Nobody has confirmed it yet."


def attest_command(file: str) -> str:
    """The command that walks through what is open, for the firm of a firm file."""
    return shlex.join(["provisioner", "attest", _firm(file)])


def _steps_command(each: Confirmation, file: str) -> str:
    """The command that shows what to click."""
    return shlex.join(["provisioner", "explain", str(each.asked.address), _firm(file)])


def _firm(file: str) -> str:
    path = PurePath(file)
    return str(path.parent if path.name == "firm.yaml" else path)


def _counted(found: Sequence[Confirmation]) -> str:
    counts = Counter(each.standing for each in found)
    return ", ".join(f"{counts[standing]} {word}" for standing, word in STANDINGS.items() if counts[standing])
