"""Bindings by environment, tenant and address: what each stands for, what was last applied, and what is protected."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.errors import StateProblem
from provisioner.model.resource import Binding
from provisioner.state.codec import decode, decode_all, encode
from provisioner.state.records import Kept

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from provisioner.state.database import Cursor, Database
    from provisioner.state.records import Scope

_IS = "environment = ? AND tenant = ? AND address = ?"
_COLUMNS = "address, tenant, remote_id, last_applied, protected, bound_at, bound_by"
_READ = f"SELECT {_COLUMNS} FROM binding WHERE environment = ?"  # noqa: S608 - our own constant
_PUT = f"INSERT INTO binding (environment, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - as above
_INSTANCE = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

DAMAGE = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError)
"""What a row that somebody else has written can make of its reader."""

Row = tuple[str, str, str, str | None, int, str, str]


class Bindings:
    """The bindings of all scopes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, scope: Scope) -> dict[Address, Binding]:
        """All bindings of a scope, by address, in order."""
        with self._database.reading() as cursor:
            rows = _rows(cursor, scope)
        return {each.address: each for each in self._decoded(rows)}

    def kept(self, scope: Scope) -> dict[Address, Kept]:
        """All bindings of a scope with when and by whom they were written, by address, in order."""
        with self._database.reading() as cursor:
            return self._kept(cursor, scope)

    def find(self, scope: Scope, address: Address) -> Kept:
        """The binding of an address. StateProblem when there is none."""
        known = self.kept(scope)
        _require(known, address)
        return known[address]

    def _kept(self, cursor: Cursor, scope: Scope) -> dict[Address, Kept]:
        rows = _rows(cursor, scope)
        return {each.address: Kept(each, row[5], row[6]) for each, row in zip(self._decoded(rows), rows, strict=True)}

    def _decoded(self, rows: Sequence[Row]) -> list[Binding]:
        try:
            applied = decode_all([row[3] for row in rows])
            return [
                Binding(Address.parse(row[0]), row[2], last, bool(row[4]))
                for row, last in zip(rows, applied, strict=True)
            ]
        except DAMAGE as error:
            raise self._database.damaged(f"It cannot be read at {_first_damaged(rows)!r}.") from error

    def instances(self, scope: Scope) -> dict[str, str]:
        """Which company and account answered last, by system."""
        found = {}
        with self._database.reading() as cursor:
            for system in scope.tenants:
                row = cursor.execute("SELECT value FROM meta WHERE key = ?", (_key(scope, system),)).fetchone()
                if row is not None:
                    found[system] = row[0]
        return found

    def settle(self, scope: Scope, instances: Mapping[str, str], stale: Collection[str]) -> None:
        """Remember which company and account answered, and forget the bindings of those that are ``stale``."""
        with self._database.writing() as cursor:
            for system, found in instances.items():
                if system in stale:
                    cursor.execute(
                        "DELETE FROM binding WHERE environment = ? AND tenant = ? AND substr(address, 1, ?) = ?",
                        (scope.environment, scope.tenants[system], len(system) + 1, f"{system}."),
                    )
                cursor.execute(_INSTANCE, (_key(scope, system), found))

    def protect(self, scope: Scope, addresses: Sequence[Address], *, protected: bool) -> None:
        """Remember, or forget, that objects must never be made inactive."""
        rows = [(int(protected), *scope.row(address)) for address in addresses]
        with self._database.writing() as cursor:
            cursor.executemany(f"UPDATE binding SET protected = ? WHERE {_IS}", rows)  # noqa: S608 - our own constant

    def forget(self, scope: Scope) -> None:
        """Drop every binding of a scope, the protected ones too."""
        with self._database.writing() as cursor:
            cursor.executemany(
                "DELETE FROM binding WHERE environment = ? AND tenant = ? AND substr(address, 1, ?) = ?",
                [(scope.environment, tenant, len(name) + 1, f"{name}.") for name, tenant in scope.tenants.items()],
            )

    def move(self, scope: Scope, old: Address, new: Address) -> None:
        """Let ``new`` stand for the object that ``old`` stands for. StateProblem unless that can be."""
        if old.kind != new.kind:
            raise StateProblem(
                f"{old} cannot become {new}",
                f"It stands for an object of the type {old.kind}, and {new} would be one of the type {new.kind}.",
                "Choose an address of the same type.",
            )
        with self._database.writing() as cursor:
            known = self._kept(cursor, scope)
            _require(known, old)
            if new in known:
                raise StateProblem(
                    f"{new} stands for another object already",
                    f"It is bound to the object with the id {known[new].binding.remote_id}.",
                    "Choose another address, or forget that binding first with `state rm`.",
                )
            cursor.execute(f"UPDATE binding SET address = ? WHERE {_IS}", (str(new), *scope.row(old)))  # noqa: S608 - our own constant

    def remove(self, scope: Scope, addresses: Sequence[Address], accepted: Collection[str]) -> None:
        """Forget bindings, all or none. StateProblem for one that is unknown, or protected and not in ``accepted``."""
        with self._database.writing() as cursor:
            known = self._kept(cursor, scope)
            for address in addresses:
                _require(known, address)
            _keep_protected([known[address].binding for address in addresses], accepted)
            cursor.executemany(f"DELETE FROM binding WHERE {_IS}", [scope.row(each) for each in addresses])  # noqa: S608 - our own constant

    def replace(
        self, scope: Scope, kept: Collection[Kept], instances: Mapping[str, str], accepted: Collection[str]
    ) -> None:
        """Make ``kept`` all the bindings of a scope. StateProblem for a protection that would be lost."""
        protected = {each.binding.address for each in kept if each.binding.protected}
        with self._database.writing() as cursor:
            known = self._kept(cursor, scope)
            _keep_protected([each.binding for address, each in known.items() if address not in protected], accepted)
            cursor.executemany(f"DELETE FROM binding WHERE {_IS}", [scope.row(each) for each in known])  # noqa: S608 - our own constant
            cursor.executemany(_PUT, [_row(scope, each) for each in kept])
            cursor.executemany(_INSTANCE, [(_key(scope, system), found) for system, found in instances.items()])


