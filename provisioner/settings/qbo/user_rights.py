"""What each person may do in QuickBooks, the accountant's access included. No program can read or set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, says
from provisioner.settings._making import NOT_SEEN, QUARTER
from provisioner.settings._sources import NC_SIGNER, QBO_USERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "qbo.setting.user_rights"

STEPS = (
    "In QuickBooks, open the gear, then Manage users.",
    "Look for the person under Users, or under Accounting firms for an outside accountant.",
    "Compare the role with the one declared; with Edit it can be changed.",
    "Whoever prepares the books should not be able to delete transactions, where the plan lets you choose.",
    "Look for users nobody declares, and ask who they are.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, person in firm.config.people.items():
        rights = {
            "primary_admin": f"{person.name} is the primary admin in QuickBooks.",
            "company_admin": f"{person.name} is a company admin in QuickBooks.",
            "standard": f"{person.name} is a standard user in QuickBooks, without the rights of an admin.",
            "accountant": f"{person.name} enters QuickBooks as the firm's accountant, through Accounting firms.",
            "reports_only": f"{person.name} sees reports in QuickBooks and enters nothing.",
            "none": f"{person.name} has no access to QuickBooks.",
        }
        said = says(firm, ("people", key), {"quickbooks": rights})
        evidence = f"A screenshot of Manage users with the role of {person.name}."
        yield from asked(firm, KIND, f"User rights of {person.name}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="User rights in QuickBooks",
    nature=Nature.SWITCH,
    valid_days=QUARTER,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(QBO_USERS, NC_SIGNER),
    catalogue="C22 S05",
)
