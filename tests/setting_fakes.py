"""Settings that people confirm, made up for tests: one that plans see, one they look at, one for each trust account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.setting import Asked, Attestation, Nature, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

TODAY = date(2026, 11, 20)
FACT = "Made up for this test."


def asked(firm: Firm, address: str, title: str, says: str, *path: str) -> Asked:
    """One thing to confirm, declared at ``path``."""
    steps = ("Open the gear, then Account and settings.", f"See that {title} is so.")
    return Asked(Address.parse(address), title, says, (path,), firm.place(*path), steps, "A picture of the screen.")


def _closing(firm: Firm) -> Iterator[Asked]:
    close = firm.config.close
    if close is not None and close.locked_through is not None:
        says = f"The books are closed through {close.locked_through}."
        yield asked(firm, "qbo.setting.closing", "Closing date", says, "close", "locked_through")


def _open_until(each: Asked, firm: Firm, snapshots) -> str | None:
    facts = snapshots["qbo"].facts if "qbo" in snapshots else {}
    if "closed_through" not in facts:
        return None
    through = facts["closed_through"]
    return "" if through == str(firm.config.close.locked_through) else f"QuickBooks is closed through {through}."


def _feeds(firm: Firm) -> Iterator[Asked]:
    sync = firm.config.sync
    if sync is not None and sync.bank_feeds is not None:
        says = f"Bank feeds are in {sync.bank_feeds}."
        yield asked(firm, "clio.setting.feeds", "Bank feeds", says, "sync", "bank_feeds")


def _feeds_seen(each: Asked, firm: Firm, snapshots) -> str | None:
    seen = snapshots["clio"].facts.get("feeds") if "clio" in snapshots else None
    return None if seen is None else "" if seen == firm.config.sync.bank_feeds else f"Clio has feeds in {seen}."


def _titles(firm: Firm) -> Iterator[Asked]:
    for key, trust in firm.config.trust.items():
        if trust.at_bank is not None and trust.at_bank.title is not None:
            says = f"The bank calls it {trust.at_bank.title}."
            yield asked(firm, f"bank.setting.title.{key}", f"Title of {key}", says, "trust", key, "at_bank", "title")


CLOSING = Setting(
    "qbo.setting.closing", "closing date", Nature.SWITCH, 30, _closing, FACT, (FACT,), _open_until, conclusive=True
)
FEEDS = Setting(
    "clio.setting.feeds", "bank feeds", Nature.SWITCH, 90, _feeds, FACT, (FACT,), _feeds_seen, system="clio"
)
TITLE = Setting("bank.setting.title", "title", Nature.PROCEDURE, 365, _titles, FACT, (FACT,), system="bank")
SETTINGS = (TITLE, FEEDS, CLOSING)

KEYS = """
close: { locked_through: 2026-09-30 }
sync: { bank_feeds: quickbooks }
"""


def said(
    address: str, says: str, on: date = date(2026, 11, 1), expires: date = date(2027, 1, 30), **more
) -> Attestation:
    """What Ana confirmed."""
    return Attestation(Address.parse(address), says, more.pop("by", "ana"), on, expires, **more)
