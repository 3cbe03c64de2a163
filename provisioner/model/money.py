"""The one door for amounts: US dollars as Decimal, two places. Floats are refused: they may have lost a cent."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
MOST_DIGITS = 40


def money(value: str | int | Decimal) -> Decimal:
    """The amount in dollars, with exactly two places.

    Raises ValueError for a float, a bool, text that is no number, and anything finer than a cent.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError(f"{value!r} is not an exact amount")  # noqa: TRY004 - pydantic reports ValueError only
    try:
        amount = Decimal(value.strip() if isinstance(value, str) else value)
        rounded = amount.quantize(CENT)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not an amount of money") from error
    if rounded.is_nan():
        raise ValueError(f"{value!r} is not an amount of money")
    if rounded != amount:
        raise ValueError(f"{value!r} has more than two decimal places")
    return rounded


def dumps(value: object) -> str:
    """``value`` as compact JSON in which a Decimal is a plain number, digit for digit: 12.30 is written 12.30."""
    if isinstance(value, Decimal):
        # Plain digits, except where an exponent would unfold into megabytes of them.
        return format(value, "f") if abs(value.adjusted()) < MOST_DIGITS else str(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{json.dumps(str(key))}:{dumps(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([dumps(item) for item in value]) + "]"
    return json.dumps(value)


def loads(text: str | bytes) -> Any:
    """The value of JSON text, with fractions as Decimal."""
    return json.loads(text, parse_float=Decimal)
