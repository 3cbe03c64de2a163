"""Whether QuickBooks's Transfer, which names no client, may touch a trust bank account."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, LAW_LAB_TRANSFERS

SETTING = procedure(
    "staff.procedure.trust_transfers",
    Question(
        "Transfers on trust accounts",
        ("posting",),
        {
            "transfers_on_trust_bank": {
                "forbidden": "Nobody records a Transfer in QuickBooks from or to a trust bank account.",
                "allowed": "Transfers in QuickBooks may be recorded from and to trust bank accounts.",
            }
        },
        (
            "QuickBooks has no switch against it.",
            "Show staff what to use instead: a check, an expense or a deposit with a line on the client's ledger.",
            "In QuickBooks, open the trust account's register and look for entries of the type Transfer.",
        ),
        "The register of last quarter, filtered by Transfer.",
    ),
    valid_days=HALF_YEAR,
    sources=(LAW_LAB_TRANSFERS, ARTICLE),
    catalogue="T02",
)
