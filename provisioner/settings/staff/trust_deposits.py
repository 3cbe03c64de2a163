"""How deposits to a trust account are checked: against the slip, until they are collected, and when they come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import ABA_RECORDS, ARTICLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Sayings

KIND = "staff.procedure.trust_deposits"
INSTRUMENTS = {"check": "check", "card": "card", "ach": "ACH or eCheck", "wire": "wire"}
STEPS = (
    "Neither program compares a deposit with its slip, or waits for the bank.",
    "Take five deposits of last month: on each slip find the client, and compare with the ledger it was posted to.",
    "Check that nothing was paid out against a deposit before the declared days were over.",
    "For a returned item: find its reversal in the bank register, in QuickBooks and in Clio, and the day of each.",
)


def _held(words: str, days: object) -> str:
    return (
        f"A deposit by {words} is held {days} days before it is paid out."
        if days
        else f"A deposit by {words} may be paid out at once."
    )


def _sayings(bank: str) -> Sayings:
    held = {f"hold_days.{way}": lambda days, words=words: _held(words, days) for way, words in INSTRUMENTS.items()}
    return {
        "deposit_slip": {
            "client_and_number": f"The slip of each deposit to {bank} names client and number, and is compared "
            "with the ledger before it is posted.",
            "client": f"The slip of each deposit to {bank} names the client, and is compared with the ledger.",
            "none": f"The slip of a deposit to {bank} is not compared with the ledger.",
        },
        **held,
        "returned_items": {
            "same_day": "A returned item is reversed the same day at the bank, in QuickBooks and in Clio.",
            "next_business_day": "A returned item is reversed by the next business day, in all three places.",
            "none": "There is no rule for when a returned item is reversed.",
        },
    }


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(firm, (*path, "policy"), _sayings(bank))
        evidence = "The five slips with the entries they led to."
        yield from asked(firm, KIND, f"Deposits to {bank}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Deposits to a trust account",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ARTICLE, ABA_RECORDS, "Clio help, Clio Payments (days until a payment is collected); read 2026-11"),
    catalogue="T06 T16 T17",
    system="staff",
)
