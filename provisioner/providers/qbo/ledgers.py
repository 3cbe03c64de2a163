"""Ledgers under a trust liability: one sub-account per listed client, and those for money that is no client's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from provisioner.model.address import Address
from provisioner.model.resource import Desired

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm, ListedClient, TrustAccount
    from provisioner.model.resource import Value

SPECIAL_NAMES = {
    "firm_funds": "Firm Funds",
    "unidentified": "Unidentified Receipts",
    "unclaimed": "Unclaimed Funds",
    "interest_payable": "Interest Payable",
}

LONGEST_NAME = 100  # Intuit API reference, Account.Name; read 2026-11
_TAG = re.compile(r"\b(?:clio:(?:contact|matter):\d+|client:[a-z0-9_]+|ledger:[a-z_]+)\b")


class LiabilitySpec(Protocol):
    """What a ledger takes over from the account it stands under."""

    @property
    def account_type(self) -> str | None:
        """Its account type."""

    @property
    def api_detail_type(self) -> str | None:
        """Its detail type, as the API spells it."""


def tag_in(description: Value) -> str | None:
    """The mark in a ledger's description that says whose it is, whatever its name: ``clio:contact:7001``."""
    found = _TAG.search(description) if isinstance(description, str) else None
    return found.group() if found else None


def desired(firm: Firm, accounts: Mapping[str, LiabilitySpec]) -> Iterator[Desired]:
    """The ledgers of every trust account whose clients have sub-accounts."""
    for key, trust in firm.config.trust.items():
        parent = accounts.get(trust.liability)
        if parent is None or trust.ledgers.method != "sub_accounts":
            continue
        yield from _special(firm, key, trust, parent)
        if trust.ledgers.source == "listed":
            for client_key, client in firm.clients.items():
                if key in client.trust:
                    yield _client(firm, key, trust, parent, client_key, client)


def _special(firm: Firm, key: str, trust: TrustAccount, parent: LiabilitySpec) -> Iterator[Desired]:
    for kind, default in SPECIAL_NAMES.items():
        special = getattr(trust.special_ledgers, kind, None)
        if special is not None:
            path = ("trust", key, "special_ledgers", kind)
            name = special.name or default
            yield _ledger(firm, f"{key}.{kind}", path, trust, parent, name=name, tag=f"ledger:{kind}")


def _client(
    firm: Firm, key: str, trust: TrustAccount, parent: LiabilitySpec, client_key: str, client: ListedClient
) -> Desired:
    tag = f"clio:contact:{client.clio_contact}" if client.clio_contact else f"client:{client_key}"
    name = ledger_name(trust.ledgers.name, client.name, client.id or client_key)
    return _ledger(firm, f"{key}.{client_key}", ("clients", client_key), trust, parent, name=name, tag=tag)


def _ledger(
    firm: Firm, key: str, path: tuple[str, ...], trust: TrustAccount, parent: LiabilitySpec, *, name: str, tag: str
) -> Desired:
    return Desired(
        Address("qbo", "account", key),
        {
            "name": name,
            "type": parent.account_type,
            "detail_type": parent.api_detail_type,
            "parent": Address("qbo", "account", trust.liability),
            "description": tag,
        },
        path,
        firm.place(*path),
        covers=frozenset({"name"}),
        tag=tag,
    )


def ledger_name(template: str, name: str, number: str) -> str:
    """The ledger's name from the template: forbidden characters become dashes, and the number is never cut off."""
    plain = re.sub(r'[:"]', "-", " ".join("".join(c if c.isprintable() else " " for c in name).split()))
    full = template.replace("{client.name}", plain).replace("{client.id}", number)
    if len(full) > LONGEST_NAME:
        full = template.replace("{client.name}", plain[: max(len(plain) - (len(full) - LONGEST_NAME), 1)].rstrip())
        full = full.replace("{client.id}", number)
    return full.strip()
