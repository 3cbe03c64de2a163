"""How the bank itself names a trust account: states prescribe words in the title, and no program can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import YEAR
from provisioner.settings._sources import ABA_RECORDS, STATE_TITLES
from provisioner.settings._watching import entry_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Observed, Snapshot
    from provisioner.model.setting import Asked

KIND = "bank.setting.title"
CLIO_BANK = "clio.bank_account"
STEPS = (
    "Take the bank's latest statement of the account, a blank check and a deposit slip.",
    "Compare the title, letter by letter, with the one declared; the state's words in it count.",
    "Compare the institution, the state it is in, and the last four digits.",
    "Where the title is another one, ask the bank in writing to change it.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(
            firm,
            (*path, "at_bank"),
            {
                "title": lambda title: f"The bank's title of the account is {title}.",
                "institution": lambda name: f"It is at {name}.",
                "state": lambda state: f"The bank is in {state}.",
                "last4": lambda digits: f"Its number ends in {digits}.",
            },
        )
        evidence = "The first page of a statement, and a voided check; only the last four digits readable."
        yield from asked(firm, KIND, f"Title of {bank} at the bank", said, STEPS, evidence, key)


def _otherwise(asked: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    """Another institution is written beside the account in Clio; one name may be a part of the other."""
    trust = firm.config.trust[entry_key(asked)]
    declared = trust.at_bank.institution if trust.at_bank is not None else None
    clio = getattr(firm.section("accounts").get(trust.bank), "clio", None)
    live = _named(str(getattr(clio, "name", "")), snapshots)
    if live is None or not declared or not (said := str(live.fields.get("institution") or "")):
        return None
    one, other = declared.casefold(), said.casefold()
    return "" if one in other or other in one else f"In Clio the account is at {said}, not at {declared}."


def _named(name: str, snapshots: Mapping[str, Snapshot]) -> Observed | None:
    objects = snapshots["clio"].objects.get(CLIO_BANK, ()) if "clio" in snapshots else ()
    found = [each for each in objects if each.active and each.fields.get("name") == name]
    return found[0] if len(found) == 1 else None


SETTING = Setting(
    kind=KIND,
    noun="Title of a trust account at the bank",
    nature=Nature.SWITCH,
    valid_days=YEAR,
    asked=_asked,
    observable="The institution that Clio names for the account. Nothing else of it can be seen.",
    sources=(STATE_TITLES, ABA_RECORDS),
    contradiction=_otherwise,
    catalogue="C20",
    system="bank",
)
