"""What a bookkeeper has to show: certificates that somebody should have seen, and that end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, listed, says
from provisioner.settings._making import NOT_SEEN, YEAR
from provisioner.settings._sources import ARTICLE, NC_SIGNER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "staff.procedure.credentials"
WORDS = {
    "clio_certified_partner": "is a Clio Certified Partner",
    "quickbooks_proadvisor": "is a certified QuickBooks ProAdvisor",
    "trust_course": "has taken a course on trust accounts",
}
STEPS = (
    "Ask for the certificate, and look at its date.",
    "Look the person up in the vendor's directory of partners or ProAdvisors.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, person in firm.config.people.items():

        def holds(credentials: list[object], name: str = person.name) -> str:
            held = [WORDS.get(str(each), str(each)) for each in credentials]
            return f"{name} {listed(held)}." if held else ""

        said = says(firm, ("people", key), {"credentials": holds})
        yield from asked(firm, KIND, f"Credentials of {person.name}", said, STEPS, "A copy of each certificate.", key)


SETTING = Setting(
    kind=KIND,
    noun="Credentials of a person",
    nature=Nature.PROCEDURE,
    valid_days=YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ARTICLE, NC_SIGNER),
    catalogue="D03",
    system="staff",
)
