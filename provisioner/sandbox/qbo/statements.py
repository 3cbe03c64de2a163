"""Trial balance, balance sheet, and profit and loss (Intuit API reference, the reports' pages; read 2026-11).

On the accrual basis only, for the whole company, in one column; anything else asked for is unsupported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.sandbox.kernel import dumps
from provisioner.sandbox.qbo import errors, ledger
from provisioner.sandbox.qbo.books import is_debit
from provisioner.sandbox.qbo.currencies import home
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.store import ZERO, stamp
from provisioner.sandbox.qbo.wire import display_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.ledger import Ledger, Span
    from provisioner.sandbox.qbo.store import Company, Row

FILTERS = words("customer vendor employee item class department")
EARNING = frozenset({"Income", "Cost of Goods Sold", "Expense", "Other Income", "Other Expense"})


@dataclass(frozen=True)
class Group:
    """A section of a report: of groups, or of the accounts of one type."""

    title: str
    group: str
    parts: tuple[Group, ...] = ()
    account_type: str = ""
    total: str = ""  # by default "Total" and the title


ASSETS = Group(
    "ASSETS",
    "TotalAssets",
    (
        Group(
            "Current Assets",
            "CurrentAssets",
            (
                Group("Bank Accounts", "BankAccounts", account_type="Bank"),
                Group("Accounts Receivable", "AR", account_type="Accounts Receivable"),
                Group("Other Current Assets", "OtherCurrentAssets", account_type="Other Current Asset"),
            ),
        ),
        Group("Fixed Assets", "FixedAssets", account_type="Fixed Asset"),
        Group("Other Assets", "OtherAssets", account_type="Other Asset"),
    ),
    total="TOTAL ASSETS",
)
LIABILITIES = Group(
    "Liabilities",
    "Liabilities",
    (
        Group(
            "Current Liabilities",
            "CurrentLiabilities",
            (
                Group("Accounts Payable", "AP", account_type="Accounts Payable"),
                Group("Credit Cards", "CreditCards", account_type="Credit Card"),
                Group("Other Current Liabilities", "OtherCurrentLiabilities", account_type="Other Current Liability"),
            ),
        ),
        Group("Long-Term Liabilities", "LongTermLiabilities", account_type="Long Term Liability"),
    ),
)
# Income and expenses are there even when empty (sample).
INCOME = Group("Income", "Income", account_type="Income")
GOODS = Group("Cost of Goods Sold", "COGS", account_type="Cost of Goods Sold")
EXPENSES = Group("Expenses", "Expenses", account_type="Expense")
OTHER_INCOME = Group("Other Income", "OtherIncome", account_type="Other Income")
OTHER_EXPENSES = Group("Other Expenses", "OtherExpenses", account_type="Other Expense")


@dataclass(frozen=True)
class Sheet:
    """The accounts of a company with one amount each, in the sign in which their kind grows."""

    company: Company
    own: Callable[[Row], Decimal]

    def group(self, group: Group) -> tuple[Record | None, Decimal]:
        """The section with its total; None where it is empty."""
        if group.parts:
            found = [self.group(part) for part in group.parts]
        else:
            rows = [row for row in self._accounts() if row.values["AccountType"] == group.account_type]
            found = [self._account(row) for row in rows if "ParentRef" not in row.values]
        rows_of = [record for record, _ in found if record]
        total = sum((amount for _, amount in found), ZERO)
        return (section(group, rows_of, total) if rows_of else None), total

    def _accounts(self) -> list[Row]:
        return sorted(self.company.tables["Account"].rows.values(), key=lambda row: str(row.values["Name"]).casefold())

    def _account(self, row: Row) -> tuple[Record | None, Decimal]:
        """One account, as a section when sub-accounts have something to show."""
        own = self.own(row)
        name = str(row.values["Name"])
        children = sorted(self.company.tables["Account"].kin(row.id), key=lambda child: str(child.values["Name"]))
        found = [self._account(child) for child in children]
        rows_of = [record for record, _ in found if record]
        total = own + sum((amount for _, amount in found), ZERO)
        if not rows_of:
            return (line(name, own, row.id) if own else None), total
        head = [{"value": name, "id": row.id}, {"value": money(own) if own else ""}]
        whole = {"Header": {"ColData": head}, "Rows": {"Row": rows_of}, "type": "Section"}
        return whole | {"Summary": {"ColData": [{"value": f"Total {name}"}, {"value": money(total)}]}}, total


def money(amount: Decimal) -> str:
    """An amount as a cell shows it."""
    return f"{amount:.2f}"


def line(title: str, amount: Decimal, row_id: str = "", **more: str) -> Record:
    """A row of data."""
    first = {"value": title} | ({"id": row_id} if row_id else {})
    return {"ColData": [first, {"value": money(amount)}], "type": "Data", **more}


def section(group: Group, rows: Sequence[Record], total: Decimal) -> Record:
    """A section with its heading; without rows only its empty total (sample)."""
    title = group.total or f"Total {group.title}"
    whole: Record = {"Header": {"ColData": [{"value": group.title}, {"value": ""}]}}
    if rows:
        whole["Rows"] = {"Row": list(rows)}
    cell = money(total) if rows else ""
    summary = {"ColData": [{"value": title}, {"value": cell}]}
    return whole | {"type": "Section", "group": group.group, "Summary": summary}


def summary(title: str, group: str, amount: Decimal) -> Record:
    """A row of totals alone."""
    cells = {"ColData": [{"value": title}, {"value": money(amount)}]}
    return {"group": group, "type": "Section", "Summary": cells}


def _natural(row: Row, amount: Decimal) -> Decimal:
    return amount if is_debit(row) else -amount


def _earned(company: Company, book: Ledger, start: str, end: str) -> Decimal:
    """What income is above expenses, from ``start`` to ``end``."""
    rows = company.tables["Account"].rows.values()
    moved = (book.moved(row.id, start, end) for row in rows if row.values["AccountType"] in EARNING)
    return -sum(moved, ZERO)


def _standing(company: Company, book: Ledger, end: str) -> tuple[Callable[[Row], Decimal], str]:
    """Debit balances at the end of a day, earnings of earlier years in Retained Earnings; the year's first day."""
    year, before = ledger.year_of(company, end)
    retained = next(
        (
            row.id
            for row in company.tables["Account"].rows.values()
            if row.values["AccountSubType"] == "RetainedEarnings"
        ),
        "",
    )

    def standing(row: Row) -> Decimal:
        if row.values["AccountType"] in EARNING:
            return book.moved(row.id, year, end)
        return book.moved(row.id, "", end) - (_earned(company, book, "", before) if row.id == retained else ZERO)

    return standing, year


