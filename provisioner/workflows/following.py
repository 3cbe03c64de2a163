"""Ledgers that follow Clio: asks Clio on where that is needed to decide, and turns the decision into resources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provisioner.engine.ledgers import Facts, asks_for_customers, decide, to_ask
from provisioner.model.address import Address
from provisioner.model.funds import Funds, customer_name
from provisioner.providers.qbo import ledgers
from provisioner.workflows.catalog import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Protocol

    from provisioner.engine.selection import Selection
    from provisioner.model.finding import Finding
    from provisioner.model.firm import Firm
    from provisioner.model.funds import Movements
    from provisioner.model.resource import Binding, Desired, Snapshot

    class Clio(Protocol):
        """A reader of Clio that can be asked about the transactions of a bank account."""

        def movements(self, bank: str, first_day: str) -> tuple[Movements, int]:
            """See the class."""

    class Books(Protocol):
        """A reader of QuickBooks that can be asked for the names of its customers."""

        @property
        def calls(self) -> int:
            """The requests sent so far."""

        def customers(self) -> Iterable[str]:
            """See the class."""


@dataclass(frozen=True)
class Followed:
    """The resources that follow from what was read, and the findings that come with them."""

    desired: tuple[Desired, ...] = ()
    findings: tuple[Finding, ...] = ()

    def about(self, selection: Selection) -> tuple[Finding, ...]:
        """The findings, of a plan that is narrowed down only those that are about the whole or what it keeps."""
        if selection.is_everything:
            return self.findings
        return tuple(
            each for each in self.findings if each.address is None or selection.keeps(Address.parse(each.address))
        )


def asked_on(
    firm: Firm,
    desired: Sequence[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    clio: Clio,
    books: Callable[[], Books],
    as_of: str,
) -> dict[str, Snapshot]:
    """The snapshots, with what else decides about ledgers on the day ``as_of``, asked only where it matters.

    From ``clio`` the transactions that keep a ledger open, from ``books``, a reader of QuickBooks, its customers.
    """
    found, facts = dict(snapshots), Facts(firm, desired, snapshots, bindings, registry())
    for bank, first_day in to_ask(facts, as_of):
        movements, calls = clio.movements(bank, first_day)
        found["clio"] = _with_movements(found["clio"], bank, movements, calls)
    if asks_for_customers(facts):
        reader, qbo = books(), found["qbo"]
        names = frozenset(customer_name(each) for each in reader.customers())
        in_full = qbo.calls if qbo.calls_in_full is None else qbo.calls_in_full
        found["clio"] = _with_customers(found["clio"], names)
        found["qbo"] = replace(qbo, calls=qbo.calls + reader.calls, calls_in_full=in_full)
    return found


def followed(
    firm: Firm,
    desired: Sequence[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    as_of: str,
) -> Followed:
    """The ledgers that follow Clio on the day ``as_of``."""
    decided = decide(Facts(firm, desired, snapshots, bindings, registry()), as_of)
    return Followed(tuple(ledgers.following(firm, decided.ledgers)), tuple(decided.findings))


def with_funds(before: Mapping[str, Snapshot], now: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
    """What was read ``now``, with what was not read again: who has money was asked ``before``, and once is enough."""
    found = {**before, **now}
    if "clio" in now and "clio" in before:
        found["clio"] = replace(now["clio"], funds=before["clio"].funds)
    return found


def _with_customers(snapshot: Snapshot, customers: frozenset[str]) -> Snapshot:
    """The snapshot of Clio with the names of QuickBooks's customers beside those of its clients."""
    return replace(snapshot, funds=replace(snapshot.funds or Funds(), customers=customers))


def _with_movements(snapshot: Snapshot, bank: str, movements: Mapping[str, str], calls: int) -> Snapshot:
    """The snapshot of Clio with the transactions of a bank account, and the requests they took."""
    funds = snapshot.funds or Funds()
    return replace(
        snapshot,
        calls=snapshot.calls + calls,
        funds=replace(funds, movements={**funds.movements, bank: movements}),
    )
