"""TimeActivity: time worked by an employee or a vendor (Intuit API reference, TimeActivity; read 2026-11)."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, words
from provisioner.sandbox.qbo.store import PACIFIC, ZERO
from provisioner.sandbox.qbo.txn.common import IGNORED, preference, start
from provisioner.sandbox.qbo.txn.lines import amounts, ref

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

MOST_HOURS = 8760
MOST_MINUTES = 59
TIMES = ("StartTime", "EndTime")
LENGTH = ("Hours", "Minutes")
# What the service keeps itself, and what only other countries or companies with payroll have.
UNKEPT = words("TimeChargeId TimeActivityEx TimeZone InvoiceRef OtherNameRef PayrollItemRef Seconds BreakSeconds")


def _check(draft: Draft) -> None:
    values = draft.values
    if f"{values['NameOf']}Ref" not in values:
        raise errors.missing(f"{values['NameOf']}Ref")
    values.pop("VendorRef" if values["NameOf"] == "Employee" else "EmployeeRef", None)
    _check_length(draft)
    start(draft)
    _drop_untracked(draft)
    _check_billing(draft)


def _check_length(draft: Draft) -> None:
    """Hours and minutes, or start and end; at most 8,760 hours and no minutes beyond them."""
    values = draft.values
    if all(name in values for name in TIMES) and not _shortens(draft):
        for name in LENGTH:
            values.pop(name, None)
        _set_times(draft)
    elif "Hours" in values or "Minutes" in values:
        for hours, minutes in (("Hours", "Minutes"), ("BreakHours", "BreakMinutes")):
            if values.get(hours) == MOST_HOURS and values.get(minutes):
                raise errors.bad_value(2090, minutes, values[minutes])
        for name in LENGTH:
            values.setdefault(name, 0)
        for name in TIMES:
            values.pop(name, None)
    else:
        raise errors.missing("EndTime" if "StartTime" in values else "Hours")


def _shortens(draft: Draft) -> bool:
    """Whether an update states a new length beside the times it leaves as they were: the length counts (assumption)."""
    changed = {name for name in (*TIMES, *LENGTH) if draft.values.get(name) != draft.was(name)}
    return draft.before is not None and bool(changed) and changed <= set(LENGTH)


def _set_times(draft: Draft) -> None:
    """Start and end as instants; a time without date belongs to ``TxnDate``, one without offset is Pacific."""
    values = draft.values
    dated = str(values["StartTime"])
    if "TxnDate" not in values and "T" in dated:
        values["TxnDate"] = _instant("StartTime", dated, "").date().isoformat()
    start(draft)
    begin, end = (_instant(name, str(values[name]), values["TxnDate"]) for name in TIMES)
    if end < begin:  # (assumption)
        raise errors.business("The end time is before the start time.")
    values |= {"StartTime": begin.isoformat(timespec="seconds"), "EndTime": end.isoformat(timespec="seconds")}


def _instant(name: str, text: str, day: str) -> datetime:
    try:
        if "T" in text:
            found = datetime.fromisoformat(text)
        else:
            found = datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(text))
    except ValueError:
        raise errors.bad_value(2060, name, text) from None
    return found if found.tzinfo else found.replace(tzinfo=PACIFIC)


def _drop_untracked(draft: Draft) -> None:
    """What the company does not track is dropped without a word, as on sales forms (assumption)."""
    for name, setting in (("ClassRef", "ClassTrackingPerTxn"), ("DepartmentRef", "TrackDepartments")):
        if not preference(draft.company, "AccountingInfoPrefs", setting):
            draft.values.pop(name, None)


def _check_billing(draft: Draft) -> None:
    """Billable time needs a customer and a rate; only an invoice makes it billed, so that is never taken over."""
    values = draft.values
    if values["BillableStatus"] == "HasBeenBilled" and draft.was("BillableStatus") != "HasBeenBilled":
        values["BillableStatus"] = draft.was("BillableStatus") or "NotBillable"
    if "HourlyRate" not in values:
        values["HourlyRate"] = _usual_rate(draft)
    if values["BillableStatus"] != "Billable":
        return
    if "CustomerRef" not in values:
        raise errors.missing("CustomerRef")
    if not values["HourlyRate"]:
        raise errors.missing("HourlyRate")


def _usual_rate(draft: Draft) -> Decimal:
    """The rate on the card of who worked, or else the price of the service; 0 without either (assumption)."""
    values = draft.values
    person = draft.company.find(values["NameOf"], values[f"{values['NameOf']}Ref"])
    service = draft.company.find("Item", values.get("ItemRef", ""))
    for row, name in ((person, "BillRate"), (service, "UnitPrice")):
        if row is not None and name in row.values:
            return Decimal(row.values[name])
    return ZERO


def _billing_state(company: Company, row: Row) -> str:
    """Billed once an invoice names it."""
    return "HasBeenBilled" if company.settlers("TimeActivity", row.id) else str(row.values["BillableStatus"])


ENTITY = Entity(
    name="TimeActivity",
    source="Intuit API reference, TimeActivity; read 2026-11",
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    fields=(
        Field("TxnDate", "date", filter=True, sort=True),
        Field("NameOf", choices=("Vendor", "Employee"), required=True),
        ref("EmployeeRef", "Employee"),
        ref("VendorRef", "Vendor"),
        ref("CustomerRef", "Customer"),
        ref("DepartmentRef", "Department"),
        ref("ItemRef", "Item"),
        ref("ClassRef", "Class"),
        Field(
            "BillableStatus", choices=("Billable", "NotBillable", "HasBeenBilled"), default="NotBillable", filter=True
        ),
        Field("Taxable", "bool", default=False),
        *amounts("HourlyRate", "CostRate"),
        Field("Hours", "int", high=MOST_HOURS),
        Field("Minutes", "int", high=MOST_MINUTES),
        Field("BreakHours", "int", high=MOST_HOURS),
        Field("BreakMinutes", "int", high=MOST_MINUTES),
        *(Field(name) for name in TIMES),
        Field("Description", limit=4000),
    ),
    computed=(Computed("BillableStatus", "text", _billing_state, filter=True),),
    ignored=IGNORED | UNKEPT,
    check=_check,
)
