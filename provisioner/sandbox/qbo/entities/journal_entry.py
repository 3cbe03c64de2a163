"""JournalEntry: debits and credits by hand (Intuit API reference, JournalEntry; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.references import party_of
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Posting, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.banking import refuse_deposited
from provisioner.sandbox.qbo.txn.common import (
    IGNORED,
    TAX_DETAIL,
    currency_column,
    dated,
    links_column,
    nonzero,
    other_preference,
    preference,
    start,
)
from provisioner.sandbox.qbo.txn.lines import DESCRIPTION, amounts, complete, line_field, need_details, ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

SIDES = {"Debit": 1, "Credit": -1}
KINDS = ("JournalEntry",)
AUTO_NUMBER = "allowautodocnum"
DETAIL = Field(
    "JournalEntryLineDetail",
    "struct",
    parts=(
        Field("PostingType"),
        Field("Entity", "struct", parts=(Field("Type"), Field("EntityRef", "party", bare=True))),
        ref("AccountRef", "Account"),
        ref("ClassRef", "Class"),
        ref("DepartmentRef", "Department"),
        ref("TaxCodeRef", bare=True),
        Field("TaxApplicableOn", choices=("Sales", "Purchase")),
        *amounts("TaxAmount", "TaxInclusiveAmt"),
        Field("BillableStatus", choices=("Billable", "NotBillable", "HasBeenBilled")),
    ),
    ignored=words("JournalCodeRef"),  # companies in France only
)
# account type -> whose name a line on it needs, and the word for it (reference, business rules)
NAMED = {"Accounts Receivable": ("Customer", "customer"), "Accounts Payable": ("Vendor", "vendor")}


def _check(draft: Draft) -> None:
    start(draft)
    values = draft.values
    # Since minor version 54 a missing number stays missing unless one is asked for (reference, DocNumber).
    if AUTO_NUMBER in draft.include:
        numbers.give_next(draft, KINDS, first=1)
    if other_preference(draft.company, "WarnDuplicateJournalNumber"):
        numbers.refuse_duplicate(draft, KINDS)
    sent = [dict(line) for line in values["Line"]]
    values["Line"] = sent
    need_details(sent)
    for line in _posted(sent):
        line[DETAIL.name] = _checked(draft, dict(line.get(DETAIL.name, {})))
    _check_balance(sent)
    unnumbered = [line for line in sent if "LineNum" not in line]
    complete(draft, first=0)
    for line in unnumbered:
        del line["LineNum"]  # answered only where it was sent (reference, samples)


def _posted(lines: Iterable[Record]) -> list[Record]:
    """The lines that post; the others only describe."""
    return [line for line in lines if line["DetailType"] == DETAIL.name]


def _checked(draft: Draft, detail: Record) -> Record:
    if detail.get("PostingType") not in SIDES:
        raise errors.bad_posting_type(str(detail.get("PostingType", "")))
    if "AccountRef" not in detail:
        raise errors.missing("AccountRef")
    _drop_untracked(draft.company, detail)
    party = _party(draft.company, detail)
    account = draft.company.tables["Account"].rows[detail["AccountRef"]].values["AccountType"]
    kind, word = NAMED.get(account, ("", ""))
    if kind and (party is None or party[0] != kind):
        raise errors.business(f"When you use {account}, you must choose a {word} in the Name field.")
    return detail


def _drop_untracked(company: Company, detail: Record) -> None:
    """What the company does not track is dropped without a word, as on sales forms (assumption)."""
    levels = ("ClassTrackingPerTxn", "ClassTrackingPerTxnLine")
    if not any(preference(company, "AccountingInfoPrefs", level) for level in levels):
        detail.pop("ClassRef", None)
    if not preference(company, "AccountingInfoPrefs", "TrackDepartments"):
        detail.pop("DepartmentRef", None)


def _party(company: Company, detail: Record) -> tuple[str, str] | None:
    """Whom the line names: the type says what, or else the id alone; 2500 for nobody."""
    entity = detail.get("Entity", {})
    if "EntityRef" not in entity:
        detail.pop("Entity", None)
        return None
    value = entity["EntityRef"]["value"]
    kind = str(entity.get("Type", entity["EntityRef"].get("kind", ""))).capitalize()
    if kind and kind not in ("Customer", "Vendor", "Employee"):
        raise errors.bad_choice("Type", kind)
    party = party_of(company, {"value": value, "kind": kind} if kind else {"value": value})
    if party is None:
        raise errors.bad_reference("Names", value)
    detail["Entity"] = {"Type": party[0], "EntityRef": {"value": value, "kind": party[0]}}
    return party


def _check_balance(lines: list[Record]) -> None:
    """At least one debit and one credit, 2250; that come to the same, 2300."""
    posted = _posted(lines)
    if len({line[DETAIL.name]["PostingType"] for line in posted}) < len(SIDES):
        raise errors.no_lines() if not posted else errors.unbalanced()
    if sum((_signed(line) for line in posted), ZERO):
        raise errors.unbalanced()


def _signed(line: Record) -> Decimal:
    return SIDES[line[DETAIL.name]["PostingType"]] * Decimal(line["Amount"])


def _postings(company: Company, row: Row) -> list[Posting]:
    found = []
    for line in _posted(row.values["Line"]):
        detail = line[DETAIL.name]
        party = party_of(company, detail.get("Entity", {}).get("EntityRef"))
        found.append(Posting(detail["AccountRef"], _signed(line), party))
    return nonzero(found)


def _no_void() -> Record:
    """A void answers HTTP 200 with this, and does nothing (probe of live companies, 2026-08)."""
    return {"BatchItemResponse": []}


ENTITY = Entity(
    name="JournalEntry",
    source="Intuit API reference, JournalEntry; probe of live companies, 2026-08; read 2026-11",
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *dated(),
        line_field(DETAIL, DESCRIPTION, choices=("DescriptionOnly",)),
        TAX_DETAIL,
        Field("Adjustment", "bool", default=False),
    ),
    computed=(
        Computed("TotalAmt", "amount", lambda _company, _row: ZERO),  # always (reference)
        currency_column(),
        links_column("JournalEntry"),
    ),
    ignored=IGNORED | words("TaxRateRef JournalEntryEx TxnStatus CustomField DepartmentRef ClassRef HomeAmount"),
    odd_void=_no_void,
    check=_check,
    postings=_postings,
    guard=refuse_deposited("JournalEntry"),  # that what a deposit holds is locked here, too, is an assumption
)
