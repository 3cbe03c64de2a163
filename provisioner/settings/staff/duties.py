"""Who does what at the firm: who prepares, reviews, signs and reconciles, and where lawyers are admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, listed, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_RECORDS, NC_SIGNER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "staff.procedure.duties"
WORDS = {
    "prepares": "prepares the books",
    "reviews": "reviews the reconciliations",
    "signs_trust": "signs for trust accounts",
    "approves": "approves changes",
    "reconciles": "reconciles the accounts",
    "deposits": "makes deposits",
    "administers": "administers Clio and QuickBooks",
}
STEPS = (
    "Ask the person, and compare with who initialled last month's reconciliation, deposits and checks.",
    "For whoever signs for trust: the bank's signature card names this person, and nobody who is not declared.",
    "For whoever is admitted: look the person up in the bar's directory.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, person in firm.config.people.items():

        def does(duties: list[object], name: str = person.name) -> str:
            done = [WORDS.get(str(each), str(each)) for each in duties]
            return f"{name} {listed(done)}, and nothing else of this." if done else f"{name} has no part in this."

        def admitted(states: list[object], name: str = person.name) -> str:
            return f"{name} is admitted in {listed([str(each) for each in states])}." if states else ""

        said = says(firm, ("people", key), {"does": does, "admitted_in": admitted})
        evidence = "The initialled pages, the signature card, and the bar's entry."
        yield from asked(firm, KIND, f"Duties of {person.name}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Duties of a person",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_RECORDS, NC_SIGNER),
    catalogue="C22 R13 R03",
    system="staff",
)
