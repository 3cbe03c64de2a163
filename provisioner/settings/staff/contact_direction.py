"""Where names and addresses of clients are changed. Clio has no switch for a direction: it is what staff do."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_CONTACTS

SETTING = procedure(
    "staff.procedure.contact_direction",
    Question(
        "Direction of contacts",
        ("sync",),
        {
            "contacts": {
                "clio_to_quickbooks": "Names and addresses of clients are changed in Clio only, never in QuickBooks.",
                "both": "Names and addresses of clients may be changed in Clio and in QuickBooks.",
            }
        },
        (
            "Clio has no setting for a direction: once a contact is linked, later changes go both ways.",
            "Tell everyone who works in QuickBooks where clients are added and changed.",
            "Once a quarter, look through Customers in QuickBooks for two of one client, and merge them there.",
        ),
        "The instruction to staff, with the date and who has read it.",
    ),
    valid_days=HALF_YEAR,
    sources=(CLIO_CONTACTS, ARTICLE),
    catalogue="S15",
)
