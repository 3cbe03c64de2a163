"""What the firm buys: lines, totals, numbers and postings of bills, expenses, checks, vendor credits and orders.

Intuit API reference, Bill, BillPayment, Purchase, PurchaseOrder, VendorCredit; XSD of Intuit's Java SDK; read 2026-11.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.parts import address
from provisioner.sandbox.qbo.shape import Field, Posting, words
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import (
    IGNORED,
    dated,
    drop_untracked,
    due_date,
    nonzero,
    other_preference,
    settled,
    start,
    total_of,
)
from provisioner.sandbox.qbo.txn.lines import (
    ACCOUNT_EXPENSE,
    ITEM_EXPENSE,
    check_price,
    check_tax_code,
    complete,
    line_field,
    need_details,
    ref,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

DETAILS = (ACCOUNT_EXPENSE.name, ITEM_EXPENSE.name)
LINES = line_field(ACCOUNT_EXPENSE, ITEM_EXPENSE, choices=("DescriptionOnly",))
# In the XSD, without effect in a US company: it has no tax on purchases, no CIS and no TPAR.
BUYING_IGNORED = IGNORED | words(
    "TxnTaxDetail TxnApprovalInfo TaxFormType TaxFormNum Tag LessCIS IncludeInAnnualTPAR RecurringInfo "
    "ReplyEmail PayerRef CustomField"
)
CHECKS = ("Purchase", "BillPayment")  # numbered together (probe of a live company, 2026-08)
PRINTING = ("NotSet", "NeedToPrint", "PrintComplete")
PAYABLE = "Accounts Payable"


def vendor_fields(*, filters: bool = False, insisted: bool = False) -> tuple[Field, ...]:
    """Whom it is bought from, what, and through which payables account."""
    return (
        vendor_field(filters=filters, insisted=insisted),
        payable_field(),
        *dated(),
        LINES,
        address("VendorAddr"),
        ref("DepartmentRef", "Department"),
    )


def vendor_field(*, filters: bool, insisted: bool = False) -> Field:
    """``VendorRef``; a bill insists on it even in a sparse update (probe of a live company, 2026-08)."""
    return Field("VendorRef", "ref", target="Vendor", required=True, insisted=insisted, filter=filters, sort=filters)


def payable_field(*, filters: bool = True) -> Field:
    """``APAccountRef``."""
    return Field("APAccountRef", "ref", target="Account", filter=filters, sort=filters)


def take_lines(draft: Draft, linkable: frozenset[str] = frozenset()) -> None:
    """Completes date, lines and total; lines may name transactions of the ``linkable`` kinds."""
    start(draft)
    lines: list[Record] = deepcopy(draft.values["Line"])
    draft.values["Line"] = lines
    need_details(lines)
    for line in lines:
        _check_line(line)
        keep_links(line, linkable)
    complete(draft)
    drop_untracked(draft, *DETAILS)
    draft.inner["total"] = total(lines)
    if draft.inner["total"] < 0:
        raise errors.negative_amount("TotalAmt")


def _check_line(line: Record) -> None:
    kind = line["DetailType"]
    detail = line.setdefault(kind, {}) if kind in DETAILS else {}
    if kind == "DescriptionOnly" or (kind == ITEM_EXPENSE.name and "ItemRef" not in detail):
        # A line without an item is documentation, and its amount is ignored (reference, ItemRef).
        for name in (*DETAILS, "Amount"):
            line.pop(name, None)
        line["DetailType"] = "DescriptionOnly"
        return
    if kind == ACCOUNT_EXPENSE.name and "AccountRef" not in detail:
        raise errors.missing("AccountRef")
    check_price(line, detail)
    check_tax_code(detail, "NON")
    if detail.setdefault("BillableStatus", "NotBillable") == "Billable" and "CustomerRef" not in detail:
        raise errors.business("A billable expense needs a customer.")  # that it is refused, and how, is an assumption


def keep_links(values: Record, linkable: frozenset[str]) -> None:
    """Drops the links the service makes itself; 620 for other kinds than ``linkable``.

    Reimburse charges and payments are not linked from this side (that they are dropped is an assumption).
    """
    links = values.pop("LinkedTxn", [])
    kept = [link for link in links if link.get("TxnType") not in _MADE_BY_THE_SERVICE]
    for link in kept:
        if link.get("TxnType") not in linkable:
            raise errors.linking(f"A {link.get('TxnType', 'transaction')} cannot be linked here.")
    if kept:
        values["LinkedTxn"] = kept


_MADE_BY_THE_SERVICE = words(
    "ReimburseCharge BillPaymentCheck BillPaymentCreditCard BillPayment VendorCredit Payment Deposit JournalEntry Bill"
)


def keep_settled(draft: Draft) -> None:
    """What payments have settled stays with its vendor and is not less afterwards (that it is refused is assumed)."""
    if draft.before is None:
        return
    paid = settled(draft.company, draft.entity.name, draft.before)
    if paid > draft.inner["total"]:
        raise errors.business("The total cannot be less than what has been paid or applied.")
    if paid and draft.values["VendorRef"] != draft.was("VendorRef"):
        raise errors.business("The vendor cannot be changed once payments are applied.")


def take_vendor(draft: Draft) -> None:
    """The vendor's address, where a new transaction does not say another."""
    card = draft.company.tables["Vendor"].rows[draft.values["VendorRef"]].values
    if draft.before is None and "BillAddr" in card:
        draft.values.setdefault("VendorAddr", card["BillAddr"])


