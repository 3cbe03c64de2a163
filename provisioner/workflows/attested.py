"""What people confirmed of a firm: read beside its file, held against what it asks for, with the proof they kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provisioner.config.attestations import Book, check_book, read_book
from provisioner.engine.confirm import AGAIN, confirmations, remarks_on
from provisioner.model.finding import Finding, Level, in_order
from provisioner.workflows.catalog import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from provisioner.engine.report import CheckReport
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Attestation, Confirmation
    from provisioner.model.source import Place

CHUNK = 1024 * 1024
DOUBTED = frozenset({"ATT104", "ATT106", "ATT107"})
"""Findings about a confirmation that has to be given anew."""


@dataclass(frozen=True)
class Attested:
    """A firm, and what its people confirmed. ``folder`` is where proof is kept."""

    firm: Firm
    book: Book
    folder: Path

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file and the proof, whatever the day."""
        if not self.book.attested:
            return self.book.findings
        days = {each.address: kind.valid_days for kind in settings() for each in kind.asked(self.firm)}
        asked = [said for address, said in self.book.attested.items() if address in days and said.evidence]
        digests = {name: digest_of(self.folder, name) for name in dict.fromkeys(said.evidence for said in asked)}
        proof = (each for said in asked for each in self._of_proof(said, digests[said.evidence]))
        return (*self.book.findings, *check_book(self.book, days, self.firm.config.people), *proof)

    def confirmations(self, as_of: date, snapshots: Mapping[str, Snapshot]) -> tuple[Confirmation, ...]:
        """All that the firm file asks to be confirmed, and where it stands on a day, in the light of what was read.

        A confirmation by nobody who is known, or without the proof it names, counts for nothing.
        """
        doubted = {each.address for each in self.findings if each.code in DOUBTED}
        counted = {address: said for address, said in self.book.attested.items() if str(address) not in doubted}
        return confirmations(self.firm, settings(), counted, as_of, snapshots)

    def remarks(self, found: Sequence[Confirmation], as_of: date) -> list[Finding]:
        """What is to be said about ``found`` on that day."""
        return list(remarks_on(found, as_of, self.book.written))

    def added_to(self, report: CheckReport, as_of: date | None = None) -> CheckReport:
        """The checks of the firm file with those of what was confirmed; with ``as_of``, also what has expired then."""
        found = [*self.findings]
        if as_of is not None and self.book.attested:
            found += self.remarks(self.confirmations(as_of, {}), as_of)
        first, second = report.lines, self.book.sources.line

        def line(place: Place) -> str | None:
            return second(place) if place.file == self.book.file else first(place)

        return replace(report, findings=tuple(in_order([*report.findings, *found])), lines=line) if found else report

    def _of_proof(self, said: Attestation, digest: str | None) -> Iterator[Finding]:
        place, address = self.book.written(said.address, "evidence"), str(said.address)
        if digest is None:
            what = f"The proof `{said.evidence}` of what {said.by} confirmed is no file below this folder."
            why = "Without it nobody can show later that this was looked at."
            fix = "Put it back, or confirm this anew with the file that there is."
            yield Finding("ATT106", "proof-missing", Level.WARNING, what, why, fix, place, address)
        elif said.digest and digest != said.digest:
            what = f"The proof `{said.evidence}` is not the file that was there when {said.by} confirmed this."
            why = "Its checksum differs, so it was edited or exchanged."
            yield Finding("ATT107", "proof-exchanged", Level.WARNING, what, why, AGAIN, place, address)


def read_attested(path: Path, firm: Firm) -> Attested:
    """What people confirmed of the firm at ``path``, a folder or a file. ConfigProblem when it cannot be read."""
    folder = path if path.is_dir() else path.parent
    return Attested(firm, read_book(folder), folder)


def digest_of(folder: Path, name: str) -> str | None:
    """The SHA-256 of a file of proof in hexadecimal; None when it is none, or lies outside the firm's folder."""
    try:
        file = (folder / name).resolve()
        if not file.is_relative_to(folder.resolve()) or not file.is_file():
            return None
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except (OSError, ValueError, RuntimeError):
        return None
    return digest.hexdigest()
