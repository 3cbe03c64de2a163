"""What must be there before an earned fee leaves trust, and how soon it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_115, ABA_505

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Sayings

KIND = "staff.procedure.trust_fees"
STEPS = (
    "Neither program asks for it: it is what whoever makes the transfer looks at first.",
    "Take the last five transfers from trust to the firm, and find what was needed for each, with its date.",
    "Compare each transfer's amount with what was due on the bill that day.",
    "In Clio, look for bills paid from trust whose money the bank still shows in the trust account.",
)


def _sayings(bank: str) -> Sayings:
    return {
        "transfer_requires": {
            "approved_bill": f"No fee leaves {bank} before the bill is approved.",
            "signed_authorization": f"No money leaves {bank} without a signed authorization.",
            "none": f"A fee may leave {bank} without a bill or an authorization.",
        },
        "sweep_days": lambda days: f"An earned fee leaves {bank} within {days} days.",
    }


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(firm, (*path, "policy"), _sayings(bank))
        evidence = "The five transfers, each with its bill or authorization."
        yield from asked(firm, KIND, f"Fees out of {bank}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Fees out of a trust account",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_115, ABA_505),
    catalogue="T11 T12",
    system="staff",
)
