"""What a resource is made of, as data: fields, filters, orders, permissions; and how a request sees an account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

Record = dict[str, Any]

# Portal permissions of an app, each read or read and write (Clio developer portal, list as of 2026-07).
ACCOUNTING, ACTIVITIES, MATTERS, SETTINGS, USERS = "Accounting", "Activities", "Matters", "Settings", "Users"
CONTACTS, GENERAL = "Contacts", "General"


class Kind(Enum):
    """How a value is checked when written, kept, and shown."""

    INTEGER = "integer"
    WHOLE = "number, kept exactly and shown as a whole number"
    NUMBER = "number, kept as text so that no cent is lost"
    STRING = "string"
    BOOLEAN = "boolean"
    DATETIME = "instant, kept in UTC"
    PLAIN = "list, of JSON as it is"
    RECORD = "one record of another table, kept as its id"
    RECORDS = "several records of another table, kept as their ids"
    PART = "an object inside this one, without an id of its own"


class View(Protocol):
    """One account as the user of the present token sees it."""

    user: Record
    options: Mapping[str, int]

    def rows(self, table: str) -> Iterable[Record]:
        """Every record of a table, by id."""
        ...

    def find(self, table: str, number: int) -> Record | None:
        """The record with this id, if there is one."""
        ...

    def may_read(self, permission: str) -> bool:
        """Whether the app was given the permission."""
        ...


Compute = Callable[[View, Record], Any]


@dataclass(frozen=True)
class Field:
    """One field: `write` holds `c` if a POST may set it and `u` if a PATCH may."""

    name: str
    kind: Kind
    write: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    default: Any = None
    of: str = ""  # the table of a RECORD or RECORDS
    parts: tuple[Field, ...] = ()  # the fields of a PART
    in_base: bool = False  # a nested record that shows, without braces, inside another nested record too
    removable: str = ""  # `c`, `u`: whether `_deleted` is known in the rows of a RECORDS
    compute: Compute | None = None  # the value is worked out, not kept
    show: Compute | None = None  # what is kept is shown in another form
    assign: Callable[[View, Record, Any], Record] | None = None  # what a written value changes in the record

    @property
    def is_nested(self) -> bool:
        """Whether `fields=` may open it with braces."""
        return self.kind in {Kind.RECORD, Kind.RECORDS, Kind.PART}

    def value(self, view: View, record: Record) -> Any:
        """The value to show for a record, ids of nested records not yet followed."""
        getter = self.compute or self.show
        return getter(view, record) if getter else record.get(self.name)


@dataclass(frozen=True)
class Filter:
    """One query parameter of a list; `keep` says whether a record stays."""

    name: str
    kind: Kind
    keep: Callable[[View, Record, Any], bool]
    values: tuple[str, ...] = ()
    nullable: bool = False  # whether the keyword `null` is a value


def no_more(_view: View, _before: Record | None, _after: Record) -> list[Record]:
    """Nothing else changes when a record is saved."""
    return []


def no_objection(_record: Record) -> str:
    """Nothing stands against deleting the record."""
    return ""


def nothing_more(_view: View) -> Record:
    """A new record starts from the defaults of its fields alone."""
    return {}


@dataclass(frozen=True)
class Resource:
    """One resource type. Without `actions` it has no path and can only be reached as a nested record."""

    name: str
    permission: str
    fields: tuple[Field, ...]
    hidden: tuple[Field, ...] = ()  # kept and perhaps written, never shown
    actions: str = ""  # words out of: list show create update delete
    filters: tuple[Filter, ...] = ()
    has_ids: bool = True  # whether lists take ids[]
    order: tuple[str, ...] = ()  # empty: the list knows no `order`
    limit: int = 200
    first_id: int = 1
    is_singleton: bool = False
    constants: tuple[Record, ...] = ()  # rows that every account has
    named: Mapping[str, Callable[[View], int]] = field(default_factory=dict)  # paths that stand for an id
    begin: Callable[[View], Record] = nothing_more
    settle: Callable[[View, Record | None, Record], list[Record]] = no_more  # other records that change too
    objection: Callable[[Record], str] = no_objection

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields that a record keeps, id, etag and timestamps apart."""
        return tuple(f for f in (*self.fields, *self.hidden) if f.compute is None and f.name not in ADMINISTRATIVE)


ADMINISTRATIVE = ("id", "etag", "created_at", "updated_at")
ID = (Field("id", Kind.INTEGER), Field("etag", Kind.STRING))
STAMPS = (Field("created_at", Kind.DATETIME), Field("updated_at", Kind.DATETIME))


def same(name: str, kind: Kind, values: tuple[str, ...] = ()) -> Filter:
    """A filter that keeps the records whose field of that name has the value."""
    return Filter(name, kind, lambda _view, record, value: bool(record.get(name) == value), values)


def ignored(name: str, kind: Kind) -> Filter:
    """A filter whose value is checked and has no effect on what this twin holds."""
    return Filter(name, kind, lambda _view, _record, _value: True)


def strings(*names: str) -> tuple[Field, ...]:
    """Read-only text fields."""
    return tuple(Field(name, Kind.STRING) for name in names)


def flags(*names: str) -> tuple[Field, ...]:
    """Read-only yes-or-no fields, false unless set."""
    return tuple(Field(name, Kind.BOOLEAN, default=False) for name in names)
