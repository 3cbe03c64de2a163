"""Bank bookkeeping: what transactions make of an account's balance, and whose money is in it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.clio.shape import Record, View

ZERO = Decimal(0)


def net(transaction: Record) -> Decimal:
    """Funds in less funds out."""
    return Decimal(transaction["amount"])


def moved(view: View, account: int) -> tuple[Decimal, int]:
    """What the transactions of a bank account add up to, and how many there are."""
    found = [Decimal(row["amount"]) for row in view.rows("bank_transactions") if row["bank_account"] == account]
    return sum(found, ZERO), len(found)


def text(amount: Decimal) -> str:
    """An amount as records keep it."""
    return format(amount, "f")


def opening(account: Record) -> Decimal:
    """What a bank account started from; accounts of an older sandbox say so by their balance alone."""
    kept = account.get("opening_balance")
    return Decimal(account["balance"] if kept is None else kept)


def _of_account(view: View, number: int) -> list[Record]:
    """The transactions of one bank account, in the order in which they count: by date, then as they were made."""
    rows = [row for row in view.rows("bank_transactions") if row["bank_account"] == number]
    return sorted(rows, key=lambda row: (row["date"], row["id"]))


def running_balance(view: View, transaction: Record) -> Decimal:
    """The balance of the bank account right after a transaction."""
    account = transaction["bank_account"]
    known: dict[int, dict[int, Decimal]] = view.memo.setdefault("running balances", {})
    if account not in known:
        known[account] = _running(view, account)
    return known[account][transaction["id"]]


def _running(view: View, account: int) -> dict[int, Decimal]:
    found = view.find("bank_accounts", account)
    balance = opening(found) if found else ZERO
    balances = {}
    for row in _of_account(view, account):
        balance += net(row)
        balances[row["id"]] = balance
    return balances


def balances_of(view: View, owner: str, number: int) -> Mapping[int, Decimal]:
    """The money of one client or of one matter, by bank account; `owner` is `client` or `matter`.

    A client's money is that of the client's matters and what was received for no matter in particular (Clio help,
    trust accounts, 2017-2022). What pays a bill is the firm's once it arrives.
    """
    name = f"balances by {owner}"
    if name not in view.memo:
        view.memo[name] = _by_owner(view, owner)
    found: Mapping[int, Decimal] = view.memo[name].get(number, {})
    return found


def _by_owner(view: View, owner: str) -> dict[int, dict[int, Decimal]]:
    totals: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in view.rows("bank_transactions"):
        if row[owner] is not None and not row["is_revenue"]:
            totals[row[owner]][row["bank_account"]] += net(row)
    return totals


def in_trust(view: View, owner: str, number: int) -> Decimal:
    """The trust money of one client or of one matter."""
    accounts = {row["id"] for row in view.rows("bank_accounts") if row["type"] == "Trust"}
    return sum((each for account, each in balances_of(view, owner, number).items() if account in accounts), ZERO)
