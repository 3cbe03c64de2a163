"""That nothing is posted to the trust liability itself, only to the clients' ledgers below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, liability_of, says
from provisioner.settings._making import HALF_YEAR
from provisioner.settings._sources import ARTICLE, MVO, QBO_ACCOUNT
from provisioner.settings._watching import balances_known, children, entry_key, liability, own_balance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Asked

KIND = "staff.procedure.parent_postable"
STEPS = (
    "QuickBooks has no switch against it: the liability can be chosen like any other account.",
    "Tell everyone who enters trust transactions, and show them how the clients' ledgers stand below it.",
    "In QuickBooks, open the liability's own register: there is nothing of last month in it.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, _ in each_trust(firm):
        parent = liability_of(firm, key)
        rules = {
            "False": f"Nothing is posted to {parent} itself, only to the ledgers below it.",
            "True": f"Entries may be posted to {parent} itself.",
        }
        said = says(firm, (*path, "ledgers"), {"parent_postable": rules})
        yield from asked(firm, KIND, f"Postings to {parent}", said, STEPS, "The register of last month.", key)


def _otherwise(asked: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    """With customers in place of sub-accounts everything stands there; what Clio exports does, until it is spread."""
    ledgers, posting, sync = firm.config.trust[entry_key(asked)].ledgers, firm.config.posting, firm.config.sync
    if ledgers.parent_postable is not False or ledgers.method != "sub_accounts":
        return None
    exported = sync.trust_export if sync is not None else None
    if (posting is not None and posting.trust_payments == "clio_posts") or (exported and exported != "none"):
        return None
    parent = liability(firm, entry_key(asked), snapshots) if balances_known(snapshots) else None
    own = own_balance(parent, children(snapshots)) if parent is not None else None
    if own is None:
        return None
    return f"In QuickBooks {abs(own):,.2f} stands on the liability itself, on no client's ledger." if own else ""


SETTING = Setting(
    kind=KIND,
    noun="Postings to a trust liability",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable="What stands on the liability itself in QuickBooks now, unless Clio exports trust to it. "
    "Entries that cancel out it cannot show.",
    sources=(ARTICLE, MVO, QBO_ACCOUNT),
    contradiction=_otherwise,
    catalogue="T05 S19",
    system="staff",
)
