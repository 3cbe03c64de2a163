"""The UTBMS codes of expense categories, which electronic bills ask for. This program does not write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import NOTHING, asked, value_at
from provisioner.settings._making import NOT_SEEN, YEAR
from provisioner.settings._sources import CLIO_UTBMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "clio.setting.expense_codes"
STEPS = (
    "In Clio, open Settings, then Billing, then General: LEDES billing is enabled if any client asks for it.",
    "Open Activities, then Manage categories, then the expense categories.",
    "Give each category the UTBMS code declared here.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    said = [
        (("expense_categories", key, "utbms"), f"{getattr(entry, 'name', key)} has the code {code}.")
        for key, entry in firm.section("expense_categories").items()
        if (code := value_at(firm.tree, ("expense_categories", key, "utbms"))) not in {NOTHING, None}
    ]
    evidence = "A screenshot of the expense categories with their codes."
    yield from asked(firm, KIND, "UTBMS codes of expenses", said, STEPS, evidence)


SETTING = Setting(
    kind=KIND,
    noun="UTBMS codes of expenses",
    nature=Nature.SWITCH,
    valid_days=YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(CLIO_UTBMS,),
    catalogue="D01",
    system="clio",
)
