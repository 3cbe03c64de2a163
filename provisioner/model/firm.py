"""The firm file: the sections no resource type owns, and the container that rules and resource types read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from provisioner.model.practice import Approvals, Calendar, Close, Person, Posting, Preferences, Records, Sync
from provisioner.model.source import Path, Place
from provisioner.model.spec import AccountKey, Day, Digits, Key, Reference, Spec, TrustKey, problem
from provisioner.model.states import State
from provisioner.model.trust import TrustAccount


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
    review_on: Day | None = None
    """The day on which the choice of the integration is looked at again."""
    existing_invoices: Literal["none_open", "unknown"] | None = None
    """Whether, before connecting, no invoice written by hand was open for a client of Clio."""


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
    preferences: Preferences | None = None
    processors: Mapping[Key, Processor] = Field(default_factory=dict)
    trust: Mapping[Key, TrustAccount] = Field(default_factory=dict)
    posting: Posting | None = None
    sync: Sync | None = None
    calendar: Calendar | None = None
    close: Close | None = None
    records: Records | None = None
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
