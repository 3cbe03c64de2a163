"""Settings without an API: a person makes them so on screen, or keeps to them, and confirms it for a while.

One module in ``provisioner.settings`` is one such setting. It says what the firm file declares of it, what to click,
what proof to keep, how long a confirmation lasts, and what in the live data would show that it is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from provisioner.model.address import Address
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.source import Path, Place


class Nature(StrEnum):
    """What sort of thing a person confirms.

    A switch exists on a screen of a vendor or in a bank's letter. A procedure exists nowhere but in what staff do:
    the vendor has no such switch, and we say so.
    """

    SWITCH = "switch"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to confirm: the declared values at ``paths``, as one sentence with this firm's names in it.

    ``says`` is the canonical text of those values. A confirmation holds only while it is the same: who changes the
    value in the firm file is asked again. ``steps`` are numbered instructions with the menu path; ``evidence`` is what
    to keep.
    """

    address: Address
    title: str
    says: str
    paths: tuple[Path, ...]
    place: Place
    steps: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One sort of setting. ``asked`` yields what a firm file declares of it; pure.

    ``valid_days`` is how long a confirmation lasts. ``contradiction`` answers with a sentence when live data shows that
    something is not as declared, with an empty text when it looked and nothing speaks against it, and with None when it
    could not look; ``observable`` says in a sentence what it looks at, or, when nothing can be seen, that. ``sources``
    are where the facts come from, each with the day it was read.
    """

    kind: str
    noun: str
    nature: Nature
    valid_days: int
    asked: Callable[[Firm], Iterable[Asked]]
    observable: str
    sources: tuple[str, ...]
    contradiction: Callable[[Asked, Firm, Mapping[str, Snapshot]], str | None] | None = None
    conclusive: bool = False
    """True where what it looks at decides the matter: when it looked and nothing speaks against it, nobody is asked."""
    catalogue: str = ""
    """The failures it prevents, by their numbers in the catalogue, with blanks between: ``S14 S11``."""
    system: str = "qbo"
    """Whose screen it is on: qbo, clio, bank (the bank's letter) or staff (a procedure)."""


class Standing(StrEnum):
    """Where something to confirm stands. Observed: a conclusive look found nothing against it, so nobody is asked."""

    OPEN = "open"
    OBSERVED = "observed"
    ATTESTED = "attested"
    EXPIRED = "expired"
    OUTDATED = "outdated"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Attestation:
    """One confirmation, as ``attestations.yaml`` keeps it.

    ``evidence`` is the file's name beside ``attestations.yaml``, ``digest`` its SHA-256 in hexadecimal.
    """

    address: Address
    says: str
    by: str
    on: date
    expires: date
    note: str = ""
    evidence: str = ""
    digest: str = ""


SETTLED = frozenset({Standing.ATTESTED, Standing.OBSERVED})
"""Where nobody has to do anything."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One thing to confirm, and where it stands on a day.

    ``contradiction`` is the sentence of what live data shows against it, empty where nothing does, and None where
    nothing was looked at.
    """

    setting: Setting
    asked: Asked
    standing: Standing
    attestation: Attestation | None = None
    contradiction: str | None = None

    @property
    def waits(self) -> bool:
        """True while a person has to do something."""
        return self.standing not in SETTLED