def trial_balance(company: Company, asked: Span) -> Record:
    """Every account with something on it, on its side, and both totals."""
    standing, _ = _standing(company, ledger.Ledger(company), asked.end)
    rows: list[Record] = []
    totals = [ZERO, ZERO]
    accounts = company.tables["Account"]
    for row in accounts.rows.values():
        amount = standing(row)
        if amount:
            side = 0 if amount > 0 else 1
            totals[side] += abs(amount)
            cells = [{"value": money(abs(amount)) if at == side else ""} for at in (0, 1)]
            name = {"value": display_name(company, accounts.entity, row), "id": row.id}
            rows.append({"ColData": [name, *cells]})
    if rows:
        whole = {"ColData": [{"value": "TOTAL"}, *({"value": money(total)} for total in totals)]}
        rows.append({"group": "GrandTotal", "type": "Section", "Summary": whole})
    columns = [{"ColTitle": title, "ColType": kind} for title, kind in _TRIAL_COLUMNS]
    return _report(company, "TrialBalance", asked, rows, columns)


_TRIAL_COLUMNS = (("", "Account"), ("Debit", "Money"), ("Credit", "Money"))
_COLUMNS = [
    {"ColTitle": title, "ColType": kind, "MetaData": [{"Name": "ColKey", "Value": key}]}
    for title, kind, key in (("", "Account", "account"), ("Total", "Money", "total"))
]
_STANDARD = {"Name": "AccountingStandard", "Value": "GAAP"}


