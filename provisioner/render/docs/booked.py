"""Who books an entry of the examples at this firm: Clio by its sync or its trust export, another program, or staff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from provisioner.render.docs.figures import BANK, CLIO, LEANLAW, STAFF, Entry, Line
from provisioner.render.docs.names import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.practice import TrustExport
    from provisioner.model.trust import TrustAccount

EXPORT = "Clio, by its trust export, once staff have recorded it there"
RECLASS = "Reclassification to the ledger it belongs to"
KEPT_IN_CLIO = frozenset(
    {Role.CLIENT_A, Role.CLIENT_B, Role.FIRM_FUNDS, Role.UNIDENTIFIED, Role.UNCLAIMED, Role.INTEREST}
)
"""Ledgers whose money is recorded in Clio, each under a client or under a name kept for it."""


class Booking(NamedTuple):
    """What books beside staff. ``bills`` is who books invoices and their payments, ``exported`` what Clio exports.

    With ``split`` each client has a sub-account, which Clio's export does not know.
    """

    bills: str
    exported: tuple[TrustExport, ...]
    split: bool


def booking(firm: Firm, trust: TrustAccount) -> Booking:
    """What books entries of one trust account."""
    integration, sync = firm.config.systems.integration, firm.config.sync
    via = integration.via if integration is not None else "clio_native" if firm.config.systems.clio else "none"
    bills = {"clio_native": CLIO, "leanlaw": LEANLAW}.get(via, STAFF)
    covered = sync.trust_export_accounts if sync is not None else None
    is_covered = covered is None or any(firm.config.trust.get(each) is trust for each in covered)
    said = sync.trust_export if sync is not None and via == "clio_native" and is_covered else None
    exported = tuple(said) if said is not None and said != "none" else ()
    return Booking(bills, exported, trust.ledgers.method == "sub_accounts")


def as_booked(entries: Iterable[Entry], by: Booking) -> Iterator[Entry]:
    """The entries with who books each. Clio books what it exports: staff who booked it as well would have it twice."""
    for entry in entries:
        moved = {line.role: line.amount for line in entry.lines}
        ledgers = [role for role in moved if role in KEPT_IN_CLIO]
        kind: TrustExport = "deposits" if moved.get(Role.TRUST, 0) > 0 else "disbursements"
        if entry.by not in {STAFF, BANK} or len(ledgers) != 1 or Role.TRUST not in moved or kind not in by.exported:
            yield replace(entry, by=by.bills) if entry.by == CLIO else entry
        elif by.split:
            yield replace(entry, by=EXPORT, lines=_with(entry.lines, {ledgers[0]: Role.LIABILITY}))
            yield Entry(STAFF, RECLASS, _with(entry.lines, {Role.TRUST: Role.LIABILITY}))
        else:
            yield replace(entry, by=EXPORT)


def _with(lines: Iterable[Line], others: dict[Role, Role]) -> tuple[Line, ...]:
    return tuple(Line(others.get(line.role, line.role), line.amount) for line in lines)
