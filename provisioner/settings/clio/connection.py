"""The connection between Clio and QuickBooks: that there is one, which, and to the right company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, listed, says
from provisioner.settings._making import NOT_SEEN, QUARTER
from provisioner.settings._sources import CLIO_NO_API, CLIO_QUICKBOOKS, CLIO_REVENUE, CLIO_START, LEANLAW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "clio.setting.connection"
ADMINISTRATORS = "administers"

NATIVE = (
    "In Clio, open Settings, then Bill Syncing, then QuickBooks Online. It takes the rights of an administrator.",
    "Sync Status shows a green check and Synced. If not, click Connect, sign in at Intuit, and choose the company.",
    "Check the company's name against the firm file before you allow the connection.",
    "In the sync settings, look at Export approved bills and recorded payments: it is switched on.",
    "Note who made the connection: it ends with that person's rights at Intuit.",
)
LEANLAW_STEPS = (
    "In LeanLaw, open Settings, then QuickBooks: it shows the company it is connected to.",
    "In Clio, open Settings, then Bill Syncing: it shows no connection to QuickBooks Online.",
)
NO_CONNECTION = ("In Clio, open Settings, then Bill Syncing: it offers Connect, and shows no connection.",)
STEPS = {"clio_native": NATIVE, "leanlaw": LEANLAW_STEPS, "none": NO_CONNECTION}


def _asked(firm: Firm) -> Iterator[Asked]:
    systems = firm.config.systems
    if systems.integration is None:
        return
    company = systems.quickbooks.company_name or f"the company {systems.quickbooks.company_id}"
    people = [person.name for person in firm.config.people.values() if ADMINISTRATORS in person.does]
    who = f" It was made by {listed(people)}." if people and systems.integration.via != "none" else ""
    ways = {
        "clio_native": f"Clio is connected to {company} in QuickBooks by its own integration, and exports approved "
        f"bills and recorded payments.{who}",
        "leanlaw": f"LeanLaw connects Clio with {company} in QuickBooks, and Clio's own integration is off.{who}",
        "none": "Clio is not connected to QuickBooks.",
    }
    said = says(firm, ("systems", "integration"), {"via": ways})
    steps = STEPS[systems.integration.via]
    yield from asked(firm, KIND, "Connection of Clio", said, steps, "A screenshot of the page with its status.")


SETTING = Setting(
    kind=KIND,
    noun="Connection of Clio",
    nature=Nature.SWITCH,
    valid_days=QUARTER,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(CLIO_QUICKBOOKS, CLIO_START, CLIO_REVENUE, LEANLAW, CLIO_NO_API),
    catalogue="S12 S13 S27",
    system="clio",
)
