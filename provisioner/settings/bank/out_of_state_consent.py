"""The clients' written consent to a trust account at a bank in another state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import NOT_SEEN, YEAR
from provisioner.settings._sources import ABA_115, STATE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "bank.setting.out_of_state_consent"
STEPS = (
    "List the clients with money in the account, from Clio's trust listing.",
    "Find each one's written consent to the bank's place, in the engagement letter or beside it.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        ways = {
            "written": f"Every client with money in {bank} has agreed in writing to where the bank is.",
            "none": f"No client's written consent to where the bank of {bank} is has been asked for.",
        }
        said = says(firm, (*path, "at_bank"), {"out_of_state_consent": ways})
        title = f"Consent to the place of {bank}"
        yield from asked(firm, KIND, title, said, STEPS, "The list of clients with the date of each consent.", key)


SETTING = Setting(
    kind=KIND,
    noun="Consent to a bank in another state",
    nature=Nature.SWITCH,
    valid_days=YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_115, STATE_TITLES),
    catalogue="C20",
    system="bank",
)
