"""The trust ledgers a firm file leads to, as far as it names them: their names, and the tags that tell whose they are.

Rules check them before anything is made, and the account resource type makes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.trust import TrustAccount

SPECIAL_NAMES = {
    "firm_funds": "Firm Funds",
    "unidentified": "Unidentified Receipts",
    "unclaimed": "Unclaimed Funds",
    "interest_payable": "Interest Payable",
}
LONGEST_NAME = 100  # Intuit API reference, Account.Name; read 2026-11
_TAG = re.compile(r"\b(?:clio:(?:contact|matter):\d+|client:[a-z0-9_]+|ledger:[a-z_]+)\b")


class Ledger(NamedTuple):
    """A sub-account of a trust liability. ``client`` is the key of the listed client, None for a special ledger."""

    trust: str
    parent: str
    name: str
    tag: str
    path: tuple[str, ...]
    client: str | None = None

    @property
    def entry(self) -> tuple[str, ...]:
        """The way to its entry in the firm file or the file of clients."""
        return self.path[:-1]


def tag_in(description: object) -> str | None:
    """The mark in a ledger's description that says whose it is, whatever its name: ``clio:contact:7001``."""
    found = _TAG.search(description) if isinstance(description, str) else None
    return found.group() if found else None


def ledgers(firm: Firm) -> Iterator[Ledger]:
    """The ledgers of every trust account that keeps sub-accounts; of clients, those that are listed."""
    for key, trust in firm.config.trust.items():
        if trust.ledgers.method == "sub_accounts":
            yield from _special(key, trust)
            if trust.ledgers.source == "listed":
                yield from _listed(firm, key, trust)


def _special(key: str, trust: TrustAccount) -> Iterator[Ledger]:
    for kind, usual in SPECIAL_NAMES.items():
        special = getattr(trust.special_ledgers, kind, None)
        if special is not None:
            path = ("trust", key, "special_ledgers", kind, "name")
            yield Ledger(key, trust.liability, special.name or usual, f"ledger:{kind}", path)


def _listed(firm: Firm, key: str, trust: TrustAccount) -> Iterator[Ledger]:
    for client_key, client in firm.clients.items():
        if key in client.trust:
            tag = f"clio:contact:{client.clio_contact}" if client.clio_contact else f"client:{client_key}"
            name = ledger_name(trust.ledgers.name, client.name, client.id or client_key)
            yield Ledger(key, trust.liability, name, tag, ("clients", client_key, "name"), client_key)


def ledger_name(template: str, name: str, number: str) -> str:
    """The name of a client's ledger: forbidden characters become dashes, and a long name is cut, the number never."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    plain = re.sub('[:"]', "-", plain)
    full = _filled(template, plain, number)
    if len(full) > LONGEST_NAME:
        kept = max(len(plain) - (len(full) - LONGEST_NAME), 1)
        full = _filled(template, plain[:kept].rstrip(), number)
    return full.strip()


def _filled(template: str, name: str, number: str) -> str:
    return template.replace("{client.name}", name).replace("{client.id}", number)
