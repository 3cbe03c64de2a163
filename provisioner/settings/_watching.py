"""What settings look at in live data: single facts about the company, and balances of accounts.

QuickBooks counts a balance debit first: a liability that is owed reads below zero, a client's ledger that is overdrawn
above. Intuit API reference, Account.CurrentBalanceWithSubAccounts, and companies looked at; read 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Observed, Remote, Scalar, Snapshot
    from provisioner.model.setting import Asked

    Watch = Callable[[Asked, Firm, Mapping[str, Snapshot]], str | None]

QBO = "qbo"


def fact(snapshots: Mapping[str, Snapshot], name: str) -> Scalar:
    """A single fact about the QuickBooks company; None where it was not read or QuickBooks did not say."""
    return snapshots[QBO].facts.get(name) if QBO in snapshots else None


def entry_key(asked: Asked) -> str:
    """The key of the entry that a question is about: ``iolta`` of ``bank.setting.title.iolta``."""
    return asked.address.key.partition(".")[2]


def switch(name: str, on: str, off: str, declared: Callable[[Firm], str | None]) -> Watch:
    """A watch of one fact that is true or false: ``on`` or ``off`` says what is there where something else is declared.

    What is declared is on unless it says ``none``.
    """

    def look(_: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
        live = fact(snapshots, name)
        if not isinstance(live, bool):
            return None
        wanted = declared(firm) != "none"
        return "" if live is wanted else (on if live else off)

    return look


def liability(firm: Firm, trust: str, snapshots: Mapping[str, Snapshot]) -> Observed | None:
    """The live account of a trust account's liability, by its number or else its name; None unless there is one."""
    entry = firm.section("accounts").get(firm.config.trust[trust].liability)
    number, name = getattr(entry, "number", None), str(getattr(entry, "name", None) or "").casefold()
    live = [each for each in _accounts(snapshots) if each.active]
    numbered = [each for each in live if number and each.fields.get("number") == number]
    named = [each for each in live if str(each.fields.get("name") or "").casefold() == name]
    found = numbered or named
    return found[0] if len(found) == 1 else None


Children = Mapping[object, "Sequence[Observed]"]
"""The accounts directly below each account, by what it is."""


def children(snapshots: Mapping[str, Snapshot]) -> Children:
    """Which accounts stand below which."""
    found: dict[object, list[Observed]] = {}
    for each in _accounts(snapshots):
        found.setdefault(each.fields.get("parent"), []).append(each)
    return found


def below(parent: Observed, known: Children) -> list[Observed]:
    """The accounts directly or deeper below ``parent``; a circle, which QuickBooks never has, is gone round once."""
    found: dict[Remote, Observed] = {}
    open_ = [parent]
    while open_:
        under = [each for each in known.get(open_.pop().remote, ()) if each.remote not in found]
        found |= {each.remote: each for each in under}
        open_ += under
    return list(found.values())


def own_balance(account: Observed, known: Children) -> Decimal | None:
    """What was posted to the account itself: its balance without those below it. None where one is not known."""
    whole = [account.balance, *(each.balance for each in known.get(account.remote, ()))]
    if any(each is None for each in whole):
        return None
    first, *others = [each for each in whole if each is not None]
    return first - sum(others, Decimal(0))


def balances_known(snapshots: Mapping[str, Snapshot]) -> bool:
    """Whether balances are of now: reading only what changed does not bring them."""
    return QBO in snapshots and "qbo.account" in snapshots[QBO].objects and not snapshots[QBO].refresh.since


def shown(account: Observed) -> str:
    """The account as on screen."""
    number, name = account.fields.get("number"), account.fields.get("name")
    return " ".join(str(part) for part in (number, name) if part)


def _accounts(snapshots: Mapping[str, Snapshot]) -> Iterator[Observed]:
    if QBO in snapshots:
        yield from snapshots[QBO].objects.get("qbo.account", ())
