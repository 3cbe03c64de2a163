"""Ledgers that follow Clio: asks Clio on where that is needed to decide, and turns the decision into resources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provisioner.engine.holdings import with_movements
from provisioner.engine.ledgers import Facts, decide, to_ask
from provisioner.model.address import Address
from provisioner.providers.qbo import ledgers
from provisioner.workflows.catalog import registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from provisioner.engine.selection import Selection
    from provisioner.model.finding import Finding
    from provisioner.model.firm import Firm
    from provisioner.model.funds import Movements
    from provisioner.model.resource import Binding, Desired, Snapshot

    class Ledgers(Protocol):
        """A reader of Clio that can be asked about the transactions of a bank account."""

        def movements(self, bank: str, first_day: str) -> tuple[Movements, int]:
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
    reader: Ledgers,
    as_of: str,
) -> dict[str, Snapshot]:
    """The snapshots, with the transactions of Clio that decide which ledgers are closed on the day ``as_of``."""
    found = dict(snapshots)
    for bank, first_day in to_ask(Facts(firm, desired, snapshots, bindings, registry()), as_of):
        movements, calls = reader.movements(bank, first_day)
        found["clio"] = with_movements(found["clio"], bank, movements, calls)
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
