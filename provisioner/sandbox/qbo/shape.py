"""The vocabulary of the entity tables: fields with their limits, computed columns, uniqueness, rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo import errors
    from provisioner.sandbox.qbo.store import Company, Row

Kind = Literal["text", "bool", "int", "amount", "date", "time", "ref", "struct", "id", "list"]
Key = tuple[str, ...]


def words(text: str) -> frozenset[str]:
    """The names in ``text``, apart by blanks."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Field:
    """One attribute a client may send. ``limit`` counts characters; ``low``/``high`` bound numbers."""

    name: str
    kind: Kind = "text"
    limit: int = 0
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    banned: str = ""
    parts: tuple[Field, ...] = ()
    target: str = ""  # the entity a reference points to; "" where its table is not served yet
    bare: bool = False  # the reference is answered without its name
    required: bool = False
    default: str | bool | int | None = None
    create_only: bool = False
    email: bool = False
    masked: bool = False
    filter: bool = False
    sort: bool = False


@dataclass(frozen=True)
class Computed:
    """One attribute QuickBooks works out itself; sent by a client, it is ignored."""

    name: str
    kind: Kind
    get: Callable[[Company, Row], object]
    filter: bool = False
    sort: bool = False


@dataclass(frozen=True)
class Unique:
    """A value no two objects may share: ``key`` is None where the object takes no part."""

    key: Callable[[Company, Row], Key | None]
    fault: Callable[[], errors.FaultError]


@dataclass
class Draft:
    """An object as it would be after the write, before it is stored; the entity's ``check`` completes or refuses it."""

    company: Company
    entity: Entity
    values: Record
    active: bool = True
    before: Row | None = None
    inner: Record = field(default_factory=dict)
    by_hand: bool = False  # a person in the web screens, who may do more than the API

    def was(self, name: str) -> object:
        """The stored value of ``name`` before this write, None on create."""
        return self.before.values.get(name) if self.before else None


def nothing(draft: Draft) -> None:
    """No rules of its own."""


def posts_nothing(draft: Draft, row: Row) -> None:
    """No effect on the books."""


@dataclass(frozen=True)
class Entity:
    """One entity: its fields, computed columns and rules. The next entity is one more module with one of these."""

    name: str
    fields: tuple[Field, ...]
    computed: tuple[Computed, ...] = ()
    ignored: frozenset[str] = frozenset()
    unique: tuple[Unique, ...] = ()
    check: Callable[[Draft], None] = nothing
    after: Callable[[Draft, Row], None] = posts_nothing
    merge: Callable[[Row, Record, bool, bool], Record] | None = None
    name_field: str = "Name"
    first_id: int = 1
    singleton: bool = False
    keeps_token_when_unchanged: bool = False
    noun: str = ""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by their exact name; JSON keys are case-sensitive."""
        return {item.name: item for item in self.fields}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Everything a query may name, by lower-case name, as queries are not case-sensitive."""
        found = [Column(item.name, item.kind, None, item.filter, item.sort) for item in self.fields]
        found += [Column(item.name, item.kind, item.get, item.filter, item.sort) for item in self.computed]
        found += COMMON_COLUMNS
        if not self.singleton:
            found.append(Column("Active", "bool", lambda _, row: row.active, filter=True, sort=True))
        return {column.name.lower(): column for column in found}


@dataclass(frozen=True)
class Column:
    """One queryable attribute: where its value comes from (None: the stored value) and what a query may do with it."""

    name: str
    kind: Kind
    get: Callable[[Company, Row], object] | None = None
    filter: bool = False
    sort: bool = False


# Intuit API reference, data queries; read 2026-11: Id and the two times are filterable and sortable everywhere.
COMMON_COLUMNS = [
    Column("Id", "id", lambda _, row: row.id, filter=True, sort=True),
    Column("SyncToken", "text", lambda _, row: str(row.token)),
    Column("MetaData", "struct"),
    Column("domain", "text"),
    Column("sparse", "bool"),
    Column("MetaData.CreateTime", "time", lambda _, row: row.created, filter=True, sort=True),
    Column("MetaData.LastUpdatedTime", "time", lambda _, row: row.updated, filter=True, sort=True),
]
