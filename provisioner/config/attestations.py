"""Reads ``attestations.yaml`` beside a firm file: what people confirmed of it, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from provisioner.config import words
from provisioner.config.layers import Layers, configs_root
from provisioner.config.load import capped, refuse_links_outside, told_once
from provisioner.config.places import Places, SourceLines
from provisioner.config.validate import validate
from provisioner.config.yaml import collector_paused
from provisioner.model.address import Address
from provisioner.model.errors import ConfigProblem
from provisioner.model.finding import Finding, Level, has_errors
from provisioner.model.firm import Version
from provisioner.model.setting import Attestation
from provisioner.model.source import Place
from provisioner.model.spec import Day, Spec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from provisioner.config.places import Map
    from provisioner.model.practice import Person

ATTESTATIONS_FILE = "attestations.yaml"
GUESSES = 20
"""For so many unknown addresses the nearest known one is looked for: each look takes a while."""
LONGEST = {"by": 200, "note": 2000, "evidence": 500}
"""So many characters some keys may have."""


class AttestationEntry(Spec):
    """One confirmation."""

    says: Annotated[str, Field(min_length=1)]
    """What was confirmed, as the firm file declared it then. When that changes, it has to be confirmed anew."""
    by: Annotated[str, Field(min_length=1, max_length=LONGEST["by"])]
    """Who confirmed it: a key under `people` of the firm file, or a name where it lists nobody."""
    on: Day
    """The day on which it was looked at."""
    expires: Day
    """The last day on which this counts."""
    note: Annotated[str, Field(max_length=LONGEST["note"])] = ""
    """Anything worth knowing later."""
    evidence: Annotated[str, Field(max_length=LONGEST["evidence"])] = ""
    """The file kept as proof, named from this folder, such as `evidence/closing-date.png`."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """The checksum of that file, by which it is noticed when it is exchanged."""


class AttestationsFile(Spec):
    """What people confirmed of a firm, in `attestations.yaml` beside the firm file."""

    version: Version
    attestations: Mapping[str, AttestationEntry] = Field(default_factory=dict)
    """Each confirmation, by the address that `provisioner attest` shows."""


@dataclass(frozen=True, slots=True)
class Book:
    """What ``attestations.yaml`` says; without the file, nothing. With an error in it, nothing of it counts.

    ``file`` is its name as shown, ``content`` what was read, None where there is no file.
    """

    path: Path
    file: str
    content: bytes | None
    attested: Mapping[Address, Attestation]
    findings: tuple[Finding, ...]
    sources: SourceLines
    places: Places

    def written(self, address: Address, key: str = "") -> Place:
        """Where a confirmation stands, or one key of it."""
        path = ("attestations", str(address))
        return self.places((*path, key)) if key else self.places(path, key=True)


def read_book(folder: Path, *, cwd: Path | None = None) -> Book:
    """What the file in ``folder`` says, with what is wrong with it. ConfigProblem when it cannot be opened.

    ``cwd`` is the folder that names of files are shown from.
    """
    file = folder / ATTESTATIONS_FILE
    sources = SourceLines()
    layers = Layers(sources, configs_root(file), cwd or Path.cwd())
    shown = layers.shown(file)
    refuse_links_outside(file, layers)
    if not file.exists():
        return Book(file, shown, None, {}, (), sources, Places(sources, None, Place(shown, 1, 1)))
    if not file.is_file():
        raise ConfigProblem(f"{shown} is no file", "Confirmations are kept there.", "Give what is there another name.")
    try:
        with collector_paused():
            tree = layers.load_alone(file)
    except OSError as error:
        raise ConfigProblem(f"{shown} cannot be read", f"{error.strerror}.") from error
    places = Places(sources, tree, Place(shown, 1, 1))
    entries, found = _entries(tree, places) if tree is not None else ({}, [])
    findings = told_once(layers.findings, found, tree)
    attested = {} if has_errors(findings) else entries
    return Book(file, shown, sources.contents[0], attested, capped(findings, layers.unlisted), sources, places)


def _entries(tree: Map, places: Places) -> tuple[Mapping[Address, Attestation], list[Finding]]:
    model, found = validate(AttestationsFile, tree, places)
    if model is None:
        return {}, found
    entries: dict[Address, Attestation] = {}
    for key, entry in model.attestations.items():
        try:
            address = Address.parse(key)
        except ValueError:
            found.append(_unknown(key, places, ()))
            continue
        entries[address] = _attestation(address, entry)
        if entry.expires < entry.on:
            found.append(_over_before_it_began(key, entry, places))
    return entries, found


def _attestation(address: Address, entry: AttestationEntry) -> Attestation:
    return Attestation(
        address, entry.says, entry.by, entry.on, entry.expires, entry.note, entry.evidence, entry.sha256 or ""
    )


def check_book(book: Book, valid_days: Mapping[Address, int], people: Mapping[str, Person]) -> Iterator[Finding]:
    """What does not fit the firm: ``valid_days`` of all that it asks to be confirmed, and its ``people``."""
    names = {name for key, person in people.items() for name in (key, person.name)}
    guesses = GUESSES
    for address, said in book.attested.items():
        if address not in valid_days:
            guesses -= 1
            yield _unknown(str(address), book.places, [str(each) for each in valid_days] if guesses >= 0 else ())
            continue
        if names and said.by not in names:
            yield Finding(
                "ATT104",
                "confirmed-by-unknown-person",
                Level.WARNING,
                f"{said.by} confirmed this, and is not among the `people` of the firm file.",
                "Nobody can ask somebody who is not there.",
                f"Have it confirmed by one of them: {', '.join(people)}.",
                book.written(address, "by"),
                str(address),
            )
        if (said.expires - said.on).days > valid_days[address]:
            yield Finding(
                "ATT105",
                "confirmed-for-too-long",
                Level.WARNING,
                f"This is to hold for {(said.expires - said.on).days} days.",
                f"A setting can be changed on screen at any time, so it counts for {valid_days[address]} days at most.",
                f"Let it expire {valid_days[address]} days after `on` at the latest.",
                book.written(address, "expires"),
                str(address),
            )


def _unknown(key: str, places: Places, known: Collection[str]) -> Finding:
    return Finding(
        "ATT101",
        "confirmed-but-not-asked",
        Level.WARNING,
        f"`{words.shown(key)}` is nothing that the firm file asks people to confirm.",
        "Its key may be misspelled, or what it was about is not declared any more; it counts for nothing.",
        words.did_you_mean(key, known) or "Remove it, or declare again what it confirms.",
        places(("attestations", key), key=True),
    )


def _over_before_it_began(key: str, entry: AttestationEntry, places: Places) -> Finding:
    return Finding(
        "ATT102",
        "expires-before-it-was-confirmed",
        Level.ERROR,
        f"This expires on {entry.expires}, before it was confirmed on {entry.on}.",
        "One of the two dates is wrong.",
        "Correct it.",
        places(("attestations", key, "expires")),
    )
