"""What a resource is made of, as data: fields, filters, orders, permissions; and how a request sees an account."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Protocol

Record = dict[str, Any]

# Portal permissions of an app, each read or read and write (Clio developer portal, list as of 2026-07).
ACCOUNTING, ACTIVITIES, MATTERS, SETTINGS, USERS = "Accounting", "Activities", "Matters", "Settings", "Users"
CONTACTS, GENERAL, BILLING, CUSTOM_FIELDS = "Contacts", "General", "Billing", "Custom fields"
REPORTING, WEBHOOKS, PAYMENTS, CLIO_PAYMENTS = "Reporting", "Webhooks", "Payment distributions", "Clio payments"
CALENDARS, COMMUNICATIONS, DOCUMENTS, TASKS = "Calendars", "Communications", "Documents", "Tasks"
PERMISSIONS = (
    *(ACCOUNTING, ACTIVITIES, MATTERS, SETTINGS, USERS, CONTACTS, GENERAL, BILLING, CUSTOM_FIELDS, REPORTING),
    *(WEBHOOKS, PAYMENTS, CLIO_PAYMENTS, CALENDARS, COMMUNICATIONS, DOCUMENTS, TASKS),
)


class Kind(Enum):
    """How a value is checked when written, kept, and shown."""

    INTEGER = "integer"
    WHOLE = "number, kept exactly and shown as a whole number"
    NUMBER = "number, kept as text so that no cent is lost"
    STRING = "string"
    BOOLEAN = "boolean"
    DATE = "date, YYYY-MM-DD"
    DATETIME = "instant, kept in UTC"
    LOOSE = "text, also out of a number or a boolean"
    PLAIN = "list, of JSON as it is"
    RECORD = "one record of another table, kept as its id"
    RECORDS = "several records of another table, kept as their ids"
    PART = "an object inside this one, without an id of its own"
    PARTS = "several objects inside this one"
    ROW = "an object inside this one, with an id; its fields are those of a resource without a path"
    ROWS = "several such objects"


class View(Protocol):
    """One account as the user of the present token sees it."""

    user: Record
    options: Mapping[str, int]  # numbers in the query, and those that the path has names for
    custom_field_ids: frozenset[int]  # of which custom fields to show values; empty means of all
    minor: int  # the last part of the API version asked for: 13 of 4.0.13
    memo: dict[str, Any]  # what was worked out of many records, until one of them changes

    def rows(self, table: str) -> Iterable[Record]:
        """Every record of a table, by id."""
        ...

    def find(self, table: str, number: int) -> Record | None:
        """The record with this id, if there is one."""
        ...

    def now(self) -> str:
        """The present instant, as records keep it."""
        ...

    def today(self) -> str:
        """The date where the account is, as records keep it."""
        ...

    def may_read(self, permission: str) -> bool:
        """Whether the app was given the permission."""
        ...


class Editor(View, Protocol):
    """An account whose records can be changed; what hangs on a change follows it."""

    def add(self, table: str, values: Record) -> Record:
        """Make a record out of the defaults of its fields and these values."""
        ...

    def put(self, table: str, record: Record) -> Record:
        """Keep a record in its new form."""
        ...

    def drop(self, table: str, record: Record) -> None:
        """Remove a record for good."""
        ...


_NESTED = {Kind.RECORD, Kind.RECORDS, Kind.PART, Kind.PARTS, Kind.ROW, Kind.ROWS}
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
    of: str = ""  # the table of a RECORD or RECORDS, the resource of a ROW or ROWS
    clearable: bool = False  # whether null takes a RECORD away
    most: int = 0  # how many ROWS there may be, when there is a limit
    mark: str = "_destroy"  # what takes one of the ROWS away
    parts: tuple[Field, ...] = ()  # the fields of a PART or of each of the PARTS
    permission: str = ""  # without it a PART or PARTS comes back redacted
    in_base: bool = False  # a nested record that shows, without braces, inside another nested record too
    opened: tuple[str, ...] = ("id", "etag")  # what a nested record shows without braces
    removable: str = ""  # `c`, `u`: whether `_deleted` is known in the rows of a RECORDS
    compute: Compute | None = None  # the value is worked out, not kept
    show: Compute | None = None  # what is kept is shown in another form
    assign: Callable[[View, Record, Any], Record] | None = None  # what a written value changes in the record

    @property
    def is_nested(self) -> bool:
        """Whether `fields=` may open it with braces."""
        return self.kind in _NESTED

    def value(self, view: View, record: Record) -> Any:
        """The value to show for a record, ids of nested records not yet followed."""
        getter = self.compute or self.show
        return getter(view, record) if getter else record.get(self.name)


class Form(Enum):
    """How a filter is written in a query, and so what `keep` gets."""

    ONE = "name=value: the value"
    COMMA = "name=value,value: a tuple of values"
    COMPARED = "name=>=value or name[]=>=value, several times: a tuple of (operator, value)"
    KEYED = "name[7]=text, several times: a tuple of (7, text)"


@dataclass(frozen=True)
class Filter:
    """One query parameter of a list; `keep` says whether a record stays."""

    name: str
    kind: Kind
    keep: Callable[[View, Record, Any], bool]
    values: tuple[str, ...] = ()
    nullable: bool = False  # whether the keyword `null` is a value
    many: bool = False  # `name[]`: every value counts, `keep` gets the set of them
    form: Form = Form.ONE
    default: Any = None  # the value when the query has none; None means no filtering


def no_more(_view: View, _before: Record | None, _after: Record) -> list[Record]:
    """Nothing else changes when a record is saved."""
    return []


def nothing_follows(_editor: Editor, _before: Record | None, _after: Record | None) -> None:
    """No record of another table changes when one of this table is made, changed or removed."""


def as_it_is(_view: View, _before: Record | None, after: Record) -> Record:
    """The record as the body made it."""
    return after


def no_lock(_view: View, _record: Record, _changes: Record) -> str:
    """Every writable field of the record can be changed."""
    return ""


def nothing_remains(_record: Record) -> Record | None:
    """A deleted record is gone."""
    return None


def no_objection(_view: View, _record: Record) -> str:
    """Nothing stands against deleting the record."""
    return ""


def nothing_more(_view: View) -> Record:
    """A new record starts from the defaults of its fields alone."""
    return {}


@dataclass(frozen=True)
class Answer:
    """What an operation of its own comes back with: a record of a table, or bytes."""

    status: int = 200
    table: str = ""
    record: Record | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    media_type: str | None = None


@dataclass(frozen=True)
class Operation:
    """A path beside list, show, create, update and delete; `run` gets the record of `{id}` and the headers."""

    name: str
    method: str
    path: str
    run: Callable[[Editor, Record, Mapping[str, str]], Answer]
    writes: bool = False


@dataclass(frozen=True)
class Resource:
    """One resource type. Without `actions` it has no path and can only be reached as a nested record."""

    name: str
    permission: str
    fields: tuple[Field, ...]
    hidden: tuple[Field, ...] = ()  # kept and perhaps written, never shown
    actions: str = ""  # words out of: list show create update delete
    filters: tuple[Filter, ...] = ()
    path: str = ""  # where it is below the root, when not at its name; `{contact_id}` becomes a number in `options`
    operations: tuple[Operation, ...] = ()
    has_ids: bool = True  # whether lists take ids[]
    has_since: bool = True  # whether lists take created_since and updated_since
    order: tuple[str, ...] = ()  # empty: the list knows no `order`
    default_order: str = "id(asc)"
    has_free_order: bool = False  # the document names no words for `order`: others than these do nothing
    sort_keys: Mapping[str, Compute] = field(default_factory=dict)  # for words of `order` that name no field
    limit: int = 200
    first_id: int = 1
    is_singleton: bool = False
    constants: tuple[Record, ...] = ()  # rows that every account has
    named: Mapping[str, Callable[[View], int]] = field(default_factory=dict)  # paths that stand for an id
    worked_out: Callable[[View], Iterable[Record]] | None = None  # the records, when they are derived and not kept
    at_present: Compute | None = None  # the record as it is by now, when time alone changes it
    begin: Callable[[View], Record] = nothing_more
    complete: Callable[[View, Record | None, Record], Record] = as_it_is  # the record to keep, or what is wrong with it
    settle: Callable[[View, Record | None, Record], list[Record]] = no_more  # other records that change too
    follow: Callable[[Editor, Record | None, Record | None], None] = nothing_follows  # in other tables: before, after
    objection: Callable[[View, Record], str] = no_objection  # why a record cannot be deleted (403), or another error
    remains: Callable[[Record], Record | None] = nothing_remains  # what a deletion leaves of it
    locked: Callable[[View, Record, Record], str] = no_lock  # why a PATCH cannot make these changes (422)
    children: Mapping[str, str] = field(default_factory=dict)  # tables an edit may fill too: the field that points here
    source: str = ""  # where its behaviour is documented
    gaps: Mapping[str, str] = field(default_factory=dict)  # operation -> what is missing or assumed, in one clause

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((each for each in self.fields if each.name == name), None)

    @property
    def is_kept(self) -> bool:
        """Whether its records are stored, rather than the same for everyone or worked out from others."""
        return not self.constants and self.worked_out is None

    @property
    def address(self) -> str:
        """The path below the root."""
        return self.path or self.name

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """The fields that a record keeps, id, etag and timestamps apart."""
        return tuple(f for f in (*self.fields, *self.hidden) if f.compute is None and f.name not in ADMINISTRATIVE)


ADMINISTRATIVE = ("id", "etag", "created_at", "updated_at")
ID = (Field("id", Kind.INTEGER), Field("etag", Kind.STRING))
STAMPS = (Field("created_at", Kind.DATETIME), Field("updated_at", Kind.DATETIME))


def same(name: str, kind: Kind, values: tuple[str, ...] = ()) -> Filter:
    """A filter that keeps the records whose field of that name has the value."""
    return Filter(name, kind, lambda _view, record, value: bool(record.get(name) == value), values)


def contains(name: str, *keys: str) -> Filter:
    """A search without regard to case: each word of it is somewhere in the fields."""
    return Filter(name, Kind.STRING, lambda _view, row, text: has_words([row.get(key) for key in keys], text))


def has_words(texts: Iterable[Any], wanted: str) -> bool:
    """Whether every word is somewhere in the texts, without regard to case."""
    everything = "\n".join(str(text).casefold() for text in texts if text is not None)
    return all(word in everything for word in wanted.casefold().split())


def ignored(name: str, kind: Kind, *, nullable: bool = False) -> Filter:
    """A filter whose value is checked and has no effect on what this twin holds."""
    return Filter(name, kind, lambda _view, _record, _value: True, nullable=nullable)


def same_id(name: str, key: str = "", *, nullable: bool = False) -> Filter:
    """A filter such as `client_id` on the id kept under `client`; with `nullable`, `null` means none."""
    key = key or name.removesuffix("_id")
    return Filter(name, Kind.INTEGER, lambda _view, row, value: bool(row.get(key) == value), nullable=nullable)


def compared(name: str) -> Filter:
    """A filter of dates by operators, all of which must hold; a record without the date stays out."""
    return Filter(name, Kind.DATE, lambda _view, row, value: holds(row.get(name), value), form=Form.COMPARED)


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


def holds(present: Any, comparisons: Iterable[tuple[str, Any]]) -> bool:
    """Whether a value stands all comparisons; no value stands none."""
    return present is not None and all(COMPARISONS[sign](present, value) for sign, value in comparisons)


def plain(text: str) -> tuple[Field, ...]:
    """Read-only fields out of words: `name` for text, `name:kind` with the name of a `Kind` in lower case."""
    pairs = (word.partition(":") for word in text.split())
    return tuple(Field(name, Kind[kind.upper()] if kind else Kind.STRING) for name, _, kind in pairs)


def strings(*names: str) -> tuple[Field, ...]:
    """Read-only text fields."""
    return tuple(Field(name, Kind.STRING) for name in names)


def flags(*names: str) -> tuple[Field, ...]:
    """Read-only yes-or-no fields, false unless set."""
    return tuple(Field(name, Kind.BOOLEAN, default=False) for name in names)