def take_terms(draft: Draft) -> None:
    """The vendor's terms, and the day they lead to; without terms it is due at once (reference, smallest create)."""
    card = draft.company.tables["Vendor"].rows[draft.values["VendorRef"]].values
    if draft.before is None and "TermRef" in card:
        draft.values.setdefault("SalesTermRef", card["TermRef"])
    if "DueDate" not in draft.values:
        draft.values["DueDate"] = due_date(draft.company, draft.values, 0)


def take_payable(draft: Draft) -> None:
    """The company's payables account unless another one is named; 6430 for an account of another type."""
    check_payable(draft)
    if "APAccountRef" not in draft.values:
        draft.values["APAccountRef"] = system_account(draft.company, "accounts_payable").id


def check_payable(draft: Draft) -> None:
    """6430 for a payables account of another type (reference: it must be one of accounts payable)."""
    if "APAccountRef" in draft.values:
        check_account(draft.company, "APAccountRef", draft.values["APAccountRef"], (PAYABLE,))


def check_account(company: Company, name: str, row_id: str, types: Iterable[str]) -> None:
    """6430 for an account of another type."""
    if company.tables["Account"].rows[row_id].values["AccountType"] not in types:
        raise errors.wrong_account_type(name)


def give_number(draft: Draft, *kinds: str) -> None:
    """The next number of these kinds, unless the company numbers by hand."""
    if not other_preference(draft.company, "VendorAndPurchasesPrefs.UseCustomTxnNumbers"):
        numbers.give_next(draft, kinds)


def refuse_same_check(draft: Draft) -> None:
    """6140 for a check number used on the same bank account, as long as the company wants to be warned.

    Expenses and bill payments share them (probe of a live company, 2026-08); that each bank account has its own is an
    assumption.
    """
    bank = bank_of_check(draft.values)
    if bank and other_preference(draft.company, "WarnDuplicateCheckNumber"):
        numbers.refuse_duplicate(draft, CHECKS, lambda row: bank_of_check(row.values) == bank)


def bank_of_check(values: Record) -> str:
    """The bank account a check is drawn on, "" where it is none."""
    if values.get("PaymentType") == "Check":
        return str(values["AccountRef"])
    return str(values["CheckPayment"]["BankAccountRef"]) if values.get("PayType") == "Check" else ""


def buying_postings(
    company: Company, row: Row, counter: str, sign: int, party: tuple[str, str] | None
) -> list[Posting]:
    """``sign`` 1: what the lines name is debited and ``counter`` credited; -1 the other way round."""
    found = [Posting(counter, -sign * total_of(row), party)]
    priced = (line for line in row.values["Line"] if line["DetailType"] in DETAILS)
    found += [Posting(_account(company, line), sign * Decimal(line["Amount"]), party) for line in priced]
    return nonzero(found)


def _account(company: Company, line: Record) -> str:
    """What a line is booked to: its account, or the one of its item; stock is an asset."""
    detail = line[line["DetailType"]]
    if "AccountRef" in detail:
        return str(detail["AccountRef"])
    item = company.tables["Item"].rows[detail["ItemRef"]].values
    name = "AssetAccountRef" if item["Type"] == "Inventory" else "ExpenseAccountRef"
    # That an item without an account is taken, and booked so, is an assumption.
    return str(item.get(name) or system_account(company, "uncategorized_expense").id)
