"""How each client's money is told apart where that is not by sub-accounts, which this program makes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, liability_of, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_RECORDS, CLIO_LOST_DETAILS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "staff.procedure.ledger_method"
STEPS = (
    "QuickBooks does not ask for a customer on a line of a liability.",
    "With customers: in QuickBooks, run Transaction list by customer on the liability; no line is without one.",
    "Compare each client's total with Clio's trust listing of the same day.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, _ in each_trust(firm):
        parent = liability_of(firm, key)
        ways = {
            "customers": f"Every line on {parent} names the client as customer.",
            "clio_only": f"Each client's ledger is kept in Clio; {parent} in QuickBooks has only the total.",
        }
        said = says(firm, (*path, "ledgers"), {"method": ways})
        evidence = "The list by customer, or Clio's trust listing, with the total of the liability."
        yield from asked(firm, KIND, f"Client ledgers of {parent}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Client ledgers without sub-accounts",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_RECORDS, CLIO_LOST_DETAILS),
    catalogue="T27 C03",
    system="staff",
)
