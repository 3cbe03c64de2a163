"""The enforcement matrix: for every declared value of the firm file, what makes it true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.engine.own import SEEN, kept_by_program
from provisioner.model.change import Action
from provisioner.model.plan import Enforcement
from provisioner.model.setting import Standing
from provisioner.model.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provisioner.engine.match import Matches
    from provisioner.model.address import Address
    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired, Snapshot
    from provisioner.model.setting import Confirmation
    from provisioner.model.source import Path, Place

_NOTHING: frozenset[str] = frozenset()
CLIENTS = "clients"

BY_PLAN = "A plan shows another value, or drift says that somebody changed it."
BY_HAND = "A person has to do it first, as the plan says."
NOT_YET = "QuickBooks makes it by itself on first use, and has not done so yet."
BY_NOBODY = "Nothing: no program sets it, and nobody has said that it is so."
_STANDINGS = {
    Standing.OPEN: ("unknown", "unknown"),
    Standing.OBSERVED: ("observed", "pass"),
    Standing.ATTESTED: ("attested", "pass"),
    Standing.EXPIRED: ("attested", "unknown"),
    Standing.OUTDATED: ("attested", "unknown"),
}
"""How something to confirm is enforced, and whether it is so. What is contradicted depends on who said it."""


def enforcement(
    firm: Firm,
    changes: Sequence[Change],
    found: Matches,
    confirmations: Sequence[Confirmation] = (),
    snapshots: Mapping[str, Snapshot] | None = None,
) -> tuple[Enforcement, ...]:
    """The matrix of a plan: each declared value in one line, some lines for many values."""
    planned = {change.address: change for change in changes}
    resources = ((each.desired, *_status(planned.get(address))) for address, each in found.by_address.items())
    return matrix(firm, resources, confirmations, snapshots or {})


def matrix(
    firm: Firm,
    resources: Iterable[tuple[Desired, str, str]],
    confirmations: Sequence[Confirmation],
    snapshots: Mapping[str, Snapshot],
) -> tuple[Enforcement, ...]:
    """The lines: what a program provisions, what people confirm, what live data shows, what this program keeps itself.

    Whatever is left has a line of its own that says unknown. ``resources`` are the declared ones, each with how sure
    we are of it, and what is to be said of that.
    """
    lines = _Lines(firm, is_read=bool(snapshots))
    for desired, status, note in resources:
        lines.provision(desired, status, note)
    for each in confirmations:
        lines.confirm(each)
    for path, look in SEEN.items():
        lines.see(path, look(firm, snapshots))
    lines.rest()
    return tuple(lines.all())


@dataclass(slots=True)
class _Made:
    """The line of an entry, as long as resources are added to it."""

    place: Place
    keys: frozenset[str]
    status: str
    note: str
    addresses: list[Address]


class _Lines:
    """The lines so far, and which values they are about."""

    def __init__(self, firm: Firm, *, is_read: bool) -> None:
        self._firm = firm
        self._is_read = is_read
        self._provisioned: dict[Path, _Made] = {}
        self._covered: dict[Path, frozenset[str]] = {}
        self._others: list[Enforcement] = []

    def all(self) -> Iterator[Enforcement]:
        for path, made in self._provisioned.items():
            yield Enforcement(
                dotted(path),
                "provisioned",
                made.status,
                made.place,
                (path,),
                made.keys,
                tuple(made.addresses),
                wrong_if=BY_PLAN,
                note=made.note,
            )
        yield from self._others

    def provision(self, desired: Desired, status: str, note: str) -> None:
        """A resource. Several may stand for one entry: an account, and the bank account in Clio."""
        # Of a client, all that is listed goes into the ledger; elsewhere the resource says which keys it stands for.
        keys = _NOTHING if desired.path[0] == CLIENTS else desired.covers
        self._provision(desired.path, desired.place, keys, desired, status, note)
        for also in desired.also:
            self._provision(also, self._firm.place(*also), _NOTHING, desired, status, note)

    def _provision(
        self, path: Path, place: Place, keys: frozenset[str], desired: Desired, status: str, note: str
    ) -> None:
        made = self._provisioned.get(path)
        if made is None:
            self._provisioned[path] = _Made(place, keys, status, note, [desired.address])
        else:
            keys = made.keys = keys if keys == made.keys else made.keys | keys
            made.status, made.note = _worst((made.status, status)), made.note or note
            made.addresses.append(desired.address)
        self._covered[path] = keys

    def confirm(self, each: Confirmation) -> None:
        """Something that people confirm, as far as no resource provisions it."""
        asked, said = each.asked, each.attestation
        paths = tuple(path for path in asked.paths if not self._is_covered(path))
        if not paths:
            return
        how, status = _STANDINGS.get(each.standing, ("attested" if said else "observed", "fail"))
        if each.standing is Standing.OPEN and each.setting.conclusive and not self._is_read:
            how = "observed"  # a look at live data would tell, and nobody has looked
        notes = {
            Standing.CONTRADICTED: each.contradiction or "",
            Standing.OUTDATED: "The firm file has changed since: it has to be confirmed again.",
            Standing.EXPIRED: "It has to be confirmed again.",
        }
        self._take(
            Enforcement(
                dotted(paths[0]),
                how,
                status,
                asked.place,
                paths,
                addresses=(asked.address,),
                title=asked.title,
                since=said.on.isoformat() if said else "",
                by=self._name(said.by) if said else "",
                expires=said.expires.isoformat() if said else "",
                wrong_if=each.setting.observable,
                note=notes.get(each.standing, ""),
            )
        )

    def see(self, path: Path, seen: tuple[str, str, str] | None) -> None:
        """A value that live data shows by itself, as (status, what would show that it is wrong, remark)."""
        if seen is not None and self._is_declared(path) and not self._is_covered(path):
            status, wrong_if, note = seen
            place = self._firm.place(*path)
            self._take(Enforcement(dotted(path), "observed", status, place, (path,), wrong_if=wrong_if, note=note))

    def rest(self) -> None:
        """What no line is about yet: what this program keeps itself, by entry, and what nothing enforces."""
        own: dict[tuple[Path, str], list[Path]] = {}
        for path, value in self._uncovered():
            if note := kept_by_program(path, value):
                own.setdefault((path[:2], note), []).append(path)
            else:
                place = self._firm.place(*path)
                self._others.append(Enforcement(dotted(path), "unknown", "unknown", place, (path,), wrong_if=BY_NOBODY))
        for (_, note), paths in own.items():
            place = self._firm.place(*paths[0])
            self._others.append(
                Enforcement(dotted(paths[0]), "tool", "pass", place, tuple(paths), note=note, wrong_if=note)
            )

    def _take(self, line: Enforcement) -> None:
        self._others.append(line)
        self._covered |= dict.fromkeys(line.paths, _NOTHING)

    def _name(self, person: str) -> str:
        """A person by name, where the firm file knows the key."""
        known = self._firm.config.people.get(person)
        return known.name if known is not None else person

    def _is_declared(self, path: Path) -> bool:
        tree: object = self._firm.tree
        for part in path:
            if not isinstance(tree, Mapping) or part not in tree:
                return False
            tree = tree[part]
        return True

    def _is_covered(self, path: Path) -> bool:
        for length in range(len(path), 0, -1):
            keys = self._covered.get(path[:length])
            if keys is not None and (length == len(path) or not keys or path[length] in keys):
                return True
        return False

    def _uncovered(self) -> Iterator[tuple[Path, object]]:
        for name, value in self._firm.tree.items():
            yield from self._below((name,), value)
        for key in self._firm.clients:
            if (CLIENTS, key) not in self._covered:
                yield (CLIENTS, key), key

    def _below(self, path: Path, value: object) -> Iterator[tuple[Path, object]]:
        """The values at and below ``path`` that no line is about."""
        if isinstance(value, Mapping) and value:
            keys = self._covered.get(path)
            if keys is not None and not keys:
                return
            for name, inner in value.items():
                if keys is None or name not in keys:
                    yield from self._below((*path, name), inner)
        elif path not in self._covered:
            yield path, value


def declared(firm: Firm) -> Iterator[Path]:
    """Every value that the firm file and the file of clients declare. A list is one value."""
    for name, value in firm.tree.items():
        yield from _values((name,), value)
    for key, client in firm.clients.items():
        for name, info in type(client).model_fields.items():
            if client.sets(name):
                yield (CLIENTS, key, info.alias or name)


def _values(path: Path, value: object) -> Iterator[Path]:
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _values((*path, name), inner)
    else:
        yield path


def lines_by_value(firm: Firm, lines: Iterable[Enforcement]) -> dict[Path, Enforcement | None]:
    """The line that each declared value is in: of several, the one of the innermost entry. None for a value in none."""
    known = {path: line for line in lines for path in line.paths}
    return {path: _line_of(path, known) for path in declared(firm)}


def _line_of(path: Path, known: Mapping[Path, Enforcement]) -> Enforcement | None:
    for length in range(len(path), 0, -1):
        line = known.get(path[:length])
        if line is not None and (length == len(path) or not line.keys or path[length] in line.keys):
            return line
    return None


def _status(change: Change | None) -> tuple[str, str]:
    """How sure we are of one resource, and why. What is not there yet, or waits for a person, has not passed."""
    if change is None:
        return "error", ""
    if change.action is Action.ATTEST:
        return "unknown", BY_HAND
    if change.action is not Action.NO_OP:
        return "fail", ""
    if change.observed is None and not change.desired.retired:
        return "unknown", NOT_YET
    return ("unknown", " ".join(change.notes)) if change.notes else ("pass", "")


def _worst(statuses: Sequence[str]) -> str:
    return next(status for status in ("error", "fail", "unknown", "pass") if status in statuses)
