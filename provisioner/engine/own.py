"""What this program keeps itself, or only reads, of a firm file; and what live data shows by itself.

Such values are no settings of QuickBooks or Clio: nobody could provision or confirm them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.source import Path

ANY = "*"
READ = "It only says who is meant; this program reads it and shows it."
LEDGERS = "This program itself makes, names and closes the clients' ledgers by it."

KEPT: Mapping[Path, str] = {
    ("version",): "This program reads files of this version.",
    ("extends",): "This program lays the file over these templates.",
    ("firm", "name"): READ,
    (
        "firm",
        "jurisdictions",
    ): "This program checks the file against these jurisdictions, with every validate and plan.",
    ("people", ANY, "name"): READ,
    ("approvals",): "This program applies nothing without these approvals.",
    ("protect",): "This program never makes these inactive.",
    ("trust", ANY, "kind"): "This program chooses its rules by it.",
    ("trust", ANY, "jurisdiction"): "This program chooses its rules by it.",
    ("trust", ANY, "bank"): "It names an account of this file, which this program provisions.",
    ("trust", ANY, "liability"): "It names an account of this file, which this program provisions.",
    ("trust", ANY, "ledgers", "method"): LEDGERS,
    ("trust", ANY, "ledgers", "per"): LEDGERS,
    ("trust", ANY, "ledgers", "from"): LEDGERS,
    ("trust", ANY, "ledgers", "name"): LEDGERS,
    ("trust", ANY, "ledgers", "close_after_days_at_zero"): LEDGERS,
    ("clients", ANY): "This program lists the client; QuickBooks has no ledger of its own for it here.",
}
"""Values by their paths, ``*`` for any key, each with what this program does with them."""

EMPTY = "Nothing is declared here."
WITHOUT = "The file says that the firm does without it: there is nothing to keep to."
OPTIONAL = "calendar"


def kept_by_program(path: Path, value: object) -> str:
    """What this program does with a value itself; empty for a value that it does not keep."""
    if value is None or (isinstance(value, (Mapping, list, tuple)) and not value):
        return EMPTY
    if path[0] == OPTIONAL and value == "none":
        return WITHOUT
    for length in range(len(path), 0, -1):
        note = KEPT.get(path[:length]) or KEPT.get(_any_key(path[:length]))
        if note is not None:
            return note
    return ""


def _any_key(path: Path) -> Path:
    return (path[0], ANY, *path[2:])


Seen = tuple[str, str, str]
"""A status, what would show that the value is wrong, and a remark."""


def _company(firm: Firm, snapshots: Mapping[str, Snapshot]) -> Seen:
    wanted = firm.config.systems.quickbooks.company_id
    return _compared("qbo", snapshots, wanted, lambda live: live.tenant, "QuickBooks answers as another company")


def _company_name(firm: Firm, snapshots: Mapping[str, Snapshot]) -> Seen | None:
    wanted = firm.config.systems.quickbooks.company_name
    if wanted is None:
        return None
    return _compared("qbo", snapshots, wanted, lambda live: live.title, "The company has another name in QuickBooks")


def _edition(firm: Firm, snapshots: Mapping[str, Snapshot]) -> Seen | None:
    wanted = firm.config.systems.quickbooks.edition
    return _compared(
        "qbo", snapshots, wanted, lambda live: live.facts.get("edition"), "QuickBooks says that it is another edition"
    )


def _account_name(firm: Firm, snapshots: Mapping[str, Snapshot]) -> Seen | None:
    clio = firm.config.systems.clio
    if clio is None:
        return None
    return _compared("clio", snapshots, clio.account_name, lambda live: live.tenant, "Clio answers as another account")


def _region(firm: Firm, snapshots: Mapping[str, Snapshot]) -> Seen | None:
    if firm.config.systems.clio is None:
        return None
    return ("pass" if "clio" in snapshots else "unknown"), "Clio of this region does not know the account.", ""


def _compared(
    system: str,
    snapshots: Mapping[str, Snapshot],
    wanted: str,
    live_of: Callable[[Snapshot], object],
    wrong_if: str,
) -> Seen:
    live = live_of(snapshots[system]) if system in snapshots else None
    if live is None or live == "":
        return "unknown", f"{wrong_if}.", ""
    if str(live).casefold() == wanted.casefold():
        return "pass", f"{wrong_if}.", ""
    return "fail", f"{wrong_if}.", f"{wrong_if}: {live}."


SEEN: Mapping[Path, Callable[[Firm, Mapping[str, Snapshot]], Seen | None]] = {
    ("systems", "quickbooks", "company_id"): _company,
    ("systems", "quickbooks", "company_name"): _company_name,
    ("systems", "quickbooks", "edition"): _edition,
    ("systems", "clio", "account_name"): _account_name,
    ("systems", "clio", "region"): _region,
}
"""Values that a look at live data decides, without anybody's word."""
