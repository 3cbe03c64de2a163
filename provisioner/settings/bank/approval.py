"""That a trust account's bank is on the bar's list, and reports overdrafts to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import NOT_SEEN, YEAR
from provisioner.settings._sources import STATE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "bank.setting.approval"
STEPS = (
    "Open the list of eligible or approved institutions that the state's bar or IOLTA program publishes.",
    "Find the bank there by its full name, and note the date of the list.",
    "Ask the bank for its letter or agreement on reporting overdrafts and dishonored checks to the bar.",
    "Not found on the list: the firm file says that the approval is unknown until the bar has answered.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(
            firm,
            (*path, "at_bank"),
            {
                "approval": {"confirmed": f"The bank of {bank} is on the bar's list of eligible or approved banks."},
                "overdraft_reporting": {"agreed": f"The bank of {bank} has agreed to report overdrafts to the bar."},
            },
        )
        evidence = "The page of the list with the bank's name and the list's date, and the bank's agreement."
        yield from asked(firm, KIND, f"Approval of the bank of {bank}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Approval of a trust account's bank",
    nature=Nature.SWITCH,
    valid_days=YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(STATE_TITLES,),
    catalogue="C20",
    system="bank",
)
