"""Fields and columns that most transactions have (Intuit API reference, Invoice and others; read 2026-11)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo.shape import Computed, Field, Posting, words
from provisioner.sandbox.qbo.store import PACIFIC, ZERO
from provisioner.sandbox.qbo.txn.lines import amounts, ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

HOME = {"value": "USD", "name": "United States Dollar"}
# Read and dropped on every transaction: worked out by the service, or without effect in a US company.
IGNORED = words(
    "TotalAmt Balance HomeTotalAmt HomeBalance HomeAmt CurrencyRef ExchangeRate LinkedTxn RecurDataRef TxnSource "
    "TemplateRef TaxExemptionRef TxnStatus TransactionLocationType GlobalTaxCalculation ProjectRef DeliveryInfo "
    "FreeFormAddress "
    "AttachableRef PurchaseEx LineEx BillEx InvoiceEx DepositEx PaymentEx sparse time MetaData RemainingCredit "
    "UnappliedAmt domain status TxnId"
)
CUSTOM_FIELDS = Field(
    "CustomField",
    "list",
    parts=(
        *(Field(name) for name in ("DefinitionId", "Name", "Type", "StringValue")),
        Field("BooleanValue", "bool"),
        Field("DateValue", "date"),
        Field("NumberValue", "amount"),
    ),
)
TAX_DETAIL = Field(
    "TxnTaxDetail",
    "struct",
    parts=(
        ref("TxnTaxCodeRef", bare=True),
        *amounts("TotalTax"),
        Field(
            "TaxLine",
            "list",
            parts=(
                *amounts("Amount"),
                Field("DetailType"),
                Field(
                    "TaxLineDetail",
                    "struct",
                    parts=(
                        ref("TaxRateRef", bare=True),
                        Field("PercentBased", "bool"),
                        *amounts("TaxPercent", "NetAmountTaxable", "TaxInclusiveAmount", "OverrideDeltaAmount"),
                    ),
                ),
            ),
        ),
    ),
    ignored=words("DefaultTaxCodeRef UseAutomatedSalesTax"),
)

CARD_PAYMENT = Field(
    "CreditCardPayment",
    "struct",
    parts=tuple(
        Field(name, "struct", parts=tuple(Field(part) for part in parts.split()))
        for name, parts in {
            "CreditChargeInfo": "Type NameOnAcct CcExpiryMonth CcExpiryYear BillAddrStreet PostalCode Amount Number",
            "CreditChargeResponse": "Status CCTransId AuthCode TxnAuthorizationTime",
        }.items()
    ),
    ignored=words("ProcessPayment"),
)


def dated(*, number_filter: bool = True) -> tuple[Field, ...]:
    """Date, number and note."""
    return (
        Field("TxnDate", "date", filter=True, sort=True),
        Field("DocNumber", limit=21, filter=number_filter, sort=number_filter),
        Field("PrivateNote", limit=4000),
    )


def today(company: Company) -> str:
    """The company's date now."""
    return company.clock.now().astimezone(PACIFIC).date().isoformat()


def start(draft: Draft) -> None:
    """Dates the transaction today unless it says otherwise."""
    draft.values.setdefault("TxnDate", today(draft.company))


