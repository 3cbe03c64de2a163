"""Which ledgers the plan keeps, makes and closes for those who have money in trust according to Clio. Pure.

This is decided after reading, since the firm file says only where the answer is: in Clio's balances. A ledger is closed
when there was nothing in it in either system for as long as the firm file asks, seen from the day of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from provisioner.engine import ledger_findings
from provisioner.engine.holdings import bank_of, banks_of, fixed_points, following
from provisioner.engine.sorting import holdings, left_below, new_beside_known
from provisioner.model.funds import CONTACT, Funds, customer_name, in_bank, in_no_bank
from provisioner.model.ledger import Ledger
from provisioner.model.resource import Remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.holdings import Folio, Holdings
    from provisioner.engine.match import Match
    from provisioner.engine.ports import Registry
    from provisioner.model.address import Address
    from provisioner.model.finding import Finding
    from provisioner.model.firm import Firm
    from provisioner.model.funds import Bank
    from provisioner.model.resource import Binding, Desired, Snapshot
    from provisioner.model.trust import TrustAccount


class Kept(NamedTuple):
    """A ledger of the plan. ``closes``: it is to be inactive. ``is_named``: its name is ours to keep in order."""

    ledger: Ledger
    closes: bool = False
    is_named: bool = True


@dataclass(frozen=True)
class Decided:
    """The ledgers that follow Clio, and what is to be said about them."""

    ledgers: Sequence[Kept] = ()
    findings: Sequence[Finding] = ()


@dataclass(frozen=True)
class Facts:
    """What a decision rests on: the firm, what it declares, and what was read."""

    firm: Firm
    desired: Sequence[Desired]
    snapshots: Mapping[str, Snapshot]
    bindings: Mapping[Address, Binding]
    registry: Registry

    @cached_property
    def points(self) -> Mapping[Address, Match]:
        """The objects of the trust accounts' liabilities and bank accounts in Clio."""
        return fixed_points(self.firm, self.desired, self.snapshots, self.bindings, self.registry)

    @cached_property
    def holdings(self) -> list[Holdings]:
        """The trust accounts whose ledgers follow Clio."""
        return holdings(self.firm, self.desired, self.snapshots, self.bindings, self.points)

    @cached_property
    def banks(self) -> frozenset[Bank]:
        """The bank accounts of Clio that a trust account of the file stands for."""
        return frozenset(each for each in banks_of(self.firm, self.points).values() if each is not None)

    @cached_property
    def used(self) -> frozenset[Remote]:
        """What something active in QuickBooks refers to, as a sub-account to the account above it."""
        objects = self.snapshots["qbo"].objects.values() if "qbo" in self.snapshots else ()
        active = (each for of_kind in objects for each in of_kind if each.active)
        return frozenset(value for each in active for value in each.fields.values() if isinstance(value, Remote))

    @property
    def funds(self) -> Funds:
        """What Clio said about money in trust."""
        clio = self.snapshots.get("clio")
        return clio.funds if clio is not None and clio.funds is not None else Funds()

    @property
    def balances_are_old(self) -> bool:
        """True when QuickBooks was read by what changed: a balance moves without its account being changed."""
        return "qbo" in self.snapshots and bool(self.snapshots["qbo"].refresh.since)


def to_ask(facts: Facts, as_of: str) -> list[tuple[str, str]]:
    """The bank accounts of Clio whose transactions decide about closing, each with the first day that matters.

    None while every ledger has money: then there is nothing to close.
    """
    asked = []
    for one in facts.holdings:
        first = _first_day(one, as_of)
        if first and one.bank is not None and any(_may_close(each) for each in one.folios.values()):
            asked.append((one.bank.id, first))
    return asked


def asks_for_customers(facts: Facts) -> bool:
    """Whether the names of QuickBooks's customers matter: ledgers are kept as customers, and somebody has money."""
    return any(_with_money(facts, key) for key in _of_method(facts.firm, "customers"))


def decide(facts: Facts, as_of: str) -> Decided:
    """The ledgers of every trust account that follows Clio, on the day ``as_of``. The same facts, the same ledgers."""
    ledgers = [kept for one in facts.holdings for kept in _kept(one, facts, as_of)]
    found: list[Finding] = []
    if following(facts.firm):
        found += ledger_findings.unreadable(facts.firm, following(facts.firm), facts.desired, facts.snapshots)
    for one in facts.holdings:
        idle = [each for each in one.folios.values() if _is_idle(each, one, facts, as_of)]
        found += ledger_findings.about(one, facts.firm, [] if facts.balances_are_old else idle)
        found += ledger_findings.in_use(one, facts.firm, [each for each in idle if _is_used(each, facts)])
    if facts.holdings:
        found += ledger_findings.unassigned(facts.firm, facts.holdings, facts.funds, facts.banks)
    found += _kept_elsewhere(facts)
    found += _listed(facts)
    return Decided(ledgers, found)


