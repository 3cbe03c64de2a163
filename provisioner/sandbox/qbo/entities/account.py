"""Account: the chart of accounts (Intuit API reference, Account; XSD of Intuit's Java SDK; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.account_types import ACCOUNT_TYPES, CONTROL_TYPES, TYPE_OF_SUBTYPE, WITHOUT_SUBS
from provisioner.sandbox.qbo.books import balance, is_debit, post, system_account
from provisioner.sandbox.qbo.currencies import shown
from provisioner.sandbox.qbo.shape import Computed, Draft, Entity, Field, Unique, words
from provisioner.sandbox.qbo.tree import check_parent, full_name, per_parent, refuse_active_children, sub_mark

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Key
    from provisioner.sandbox.qbo.store import Company, Row

MOST_BELOW_ADVANCED = 250  # QuickBooks help, usage limits (L6THMltE4); active accounts the user made


def _classification(_: Company, row: Row) -> str:
    return ACCOUNT_TYPES[row.values["AccountType"]].classification


def _own_balance(_: Company, row: Row) -> Decimal:
    # Live, 2026-08: an inactive account reads 0, and no entry appears anywhere.
    return balance(row) if row.active else balance(row) * 0


def _whole_balance(company: Company, row: Row) -> Decimal:
    table = company.tables["Account"]
    return _own_balance(company, row) + sum(_whole_balance(company, child) for child in table.kin(row.id))


def _number_key(company: Company, row: Row) -> Key | None:
    """Numbers are unique ("must be unique" in the reference); that only active accounts count is an assumption."""
    del company
    number = row.values.get("AcctNum")
    return ("account number", str(number).casefold()) if number and row.active else None


def _check(draft: Draft) -> None:
    _complete_type(draft)
    if draft.values.pop("SubAccount", False) and "ParentRef" not in draft.values:
        raise errors.no_parent()
    _check_family(draft)
    _keep_system_account(draft)
    _check_type_change(draft)
    refuse_active_children(draft)
    _check_room(draft)
    if "OpeningBalance" in draft.values and "OpeningBalanceDate" not in draft.values:
        raise errors.no_opening_date()


def _complete_type(draft: Draft) -> None:
    """Either of type and sub-type brings the other; which code a wrong pair gets is an assumption."""
    account_type, subtype = draft.values.get("AccountType"), draft.values.get("AccountSubType")
    if account_type is None and subtype is None:
        raise errors.no_account_type()
    if account_type is None:
        account_type = TYPE_OF_SUBTYPE.get(str(subtype))
        if account_type is None:
            raise errors.bad_choice("AccountSubType", str(subtype))
    if account_type not in ACCOUNT_TYPES:
        raise errors.bad_choice("AccountType", str(account_type))
    if subtype is None:
        subtype = ACCOUNT_TYPES[account_type].default
    if subtype not in ACCOUNT_TYPES[account_type].subtypes:
        raise errors.bad_choice("AccountSubType", str(subtype))
    draft.values |= {"AccountType": account_type, "AccountSubType": subtype}


def _check_family(draft: Draft) -> None:
    parent = check_parent(draft)
    if parent is None:
        return
    if parent.values["AccountType"] != draft.values["AccountType"]:  # QuickBooks help, article 261563
        raise errors.business("A sub-account must be of the same type as its parent.")
    if draft.values["AccountSubType"] in WITHOUT_SUBS or parent.values["AccountSubType"] in WITHOUT_SUBS:
        raise errors.business("An account of this detail type can neither have sub-accounts nor be one.")


def _keep_system_account(draft: Draft) -> None:
    """What QuickBooks made stays as it is, but for its name in the web screens (QuickBooks help, article 186401).

    That the API refuses a new name, and how it words all this, is an assumption.
    """
    if draft.before is None or "system" not in draft.inner:
        return
    if not draft.active:
        raise errors.business("This account was created by QuickBooks and cannot be made inactive.")
    for name in ("AccountType", "AccountSubType", "ParentRef", *(() if draft.by_hand else ("Name",))):
        if draft.values.get(name) != draft.was(name):
            raise errors.business(f"This account was created by QuickBooks: {name} cannot be changed.")


def _check_type_change(draft: Draft) -> None:
    """Types may change, but not to or from A/R and A/P, nor above sub-accounts of the old type (assumptions)."""
    old, new = draft.was("AccountType"), draft.values["AccountType"]
    if draft.before is None or old == new:
        return
    if CONTROL_TYPES & {old, new}:
        raise errors.business(f"The type of an account cannot be changed from {old} to {new}.")
    if any(True for _ in draft.company.tables["Account"].kin(draft.before.id)):
        raise errors.business("The type of an account that has sub-accounts cannot be changed.")


def _check_room(draft: Draft) -> None:
    """The plan's ceiling. Which code the API answers with is not published: an assumption."""
    company = draft.company
    if company.edition == "advanced" or not draft.active or "system" in draft.inner:
        return
    if (draft.before is None or not draft.before.active) and company.counted_accounts >= MOST_BELOW_ADVANCED:
        raise too_many_accounts()


