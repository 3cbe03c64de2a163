"""Runs a parsed query over a company: which columns it may use, which rows answer it, in which order."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.fields import number
from provisioner.sandbox.qbo.query import Condition, Literal, Query, parse
from provisioner.sandbox.qbo.store import PACIFIC
from provisioner.sandbox.qbo.wire import wire, wire_some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Column, Entity
    from provisioner.sandbox.qbo.store import Company, Row

_ORDER: dict[str, Callable[[Any, Any], object]] = {"<": lt, ">": gt, "<=": le, ">=": ge}
_BY_LOWER_NAME = {name.lower(): entity for name, entity in ENTITIES.items()}


def run_query(company: Company, text: str) -> Record:
    """The value of ``QueryResponse`` for a statement."""
    query = parse(text)
    entity = _BY_LOWER_NAME.get(query.entity.lower())
    if entity is None:  # also for entities of QuickBooks that this twin does not serve
        raise errors.unknown_entity(query.entity)
    names = _projection(entity, query)
    found = _matching(company, entity, query)
    if query.is_count:
        return {"totalCount": sum(1 for _ in found)}
    page = list(islice(found, query.start - 1, query.start - 1 + query.limit))
    if not page:
        return {}
    rows = [wire(company, entity, row) if names is None else wire_some(company, entity, row, names) for row in page]
    return {entity.name: rows, "startPosition": query.start, "maxResults": len(rows)}


def _projection(entity: Entity, query: Query) -> set[str] | None:
    """Top-level names to answer with, None for all of them."""
    names = {_column(entity, name).name.split(".")[0] for name in query.columns if name != "*"}
    return None if "*" in query.columns else names


def _column(entity: Entity, name: str) -> Column:
    column = entity.columns.get(name.lower())
    if column is None:
        raise errors.query_refused(f"property '{name}' is not queryable")
    return column


def _matching(company: Company, entity: Entity, query: Query) -> Iterator[Row]:
    tests = [_test(company, entity, condition) for condition in query.conditions]
    asked = {condition.column.lower() for condition in query.conditions}
    if not entity.singleton and "active" not in asked:
        tests.insert(0, lambda row: row.active)  # lists hide inactive objects unless asked
    rows: Iterable[Row] = company.tables[entity.name].rows.values()
    for name, descending in reversed(query.order):
        column = _column(entity, name)
        if not column.sort:
            raise errors.query_refused(f"property '{name}' is not sortable")
        rows = sorted(rows, key=_sort_key(company, column), reverse=descending)
    return (row for row in rows if all(test(row) for test in tests))


def _sort_key(company: Company, column: Column) -> Callable[[Row], Any]:
    def key(row: Row) -> tuple[bool, object]:
        value = _cell(company, column, row)
        return (False, 0) if value is None else (True, value)

    return key


def _cell(company: Company, column: Column, row: Row) -> Any:
    """The comparable value of one attribute."""
    value = column.get(company, row) if column.get else row.values.get(column.name)
    if value is None:
        return None
    if column.kind == "id":
        return int(str(value))
    if column.kind == "time":
        return datetime.fromisoformat(str(value))
    if column.kind == "struct":
        return " ".join(str(item) for item in value.values()).casefold() if isinstance(value, dict) else None
    return value.casefold() if isinstance(value, str) else value


def _test(company: Company, entity: Entity, condition: Condition) -> Callable[[Row], bool]:
    column = _column(entity, condition.column)
    if not column.filter:
        raise errors.query_refused(f"property '{condition.column}' is not queryable")
    if column.kind == "id" and condition.operator not in ("=", "IN"):
        raise errors.query_refused(f"operator '{condition.operator}' is not supported for property 'Id'")
    if condition.operator == "LIKE":
        pattern = condition.values[0].text.casefold()
        return lambda row: like(str(_cell(company, column, row) or ""), pattern)
    wanted = [_wanted(column, value, company) for value in condition.values]
    return lambda row: _compare(_cell(company, column, row), condition.operator, wanted)


def _compare(value: Any, operator: str, wanted: list[Any]) -> bool:
    if operator in ("=", "IN"):
        return value in wanted
    if operator == "!=":
        return value not in wanted
    if value is None or wanted[0] is None:
        return False
    return bool(_ORDER[operator](value, wanted[0]))


def _wanted(column: Column, literal: Literal, company: Company) -> Any:
    """A literal in the type of its column; empty text (written ' ') means "has no value"."""
    text = literal.text.strip()
    if literal.today:
        text = company.clock.now().astimezone(PACIFIC).date().isoformat()
    if not text:
        return None
    try:
        return _CONVERT.get(column.kind, str.casefold)(text)
    except ValueError:
        raise errors.query_refused(f"value {text[:50]} is not valid for property '{column.name}'") from None


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _number(text: str) -> object:
    value = number(text)
    if value is None:
        raise ValueError(text)
    return value


def _time(text: str) -> datetime:
    """An instant; without an offset it is Pacific time, and a date alone means its midnight (assumptions)."""
    value = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)  # a + lost on its way in an address
    return value if value.tzinfo else value.replace(tzinfo=PACIFIC)


def _id(text: str) -> int:
    """An id that is no number matches nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 30 else -1  # noqa: PLR2004 - longer than any id


_CONVERT: dict[str, Callable[[str], object]] = {
    "bool": _truth,
    "int": _number,
    "amount": _number,
    "date": lambda text: date.fromisoformat(text[:10]).isoformat(),
    "time": _time,
    "id": _id,
}


def like(text: str, pattern: str) -> bool:
    """Whether ``text`` matches ``pattern``, where % stands for any characters; linear, whatever the pattern."""
    first, *rest = pattern.split("%")
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    *middle, last = rest
    at = len(first)
    for part in middle:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return text.endswith(last) and len(text) - len(last) >= at
