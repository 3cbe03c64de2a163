"""Document numbers: the next one, and which may not be used twice (Intuit API reference, DocNumber; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

FIRST = 1001
MOST_DIGITS = 15  # longer ones are no running numbers
ALLOWED = "allowduplicatedocnum"
# Sales forms count on together; that they do, and that the next is the highest ever used and one, are assumptions.
SALES = ("Invoice", "SalesReceipt", "CreditMemo", "Estimate", "RefundReceipt")


def give_next(draft: Draft, kinds: tuple[str, ...], first: int = FIRST) -> None:
    """The next number of these kinds, for a new transaction without one; used up once the transaction is stored."""
    if draft.before is None and "DocNumber" not in draft.values:
        draft.values["DocNumber"] = str(_highest(draft.company, kinds, first) + 1)
    number = str(draft.values.get("DocNumber", ""))
    if number.isdecimal() and len(number) <= MOST_DIGITS:
        draft.numbered[kinds] = max(_highest(draft.company, kinds, first), int(number))


def refuse_duplicate(draft: Draft, kinds: tuple[str, ...], same: Callable[[Row], bool] = lambda _: True) -> None:
    """6140 for a number another transaction of these kinds has, unless the request includes the permission."""
    number = draft.values.get("DocNumber")
    if number is None or number == draft.was("DocNumber") or ALLOWED in draft.include or draft.by_hand:
        return
    for kind, row in _rows(draft.company, kinds):
        if row.values.get("DocNumber") == number and same(row) and not (draft.before and draft.before.id == row.id):
            raise errors.duplicate_number(str(number), kind, row.id)


def _highest(company: Company, kinds: tuple[str, ...], first: int) -> int:
    if kinds not in company.numbers:
        found = (str(row.values.get("DocNumber", "")) for _, row in _rows(company, kinds))
        numbers = (int(text) for text in found if text.isdecimal() and len(text) <= MOST_DIGITS)
        company.numbers[kinds] = max(numbers, default=first - 1)
    return company.numbers[kinds]


def _rows(company: Company, kinds: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    for kind in kinds:
        for row in company.tables[kind].rows.values():
            yield kind, row
