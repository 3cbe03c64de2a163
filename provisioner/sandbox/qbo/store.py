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
    deleted: dict[str, str] = field(default_factory=dict)  # id -> when, for change data capture
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
        self.base_url = ""  # where the twin was last asked, for the addresses in its answers
        self.tables = {name: Table(entity) for name, entity in entities.items()}
        self.taken: dict[Key, str] = {}
        self.settled: dict[tuple[str, str], dict[tuple[str, str], Decimal]] = {}  # transaction -> what settles it
        self.own_accounts: dict[str, str] = {}  # kind of account QuickBooks makes itself -> the one last found
        self.numbers: dict[tuple[str, ...], int] = {}  # kinds of transactions -> the highest document number
        self._next_ids: dict[str, int] = {}
        self.replays: dict[str, tuple[int, str]] = {}
        self.changed: dict[tuple[str, str], Row] = {}
        self._gone: list[tuple[str, str, str]] = []
        self.counted_accounts = 0

    def find(self, entity: str, row_id: str) -> Row | None:
        """The object with this id, active or not."""
        return self.tables[entity].rows.get(row_id)

    def fresh_id(self, entity: Entity) -> str:
        """The id of the next object; none is ever given twice."""
        return str(self._next_ids.get(entity.id_space or entity.name, entity.first_id))

    def settlers(self, entity: str, row_id: str) -> list[tuple[Row, Entity]]:
        """The transactions that settle this one, such as the payments of an invoice."""
        tables = self.tables
        return [(tables[kind].rows[at], tables[kind].entity) for kind, at in self.settled.get((entity, row_id), ())]

    def put(self, entity: Entity, row: Row) -> None:
        """Store a new or changed row: indexes follow, and the row is marked for saving."""
        table = self.tables[entity.name]
        old = table.rows.get(row.id)
        if old is not None:
            self._forget(table, old)
        table.rows[row.id] = row
        self._count(entity, row.id)
        for rule in entity.unique:
            key = rule.key(self, row)
            if key is not None:
                self.taken[key] = row.id
        parent = row.values.get("ParentRef")
        if parent is not None:
            table.children.setdefault(parent, set()).add(row.id)
        if entity.name == "Account":
            self.counted_accounts += counts(row)
        for link in entity.links(row):
            known = self.settled.setdefault((link.kind, link.id), {})
            known[entity.name, row.id] = known.get((entity.name, row.id), ZERO) + link.amount
        self.changed[entity.name, row.id] = row

    def remove(self, entity: Entity, row: Row, at: str) -> None:
        """Delete a row for good; its id stays used, and the time is remembered."""
        table = self.tables[entity.name]
        self._forget(table, row)
        del table.rows[row.id]
        table.deleted[row.id] = at
        self.changed.pop((entity.name, row.id), None)
        self._gone.append((entity.name, row.id, at))

    def _count(self, entity: Entity, row_id: str) -> None:
        if row_id.isdigit():  # a few have names for ids
            space = entity.id_space or entity.name
            self._next_ids[space] = max(self._next_ids.get(space, entity.first_id), int(row_id) + 1)

    def _forget(self, table: Table, old: Row) -> None:
        for rule in table.entity.unique:
            key = rule.key(self, old)
            if key is not None and self.taken.get(key) == old.id:
                del self.taken[key]
        for link in table.entity.links(old):
            self.settled.get((link.kind, link.id), {}).pop((table.entity.name, old.id), None)
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
        records += [
            {"k": "gone", "c": self.realm, "e": entity, "id": at, "at": when} for entity, at, when in self._gone
        ]
        self.changed.clear()
        self._gone.clear()
        return records

    def restore(self, entity: str, record: Record) -> None:
        """Put back a row from its journal record."""
        self.put(self.tables[entity].entity, Row(**record))
        self.changed.clear()

    def restore_gone(self, entity: str, row_id: str, at: str) -> None:
        """Delete a row again, from its journal record; one that was never saved only uses up its id."""
        table = self.tables[entity]
        row = table.rows.get(row_id)
        if row is not None:
            self.remove(table.entity, row, at)
        self._count(table.entity, row_id)
        table.deleted[row_id] = at
        self._gone.clear()


def counts(row: Row) -> bool:
    """Whether an account counts towards the plan's limit: active and made by the user.

    QuickBooks help, usage limits (articles L6THMltE4 and 228520; read 2026-11); that accounts made by QuickBooks itself
    do not count is a bookkeeper's report.
    """
    return row.active and "system" not in row.inner
