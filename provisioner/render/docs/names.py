"""The names of this firm's accounts by the part they play in trust workflows, as staff see them on screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from provisioner.model.ledger import SPECIAL_NAMES, ledger_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.trust import TrustAccount


class Role(StrEnum):
    """The part an account plays. The values are what it is called where the firm's file has no such account."""

    OPERATING = "Operating bank account"
    TRUST = "Trust bank account"
    OWN_INTEREST = "The client's own interest-bearing trust bank account"
    UNDEPOSITED = "Undeposited Funds"
    RECEIVABLE = "Accounts Receivable"
    CHARGEBACKS = "Chargebacks receivable"
    RETURNED = "Due from clients for returned items"
    FIRM_FUNDS_ASSET = "Firm funds on deposit in trust"
    ADVANCED = "Advanced client costs"
    LIABILITY = "Client trust liability"
    CLIENT_A = "Ledger of client A"
    CLIENT_B = "Ledger of client B"
    FIRM_FUNDS = "Ledger of the firm's own funds in trust"
    UNCLAIMED = "Ledger of unclaimed funds"
    UNIDENTIFIED = "Ledger of unidentified receipts"
    INTEREST = "Trust interest payable"
    FEES = "Fee income"
    FLAT_FEES = "Flat fee income"
    CONTINGENCY = "Contingency fee income"
    MERCHANT = "Merchant fees"
    CHARGEBACK_FEES = "Chargeback fees"
    BANK_CHARGES = "Bank charges"


_KEYS: Mapping[Role, tuple[str, ...]] = {
    Role.CHARGEBACKS: ("chargebacks_receivable", "chargebacks"),
    Role.RETURNED: ("returned_items", "due_from_clients"),
    Role.FIRM_FUNDS_ASSET: ("firm_funds_in_trust", "firm_funds"),
    Role.ADVANCED: ("costs_advanced", "advanced_costs", "advanced_client_costs"),
    Role.FEES: ("hourly_fees", "legal_fees", "fees"),
    Role.FLAT_FEES: ("flat_fees", "hourly_fees", "legal_fees", "fees"),
    Role.CONTINGENCY: ("contingency_fees", "contingent_fees"),
    Role.CHARGEBACK_FEES: ("chargeback_fees",),
    Role.BANK_CHARGES: ("bank_fees", "bank_charges", "bank_service_charges"),
}
"""The keys under which the shipped templates have such accounts. There is no other sign of what they are for."""
_SYSTEM = {Role.UNDEPOSITED: "undeposited_funds", Role.RECEIVABLE: "accounts_receivable"}
_SPECIAL = {
    Role.FIRM_FUNDS: "firm_funds",
    Role.UNIDENTIFIED: "unidentified",
    Role.UNCLAIMED: "unclaimed",
    Role.INTEREST: "interest_payable",
}
EXAMPLES = {Role.CLIENT_A: ("Client A", "101"), Role.CLIENT_B: ("Client B", "102")}
"""Clients of the examples: name and number."""


class AccountLike(Protocol):
    """What is read of an account."""

    name: str | None
    number: str | None
    system: str | None

    @property
    def account_type(self) -> str | None:
        """The type as the API spells it."""


@dataclass(frozen=True)
class Names:
    """The accounts of one trust account's workflows, by their role."""

    by_role: Mapping[Role, str]
    missing: tuple[Role, ...]

    def __getitem__(self, role: Role) -> str:
        """The account as on screen; what it is for, where the file has none."""
        return self.by_role.get(role, role.value)


def account_title(firm: Firm, key: str) -> str:
    """An account as a person knows it: ``1010 IOLTA Trust``; what it is where QuickBooks gives the name."""
    account: AccountLike | None = firm.section("accounts").get(key)
    if account is None:
        return key
    words = [part for part in (account.number, account.name) if part]
    return " ".join(words) or (account.system or key).replace("_", " ").capitalize()


def operating_key(firm: Firm) -> str | None:
    """The operating bank account: where trust transfers arrive, else where most payments go."""
    payments = firm.section("payments").values()
    arrivals = [each.to for each in payments if each.to]
    routes = [each.route for each in payments if each.route in firm.section("accounts")]
    found = arrivals or routes
    return max(found, key=found.count) if found else None


def names(firm: Firm, trust: TrustAccount) -> Names:
    """The names for the workflows of one trust account."""
    accounts: Mapping[str, AccountLike] = firm.section("accounts")
    keys: dict[Role, str | None] = {
        Role.OPERATING: operating_key(firm),
        Role.TRUST: trust.bank,
        Role.LIABILITY: trust.liability,
        Role.OWN_INTEREST: next(
            (each.bank for each in firm.config.trust.values() if each.kind == "client_interest"), None
        ),
        Role.MERCHANT: next((each.fee_account for each in firm.config.processors.values()), None),
    }
    for role, kind in _SYSTEM.items():
        keys[role] = next((name for name, each in accounts.items() if each.system == kind), None)
    for role, usual in _KEYS.items():
        keys[role] = next((name for name in usual if name in accounts), None)
    found = {role: account_title(firm, name) for role, name in keys.items() if name is not None and name in accounts}
    found |= {role: EXAMPLES[role][0] for role in EXAMPLES} | _ledgers(firm, trust)
    return Names(found, tuple(role for role in Role if role not in found))


def _ledgers(firm: Firm, trust: TrustAccount) -> dict[Role, str]:
    """The ledgers below the liability: sub-accounts, or the liability with the client's name."""
    parent = account_title(firm, trust.liability)
    has_accounts = trust.ledgers.method == "sub_accounts"
    # With clio_only QuickBooks knows no client: whose money it is stands in Clio.
    whose = "in Clio for" if trust.ledgers.method == "clio_only" else "customer"
    if has_accounts:
        found = {role: ledger_name(trust.ledgers.name, *client) for role, client in EXAMPLES.items()}
    else:
        found = {role: f"{parent}, {whose} {name}" for role, (name, _) in EXAMPLES.items()}
    for role, special in _SPECIAL.items():
        spec = getattr(trust.special_ledgers, special, None)
        if spec is not None:
            name = spec.name or SPECIAL_NAMES[special]
            found[role] = name if has_accounts else f"{parent}, {whose} {name}"
    return found
