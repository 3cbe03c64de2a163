"""Lines of transactions: their fields, what the service adds to them, and what they come to.

Intuit API reference, Invoice, Bill, Purchase, Deposit and JournalEntry, Line; XSD of Intuit's Java SDK; read 2026-11.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Field, words
from provisioner.sandbox.qbo.store import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft, Link
    from provisioner.sandbox.qbo.store import Row

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
MOST_LINES = 10_000  # Intuit API reference, Invoice; which fault more lines get is an assumption
MOST_TAXED_LINES = 750
TAX_CODES = ("TAX", "NON")  # Intuit API reference, Invoice: the tax codes of lines in US companies


def ref(name: str, target: str = "", *, bare: bool = False, required: bool = False) -> Field:
    """A reference to an object of ``target``."""
    return Field(name, "ref", target=target, bare=bare, required=required)


def amounts(*names: str) -> tuple[Field, ...]:
    """Amounts, or other decimals, by name."""
    return tuple(Field(name, "amount") for name in names)


_COMMON = (ref("ClassRef", "Class"), ref("TaxCodeRef", bare=True), *amounts("TaxInclusiveAmt"))
_MARKUP = Field(
    "MarkupInfo",
    "struct",
    parts=(
        Field("PercentBased", "bool"),
        *amounts("Value", "Percent"),
        ref("PriceLevelRef"),
        ref("MarkUpIncomeAccountRef", "Account"),
    ),
)
_BILLABLE = Field("BillableStatus", choices=("Billable", "NotBillable", "HasBeenBilled"))
_ITEM = (ref("ItemRef", "Item"), *amounts("UnitPrice", "RatePercent", "Qty"), ref("PriceLevelRef"), ref("UOMRef"))
_ITEM_MORE = (ref("ItemAccountRef", "Account"), *_COMMON)

SALES = Field(
    "SalesItemLineDetail",
    "struct",
    parts=(*_ITEM, *_ITEM_MORE, _MARKUP, Field("ServiceDate", "date"), *amounts("DiscountRate", "DiscountAmt")),
    ignored=words("TaxClassificationRef DeferredRevenue ItemReceiptLineId"),
)
DESCRIPTION = Field("DescriptionLineDetail", "struct", parts=(Field("ServiceDate", "date"), ref("TaxCodeRef")))
DISCOUNT = Field(
    "DiscountLineDetail",
    "struct",
    parts=(
        Field("PercentBased", "bool"),
        Field("DiscountPercent", "amount", low=0, high=100),
        ref("DiscountAccountRef", "Account"),
        ref("DiscountRef"),
        Field("ServiceDate", "date"),
        *_COMMON[:2],
    ),
)
SUBTOTAL = Field("SubTotalLineDetail", "struct", parts=(ref("ItemRef", "Item"), Field("ServiceDate", "date")))
ACCOUNT_EXPENSE = Field(
    "AccountBasedExpenseLineDetail",
    "struct",
    parts=(
        ref("AccountRef", "Account"),
        ref("CustomerRef", "Customer"),
        _BILLABLE,
        _MARKUP,
        *amounts("TaxAmount"),
        *_COMMON,
    ),
)
ITEM_EXPENSE = Field(
    "ItemBasedExpenseLineDetail",
    "struct",
    parts=(*_ITEM, *_ITEM_MORE, _MARKUP, ref("CustomerRef", "Customer"), _BILLABLE),
)
LINKED_TXN = Field("LinkedTxn", "list", parts=tuple(Field(name) for name in ("TxnId", "TxnType", "TxnLineId")))
_EXTRAS = words("CustomExtensions Received ProjectRef LineEx CustomField")


def line_field(*details: Field, required: bool = True, choices: tuple[str, ...] = ()) -> Field:
    """The ``Line`` array of an entity whose lines are of these kinds (``choices`` names kinds without detail)."""
    kinds = (*(detail.name for detail in details), *choices)
    return Field(
        "Line",
        "list",
        required=required,
        parts=(
            Field("Id"),
            Field("LineNum", "int", low=0, high=100000),
            Field("Description", limit=4000),
            Field("Amount", "amount"),
            LINKED_TXN,
            Field("DetailType", choices=kinds),
            *details,
        ),
        ignored=_EXTRAS,
    )


def group_field() -> Field:
    """A bundle on a sales form, with lines of its own."""
    inner = line_field(SALES, DESCRIPTION, required=False, choices=("DescriptionOnly",))
    return Field(
        "GroupLineDetail", "struct", parts=(ref("GroupItemRef", "Item"), *amounts("Quantity"), ref("UOMRef"), inner)
    )


def complete(draft: Draft, *, first: int = 1) -> None:
    """Number the lines: ids of lines that were there stay, new ones get the next; 2250 without any line."""
    lines = draft.values.get("Line", [])
    if not lines:
        raise errors.no_lines()
    taxed = sum(1 for line in lines if line.get("SalesItemLineDetail", {}).get("TaxCodeRef") == TAX_CODES[0])
    if len(lines) > MOST_LINES or (taxed and len(lines) > MOST_TAXED_LINES):
        raise errors.business(f"A transaction holds at most {MOST_LINES} lines, {MOST_TAXED_LINES} if it is taxed.")
    known = {line.get("Id") for line in draft.before.values.get("Line", [])} if draft.before else set()
    numbers = [int(each) for each in known if each and each.isdecimal()]
    following = max(numbers, default=first - 1) + 1
    kept: set[str] = set()
    for place, line in enumerate(lines, 1):
        if line.get("Id") not in known - {None} or line["Id"] in kept:
            line["Id"] = str(following)
            following += 1
        kept.add(line["Id"])
        line.setdefault("LineNum", place)


def need_details(lines: Iterable[Record]) -> None:
    """Every line needs its kind, and the detail of that kind where it has one; 2020 otherwise."""
    for line in lines:
        kind = line.get("DetailType")
        if kind is None:
            raise errors.missing("Line.DetailType")
        if "Amount" not in line and kind not in ("DescriptionOnly", "GroupLineDetail"):
            raise errors.missing("Line.Amount")


def check_price(line: Record, detail: Record) -> None:
    """6070 unless the amount is quantity times price to the cent; a zero is as good as none.

    python-quickbooks sends both as 0 where nobody set them, also in its live tests (0.9.3; read 2026-11).
    """
    quantity, price = detail.get("Qty"), detail.get("UnitPrice")
    if quantity and price and cents(Decimal(quantity) * Decimal(price)) != cents(line["Amount"]):
        raise errors.wrong_amount(line["Amount"])


def check_tax_code(detail: Record, default: str) -> None:
    """Fills in the tax code of a US line; 6100 for any that is neither TAX nor NON."""
    code = detail.setdefault("TaxCodeRef", default)
    if code not in TAX_CODES:
        raise errors.wrong_tax_code(code)


def cents(amount: Decimal | int) -> Decimal:
    """``amount`` rounded to two places, halves away from zero."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def total(lines: Iterable[Record]) -> Decimal:
    """The sum of the amounts of lines."""
    return sum((Decimal(line.get("Amount", ZERO)) for line in lines), ZERO)


