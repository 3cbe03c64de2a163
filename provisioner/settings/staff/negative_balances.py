"""That no client's trust ledger is ever below zero. QuickBooks does not prevent it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, listed, says
from provisioner.settings._making import HALF_YEAR
from provisioner.settings._sources import ABA_115, ARTICLE, QBO_ACCOUNT
from provisioner.settings._watching import balances_known, below, children, entry_key, liability, own_balance, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Asked

KIND = "staff.procedure.negative_balances"
NAMED = 3
STEPS = (
    "QuickBooks has no switch against it, and pays out what a client does not have.",
    "In QuickBooks, open the balance sheet with all sub-accounts of the trust liability: none is below zero.",
    "In Clio, make the trust listing of the same day: no client or matter is below zero.",
    "Make the same two lists for a day in the middle of last month.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        rules = {
            "never": f"No client's ledger in {bank} is ever below zero.",
            "allowed": f"A client's ledger in {bank} may be below zero.",
        }
        said = says(firm, (*path, "policy"), {"negative_balances": rules})
        yield from asked(firm, KIND, f"Balances of clients in {bank}", said, STEPS, "The lists of both days.", key)


def _otherwise(asked: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    policy = firm.config.trust[entry_key(asked)].policy
    if policy is None or policy.negative_balances != "never":
        return ""
    parent = liability(firm, entry_key(asked), snapshots) if balances_known(snapshots) else None
    if parent is None:
        return None
    known = children(snapshots)
    owned = [(each, own_balance(each, known)) for each in below(parent, known)]
    overdrawn = [(each, own) for each, own in owned if own is not None and own > 0]
    if not overdrawn:
        return ""
    named = listed([f"{shown(each)} by {own:,.2f}" for each, own in overdrawn[:NAMED]])
    more = f", and {len(overdrawn) - NAMED} more" if len(overdrawn) > NAMED else ""
    return f"In QuickBooks these trust ledgers are below zero: {named}{more}."


SETTING = Setting(
    kind=KIND,
    noun="Balances of clients in trust",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable="The balance of each ledger below the trust liability in QuickBooks, now; not on the days before.",
    sources=(ABA_115, ARTICLE, QBO_ACCOUNT),
    contradiction=_otherwise,
    catalogue="T10 R07",
    system="staff",
)
