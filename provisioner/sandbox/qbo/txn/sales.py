"""Sales forms: invoice, sales receipt, credit memo, refund receipt, estimate (Intuit API reference; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.parts import address, email
from provisioner.sandbox.qbo.shape import Computed, Field, Posting
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import (
    CARD_PAYMENT,
    CUSTOM_FIELDS,
    TAX_DETAIL,
    currency_column,
    dated,
    drop_untracked,
    due_date,
    links_column,
    nonzero,
    preference,
    start,
    total_column,
    total_of,
)
from provisioner.sandbox.qbo.txn.lines import (
    DESCRIPTION,
    DISCOUNT,
    HUNDRED,
    SALES,
    SUBTOTAL,
    cents,
    check_price,
    check_tax_code,
    complete,
    group_field,
    line_field,
    need_details,
    ref,
    total,
)

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

GAPS = dict.fromkeys(("create", "update"), "tax is taken as sent, not worked out")
DAYS_DUE = 30  # without terms (reference, Invoice: the answer to the smallest create)
LINES = line_field(SALES, group_field(), DESCRIPTION, DISCOUNT, SUBTOTAL, choices=("DescriptionOnly", "TaxLineDetail"))


def form_fields(*, customer_required: bool) -> tuple[Field, ...]:
    """What every sales form has."""
    return (
        Field("CustomerRef", "ref", target="Customer", required=customer_required, filter=True),
        *dated(),
        LINES,
        Field("CustomerMemo", "struct", parts=(Field("value", limit=1000),)),
        *(address(name) for name in ("BillAddr", "ShipAddr", "ShipFromAddr")),
        *(email(name) for name in ("BillEmail", "BillEmailCc", "BillEmailBcc")),
        ref("ClassRef", "Class"),
        ref("DepartmentRef", "Department"),
        Field("ShipDate", "date"),
        ref("ShipMethodRef"),
        Field("TrackingNum", limit=31),
        Field("PrintStatus", choices=("NotSet", "NeedToPrint", "PrintComplete"), default="NeedToPrint"),
        Field("EmailStatus", choices=("NotSet", "NeedToSend", "EmailSent"), default="NotSet"),
        Field("ApplyTaxAfterDiscount", "bool", default=False),
        TAX_DETAIL,
        CUSTOM_FIELDS,
    )


def paid_fields() -> tuple[Field, ...]:
    """How the money changes hands where that happens at once."""
    return (
        Field("PaymentMethodRef", "ref", target="PaymentMethod"),
        Field("PaymentRefNum", limit=21),
        Field("DepositToAccountRef", "ref", target="Account"),
        Field("PaymentType", choices=("Cash", "Check", "CreditCard", "Other")),
        Field(
            "CheckPayment",
            "struct",
            parts=tuple(Field(name, limit=100) for name in ("CheckNum", "Status", "NameOnAcct", "AcctNum", "BankName")),
        ),
        CARD_PAYMENT,
    )


def paid_columns(kind: str) -> tuple[Computed, ...]:
    """What the service works out of a form that is paid at once."""
    return (
        total_column(),
        Computed("Balance", "amount", lambda _company, _row: ZERO),
        currency_column(),
        links_column(kind),
    )


def term_fields() -> tuple[Field, ...]:
    """Terms and the day they lead to."""
    return (
        Field("SalesTermRef", "ref", target="Term", bare=True, filter=True),
        Field("DueDate", "date", filter=True, sort=True),
    )


def check_form(draft: Draft) -> None:
    """Completes a sales form: date, number, lines, what the customer's card adds, and the total."""
    start(draft)
    if not preference(draft.company, "SalesFormsPrefs", "CustomTxnNumbers"):
        numbers.give_next(draft, numbers.SALES)
    if draft.values["EmailStatus"] == "NeedToSend" and "BillEmail" not in draft.values:
        raise errors.missing("BillEmail")
    drop_untracked(draft, "SalesItemLineDetail")
    _check_lines(draft)
    _take_addresses(draft)
    # A US form names its tax, be it 0 (Intuit API reference, sample answers of Invoice and SalesReceipt; read 2026-11).
    draft.values.setdefault("TxnTaxDetail", {"TotalTax": ZERO})
    draft.inner["total"] = _total(draft.values)


