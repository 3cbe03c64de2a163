"""What the other side of a trust entry may be, and how costs, batches and moves between clients are booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_RECORDS, ARTICLE, MVO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Sayings

KIND = "staff.procedure.trust_postings"
STEPS = (
    "QuickBooks lets anybody post anything against a trust account.",
    "In QuickBooks, open the trust account's register for last month: the other side of each entry is as declared.",
    "Look for one entry that moved several clients' money, and for one between two clients: each is as declared.",
    "In Clio, look for a cost that trust money has paid: it is on no bill, where that is declared.",
)


def _sayings(bank: str) -> Sayings:
    return {
        "posts_to": {
            "trust_ledgers_only": f"The other side of an entry on {bank} is always a trust ledger, never income or an "
            "expense.",
            "any_account": f"The other side of an entry on {bank} may be any account.",
        },
        "client_transfers_require": {
            "signed_authorization": "Money moves from one client's ledger to another's only with a signed "
            "authorization, and in QuickBooks and Clio alike.",
            "none": "Money may move from one client's ledger to another's without an authorization.",
        },
        "trust_paid_costs": {
            "non_billable": "A cost that trust money has paid is not billed again.",
            "billable": "A cost that trust money has paid may be billed.",
        },
        "batch_transfers": {
            "line_per_client": "One bank transfer for several clients is booked with a line for each.",
            "one_line": "One bank transfer for several clients is booked as one line.",
        },
    }


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(firm, (*path, "policy"), _sayings(bank))
        evidence = "The register of last month, initialled by the reviewer."
        yield from asked(firm, KIND, f"Postings on {bank}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Postings on a trust account",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(MVO, ABA_RECORDS, ARTICLE),
    catalogue="T07 T09 T18 T19 T23 T25",
    system="staff",
)
