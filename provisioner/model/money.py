"""The one door for amounts: US dollars as Decimal, two places. Floats are refused: they may have lost a cent."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


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
    if rounded != amount:
        raise ValueError(f"{value!r} has more than two decimal places")
    return rounded
