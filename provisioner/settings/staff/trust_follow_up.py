"""What is followed up in trust: checks nobody cashes, balances nobody touches, money that should earn interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_115, STATE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Sayings

KIND = "staff.procedure.trust_follow_up"
SAYINGS: Sayings = {
    "stale_check_days.warn": lambda days: f"A check not cashed for {days} days is looked into.",
    "stale_check_days.fail": lambda days: f"A check not cashed for {days} days is stopped and booked back.",
    "dormant_days": lambda days: f"A client's balance without activity for {days} days is looked into.",
    "client_interest_account.amount": lambda amount: f"Money of one client above {amount} goes to an own account,",
    "client_interest_account.days": lambda days: f"if it will stay longer than {days} days.",
}
STEPS = (
    "Neither program reminds anybody of it: put it into the firm's calendar, beside the reconciliation.",
    "At the end of last month: list the outstanding checks with their dates, and act on those declared too old.",
    "In Clio, make the trust listing, and find clients without activity, and closed matters with money.",
    "Look in the same list for large balances that will stay.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(firm, (*path, "policy"), SAYINGS)
        evidence = "The lists of last month, with what was done."
        yield from asked(firm, KIND, f"Follow-up in {bank}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Follow-up in a trust account",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_115, STATE_TITLES),
    catalogue="T21 T22 T24",
    system="staff",
)