def _kept_elsewhere(facts: Facts) -> Iterator[Finding]:
    """About trust accounts whose ledgers are customers or in Clio alone."""
    elsewhere = _of_method(facts.firm, "customers", "clio_only")
    if not elsewhere or "qbo" not in facts.snapshots:
        return
    for key, left in left_below(elsewhere, facts.desired, facts.snapshots["qbo"], facts.bindings, facts.points).items():
        yield from ledger_findings.left_over(facts.firm, key, left)
    for key in _of_method(facts.firm, "customers"):
        if facts.funds.customers is not None:
            missing = [each for each in _with_money(facts, key) if each not in facts.funds.customers]
            yield from ledger_findings.no_customers(facts.firm, key, missing)


def _listed(facts: Facts) -> Iterator[Finding]:
    """About trust accounts whose clients are listed, where ledgers stand that were made from what Clio said."""
    trusts = {
        key: trust
        for key, trust in _of_method(facts.firm, "sub_accounts").items()
        if trust.ledgers.source == "listed" and "qbo" in facts.snapshots
    }
    if trusts:
        sorts = new_beside_known(trusts, facts.desired, facts.snapshots["qbo"], facts.bindings, facts.points)
        for key, (new, known) in sorts.items():
            yield from ledger_findings.beside_known(key, new, known)


def _of_method(firm: Firm, *methods: str) -> dict[str, TrustAccount]:
    return {key: trust for key, trust in firm.config.trust.items() if trust.ledgers.method in methods}


def _with_money(facts: Facts, key: str) -> list[str]:
    """The names of the clients with money in a trust account that follows Clio, as QuickBooks would have them."""
    bank = banks_of(facts.firm, facts.points).get(key)
    clio = facts.snapshots.get("clio")
    if bank is None or clio is None or facts.firm.config.trust[key].ledgers.source != "clio":
        return []
    known = frozenset(bank_of(each) for each in clio.objects.get("clio.bank_account", ()))
    clients = facts.funds.holders.get(CONTACT, {}).values()
    return [customer_name(each.name) for each in clients if in_bank(each, bank, known)]


def _kept(one: Holdings, facts: Facts, as_of: str) -> Iterable[Kept]:
    path = ("trust", one.key, "ledgers", "name")
    for each in one.folios.values():
        if each.live is None and (facts.funds.hidden or not each.amount):
            continue
        closes = not each.amount and (not each.is_open or _closes(each, one, facts, as_of))
        key = f"{one.kind}_{each.number}"
        ledger = Ledger(one.key, one.trust.liability, each.name, one.mark(each.number), path, own_key=key)
        yield Kept(ledger, closes, is_named=each.holder is not None)


def _closes(each: Folio, one: Holdings, facts: Facts, as_of: str) -> bool:
    """True for a ledger at zero in both systems long enough; old balances do not count, since all is read before."""
    assert each.live is not None  # noqa: S101 - only what is open is asked about
    is_empty = each.live.balance == 0 or facts.balances_are_old
    return is_empty and _is_idle(each, one, facts, as_of) and not _is_used(each, facts)


def _is_used(each: Folio, facts: Facts) -> bool:
    return each.live is not None and each.live.remote in facts.used


def _is_idle(each: Folio, one: Holdings, facts: Facts, as_of: str) -> bool:
    """True when Clio has had nothing for this holder, and moved nothing, for as long as the firm file asks.

    Money in a trust account of Clio that the file does not name may be this one's: another bank account was declared.
    """
    first, funds = _first_day(one, as_of), facts.funds
    if not first or not _may_close(each) or funds.hidden or one.bank is None or one.bank.id not in funds.movements:
        return False
    has_moved = funds.movements[one.bank.id].get(f"{one.kind}:{each.number}", "") >= first
    return not has_moved and each.holder is not None and not in_no_bank(each.holder, facts.banks)


def _may_close(each: Folio) -> bool:
    """True for an open ledger of somebody Clio knows and has no money for."""
    return each.is_open and each.holder is not None and not each.amount


def _first_day(one: Holdings, as_of: str) -> str:
    """The first day on which a transaction keeps a ledger open; empty where ledgers are never closed.

    Emptied on the first of the month, a ledger has been at zero for ten days on the eleventh.
    """
    days = one.trust.ledgers.close_after_days_at_zero
    if days is None or not as_of:
        return ""
    return (date.fromisoformat(as_of) - timedelta(days=days) + timedelta(days=1)).isoformat()
