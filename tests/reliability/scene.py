"""One firm before and after a change of its file that uses every kind of write, and what people did on screen between.

The second file creates on several levels, updates, adopts, reactivates and retires, and lets two accounts exchange
their names and numbers, in QuickBooks and, as far as Clio knows such a thing, in Clio.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.sandbox.kernel import FirmSeed

if TYPE_CHECKING:
    from provisioner.sandbox.server import Twin

FIRMS = Path(__file__).parent / "firms"
SEED = FirmSeed(company_id="9130350000000001", company_name="Crash LLP", clio_account_name="Crash LLP")


def write(folder: Path, name: str) -> None:
    """Put the firm file ``name`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FIRMS / f"{name}.yaml", folder / "firm.yaml")


def open_company(twin: Twin) -> None:
    """What an owner does before the first apply."""
    twin.qbo.edit({"entity": "Preferences", "set": {"AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True}}})


def on_screen(twin: Twin) -> None:
    """What people did between the two files: things to adopt, to reactivate and to put right."""
    expense = {"AccountType": "Expense", "AcctNum": "6300", "AccountSubType": "Travel"}
    twin.qbo.edit({"entity": "Account", "create": {"Name": "Travel", **expense}})
    meals = {"AccountType": "Expense", "AcctNum": "6200", "AccountSubType": "EntertainmentMeals"}
    twin.qbo.edit({"entity": "Account", "create": {"Name": "Meals", **meals}})
    marketing = {"AccountType": "Expense", "AccountSubType": "AdvertisingPromotional"}
    made = twin.qbo.edit({"entity": "Account", "create": {"Name": "Marketing", **marketing}})
    twin.qbo.edit({"entity": "Account", "id": made["Id"], "inactivate": True})
    twin.qbo.edit({"entity": "Account", "name": "Bar Dues", "inactivate": True})
    twin.clio.edit({"resource": "practice_areas", "create": {"name": "Family Law", "code": "FAM"}})
    twin.clio.edit({"resource": "activity_descriptions", "create": {"name": "Court Appearance"}})
