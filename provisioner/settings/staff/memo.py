"""What staff write into the memo of a trust entry, since Clio's sync drops it."""

from __future__ import annotations

from provisioner.settings._asking import listed
from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import CLIO_LOST_DETAILS

WORDS = {"client": "client", "matter": "matter", "payee": "payee", "check_number": "check number"}


def _memo(parts: list[str]) -> str:
    named = [f"the {WORDS.get(str(part), part)}" for part in parts]
    return f"The memo of every trust entry names {listed(named)}." if named else "The memo of a trust entry is free."


SETTING = procedure(
    "staff.procedure.memo",
    Question(
        "Memo of trust entries",
        ("posting",),
        {"memo": _memo},
        (
            "Neither program asks for it, and Clio's sync leaves these details out.",
            "Show staff an example of a memo with all that is declared.",
            "In QuickBooks, look through the trust account's entries of last month: each has its memo.",
        ),
        "The register of last month with its memos.",
    ),
    valid_days=HALF_YEAR,
    sources=(CLIO_LOST_DETAILS,),
    catalogue="S25",
)
