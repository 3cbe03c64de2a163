"""That disputed money does not move, and that a settlement is paid out to the last cent on a signed statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, listed, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_115

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "staff.procedure.disputed_money"
STEPS = (
    "Neither program holds money back: it is what whoever pays out looks at first.",
    "In Clio, mark the disputed matters where everybody sees it, and take them off the list when they are settled.",
    "Take the last settlement: its closing statement is signed, and the matter's ledger ends at zero.",
)


def _disputed(matters: list[object]) -> str:
    numbers = [str(each) for each in matters]
    return f"The money of Clio's matter {listed(numbers)} does not move." if numbers else "No money is disputed."


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        statements = {
            "required": f"A settlement is paid out of {bank} on a signed closing statement that leaves nothing over.",
            "none": f"A settlement may be paid out of {bank} without a closing statement.",
        }
        said = says(firm, (*path, "policy"), {"disputed_matters": _disputed, "closing_statement": statements})
        evidence = "The list of disputed matters with its date, and the last closing statement."
        yield from asked(firm, KIND, f"Disputed money and settlements in {bank}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Disputed money and settlements",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_115,),
    catalogue="T26 T28",
    system="staff",
)
