"""Entries and balances of trust workflows as tables, with this firm's account names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.render.docs.blocks import Table
from provisioner.render.docs.figures import START, balances
from provisioner.render.docs.names import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from provisioner.render.docs.figures import Entry
    from provisioner.render.docs.names import Names

CREDIT_SIDE = frozenset(
    {
        *(Role.LIABILITY, Role.CLIENT_A, Role.CLIENT_B, Role.FIRM_FUNDS, Role.UNCLAIMED, Role.UNIDENTIFIED),
        *(Role.INTEREST, Role.FEES, Role.FLAT_FEES, Role.CONTINGENCY),
    }
)
"""Accounts that are shown as positive when they stand on the credit side, as people know them on screen."""
LEDGERS = (
    *(Role.LIABILITY, Role.CLIENT_A, Role.CLIENT_B, Role.FIRM_FUNDS),
    *(Role.UNCLAIMED, Role.UNIDENTIFIED, Role.INTEREST),
)
"""What the money in the trust banks is owed to."""


def amount(value: Decimal) -> str:
    """Dollars and cents."""
    return f"{value:,.2f}"


def entry_table(entries: Sequence[Entry], called: Names) -> Table:
    """The entries one below the other: who, what, account, debit, credit."""
    rows: list[tuple[str, ...]] = []
    for number, entry in enumerate(entries, 1):
        for place, line in enumerate(entry.lines):
            who = (str(number), f"{entry.what} ({entry.by})") if place == 0 else ("", "")
            debit, credit = (amount(line.amount), "") if line.amount > 0 else ("", amount(-line.amount))
            rows.append((*who, called[line.role], debit, credit))
    return Table(("", "What is recorded, and by whom", "Account", "Debit", "Credit"), tuple(rows), frozenset({3, 4}))


def balance_table(entries: Sequence[Entry], called: Names) -> Table:
    """Every account that the entries moved, before and after, as it stands on screen."""
    after = balances(entries)
    moved = dict.fromkeys(line.role for entry in entries for line in entry.lines)
    rows = [
        (called[role], *(amount(_on_screen(role, found.get(role))) for found in (START, after)))
        for role in sorted(moved, key=list(Role).index)
    ]
    return Table(("Account", "Before", "After"), tuple(rows), frozenset({1, 2}))


def _on_screen(role: Role, value: Decimal | None) -> Decimal:
    if value is None:
        return START[Role.TRUST] * 0
    return -value if role in CREDIT_SIDE else value


def owed(found: dict[Role, Decimal], roles: Iterable[Role] = LEDGERS) -> Decimal:
    """The sum of the ledgers, as a positive number."""
    return -sum((found[role] for role in roles if role in found), START[Role.TRUST] * 0)
