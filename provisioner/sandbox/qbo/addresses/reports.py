"""``/reports``: the list of accounts, and the statements (Intuit API reference, AccountListDetail; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.kernel import dumps
from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.currencies import home
from provisioner.sandbox.qbo.entities.account import ENTITY as ACCOUNT
from provisioner.sandbox.qbo.fields import read_value
from provisioner.sandbox.qbo.shape import Field, words
from provisioner.sandbox.qbo.statements import STATEMENTS, made
from provisioner.sandbox.qbo.store import stamp
from provisioner.sandbox.qbo.wire import display_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.store import Company, Row

HEAD = "reports"
# Documented, and not made by this twin. Any other name is none of a US company.
UNSERVED = words(
    "AgedPayableDetail AgedPayables AgedReceivableDetail AgedReceivables CashFlow ClassSales "
    "CustomerBalance CustomerBalanceDetail CustomerIncome CustomerSales DepartmentSales GeneralLedger "
    "InventoryValuationDetail InventoryValuationSummary ItemSales JournalReport ProfitAndLossDetail "
    "TransactionList TransactionListByCustomer TransactionListByVendor TransactionListWithSplits "
    "VendorBalance VendorBalanceDetail VendorExpenses"
)


def _balance(company: Company, row: Row) -> object:
    get = ACCOUNT.columns["currentbalance"].get
    return get(company, row) if get else None


def _account_type(company: Company, row: Row) -> str:
    del company
    return str(row.values["AccountType"])


# ColKey -> title, value
COLUMNS: dict[str, tuple[str, Callable[[Company, Row], object]]] = {
    "account_name": ("Account", lambda company, row: display_name(company, ACCOUNT, row)),
    "account_type": ("Type", _account_type),
    "detail_acc_type": ("Detail type", lambda _, row: row.values["AccountSubType"]),
    "create_date": ("Create Date", lambda _, row: row.created[:10]),
    "create_by": ("Created By", lambda _company, _row: "System Administrator"),
    "last_mod_date": ("Last Modified", lambda _, row: row.updated[:10]),
    "last_mod_by": ("Last Modified By", lambda _company, _row: "System Administrator"),
    "account_desc": ("Description", lambda _, row: row.values.get("Description", "")),
    "account_bal": ("Balance", _balance),
}
DEFAULT_COLUMNS = ("account_name", "account_type", "detail_acc_type", "account_desc", "account_bal")
# parameter of a time span -> which time
_SPANS = {"createdate": "created", "moddate": "updated"}


def answer(company: Company, call: Call) -> Record | None:
    """The report by its name."""
    if call.method != "GET" or len(call.parts) != 1:
        raise errors.unsupported(HEAD)
    params = {name.lower(): value.strip() for name, value in call.params.items()}
    if call.parts[0] in STATEMENTS:
        return made(call.parts[0], company, params)
    for name in UNSERVED:
        if call.parts[0] == name.lower():
            raise errors.unsupported(f"reports/{name}")
    if call.parts[0] != "accountlist":
        # 5020, seen in a probe of a sandbox company with names that are none (published notes, read 2026-11).
        raise errors.not_in_plan("There is no report of this name.")
    return _account_list(company, params)


def _account_list(company: Company, params: dict[str, str]) -> Record:
    columns = _columns(params.get("columns", ""))
    rows = _sorted(company, _rows(company, params), params)
    header = {
        "Time": stamp(company.clock.now()),
        "ReportName": "AccountList",
        "Currency": home(company),
        "Option": [{"Name": "NoReportData", "Value": dumps(not rows)}],
    }
    return {
        "Header": header,
        "Columns": {"Column": [_column(key) for key in columns]},
        "Rows": {"Row": [_row(company, row, columns) for row in rows]} if rows else {},
    }


def _columns(text: str) -> list[str]:
    """The columns asked for, in their order; what is no column is left out (assumption)."""
    asked = [name.strip().lower() for name in text.split(",")]
    return [name for name in asked if name in COLUMNS] or list(DEFAULT_COLUMNS)


def _rows(company: Company, params: dict[str, str]) -> list[Row]:
    """The accounts of the types and times asked for: active ones, unless the deleted ones are wanted."""
    types = {name.strip().lower() for name in params.get("account_type", "").split(",") if name.strip()}
    spans = [(_days(params, name), time) for name, time in _SPANS.items()]
    active = params.get("account_status", "").lower() != "deleted"
    return [
        row
        for row in company.tables["Account"].rows.values()
        if row.active == active
        and (not types or _account_type(company, row).replace(" ", "").lower() in types)
        and all(start <= str(getattr(row, time))[:10] <= end for (start, end), time in spans)
    ]


def _days(params: dict[str, str], name: str) -> tuple[str, str]:
    start, end = (
        read_value(Field(f"{side}_{name}", "date"), params.get(f"{side}_{name}")) for side in ("start", "end")
    )
    return str(start or ""), str(end or "9999-12-31")


def _sorted(company: Company, rows: list[Row], params: dict[str, str]) -> list[Row]:
    """By the column asked for; else by name, as in the sample."""
    value = COLUMNS.get(params.get("sort_by", "").lower(), COLUMNS["account_name"])[1]
    numbers = value is COLUMNS["account_bal"][1]

    def key(row: Row) -> object:
        return value(company, row) if numbers else str(value(company, row)).casefold()

    return sorted(rows, key=key, reverse=params.get("sort_order", "").lower() == "descend")  # type: ignore[arg-type] # all numbers or all text


def _column(key: str) -> Record:
    return {"ColTitle": COLUMNS[key][0], "ColType": key, "MetaData": [{"Name": "ColKey", "Value": key}]}


def _row(company: Company, row: Row, columns: list[str]) -> Record:
    cells: list[Record] = []
    for key in columns:
        value = COLUMNS[key][1](company, row)
        text = value if isinstance(value, str) else f"{value:.2f}"
        cells.append({"value": text, "id": row.id} if key == "account_name" else {"value": text})
    return {"ColData": cells, "type": "Data"}
