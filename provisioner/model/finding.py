"""The result of a check: place, code, what is wrong, why it matters, the way out. Findings are data, never raised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.model.source import Place


class Level(StrEnum):
    """How much a finding matters. Only an error stops a plan or fails a build."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one check.

    ``name`` says the bad pattern in a few fixed words; ``what``, ``why`` and ``fix`` are full sentences with the
    names of this firm in them; ``related`` are other places that belong to it.
    """

    code: str
    name: str
    level: Level
    what: str
    why: str = ""
    fix: str = ""
    place: Place | None = None
    address: str | None = None
    related: tuple[Place, ...] = ()
    ignored: str = ""
    """The reason why the firm file asks to ignore it. It stays listed, and stops nothing."""

    @property
    def message(self) -> str:
        """What, why and how to fix, in one paragraph."""
        return " ".join(part for part in (self.what, self.why, self.fix) if part)

    def at(self, place: Place | None) -> Finding:
        """The same finding at another place."""
        return replace(self, place=place)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by file, line and column, then code; those without a place come last. Exact repeats are left out."""
    last = ("\uffff", 0, 0, 0)
    return sorted(dict.fromkeys(findings), key=lambda f: (tuple(f.place or last), f.code, f.address or "", f.what))


def has_errors(findings: Iterable[Finding]) -> bool:
    """True when at least one finding is of level error and not ignored."""
    return any(finding.level is Level.ERROR and not finding.ignored for finding in findings)
