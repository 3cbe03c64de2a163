"""What accounts hold on a day or moved in a span, from the postings that transactions keep.

Amounts that no transaction explains (opening balances, edits) count from the day the account was made (assumption).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import balance
from provisioner.sandbox.qbo.fields import read_value
from provisioner.sandbox.qbo.shape import Field
from provisioner.sandbox.qbo.store import PACIFIC, ZERO

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A span of days, both included, with the words that asked for it."""

    start: str
    end: str
    macro: str = ""


class Ledger:
    """All postings of a company by account, each with its day; debits are positive."""

    def __init__(self, company: Company) -> None:
        self._moves: dict[str, list[tuple[str, Decimal]]] = {}
        accounts = company.tables["Account"].rows
        for table in company.tables.values():
            for row in table.rows.values() if table.entity.transaction else ():
                for account, amount, _ in row.inner.get("posted", []):
                    moved = (str(row.values["TxnDate"]), Decimal(amount))
                    self._moves.setdefault(account, []).append(moved)
        for row_id, account in accounts.items():
            moves = self._moves.setdefault(row_id, [])
            moves.append((account.created[:10], balance(account) - sum((amount for _, amount in moves), ZERO)))

    def moved(self, account: str, start: str, end: str) -> Decimal:
        """What the account gained from ``start`` to ``end``."""
        return sum((amount for day, amount in self._moves[account] if start <= day <= end), ZERO)


def year_of(company: Company, day: str) -> tuple[str, str]:
    """The first day of the fiscal year that ``day`` is in, and the day before it."""
    first = _fiscal_start(company, date.fromisoformat(day))
    return first.isoformat(), (first - DAY if first > date.min else first).isoformat()


def _fiscal_start(company: Company, day: date) -> date:
    settings = company.tables["Preferences"].rows["1"].values["AccountingInfoPrefs"]
    first = date(day.year, MONTHS.index(settings["FirstMonthOfFiscalYear"]) + 1, 1)
    return first if first <= day or first.year == date.min.year else first.replace(year=first.year - 1)


def span(company: Company, params: dict[str, str]) -> Span:
    """The days a report covers: by its dates, its macro, or the fiscal year until today."""
    asked = _dates(params)
    today = company.clock.now().astimezone(PACIFIC).date()
    year = _fiscal_start(company, today)
    if asked:
        start, end = asked.get("start_date", min(year.isoformat(), asked["end_date"])), asked["end_date"]
        if start > end:
            raise errors.conflict("start_date", "The start date is after the end date.")
        return Span(start, end)
    macro = params.get("date_macro", "").lower() or "this fiscal year-to-date"
    month = today.replace(day=1)
    next_month = (month + 31 * DAY).replace(day=1)
    spans = {
        "today": (today, today),
        "yesterday": (today - DAY, today - DAY),
        "this month": (month, next_month - DAY),
        "this month-to-date": (month, today),
        "last month": ((month - DAY).replace(day=1), month - DAY),
        "this fiscal year": (year, year.replace(year=year.year + 1) - DAY),
        "this fiscal year-to-date": (year, today),
        "last fiscal year": (year.replace(year=year.year - 1), year - DAY),
    }
    if macro not in spans:
        raise errors.unsupported(f"date_macro {macro[:50]}")
    first, last = spans[macro]
    return Span(first.isoformat(), last.isoformat(), macro)


def _dates(params: dict[str, str]) -> dict[str, str]:
    found: Record = {name: read_value(Field(name, "date"), params.get(name)) for name in ("start_date", "end_date")}
    if found["start_date"] and not found["end_date"]:
        raise errors.missing("end_date")
    return {name: str(value) for name, value in found.items() if value}
