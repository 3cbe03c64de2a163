"""Trust accounts whose ledgers follow Clio: which they are, what Clio is asked, and the form of what is found. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from provisioner.engine.match import match
from provisioner.engine.order import references
from provisioner.model.address import Address
from provisioner.model.funds import CONTACT, MATTER, Bank, Holder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from provisioner.engine.match import Match
    from provisioner.engine.ports import Registry
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Binding, Desired, Observed, Remote, Snapshot
    from provisioner.model.trust import TrustAccount

ACCOUNT = "qbo.account"


class Folio(NamedTuple):
    """One client or matter of a trust account: what Clio says of it (None: it has no such one), and its ledger."""

    number: str
    holder: Holder | None
    amount: Decimal
    name: str
    live: Observed | None

    @property
    def is_open(self) -> bool:
        """True for a ledger that is active in QuickBooks."""
        return self.live is not None and self.live.active


@dataclass
class Holdings:
    """One trust account whose ledgers follow Clio. ``bank`` and ``parent`` are None while they are not there yet.

    ``folios`` are those that have money or a ledger, by number, in a fixed order. What could not be decided is in the
    other fields: ``alike`` are live ledgers with one mark, ``torn`` a ledger whose mark and name lead to two holders,
    ``astray`` a ledger that stands below something else, by the number of the holder who gets none; ``unmarked`` are
    active accounts below the liability that are nobody's as far as anything says; ``listed`` carry the mark of an
    entry in the file of clients, and ``held`` are the numbers that get no new ledger while one of those may be theirs;
    ``others`` are ledgers of matters where clients have them, or the other way round.
    """

    key: str
    trust: TrustAccount
    bank: Bank | None
    parent: Remote | None
    folios: dict[str, Folio] = field(default_factory=dict)
    alike: dict[str, list[Observed]] = field(default_factory=dict)
    torn: dict[str, Observed] = field(default_factory=dict)
    astray: dict[str, Observed] = field(default_factory=dict)
    unmarked: list[Observed] = field(default_factory=list)
    listed: list[Observed] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    others: list[Observed] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Whose the ledgers are: clients' (``contact``) or matters'."""
        return MATTER if self.trust.ledgers.per == "matter" else CONTACT

    def address(self, number: str) -> Address:
        """The address of a holder's ledger."""
        return Address("qbo", "account", f"{self.key}.{self.kind}_{number}")

    def mark(self, number: str) -> str:
        """The mark in its description."""
        return f"clio:{self.kind}:{number}"


def following(firm: Firm) -> dict[str, TrustAccount]:
    """The trust accounts whose ledgers are made from what Clio says, by key."""
    return {
        key: trust
        for key, trust in firm.config.trust.items()
        if trust.ledgers.source == "clio" and trust.ledgers.method == "sub_accounts"
    }


def whose(firm: Firm, address: Address) -> tuple[str, str, str] | None:
    """The trust account, ``contact`` or ``matter``, and its number, of the address of a ledger that follows Clio."""
    key, _, rest = address.key.partition(".")
    trust = following(firm).get(key)
    kind = MATTER if trust is not None and trust.ledgers.per == "matter" else CONTACT
    number = rest.removeprefix(f"{kind}_")
    if trust is None or address.kind != ACCOUNT or number == rest or not number.isdecimal():
        return None
    return key, kind, number


def wanted_lists(firm: Firm) -> tuple[str, ...]:
    """What Clio has to be asked for: clients, and matters where ledgers are kept for them.

    Clients are asked for in any case: what they hold for no matter in particular has no ledger of a matter.
    """
    kept = [each for each in firm.config.trust.values() if _asks_clio(each)]
    per_matter = any(each.ledgers.per == "matter" and each.ledgers.method == "sub_accounts" for each in kept)
    return ((CONTACT,) if kept else ()) + ((MATTER,) if per_matter else ())


def _asks_clio(trust: TrustAccount) -> bool:
    return trust.ledgers.source == "clio" and trust.ledgers.method != "clio_only"


def banks_of(firm: Firm, found: Mapping[Address, Match]) -> dict[str, Bank | None]:
    """The bank account in Clio of each trust account, by key; None for one that Clio does not have yet."""
    banks: dict[str, Bank | None] = {}
    for key, trust in firm.config.trust.items():
        each = found.get(Address("clio", "bank_account", trust.bank))
        seen = each.observed if each is not None else None
        banks[key] = bank_of(seen) if seen is not None else None
    return banks


def bank_of(seen: Observed) -> Bank:
    """A bank account of Clio as its balances name it."""
    return Bank(seen.id, str(seen.fields.get("name") or ""), str(seen.fields.get("type") or ""))


def fixed_points(
    firm: Firm,
    desired: Sequence[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    registry: Registry,
) -> Mapping[Address, Match]:
    """The objects of the trust accounts' liabilities and bank accounts in Clio, found as the plan will find them."""
    declared = {each.address: each for each in desired if not each.retired}
    wanted: dict[Address, Desired] = {}
    stack = [
        address
        for trust in firm.config.trust.values()
        for address in (Address("qbo", "account", trust.liability), Address("clio", "bank_account", trust.bank))
    ]
    while stack:
        address = stack.pop()
        if address in declared and address not in wanted:
            wanted[address] = declared[address]
            stack += references(declared[address].fields)
    return match(wanted.values(), snapshots, bindings, registry).by_address