def too_many_accounts() -> errors.FaultError:
    """The fault at the plan's ceiling."""
    return errors.business(
        f"Your QuickBooks plan allows {MOST_BELOW_ADVANCED} active accounts, and the company has them all. "
        "Make an account inactive or move to another plan."
    )


def _open(draft: Draft, row: Row) -> None:
    """An opening balance is posted against Opening Balance Equity (that the API does so is an assumption)."""
    amount = row.values.pop("OpeningBalance", None)
    row.values.pop("OpeningBalanceDate", None)
    if amount is None or draft.before is not None:
        return
    equity = system_account(draft.company, "opening_balance_equity")
    sides = (row.id, equity.id) if is_debit(row) else (equity.id, row.id)
    post(draft.company, *sides, amount)


def _currency(company: Company, row: Row) -> Record:
    del row
    return shown(company, None)


ENTITY = Entity(
    name="Account",
    source="Intuit API reference, Account; XSD of Intuit's Java SDK; read 2026-11",
    gaps={
        "create": "an opening balance is posted against Opening Balance Equity; the plan's ceiling answers 6000 "
        "(assumptions)",
        "update": "which types may change is an assumption",
    },
    fields=(
        # Length and characters: reference. Names are unique per parent: the sample company has two "Depreciation".
        Field("Name", limit=100, banned=':"\t\n', required=True, filter=True, sort=True),
        # Parents are answered without a name, as for classes (assumption).
        Field("ParentRef", "ref", target="Account", bare=True, filter=True, sort=True),
        Field("Description", limit=100, filter=True, sort=True),
        Field("AccountType", filter=True),
        Field("AccountSubType", filter=True),
        # The reference says 7 characters in the US; a published live test of 2025 writes 11 and calls 20 the limit, so
        # up to 20 are taken (assumption). Not marked filterable. Kept although numbers are switched off (assumption).
        Field("AcctNum", limit=20, banned=":"),
        Field("SubAccount", "bool", filter=True, sort=True),
        Field("OpeningBalance", "amount"),
        Field("OpeningBalanceDate", "date"),
    ),
    computed=(
        full_name("Account"),
        sub_mark("SubAccount"),
        Computed("Classification", "text", _classification, filter=True),
        Computed("CurrentBalance", "amount", _own_balance, filter=True, sort=True),
        Computed("CurrentBalanceWithSubAccounts", "amount", _whole_balance, filter=True, sort=True),
        Computed("CurrencyRef", "struct", _currency),
    ),
    # In the XSD, without effect in a US company.
    ignored=words(
        "TaxCodeRef AccountAlias TxnLocationType JournalCodeRef AcctNumExtn BankNum AccountPurposes TaxAccount "
        "OnlineBankingEnabled FIName DeleteInfo LastReconciledDate"
    ),
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="account"), lambda: errors.duplicate_name("account")
        ),
        # The code for a number already used is an assumption.
        Unique(_number_key, lambda: errors.business("Another account is already using this account number.")),
    ),
    check=_check,
    after=_open,
    keeps_token_when_unchanged=True,  # seen in one recording of a live company
    noun="account",
)