def later(day: str, days: int) -> str:
    """The date ``days`` after ``day``, at most the last one there is."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return date.max.isoformat()


def due_date(company: Company, values: Record, days: int) -> str:
    """When a transaction is due: as its terms say, else ``days`` after its date."""
    term = company.find("Term", values.get("SalesTermRef", ""))
    if term and "DayOfMonthDue" in term.values:
        return _on_day(date.fromisoformat(values["TxnDate"]), term.values)
    return later(values["TxnDate"], int(term.values.get("DueDays", days)) if term else days)


def _on_day(issued: date, term: Record) -> str:
    """The day of the month that the terms name; of the next month if it is less than the grace days away."""
    earliest = later(issued.isoformat(), int(term.get("DueNextMonthDays", 0)))
    month = issued.replace(day=1)
    due = _day_in(month, int(term["DayOfMonthDue"]))
    return due if due >= earliest else _day_in(date.fromisoformat(later(month.isoformat(), 31)), term["DayOfMonthDue"])


def _day_in(month: date, day: int) -> str:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1])).isoformat()


def preference(company: Company, section: str, name: str) -> Any:
    """One setting of the company, None where it has none."""
    row = company.tables["Preferences"].rows.get("1")
    return row.values[section].get(name) if row else None


def other_preference(company: Company, name: str) -> bool:
    """One of the settings that the reference lists under OtherPrefs, as a boolean."""
    pairs = preference(company, "OtherPrefs", "NameValue") or []
    return any(pair["Name"] == name and pair["Value"] == "true" for pair in pairs)


def total_of(row: Row) -> Decimal:
    """What the transaction comes to."""
    return Decimal(row.inner.get("total", ZERO))


def settled(company: Company, kind: str, row: Row) -> Decimal:
    """How much of the transaction others have settled."""
    return sum((Decimal(each) for each in company.settled.get((kind, row.id), {}).values()), ZERO)


def open_on(draft: Draft, kind: str, target: Row) -> Decimal:
    """What others have left open of a transaction: what this draft has settled of it so far counts as open."""
    holders = draft.company.settled.get((kind, target.id), {})
    own = Decimal(holders.get((draft.entity.name, draft.before.id), ZERO)) if draft.before else ZERO
    return total_of(target) - settled(draft.company, kind, target) + own


def total_column(*, filters: bool = False, sorts: bool = False) -> Computed:
    """``TotalAmt``."""
    return Computed("TotalAmt", "amount", lambda _, row: total_of(row), filter=filters, sort=sorts)


def currency_column() -> Computed:
    """``CurrencyRef``: the home currency."""
    return Computed("CurrencyRef", "struct", lambda _company, _row: HOME)


def no_projects() -> Computed:
    """``ProjectRef``, which can be asked for and is never there: projects are made in the web screens."""
    return Computed("ProjectRef", "text", lambda _company, _row: None, filter=True)


def links_column(kind: str) -> Computed:
    """``LinkedTxn``: the transactions that settle this one, and those it names itself at the top level."""

    def get(company: Company, row: Row) -> list[Record] | None:
        own = row.values.get("LinkedTxn", [])
        return [*own, *(link for link in settling_links(company, kind, row) if link not in own)] or None

    return Computed("LinkedTxn", "list", get)


def settling_links(company: Company, kind: str, row: Row) -> list[Record]:
    """Links to the transactions that settle this one."""
    found = company.settlers(kind, row.id)
    return [{"TxnId": source.id, "TxnType": word_for(entity.name, source)} for source, entity in found]


def word_for(kind: str, row: Row) -> str:
    """The word for a transaction in the links of others (reference, Bill: BillPaymentCheck)."""
    if kind == "BillPayment":
        return "BillPaymentCheck" if row.values.get("PayType") == "Check" else "BillPaymentCreditCard"
    if kind == "Purchase":
        by_type = {"Check": "Check", "CreditCard": "CreditCardCredit" if row.values.get("Credit") else "Expense"}
        return by_type.get(str(row.values.get("PaymentType")), "Expense")
    return kind


def name_values(pairs: Mapping[str, str]) -> Record:
    """One of the service's own extension blocks: names and values (reference, samples of Payment and Purchase)."""
    marks = {
        "name": "{http://schema.intuit.com/finance/v3}NameValue",
        "declaredType": "com.intuit.schema.finance.v3.NameValue",
        "scope": "javax.xml.bind.JAXBElement$GlobalScope",
        "nil": False,
        "globalScope": True,
        "typeSubstituted": False,
    }
    return {"any": [{**marks, "value": {"Name": name, "Value": value}} for name, value in pairs.items()]}


def voided_payment(row: Row) -> Record:
    """The values of a voided payment: nothing, for nothing, and a note that says so (reference, Payment, void)."""
    note = row.values.get("PrivateNote")
    kept = {name: value for name, value in row.values.items() if name != "Line"}
    return {**kept, "TotalAmt": ZERO, "PrivateNote": f"Voided - {note}"[:4000] if note else "Voided"}


def drop_untracked(draft: Draft, *details: str) -> None:
    """A class counts only at the level where the company tracks classes; elsewhere it is dropped without a word."""
    if not preference(draft.company, "AccountingInfoPrefs", "ClassTrackingPerTxn"):
        draft.values.pop("ClassRef", None)
    if not preference(draft.company, "AccountingInfoPrefs", "TrackDepartments"):
        draft.values.pop("DepartmentRef", None)
    if not preference(draft.company, "AccountingInfoPrefs", "ClassTrackingPerTxnLine"):
        for line in draft.values.get("Line", []):
            for name in details:
                line.get(name, {}).pop("ClassRef", None)


def nonzero(postings: Sequence[Posting]) -> list[Posting]:
    """The postings that move something."""
    return [posting for posting in postings if posting.amount]
