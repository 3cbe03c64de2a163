"""How the firm works, as the firm file says it: posting, the integration's settings, calendar, closing, people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from provisioner.model.spec import Day, ProductKey, Reference, Spec, TrustKey
from provisioner.model.states import State

Frequency = Literal["daily", "weekly", "monthly", "quarterly", "yearly", "none"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PostingMode = Literal["clio_posts", "staff_posts", "journal_pair", "leanlaw"]


class Posting(Spec):
    """Who books a trust payment of an invoice; the modes exclude one another."""

    trust_payments: PostingMode
    deposit_to: Literal["undeposited_funds", "operating"] | None = None
    """Where payments of invoices arrive in QuickBooks. Clio's sync knows undeposited funds alone."""
    transfers_on_trust_bank: Literal["forbidden", "allowed"] | None = None
    """Whether QuickBooks's Transfer, which names no client, may touch a trust bank account."""
    split_payments: Literal["two_allocations", "one_path"] | None = None
    """How an invoice is booked that is paid partly from trust and partly by the client."""
    parent_reclass: Literal["weekly", "monthly", "none"] | None = None
    """How often what Clio posts to the trust liability itself is spread over the clients' ledgers."""
    corrections: Literal["void", "delete"] | None = None
    """How a wrong transaction is taken back: voided, so that it stays in the records, or deleted."""
    invoices_originate: Literal["clio", "quickbooks", "both"] | None = None
    """Where invoices are written."""
    payments_originate: Literal["clio", "quickbooks", "both"] | None = None
    """Where payments of invoices are recorded."""
    hard_costs: Literal["asset", "expense"] | None = None
    """How money laid out for clients is booked: owed back by the client, or as the firm's own expense."""
    memo: Sequence[Literal["client", "matter", "payee", "check_number"]] | None = None
    """What staff write into the memo of a trust entry, since the sync drops it."""
    undeposited_max_days: Annotated[int, Field(ge=1, le=90)] | None = None
    """Days after which money in undeposited funds is looked into."""
    sales_tax: ProductKey | None = None
    """The product that the sales tax line of Clio's bills goes to."""


class InvoiceSync(Spec):
    """When invoices go over: a procedure for staff, since Clio has no such switch."""

    timing: Literal["batch", "as_approved", "real_time"]
    schedule: Literal["daily", "weekly", "monthly"] | None = None
    day: Weekday | None = None


TrustExport = Literal["deposits", "disbursements", "bill_payments", "transfers"]


class Sync(Spec):
    """How the integration is set. None of it can be read or written by program."""

    invoices: InvoiceSync | None = None
    trust_export: Literal["none"] | Sequence[TrustExport] | None = None
    trust_export_accounts: Sequence[TrustKey] | None = None
    """The trust accounts that the export covers. Clio's help names the primary one alone."""
    trust_opening_agreed_on: Day | None = None
    """The day on which trust in QuickBooks and in Clio were shown to agree, before the export was switched on."""
    edits_after_approval: Literal["frozen", "allowed"] | None = None
    """Whether a bill may be edited once it is approved, and so has gone to QuickBooks."""
    edits_after_deposit: Literal["frozen", "allowed"] | None = None
    """Whether a payment may be edited in Clio once it is deposited in QuickBooks."""
    disconnect: Literal["revoke", "revoke_and_purge"] | None = None
    """How the connection is ended: purging forgets the links, so that connecting again makes duplicates."""
    users_as_classes: Literal["enabled", "none"] | None = None
    """Whether bills name the timekeeper as a class in QuickBooks."""
    contacts: Literal["clio_to_quickbooks", "both"] | None = None
    expenses: Literal["none", "quickbooks_to_clio_hard_costs", "clio_to_quickbooks"] | None = None
    bank_feeds: Literal["quickbooks", "clio", "both", "none"] | None = None
    feed_rules_on_trust: Literal["none", "allowed"] | None = None
    feed_matching: Literal["match_only", "match_or_add"] | None = None
    """Whether lines of the bank feed are only matched with what the sync has made, or may be added as new."""


class ThreeWay(Spec):
    """The three-way reconciliation."""

    every: Frequency
    due_day: Annotated[int, Field(ge=1, le=31)] | None = None
    compares: Sequence[Literal["bank", "quickbooks", "clio"]] | None = None
    """The balances that are compared; all three make it three-way."""
    signed: Literal["required", "none"] | None = None
    """Whether the reviewer signs and dates it."""


class Calendar(Spec):
    """The firm's recurring checks."""

    invoice_count: Frequency | None = None
    sync_log: Frequency | None = None
    three_way: ThreeWay | None = None
    trust_monitor: Frequency | None = None
    compliance_review: Frequency | None = None
    audit_readiness: Frequency | None = None
    payout_reconciliation: Frequency | None = None
    """How often the processor's payouts are compared with the deposits in QuickBooks."""
    access_review: Frequency | None = None
    """How often it is looked at who can do what in QuickBooks and Clio."""


class Close(Spec):
    """Closing the books."""

    locked_through: Day | None = None
    password: Literal["required", "none"] | None = None


Duty = Literal["prepares", "reviews", "signs_trust", "approves", "reconciles", "deposits", "administers"]

QuickBooksRole = Literal["primary_admin", "company_admin", "standard", "accountant", "reports_only", "none"]


class Person(Spec):
    """Someone at the firm."""

    name: str
    does: Sequence[Duty] = ()
    admitted_in: Sequence[State] = ()
    quickbooks: Literal["primary_admin", "company_admin", "standard", "accountant", "reports_only", "none"] | None = (
        None
    )
    """The user rights in QuickBooks."""
    credentials: Sequence[Literal["clio_certified_partner", "quickbooks_proadvisor", "trust_course"]] | None = None


class Preferences(Spec):
    """Settings of the QuickBooks company that the bookkeeping relies on."""

    account_numbers: Literal["enabled", "none"] | None = None
    """Account numbers, shown and used."""
    custom_transaction_numbers: Literal["enabled", "none"] | None = None
    """Lets an invoice keep Clio's bill number."""
    duplicate_number_warning: Literal["enabled", "none"] | None = None
    """The warning when a bill number is used twice."""
    customer_label: Literal["customers", "clients", "donors", "guests", "members", "patients", "tenants"] | None = None
    """What QuickBooks calls customers on screen."""


class Records(Spec):
    """How long the firm keeps its trust records."""

    keep_years: Annotated[int, Field(ge=1, le=99)]


class Approvals(Spec):
    """Who has to agree before changes are applied: `apply` then takes nothing but an approved plan file."""

    required: Annotated[int, Field(ge=1, le=5)] = 1
    """How many people must approve a plan."""
    by: Annotated[Sequence[Annotated[str, Reference(("people",))]], Field(min_length=1)] | None = None
    """Who may approve; without it everyone whose duties include approves, and anybody where nobody's do."""
    author_may_approve: bool = False
    """Whether the approval of whoever made the plan counts."""
