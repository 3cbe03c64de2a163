"""Ledgers under a trust liability as QuickBooks accounts: sub-accounts of the liability, told apart by their tag."""

from __future__ import annotations

from dataclasses import replace
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
    for ledger, closes, is_named in kept:
        parent = accounts.get(ledger.parent)
        if parent is not None:
            made = _account(firm, ledger, parent)
            fields = made.fields if is_named else {name: each for name, each in made.fields.items() if name != "name"}
            yield replace(made, fields=fields, retired=closes)


COVERED = keys_of(("name",))
FOLLOWED = keys_of(("method", "per", "from", "name", "close_after_days_at_zero"))


def _account(firm: Firm, ledger: Ledger, parent: LiabilitySpec) -> Desired:
    return Desired(
        Address("qbo", "account", ledger.key),
        {
            "name": ledger.name,
            "type": parent.account_type,
            "detail_type": parent.api_detail_type,
            "parent": Address("qbo", "account", ledger.parent),
            "description": ledger.tag,
        },
        ledger.entry,
        firm.place(*ledger.entry),
        covers=FOLLOWED if ledger.own_key else COVERED,
        tag=ledger.tag,
    )
