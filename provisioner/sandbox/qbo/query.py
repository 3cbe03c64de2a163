"""The query language: text to ``Query``, or a parse fault (Intuit API reference, data queries; read 2026-11)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo import errors

if TYPE_CHECKING:
    from lark import Lark, Token

# Keywords end at a word boundary, so that a property called "Income" is not read as IN. "ORDER BY" beside "ORDERBY", a
# column list beside "*", "!=" beside the listed operators and paging in either order are all sent by published clients.
GRAMMAR = r"""
start: _SELECT projection _FROM NAME [where] [order] [paging]
projection: COUNT "(" STAR ")" -> count
          | column ("," column)* -> columns
?column: STAR | NAME
where: _WHERE condition (_AND condition)*
condition: NAME OPERATOR value -> compare
         | NAME LIKE value -> compare
         | NAME IN "(" value ("," value)* ")" -> compare
?value: TEXT | NUMBER | BOOL | TODAY
order: _ORDERBY term ("," term)*
term: NAME [ASC | DESC]
paging: _STARTPOSITION NUMBER -> from_start
      | _MAXRESULTS NUMBER -> at_most
      | _STARTPOSITION NUMBER _MAXRESULTS NUMBER -> start_most
      | _MAXRESULTS NUMBER _STARTPOSITION NUMBER -> most_start

_SELECT.2: /SELECT\b/i
_FROM.2: /FROM\b/i
_WHERE.2: /WHERE\b/i
_AND.2: /AND\b/i
_ORDERBY.2: /ORDER\s*BY\b/i
_STARTPOSITION.2: /STARTPOSITION\b/i
_MAXRESULTS.2: /MAXRESULTS\b/i
COUNT.2: /COUNT(?=\s*\()/i
LIKE.2: /LIKE\b/i
IN.2: /IN\b/i
ASC.2: /ASC\b/i
DESC.2: /DESC\b/i
BOOL.2: /(TRUE|FALSE)\b/i
TODAY.2: /CURRENT_DATE\b/i
STAR: "*"
OPERATOR: "<=" | ">=" | "!=" | "<" | ">" | "="
NAME: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/
NUMBER: /[-+]?\d+(\.\d+)?/
TEXT: /'(\\.|[^'\\])*'/s
%ignore /\s+/
"""
DEFAULT_ROWS = 100
MOST_ROWS = 1000


@dataclass(frozen=True)
class Literal:
    """One value of a condition as written, without its quotes; ``today`` for CURRENT_DATE."""

    text: str
    quoted: bool = False
    today: bool = False


@dataclass(frozen=True)
class Condition:
    """``column operator values``; only IN has more than one value."""

    column: str
    operator: str
    values: tuple[Literal, ...]


@dataclass(frozen=True)
class Query:
    """A parsed statement. ``columns`` is empty for a count; ``*`` may stand among them."""

    entity: str
    columns: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()  # column, descending
    start: int = 1
    limit: int = DEFAULT_ROWS

    @property
    def is_count(self) -> bool:
        """Whether only the number of objects is asked for."""
        return not self.columns


@functools.cache
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415 - costs 50 ms, and most runs never parse a query

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=True)


@functools.lru_cache(maxsize=1000)  # programs ask the same again and again
def parse(text: str) -> Query:
    """The statement as data; 4000 when it is none, 4001 for paging out of range."""
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415 - as above

    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise errors.query_syntax(_complaint(text, error)) from None
    parts: list[Any] = list(tree.children)  # trees and tokens as the grammar has them
    projection, entity, where, order, paging = parts
    start, limit = _paging(paging)
    return Query(
        entity=str(entity),
        columns=tuple(str(item) for item in projection.children) if projection.data == "columns" else (),
        conditions=tuple(_condition(item) for item in where.children) if where else (),
        order=tuple((str(name), way is not None and way.type == "DESC") for name, way in _terms(order)),
        start=start,
        limit=limit,
    )


def _complaint(text: str, error: object) -> str:
    line, column = getattr(error, "line", -1), getattr(error, "column", -1)
    if line < 1 or column < 1:
        return "Encountered <EOF>."
    found = text.splitlines()[line - 1 : line] or [""]
    return f'Encountered "{found[0][column - 1 : column + 19]}" at line {line}, column {column}.'


def _terms(order: Any) -> list[Any]:
    return [item.children for item in order.children] if order else []


def _condition(tree: Any) -> Condition:
    name, operator, *values = tree.children
    return Condition(str(name), str(operator).upper(), tuple(_literal(value) for value in values))


def _literal(token: Token) -> Literal:
    if token.type == "TEXT":
        # Apostrophes are written \', a backslash \\ (the second is an assumption).
        return Literal(re.sub(r"\\(['\\])", r"\1", token[1:-1]), quoted=True)
    return Literal(str(token), today=token.type == "TODAY")


def _paging(tree: Any) -> tuple[int, int]:
    if tree is None:
        return 1, DEFAULT_ROWS
    numbers = [_whole(str(item)) for item in tree.children]
    start, limit = {
        "from_start": (numbers[0], DEFAULT_ROWS),
        "at_most": (1, numbers[-1]),
        "start_most": (numbers[0], numbers[-1]),
        "most_start": (numbers[-1], numbers[0]),
    }[tree.data]
    for value in (start, limit):
        if value < 1:
            raise errors.query_refused(f"value {value} is too small. Min allowed value is 1")
    if (
        limit > MOST_ROWS
    ):  # the documented bound; the sentence mirrors the one for values that are too small (assumption)
        raise errors.query_refused(f"value {limit} is too large. Max allowed value is {MOST_ROWS}")
    return start, limit


def _whole(text: str) -> int:
    if not re.fullmatch(r"[-+]?\d{1,12}", text):
        raise errors.query_syntax(f'Encountered "{text[:20]}" where a whole number is expected.')
    return int(text)
