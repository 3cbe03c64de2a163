"""Companies in memory: rows by entity and id, what must be unique, children, and what changed since the last save."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.sandbox.kernel import Clock, Record
    from provisioner.sandbox.qbo.shape import Entity, Key

# Answers carry Pacific time (Intuit API reference, samples; read 2026-11). Standard time all year: any offset is legal,
# and the program then needs no time zone database.
PACIFIC = timezone(timedelta(hours=-8))
ZERO = Decimal(0)


def stamp(now: datetime) -> str:
    """``MetaData`` form: with offset, no fractions."""
    return now.astimezone(PACIFIC).isoformat(timespec="seconds")


def stamp_ms(now: datetime) -> str:
    """The form of an answer's own ``time``: with offset and milliseconds."""
    return now.astimezone(PACIFIC).isoformat(timespec="milliseconds")


@dataclass
class Row:
    """One stored object. ``values`` are written by clients, ``inner`` by QuickBooks only (balances, marks)."""

    id: str
    token: int
    created: str
    updated: str
    active: bool
    values: Record
    inner: Record = field(default_factory=dict)

    def record(self) -> Record:
        """The form kept in the journal."""
        return dict(vars(self))


@dataclass
class Table:
    """The rows of one entity in the order of their ids, with the children of each parent."""

    entity: Entity
    rows: dict[str, Row] = field(default_factory=dict)
    next_id: int = 1
    children: dict[str, set[str]] = field(default_factory=dict)

    def kin(self, parent_id: str) -> Iterator[Row]:
        """The direct children of ``parent_id``."""
        for child in self.children.get(parent_id, ()):
            yield self.rows[child]


class Company:
    """One QuickBooks company."""

    def __init__(self, realm: str, name: str, edition: str, clock: Clock, entities: Mapping[str, Entity]) -> None:
        self.realm = realm
        self.name = name
        self.edition = edition
        self.clock = clock
        self.scenario = ""
        self.tables = {name: Table(entity, next_id=entity.first_id) for name, entity in entities.items()}
        self.taken: dict[Key, str] = {}
        self.replays: dict[str, tuple[int, str]] = {}
        self.changed: dict[tuple[str, str], Row] = {}
        self.counted_accounts = 0

    def find(self, entity: str, row_id: str) -> Row | None:
        """The object with this id, active or not."""
        return self.tables[entity].rows.get(row_id)

    def put(self, entity: Entity, row: Row) -> None:
        """Store a new or changed row: indexes follow, and the row is marked for saving."""
        table = self.tables[entity.name]
        old = table.rows.get(row.id)
        if old is not None:
            self._forget(table, old)
        table.rows[row.id] = row
        table.next_id = max(table.next_id, int(row.id) + 1)
        for rule in entity.unique:
            key = rule.key(self, row)
            if key is not None:
                self.taken[key] = row.id
        parent = row.values.get("ParentRef")
        if parent is not None:
            table.children.setdefault(parent, set()).add(row.id)
        if entity.name == "Account":
            self.counted_accounts += counts(row)
        self.changed[entity.name, row.id] = row

    def _forget(self, table: Table, old: Row) -> None:
        for rule in table.entity.unique:
            key = rule.key(self, old)
            if key is not None and self.taken.get(key) == old.id:
                del self.taken[key]
        parent = old.values.get("ParentRef")
        if parent is not None:
            table.children.get(parent, set()).discard(old.id)
        if table.entity.name == "Account":
            self.counted_accounts -= counts(old)

    def save(self) -> list[Record]:
        """Journal records of everything changed since the last save."""
        records = [
            {"k": "row", "c": self.realm, "e": entity, "r": row.record()} for (entity, _), row in self.changed.items()
        ]
        self.changed.clear()
        return records

    def restore(self, entity: str, record: Record) -> None:
        """Put back a row from its journal record."""
        self.put(self.tables[entity].entity, Row(**record))
        self.changed.clear()


def counts(row: Row) -> bool:
    """Whether an account counts towards the plan's limit: active and made by the user.

    QuickBooks help, usage limits (articles L6THMltE4 and 228520; read 2026-11); that accounts made by QuickBooks itself
    do not count is a bookkeeper's report.
    """
    return row.active and "system" not in row.inner
