"""Overdraft protection of a trust account: it lends the firm's or the bank's money to clients, or hides a shortage."""

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

KIND = "bank.setting.overdraft_protection"
STEPS = (
    "Ask the bank in writing what overdraft services the account has: linked accounts, a credit line, courtesy pay.",
    "Where none is declared, have every such service taken off, and ask for a confirmation on paper.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        ways = {
            "none": f"{bank} has no overdraft protection of any kind.",
            "linked": f"{bank} is linked to another account that covers overdrafts.",
            "bank_line": f"{bank} has a line of credit of the bank that covers overdrafts.",
        }
        said = says(firm, (*path, "at_bank"), {"overdraft_protection": ways})
        title = f"Overdraft protection of {bank}"
        yield from asked(firm, KIND, title, said, STEPS, "The bank's letter or e-mail.", key)


SETTING = Setting(
    kind=KIND,
    noun="Overdraft protection of a trust account",
    nature=Nature.SWITCH,
    valid_days=YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(STATE_TITLES,),
    catalogue="C21",
    system="bank",
)
