"""The firm file: the sections no resource type owns, and the container that rules and resource types read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from provisioner.model.source import Path, Place
from provisioner.model.spec import AccountKey, Amount, Day, Digits, Key, Reference, Spec, TrustKey, problem

# States, the District of Columbia and territories by their postal codes; USPS Publication 28, appendix B.
_CODES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP
"""
US_STATES = frozenset(_CODES.split())


def _known_state(value: str) -> str:
    if value != "ABA" and value.removeprefix("US-") not in US_STATES:
        raise problem(
            "SYN108",
            "unknown-jurisdiction",
            f"{value!r} is no US state.",
            fix="Write US- and the state's postal code, for example US-CA, or ABA for the model rules.",
        )
    return value


State = Annotated[
    str,
    Field(pattern=r"^(US-[A-Z]{2}|ABA)$", description="A US state as US-CA, or ABA for the model rules."),
    AfterValidator(_known_state),
]
Frequency = Literal["daily", "weekly", "monthly", "quarterly", "yearly", "none"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PostingMode = Literal["clio_posts", "staff_posts", "journal_pair", "leanlaw"]


class FirmSection(Spec):
    """Who the firm is."""

    name: str = Field(min_length=1)
    jurisdictions: Sequence[State] = ()
    """The states whose bar rules bind the firm."""
    basis: Literal["cash", "accrual"] | None = None


def _company_id(value: Any) -> Any:
    text = value.replace(" ", "").replace("\u00a0", "").replace("-", "") if isinstance(value, str) else value
    if isinstance(text, str) and not text.isdigit():
        raise problem(
            "SYN108",
            "company-id-not-digits",
            f"{value!r} is not a QuickBooks company id.",
            fix="Copy the number shown in QuickBooks under the gear, Account and settings, Billing & subscription.",
        )
    return text


class QuickBooksSystem(Spec):
    """The QuickBooks Online company this file describes. Nothing is ever written to another one."""

    company_id: Annotated[Digits, AfterValidator(_company_id)]
    """The company id as shown on screen; spaces do not matter."""
    company_name: str | None = None
    edition: Literal["simple_start", "essentials", "plus", "advanced"] = "plus"


class ClioSystem(Spec):
    """The Clio Manage account this file describes."""

    region: Literal["us", "ca", "eu", "au"] = "us"
    account_name: str = Field(min_length=1)


class Integration(Spec):
    """How Clio and QuickBooks are connected."""

    via: Literal["clio_native", "leanlaw", "none"]
    bills_from: Day | None = None
    """Bills issued earlier than this day do not sync."""


class Systems(Spec):
    """The vendors' accounts of this firm."""

    quickbooks: QuickBooksSystem
    clio: ClioSystem | None = None
    integration: Integration | None = None


class Tracking(Spec):
    """What QuickBooks tracks beside accounts."""

    classes: Literal["per_line", "per_transaction", "none"] | None = None
    locations: Literal["per_transaction", "none"] | None = None
    projects: Literal["enabled", "none"] | None = None


class Processor(Spec):
    """A card or bank payment processor."""

    fees_from: AccountKey
    """The bank account its fees are taken from; never a trust account."""
    fee_account: AccountKey
    trust_safe: bool | None = None
    trust_to: TrustKey | None = None


class AtBank(Spec):
    """The account as the bank knows it."""

    title: str | None = None
    institution: str | None = None
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    last4: Annotated[Digits, Field(pattern=r"^\d{4}$")] | None = None
    overdraft_protection: Literal["none", "linked", "bank_line"] | None = None


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


class TrustPolicy(Spec):
    """The firm's own rules for a trust account."""

    transfer_requires: Literal["approved_bill", "signed_authorization", "none"] | None = None
    sweep_days: Annotated[int, Field(ge=0, le=90)] | None = None
    hold_days: HoldDays | None = None
    stale_check_days: StaleCheckDays | None = None


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


class Posting(Spec):
    """Who books a trust payment of an invoice; the modes exclude one another."""

    trust_payments: PostingMode


class InvoiceSync(Spec):
    """When invoices go over: a procedure for staff, since Clio has no such switch."""

    timing: Literal["batch", "as_approved"]
    schedule: Literal["daily", "weekly", "monthly"] | None = None
    day: Weekday | None = None


TrustExport = Literal["deposits", "disbursements", "bill_payments", "transfers"]


class Sync(Spec):
    """How the integration is set. None of it can be read or written by program."""

    invoices: InvoiceSync | None = None
    trust_export: Literal["none"] | Sequence[TrustExport] | None = None
    contacts: Literal["clio_to_quickbooks", "both"] | None = None
    expenses: Literal["none", "quickbooks_to_clio_hard_costs"] | None = None
    bank_feeds: Literal["quickbooks", "clio", "none"] | None = None
    feed_rules_on_trust: Literal["none", "allowed"] | None = None


class ThreeWay(Spec):
    """The three-way reconciliation."""

    every: Frequency
    due_day: Annotated[int, Field(ge=1, le=31)] | None = None


class Calendar(Spec):
    """The firm's recurring checks."""

    invoice_count: Frequency | None = None
    sync_log: Frequency | None = None
    three_way: ThreeWay | None = None
    trust_monitor: Frequency | None = None
    compliance_review: Frequency | None = None
    audit_readiness: Frequency | None = None


class Close(Spec):
    """Closing the books."""

    locked_through: Day | None = None
    password: Literal["required", "none"] | None = None


Duty = Literal["prepares", "reviews", "signs_trust", "approves", "reconciles", "deposits", "administers"]


class Person(Spec):
    """Someone at the firm."""

    name: str
    does: Sequence[Duty] = ()
    admitted_in: Sequence[State] = ()


class Approvals(Spec):
    """Who has to agree before changes are applied: `apply` then takes nothing but an approved plan file."""

    required: Annotated[int, Field(ge=1, le=5)] = 1
    """How many people must approve a plan."""
    by: Annotated[Sequence[Annotated[str, Reference(("people",))]], Field(min_length=1)] | None = None
    """Who may approve; without it everyone whose duties include approves, and anybody where nobody's do."""
    author_may_approve: bool = False
    """Whether the approval of whoever made the plan counts."""


class ListedClient(Spec):
    """A client whose trust ledger is listed by hand, in ``clients.yaml``."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    id: Digits | None = None
    """The number staff know the client by; the key is used where there is none."""
    clio_contact: Annotated[Digits, Field(pattern=r"^\d+$")] | None = None
    trust: Sequence[TrustKey] = Field(min_length=1)
    """The trust accounts that hold money for this client."""


def _version(value: Any) -> Any:
    if value != 1 or isinstance(value, bool):
        raise problem(
            "SYN110",
            "unknown-version",
            f"This file says version {value!r}; this program reads version 1.",
            fix="Write `version: 1`, or install the release of provisioner that knows the newer version.",
        )
    return value


Version = Annotated[Literal[1], BeforeValidator(_version)]
"""The version of the file's format, with which every file begins."""


class ClientsFile(Spec):
    """The clients whose trust ledgers are listed by hand, in ``clients.yaml`` beside the firm file."""

    version: Version
    clients: Mapping[Key, ListedClient] = Field(default_factory=dict)
    """Each client, under a key that never changes."""


class FirmBase(Spec):
    """The sections of a firm file that belong to no resource type. ``config`` adds one field for each that does."""

    section_systems: ClassVar[Mapping[str, str]] = {}
    """The system in which each section that a resource type owns lives."""

    version: Version
    firm: FirmSection
    systems: Systems
    tracking: Tracking | None = None
    processors: Mapping[Key, Processor] = Field(default_factory=dict)
    trust: Mapping[Key, TrustAccount] = Field(default_factory=dict)
    posting: Posting | None = None
    sync: Sync | None = None
    calendar: Calendar | None = None
    close: Close | None = None
    people: Mapping[Key, Person] = Field(default_factory=dict)
    approvals: Approvals | None = None
    protect: Sequence[Annotated[str, Reference(("*",))]] = ()
    """Entries, as ``section.key``, that must never be made inactive."""


S = TypeVar("S", bound=Spec)


@dataclass(frozen=True)
class Firm:
    """A firm file that has parsed: its values, and where each of them was written.

    ``tree`` is the merged file as plain mappings and lists; ``places`` answers where the value at a path stands.
    """

    file: str
    config: FirmBase
    clients: Mapping[str, ListedClient]
    tree: Mapping[str, Any]
    places: PlaceFinder
    digest: str = ""
    files: tuple[str, ...] = field(default=())

    def entries(self, section: str, spec: type[S]) -> Mapping[str, S]:
        """The entries of a section that a resource type owns; empty when the file has none."""
        entries: Mapping[str, S] = getattr(self.config, section, None) or {}
        assert all(isinstance(entry, spec) for entry in entries.values()), section  # noqa: S101 - a mistake of ours
        return entries

    def sections_of(self, system: str) -> list[str]:
        """The sections whose entries live in ``system``."""
        return [name for name, where in self.config.section_systems.items() if where == system]

    def section(self, name: str) -> Mapping[str, Any]:
        """The entries of a section, whatever type owns it; empty when the file has none."""
        entries: Mapping[str, Any] = getattr(self.config, name, None) or {}
        return entries

    def retired(self, section: str) -> Mapping[str, Any]:
        """The entries under ``retired.<section>``."""
        retired = getattr(self.config, "retired", None)
        return (getattr(retired, section, None) or {}) if retired is not None else {}

    def place(self, *path: str | int) -> Place:
        """Where the value at ``path`` was written; the nearest enclosing value where it was not."""
        return self.places(path)


class PlaceFinder:
    """Answers where the value at a path of the merged file was written. ``config`` has the real one."""

    def __call__(self, path: Path, *, key: bool = False) -> Place:
        """The place of the value, or of its key; of the nearest enclosing value when there is none."""
        raise NotImplementedError
