"""The look of text output: symbols, colours, and values made safe to show in a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.text import Text

from provisioner.model.change import Action, Cause
from provisioner.model.finding import Level
from provisioner.model.words import counted, moment
from provisioner.render.harmless import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.model.resource import Refresh, Value

SYMBOLS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.ADOPT: "=",
    Action.RETIRE: "o",
    Action.REACTIVATE: "^",
    Action.ATTEST: "!",
    Action.NO_OP: " ",
}
MEANINGS = {
    Action.CREATE: "add",
    Action.UPDATE: "change",
    Action.ADOPT: "adopt what is there",
    Action.RETIRE: "make inactive",
    Action.REACTIVATE: "make active again",
    Action.ATTEST: "a person must do this",
}
COLOURS = {
    Action.CREATE: "green",
    Action.UPDATE: "yellow",
    Action.ADOPT: "cyan",
    Action.RETIRE: "magenta",
    Action.REACTIVATE: "green",
    Action.ATTEST: "bold red",
    Action.NO_OP: "dim",
}
LEVELS = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.ADVICE: "cyan"}
CAUSES = {
    Cause.CONFIG: "the file changed",
    Cause.DRIFT: "drift: somebody changed it live",
    Cause.CONFLICT: "conflict: the file and somebody live both changed it",
    Cause.UNKNOWN: "",
}
SHOWN = 4
"""So many names of a list are shown."""
VENDORS = {"qbo": "QuickBooks", "clio": "Clio"}
SCREENS = {**VENDORS, "bank": "The bank", "staff": "The firm's own procedures"}
"""Where a setting without an API is made or kept to."""


def shown(value: Value) -> str:
    """A value as people read it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return f'"{clean(str(value))}"'


def line(*parts: str | tuple[str, str]) -> Text:
    """One line: plain strings, and (string, style) pairs. Everything is cleaned."""
    return Text.assemble(*((clean(part), "") if isinstance(part, str) else (clean(part[0]), part[1]) for part in parts))


def how_read(refresh: Refresh) -> str:
    """How QuickBooks was read, where only changes were asked for; empty otherwise."""
    if refresh.since:
        return f"QuickBooks: read changes since {moment(refresh.since)}."
    return f"QuickBooks: read in full, because {refresh.why}." if refresh.why else ""


def plural(count: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return counted(count, noun)


def some(names: Sequence[str]) -> str:
    """The first few of some names."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
