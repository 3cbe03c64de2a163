"""Ledgers under a trust liability as QuickBooks accounts: sub-accounts of the liability, told apart by their tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from provisioner.model.address import Address
from provisioner.model.ledger import ledgers
from provisioner.model.resource import Desired
from provisioner.providers.entries import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provisioner.engine.ledgers import Kept
    from provisioner.model.firm import Firm
    from provisioner.model.ledger import Ledger
    from provisioner.model.resource import Value
    from provisioner.model.source import Place


class LiabilitySpec(Protocol):
    """What a ledger takes over from the account it stands under."""

    @property
    def account_type(self) -> str | None:
        """Its account type."""

    @property
    def api_detail_type(self) -> str | None:
        """Its detail type, as the API spells it."""


def desired(firm: Firm, accounts: Mapping[str, LiabilitySpec]) -> Iterator[Desired]:
    """The ledgers of every trust account whose clients have sub-accounts."""
    for ledger in ledgers(firm):
        parent = accounts.get(ledger.parent)
        if parent is not None:
            yield _account(firm, ledger, parent)


def following(firm: Firm, kept: Iterable[Kept]) -> Iterator[Desired]:
    """The ledgers that follow Clio, as they were decided on. One of nobody's keeps the name it has."""
    accounts: Mapping[str, LiabilitySpec] = firm.section("accounts")
    shared: dict[str, tuple[Mapping[str, Value], Place]] = {}
    for ledger, closes, is_named in kept:
        if ledger.parent not in accounts:
            continue
        if ledger.trust not in shared:
            shared[ledger.trust] = (_below(ledger.parent, accounts[ledger.parent]), firm.place(*ledger.entry))
        below, place = shared[ledger.trust]
        name = {"name": ledger.name} if is_named else {}
        fields = {**name, **below, "description": ledger.tag}
        address = Address("qbo", "account", ledger.key)
        yield Desired(address, fields, ledger.entry, place, covers=FOLLOWED, retired=closes, tag=ledger.tag)


COVERED = keys_of(("name",))
FOLLOWED = keys_of(("method", "per", "from", "name", "close_after_days_at_zero"))


def _account(firm: Firm, ledger: Ledger, parent: LiabilitySpec) -> Desired:
    return Desired(
        Address("qbo", "account", ledger.key),
        {"name": ledger.name, **_below(ledger.parent, parent), "description": ledger.tag},
        ledger.entry,
        firm.place(*ledger.entry),
        covers=COVERED,
        tag=ledger.tag,
    )


def _below(key: str, parent: LiabilitySpec) -> Mapping[str, Value]:
    """What all ledgers below one liability have in common."""
    return {
        "type": parent.account_type,
        "detail_type": parent.api_detail_type,
        "parent": Address("qbo", "account", key),
    }