def balance_sheet(company: Company, asked: Span) -> Record:
    """Assets, and what they are financed with; this year's earnings are a row of the equity."""
    book = ledger.Ledger(company)
    standing, year = _standing(company, book, asked.end)
    sheet = Sheet(company, lambda row: _natural(row, standing(row)))
    assets, _ = sheet.group(ASSETS)
    liabilities, owed = sheet.group(LIABILITIES)
    equity, owned = _equity(sheet, _earned(company, book, year, asked.end))
    both = Group("LIABILITIES AND EQUITY", "TotalLiabilitiesAndEquity", total="TOTAL LIABILITIES AND EQUITY")
    financing = section(both, [part for part in (liabilities, equity) if part], owed + owned)
    rows = [part for part in (assets, financing) if part and "Rows" in part]
    return _report(company, "BalanceSheet", asked, rows, _COLUMNS, _STANDARD)


def _equity(sheet: Sheet, earned: Decimal) -> tuple[Record | None, Decimal]:
    group = Group("Equity", "Equity", account_type="Equity")
    found, total = sheet.group(group)
    rows = [
        *(found["Rows"]["Row"] if found else []),
        *([line("Net Income", earned, group="NetIncome")] if earned else []),
    ]
    return (section(group, rows, total + earned) if rows else None), total + earned


def profit_and_loss(company: Company, asked: Span) -> Record:
    """Income and expenses of the span, down to the net income."""
    book = ledger.Ledger(company)
    sheet = Sheet(company, lambda row: _natural(row, book.moved(row.id, asked.start, asked.end)))
    income, sold = sheet.group(INCOME)
    goods, cost = sheet.group(GOODS)
    expenses, spent = sheet.group(EXPENSES)
    other_income, gained = sheet.group(OTHER_INCOME)
    other_expenses, lost = sheet.group(OTHER_EXPENSES)
    has_data = any((income, goods, expenses, other_income, other_expenses))
    operating = sold - cost - spent
    rows = [
        income or section(INCOME, [], ZERO),
        goods,
        summary("Gross Profit", "GrossProfit", sold - cost),
        expenses or section(EXPENSES, [], ZERO),
        summary("Net Operating Income", "NetOperatingIncome", operating),
        other_income,
        other_expenses,
        summary("Net Other Income", "NetOtherIncome", gained - lost) if other_income or other_expenses else None,
        summary("Net Income", "NetIncome", operating + gained - lost),
    ]
    shown = [row for row in rows if row] if has_data else []
    return _report(company, "ProfitAndLoss", asked, shown, _COLUMNS, _STANDARD)


def _report(
    company: Company, name: str, asked: Span, rows: Sequence[Record], columns: Sequence[Record], *options: Record
) -> Record:
    header: Record = {
        "Time": stamp(company.clock.now()),
        "ReportName": name,
        **({"DateMacro": asked.macro} if asked.macro else {}),
        "ReportBasis": "Accrual",
        "StartPeriod": asked.start,
        "EndPeriod": asked.end,
        "SummarizeColumnsBy": "Total",
        "Currency": home(company),
        "Option": [*options, {"Name": "NoReportData", "Value": dumps(not rows)}],
    }
    return {"Header": header, "Columns": {"Column": list(columns)}, "Rows": {"Row": list(rows)} if rows else {}}


def made(name: str, company: Company, params: dict[str, str]) -> Record:
    """The report by its name, in lower case; refuses what this twin does not work out."""
    basis = company.tables["Preferences"].rows["1"].values["ReportPrefs"]["ReportBasis"]
    if (params.get("accounting_method") or basis).lower() != "accrual":
        raise errors.unsupported("accounting_method Cash")
    if params.get("summarize_column_by", "total").lower() != "total":
        raise errors.unsupported("summarize_column_by")
    for each in sorted(FILTERS & {key for key, value in params.items() if value}):
        raise errors.unsupported(each)
    return STATEMENTS[name](company, ledger.span(company, params))


STATEMENTS: dict[str, Callable[[Company, Span], Record]] = {
    "trialbalance": trial_balance,
    "balancesheet": balance_sheet,
    "profitandloss": profit_and_loss,
}
