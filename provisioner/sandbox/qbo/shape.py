"""The vocabulary of the entity tables: fields with their limits, computed columns, uniqueness, rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo import errors
    from provisioner.sandbox.qbo.store import Company, Row

Kind = Literal["text", "bool", "int", "amount", "date", "time", "ref", "party", "struct", "id", "list"]
Key = tuple[str, ...]
LIST_OPERATIONS = "create read query update sparse_update inactivate"
TRANSACTION_OPERATIONS = "create read query update sparse_update delete"


def words(text: str) -> frozenset[str]:
    """The names in ``text``, apart by blanks."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Field:
    """One attribute a client may send. ``limit`` counts characters; ``low``/``high`` bound numbers.

    A ``list`` with ``parts`` holds objects of those parts; one without is kept by the server, and read and ignored. A
    ``party`` is a reference that says itself what it points to: a customer, a vendor or an employee.
    """

    name: str
    kind: Kind = "text"
    limit: int = 0
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    banned: str = ""
    parts: tuple[Field, ...] = ()
    ignored: frozenset[str] = frozenset()  # names beside the parts that are read and dropped
    target: str = ""  # the entity a reference points to; "" where no table holds what it means
    bare: bool = False  # the reference is answered without its name; a party, without its type
    required: bool = False
    insisted: bool = False  # must be sent with every update, even a sparse one
    default: str | bool | int | None = None
    create_only: bool = False
    email: bool = False
    plain_kind: bool = False  # a party is answered with its kind as it is called, not in capitals
    masked: int = 0  # how many characters at the end are answered, the others as X
    filter: bool = False
    sort: bool = False

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The parts by their exact name."""
        return {part.name: part for part in self.parts}

    @cached_property
    def refers(self) -> bool:
        """Whether references are in it, at any depth."""
        return self.kind in ("ref", "party") or any(part.refers for part in self.parts)


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
    include: frozenset[str] = frozenset()  # words of the request's ``include``
    numbered: dict[tuple[str, ...], int] = field(default_factory=dict)  # kinds -> the highest number once it is stored

    def was(self, name: str) -> object:
        """The stored value of ``name`` before this write, None on create."""
        return self.before.values.get(name) if self.before else None


@dataclass(frozen=True)
class Posting:
    """One side of an entry: ``amount`` (debits positive) on an account, for a customer or vendor where there is one."""

    account: str
    amount: Decimal
    party: tuple[str, str] | None = None  # entity name and id


@dataclass(frozen=True)
class Link:
    """What one transaction does to another: which, and how much of it is settled (0 where nothing is)."""

    kind: str
    id: str
    amount: Decimal


def nothing(draft: Draft) -> None:
    """No rules of its own."""


def no_postings(company: Company, row: Row) -> list[Posting]:
    """No effect on accounts."""
    del company, row
    return []


def same_values(row: Row) -> Record:
    """The values as they are."""
    return row.values


def no_links(row: Row) -> list[Link]:
    """No transaction settled."""
    del row
    return []


def posts_nothing(draft: Draft, row: Row) -> None:
    """No effect on the books."""


@dataclass(frozen=True)
class Entity:
    """One entity: its fields, computed columns and rules. The next entity is one more module with one of these."""

    name: str
    fields: tuple[Field, ...]
    source: str = ""  # where its behaviour is documented
    gaps: Mapping[str, str] = field(default_factory=dict)  # operation -> what is missing or assumed, in one clause
    operations: frozenset[str] = words(LIST_OPERATIONS)
    computed: tuple[Computed, ...] = ()
    asked: tuple[Column, ...] = ()  # what queries may name and answers do not show
    ignored: frozenset[str] = frozenset()
    unique: tuple[Unique, ...] = ()
    check: Callable[[Draft], None] = nothing
    after: Callable[[Draft, Row], None] = posts_nothing
    merge: Callable[[Row, Record, bool, bool], Record] | None = None
    name_field: str = "Name"
    first_id: int = 1
    id_space: str = ""  # entities that number their objects together name the same one
    singleton: bool = False
    transaction: bool = False  # dated, deleted for good, and never inactive
    void: Literal["", "operation", "include"] = ""  # how clients ask for it
    odd_void: Callable[[], Record] | None = None  # the answer to a void that is none
    voided: Callable[[Row], Record] = same_values  # its values after a void
    postings: Callable[[Company, Row], list[Posting]] = no_postings
    links: Callable[[Row], list[Link]] = no_links
    unlink: Callable[[Row, str, str], Record] | None = None  # its values without the link to that object
    guard: Callable[[Company, Row], None] | None = None  # refuses to change or delete it
    keeps_token_when_unchanged: bool = False
    unpaged: frozenset[str] = frozenset()  # ids that the first page of a query has on top of its limit
    as_of: Callable[[Company, str], Iterable[Row]] | None = None  # the rows a query sees on the day it names, or ""
    finish: Callable[[Row, Record], Record] | None = None  # the last touch to an answer
    noun: str = ""
    element: str = ""  # its key in bodies and answers, where that is not its name
    opened: Callable[[Record], Record] | None = None  # the body of a request, taken out of what it is wrapped in
    inside: Callable[[Row], tuple[Entity, Row]] | None = None  # what an answer wraps: another kind of object

    @property
    def key(self) -> str:
        """What it is called in bodies and answers."""
        return self.element or self.name

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by their exact name; JSON keys are case-sensitive."""
        return {item.name: item for item in self.fields}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Everything a query may name, by lower-case name, as queries are not case-sensitive."""
        found = [Column(item.name, item.kind, None, item.filter, item.sort) for item in self.fields]
        found += [Column(item.name, item.kind, item.get, item.filter, item.sort) for item in self.computed]
        found += [*self.asked, *COMMON_COLUMNS]
        if not (self.singleton or self.transaction):
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
    each: bool = False  # a value for each element of a list: conditions hold when one element satisfies all of them


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