def _rows(cursor: Cursor, scope: Scope) -> list[Row]:
    rows = cursor.execute(_READ, (scope.environment,)).fetchall()
    tenants = scope.tenants
    found = (row for row in rows if tenants.get(row[0].partition(".")[0]) == row[1])
    return sorted(found, key=itemgetter(0))


def _first_damaged(rows: Sequence[Row]) -> str:
    for address, _, _, last, *_ in rows:
        try:
            Address.parse(address)
            decode(last or "{}")
        except DAMAGE:
            return address
    return "one of them"


def _row(scope: Scope, kept: Kept) -> tuple[str | int | None, ...]:
    binding = kept.binding
    environment, tenant, address = scope.row(binding.address)
    last = None if binding.last_applied is None else encode(binding.last_applied)
    return environment, address, tenant, binding.remote_id, last, int(binding.protected), kept.at, kept.by


def _key(scope: Scope, system: str) -> str:
    return f"instance:{scope.environment}:{system}:{scope.tenants[system]}"


def _require(known: Mapping[Address, Kept], address: Address) -> None:
    if address not in known:
        raise StateProblem(
            f"{address} stands for nothing",
            "There is no binding of that address for this firm's company and account.",
            "See which there are with `provisioner state list`; add --sandbox for those of the sandbox.",
        )


def _keep_protected(bindings: Sequence[Binding], accepted: Collection[str]) -> None:
    """StateProblem when one of ``bindings`` is protected and its protection was not waived."""
    kept = [each for each in bindings if each.protected and f"unprotect:{each.address}" not in accepted]
    if kept:
        raise StateProblem(
            f"{kept[0].address} is protected",
            f"The firm file asked for it under `protect:`, and that outlives the file. Protected here: {len(kept)}.",
            "To give the protection up all the same, add for each of them:",
            "\n".join(f"--accept unprotect:{each.address}" for each in kept),
        )