def _check_lines(draft: Draft) -> None:
    """Lines as the service keeps them: its own subtotal is made anew, before the discount."""
    lines = [dict(line) for line in draft.values["Line"] if line.get("DetailType") != "SubTotalLineDetail"]
    draft.values["Line"] = lines
    need_details(lines)
    for line in lines:
        _check_line(draft, line)
    complete(draft)
    sold = [line for line in lines if line["DetailType"] != "DiscountLineDetail"]
    subtotal: Record = {"Amount": _sum_of(sold), "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    for line in lines:
        if line["DetailType"] == "DiscountLineDetail":
            _work_out_discount(draft.company, line, subtotal["Amount"])
    draft.values["Line"] = [*sold, subtotal, *(line for line in lines if line["DetailType"] == "DiscountLineDetail")]


def _check_line(draft: Draft, line: Record) -> None:
    if line["DetailType"] == "GroupLineDetail":
        inner = line.setdefault("GroupLineDetail", {}).get("Line", [])
        need_details(inner)
        for each in inner:
            _check_line(draft, each)
        line["Amount"] = total(inner)
    if line["DetailType"] != "SalesItemLineDetail":
        return
    detail = dict(line.get("SalesItemLineDetail", {}))
    line["SalesItemLineDetail"] = detail
    if "ItemRef" not in detail:
        # Without an item a line is a description, and its amount is ignored (reference, Invoice).
        del line["SalesItemLineDetail"], line["Amount"]
        line["DetailType"] = "DescriptionOnly"
        return
    check_price(line, detail)
    item = draft.company.tables["Item"].rows[detail["ItemRef"]]
    check_tax_code(detail, "TAX" if item.values.get("Taxable") else "NON")
    account = item.values.get("IncomeAccountRef")
    if account:
        detail.setdefault("ItemAccountRef", account)


def _work_out_discount(company: Company, line: Record, subtotal: Decimal) -> None:
    detail = dict(line.get("DiscountLineDetail", {}))
    line["DiscountLineDetail"] = detail
    if detail.get("PercentBased") and "DiscountPercent" in detail:
        line["Amount"] = cents(subtotal * Decimal(detail["DiscountPercent"]) / HUNDRED)
    if "DiscountAccountRef" not in detail:
        chosen = company.find("Account", str(preference(company, "SalesFormsPrefs", "DefaultDiscountAccount")))
        detail["DiscountAccountRef"] = (chosen or system_account(company, "discounts_given")).id


def _take_addresses(draft: Draft) -> None:
    """What the form does not say is taken from the customer's card when it is made (reference, Invoice)."""
    customer = draft.company.find("Customer", draft.values.get("CustomerRef", ""))
    if customer is None or draft.before is not None:
        return
    card = customer.values
    for name, source in (("BillAddr", "BillAddr"), ("ShipAddr", "ShipAddr"), ("BillEmail", "PrimaryEmailAddr")):
        if name not in draft.values and source in card:
            draft.values[name] = card[source]


def take_terms(draft: Draft) -> None:
    """The terms of the customer, and the day they lead to, where the form says nothing."""
    values = draft.values
    customer = draft.company.find("Customer", values.get("CustomerRef", ""))
    if draft.before is None and customer is not None and "SalesTermRef" in customer.values:
        values.setdefault("SalesTermRef", customer.values["SalesTermRef"])
    if "DueDate" not in values:
        values["DueDate"] = due_date(draft.company, values, DAYS_DUE)


def _sum_of(lines: list[Record]) -> Decimal:
    return total(line for line in lines if line["DetailType"] != "DescriptionOnly")


def _total(values: Record) -> Decimal:
    """Lines less discounts, and the tax as it was sent: the twin works out no tax itself."""
    lines = values["Line"]
    sold = _sum_of([line for line in lines if line["DetailType"] not in ("SubTotalLineDetail", "DiscountLineDetail")])
    discount = total(line for line in lines if line["DetailType"] == "DiscountLineDetail")
    return sold - discount + Decimal(values.get("TxnTaxDetail", {}).get("TotalTax", ZERO))


def form_postings(company: Company, row: Row, counter: str, sign: int) -> list[Posting]:
    """``sign`` 1: ``counter`` is debited with the total, income credited; -1 the other way round (refunds, credits)."""
    if row.inner.get("voided"):
        return []
    customer = ("Customer", row.values["CustomerRef"]) if "CustomerRef" in row.values else None
    found = [Posting(counter, sign * total_of(row), customer)]
    for line in _flat(row.values["Line"]):
        amount = Decimal(line.get("Amount", ZERO))
        if line["DetailType"] == "SalesItemLineDetail":
            account = line["SalesItemLineDetail"].get("ItemAccountRef")
            found.append(Posting(account or system_account(company, "uncategorized_income").id, -sign * amount))
        elif line["DetailType"] == "DiscountLineDetail":
            found.append(Posting(line["DiscountLineDetail"]["DiscountAccountRef"], sign * amount))
    tax = Decimal(row.values.get("TxnTaxDetail", {}).get("TotalTax", ZERO))
    if tax:
        found.append(Posting(system_account(company, "sales_tax_payable").id, -sign * tax))
    return nonzero(found)


def _flat(lines: list[Record]) -> list[Record]:
    found = []
    for line in lines:
        found += _flat(line["GroupLineDetail"].get("Line", [])) if line["DetailType"] == "GroupLineDetail" else [line]
    return found