def without_link(row: Row, kind: str, row_id: str) -> Record:
    """The values of a transaction whose lines no longer name that one; a line left without any link goes."""
    lines = []
    for line in row.values.get("Line", []):
        links = [link for link in line.get("LinkedTxn", []) if not _names(link, kind, row_id)]
        if links or not line.get("LinkedTxn"):
            lines.append({**line, "LinkedTxn": links} if links else line)
    return {
        **{name: value for name, value in row.values.items() if name != "Line"},
        **({"Line": lines} if lines else {}),
    }


def without_mention(row: Row, kind: str, row_id: str) -> Record:
    """The values of a transaction that no longer names that one; its lines stay."""
    values = _unmentioned(row.values, kind, row_id)
    return {**values, "Line": [_unmentioned(line, kind, row_id) for line in values["Line"]]}


def _unmentioned(values: Record, kind: str, row_id: str) -> Record:
    links = [link for link in values.get("LinkedTxn", []) if not _names(link, kind, row_id)]
    kept = {name: value for name, value in values.items() if name != "LinkedTxn"}
    return {**kept, "LinkedTxn": links} if links else kept


def _names(link: Record, kind: str, row_id: str) -> bool:
    return link.get("TxnId") == row_id and ENTITY_OF.get(link.get("TxnType", ""), link.get("TxnType")) == kind


# The word for a transaction in links, where it is not its entity's name (Intuit API reference, Payment and Bill).
ENTITY_OF = {
    "Expense": "Purchase",
    "Check": "Purchase",
    "CreditCardCredit": "Purchase",
    "BillPaymentCheck": "BillPayment",
    "BillPaymentCreditCard": "BillPayment",
}


def line_links(row: Row, make: type[Link]) -> list[Link]:
    """What the lines of a transaction settle, each with the line's amount."""
    found = []
    for line in row.values.get("Line", []):
        for link in line.get("LinkedTxn", []):
            kind = ENTITY_OF.get(link.get("TxnType", ""), link.get("TxnType", ""))
            found.append(make(kind, link.get("TxnId", ""), Decimal(line.get("Amount", ZERO))))
    return found


def voided(row: Row) -> Record:
    """The values of a voided form: amounts and quantities 0, no links, and a note that says so (reference, Invoice)."""
    lines = [_emptied(line) for line in row.values.get("Line", [])]
    note = row.values.get("PrivateNote")
    kept = {name: value for name, value in row.values.items() if name != "LinkedTxn"}
    return {**kept, "Line": lines, "PrivateNote": f"Voided - {note}"[:4000] if note else "Voided"}


def _emptied(line: Record) -> Record:
    found = {name: value for name, value in line.items() if name != "LinkedTxn"}
    if "Amount" in found:
        found["Amount"] = ZERO
    for name in ("SalesItemLineDetail", "ItemBasedExpenseLineDetail"):
        if name in found:
            found[name] = {**found[name], "Qty": ZERO}
    return found
