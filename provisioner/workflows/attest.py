"""attest: writes down who confirmed what, and until when it counts. Needs no connection, and makes none."""

from __future__ import annotations

import difflib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.config.attestation_text import new_text, with_confirmed
from provisioner.config.attestations import LONGEST
from provisioner.config.load import firm_file
from provisioner.engine.report import AttestReport
from provisioner.model.errors import ConfigProblem, UsageProblem
from provisioner.model.setting import Attestation
from provisioner.state.whole import write_whole
from provisioner.workflows.attested import digest_of, read_attested
from provisioner.workflows.check import check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from provisioner.model.address import Address
    from provisioner.model.firm import Firm
    from provisioner.model.setting import Confirmation
    from provisioner.workflows.attested import Attested

SAME_AGAIN = "Run the same command again."


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says of one or several settings: that each is as declared.

    ``on`` is the day it was looked at; ``expires`` the last day it counts, by default as long as the setting allows.
    ``evidence`` is a file, as typed.
    """

    by: str
    on: date
    expires: date | None = None
    note: str = ""
    evidence: Path | None = None


class Attesting:
    """One run: what waits to be confirmed, and what was confirmed so far. ``report`` says where everything stands.

    ``as_of`` is the day on which something waits, ``today`` that on which people look at it. With ``rehearsal``
    nothing is written. Raises ConfigProblem when there is no firm file.
    """

    def __init__(self, path: Path, as_of: date, *, today: date | None = None, rehearsal: bool = False) -> None:
        self._as_of = as_of
        self._today = today or as_of
        self._rehearsal = rehearsal
        self._firm_file = firm_file(path, Path.cwd())
        checked, firm = check(path)
        if firm is None or checked.failed:
            self.report = AttestReport(checked, as_of.isoformat(), rehearsal=rehearsal)
            return
        self._firm: Firm = firm
        self._attested: Attested = read_attested(path, firm)
        self._content = self._attested.book.content
        self._entries = dict(self._attested.book.attested)
        found = self._attested.confirmations(as_of, {})
        self.report = AttestReport(
            self._attested.added_to(checked, as_of), as_of.isoformat(), found, rehearsal=rehearsal
        )

    def chosen(self, names: Sequence[str]) -> tuple[Confirmation, ...]:
        """What ``names`` address; without any, all that waits, and last of it what plans see by themselves.

        The beginning of addresses, ``staff.procedure``, names all of them. UsageProblem for an address that the firm
        file does not ask to be confirmed.
        """
        if not names:
            waiting = [each for each in self.report.confirmations if each.waits]
            return tuple(sorted(waiting, key=lambda each: each.setting.conclusive))
        known = {str(each.asked.address): each for each in self.report.confirmations}
        found: dict[str, Confirmation] = {}
        for name in names:
            begun = {address: each for address, each in known.items() if f"{address}.".startswith(f"{name}.")}
            if not begun:
                close = difflib.get_close_matches(name, known, 1)
                raise UsageProblem(
                    f"The firm file asks nobody to confirm {name}",
                    f"Did you mean {close[0]}?" if close else "--list shows what it asks for.",
                    "Check the spelling of the address.",
                )
            found |= begun
        return tuple(found.values())

    def person(self, by: str) -> str:
        """How ``by`` is written down: the key of that person in the firm file, where it lists people.

        UsageProblem for somebody it does not list.
        """
        name, people = " ".join(by.split()), self._firm.config.people
        if not name:
            raise UsageProblem("Nobody is named", "A confirmation is worth what the one who gave it is.", "Say who.")
        keys = {said.casefold(): key for key, person in people.items() for said in (person.name, key)}
        if people and name.casefold() not in keys:
            raise UsageProblem(
                f"The firm file lists no {name}",
                f"Under `people` it lists {', '.join(f'{key} ({person.name})' for key, person in people.items())}.",
                "Name one of them, or add the person to the firm file.",
            )
        return keys.get(name.casefold(), name)

    def proof(self, evidence: Path | None) -> tuple[str, str]:
        """A file of proof as it is written down, and its SHA-256. UsageProblem unless it is below the firm's folder."""
        if evidence is None:
            return "", ""
        folder = self._firm_file.parent
        with suppress(OSError, ValueError, RuntimeError):
            name = evidence.resolve().relative_to(folder.resolve()).as_posix()
            if (digest := digest_of(folder, name)) is not None:
                return name, digest
        raise UsageProblem(
            f"{evidence} is no file below {folder}",
            "Proof is named from the firm's folder, so that whoever reads the confirmation later finds it.",
            f"Copy it there, for example into {folder / 'evidence'}, and name the copy.",
        )

    def confirm(self, found: Sequence[Confirmation], said: Statement) -> None:
        """Write down that each of ``found`` is as declared. From then on ``report`` says so.

        Raises UsageProblem for a statement that cannot be, ConfigProblem when the file was changed in the meantime.
        """
        by, (evidence, digest) = self.person(said.by), self.proof(said.evidence)
        made = [
            Attestation(
                each.asked.address,
                each.asked.says,
                by,
                said.on,
                self._until(each, said),
                " ".join(said.note.split()),
                evidence,
                digest,
            )
            for each in found
        ]
        for each in made:
            _refuse_odd(each)
        if not self._rehearsal:
            self._write(made)
        self._entries |= {each.address: each for each in made}
        self._renew(tuple(each.address for each in made))

    def _until(self, each: Confirmation, said: Statement) -> date:
        if said.on > self._today:
            raise UsageProblem(
                f"{said.on} has not come yet", "Nobody can have looked at it then.", "Give a day up to today with --on."
            )
        last = said.on + timedelta(days=each.setting.valid_days)
        if said.expires is None:
            return last
        if not said.on <= said.expires <= last:
            raise UsageProblem(
                f"{each.asked.title} cannot be confirmed until {said.expires}",
                f"Confirmed on {said.on} it counts until {last} at the latest, since it can be changed at any time.",
                "Give a day between the two with --expires, or leave it out.",
            )
        return said.expires

    def _write(self, made: Sequence[Attestation]) -> None:
        file = self._attested.book.path
        now = file.read_bytes() if file.exists() else None
        if now != self._content:
            raise ConfigProblem(
                f"{self._attested.book.file} was changed in the meantime",
                "Somebody else has written to it. What this run confirmed before is in it unless they took it out.",
                SAME_AGAIN,
            )
        before = self._content.decode("utf-8") if self._content is not None else self._new_text()
        text = with_confirmed(before, made)
        write_whole(text, file.resolve(), like=file if self._content is not None else self._firm_file)
        self._content = text.encode("utf-8")

    def _new_text(self) -> str:
        return new_text(self._firm_file.read_text(encoding="utf-8-sig"))

    def _renew(self, done: tuple[Address, ...]) -> None:
        """The report as it stands with all that was confirmed."""
        book = replace(self._attested.book, attested=dict(self._entries))
        found = replace(self._attested, book=book).confirmations(self._as_of, {})
        self.report = replace(self.report, confirmations=found, done=tuple(dict.fromkeys([*self.report.done, *done])))


def _refuse_odd(each: Attestation) -> None:
    """UsageProblem for words that the file could not hold."""
    for name, text in (("by", each.by), ("note", each.note), ("evidence", each.evidence)):
        if not text.isprintable() or len(text) > LONGEST[name]:
            raise UsageProblem(
                f"What --{name} says cannot be written down", "", f"Write up to {LONGEST[name]:,} printable characters."
            )
