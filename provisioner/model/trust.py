"""Trust accounts in the firm file: the bank account, its liability, client ledgers, and the firm's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from provisioner.model.spec import AccountKey, Amount, Digits, Spec
from provisioner.model.states import State


class AtBank(Spec):
    """The account as the bank knows it."""

    title: str | None = None
    institution: str | None = None
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    last4: Annotated[Digits, Field(pattern=r"^\d{4}$")] | None = None
    overdraft_protection: Literal["none", "linked", "bank_line"] | None = None
    approval: Literal["confirmed", "unknown"] | None = None
    """Whether the bank was found on the bar's list of eligible or approved institutions."""
    overdraft_reporting: Literal["agreed", "unknown"] | None = None
    """Whether the bank has agreed to report overdrafts or dishonored checks to the bar."""
    out_of_state_consent: Literal["written", "none"] | None = None
    """For a bank elsewhere: whether the clients agreed in writing."""


class Ledgers(Spec):
    """How each client's money is told apart."""

    method: Literal["sub_accounts", "customers", "clio_only"]
    per: Literal["client", "matter"] = "client"
    source: Literal["clio", "listed"] = Field(alias="from")
    name: str = "{client.name} ({client.id})"
    close_after_days_at_zero: Annotated[int, Field(ge=0, le=3660)] | None = None
    parent_postable: bool | None = None


class SpecialLedger(Spec):
    """A ledger for money that is no client's."""

    name: str | None = None
    min: Amount | None = None
    """Less than this is too little to meet the bank's charges."""
    max: Amount | None = None
    max_days: Annotated[int, Field(ge=0, le=3660)] | None = None


class SpecialLedgers(Spec):
    """Ledgers under the trust liability that belong to no client."""

    firm_funds: SpecialLedger | None = None
    unidentified: SpecialLedger | None = None
    unclaimed: SpecialLedger | None = None
    interest_payable: SpecialLedger | None = None


class HoldDays(Spec):
    """Days a deposit is held before it counts as collected, by how it was paid."""

    check: Annotated[int, Field(ge=0, le=90)] | None = None
    card: Annotated[int, Field(ge=0, le=90)] | None = None
    ach: Annotated[int, Field(ge=0, le=90)] | None = None
    wire: Annotated[int, Field(ge=0, le=90)] | None = None


class StaleCheckDays(Spec):
    """Days after which an uncashed trust check is pointed out, and after which it is a failure."""

    warn: Annotated[int, Field(ge=1, le=3660)]
    fail: Annotated[int, Field(ge=1, le=3660)]


class ClientInterest(Spec):
    """When a client's money is too much, or held too long, to stay in the pooled account."""

    amount: Amount
    days: Annotated[int, Field(ge=1, le=3660)]


class TrustPolicy(Spec):
    """The firm's own rules for a trust account. Staff keep them; what they lead to can be looked for in the books."""

    transfer_requires: Literal["approved_bill", "signed_authorization", "none"] | None = None
    """What must be there before a fee leaves trust."""
    sweep_days: Annotated[int, Field(ge=0, le=90)] | None = None
    """Days within which an earned fee leaves trust."""
    hold_days: HoldDays | None = None
    stale_check_days: StaleCheckDays | None = None
    posts_to: Literal["trust_ledgers_only", "any_account"] | None = None
    """What the other side of an entry on the trust bank may be."""
    negative_balances: Literal["never", "allowed"] | None = None
    """Whether a client's ledger may ever be below zero."""
    deposit_slip: Literal["client_and_number", "client", "none"] | None = None
    """What the slip of a trust deposit names, to be checked against the ledger it is posted to."""
    client_transfers_require: Literal["signed_authorization", "none"] | None = None
    """What must be there before money moves from one client's ledger to another's."""
    trust_paid_costs: Literal["non_billable", "billable"] | None = None
    """Whether a cost that trust money has paid is billed again."""
    batch_transfers: Literal["line_per_client", "one_line"] | None = None
    """How one bank transfer for several clients is booked."""
    returned_items: Literal["same_day", "next_business_day", "none"] | None = None
    """By when a returned check is reversed in the bank register, QuickBooks and Clio."""
    dormant_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    """Days without activity after which a client's balance is looked into."""
    client_interest_account: ClientInterest | None = None
    disputed_matters: Sequence[Digits] | None = None
    """Clio's numbers of matters whose money is disputed and must not move."""
    closing_statement: Literal["required", "none"] | None = None
    """Whether a settlement is paid out on a signed closing statement that leaves nothing over."""


class TrustAccount(Spec):
    """One trust bank account with its liability and its client ledgers."""

    kind: Literal["iolta", "escrow", "client_interest"]
    jurisdiction: State
    bank: AccountKey
    liability: AccountKey
    at_bank: AtBank | None = None
    ledgers: Ledgers
    special_ledgers: SpecialLedgers | None = None
    policy: TrustPolicy | None = None
