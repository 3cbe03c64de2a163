"""Clio's clients, matters and bank transactions, as far as they say whose money is in trust.

Fields, filters and the rows of ``account_balances``: Clio OpenAPI document of 2026-04-08 (contacts, matters,
bank_transactions); read 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from provisioner.model.funds import CONTACT, MATTER, Funds, Held, Holder
from provisioner.providers import shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

CENT = Decimal("0.01")
LATEST_NOTICE = timedelta(days=31)
"""How long before its own day a transaction is written down at most (assumption).

Clio lists transactions by when they were last changed, not by their day.
"""


class HolderList(NamedTuple):
    """A list of Clio that says who has money, and what it is asked for."""

    path: str
    fields: str
    filters: Mapping[str, str]
    read: Callable[[Mapping[str, Any]], Holder]


def _client(row: Mapping[str, Any]) -> Holder:
    return Holder(_id(row, "client"), _name(row.get("name"), "client"), _held(row))


def _matter(row: Mapping[str, Any]) -> Holder:
    client = shapes.record(row.get("client"), "clio", "a client")
    return Holder(
        _id(row, "matter"),
        _name(client.get("name"), "client"),
        _held(row),
        _name(row.get("display_number"), "matter"),
        _name(row.get("description"), "matter"),
        str(client.get("id") or ""),
    )


_BALANCES = "account_balances{id,name,type,balance}"
LISTS = {
    CONTACT: HolderList("contacts", f"id,name,{_BALANCES}", {"client_only": "true"}, _client),
    MATTER: HolderList("matters", f"id,display_number,description,client{{id,name}},{_BALANCES}", {}, _matter),
}


@dataclass
class Collector:
    """Gathers holders page by page."""

    holders: dict[str, dict[str, Holder]] = field(default_factory=dict)
    hidden: bool = False

    def take(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add a page. VendorProblem for a row that cannot be understood, or that came before."""
        known = self.holders.setdefault(kind, {})
        for row in rows:
            self.hidden = self.hidden or _is_hidden(row.get("account_balances"))
            holder = LISTS[kind].read(row)
            if holder.id in known:
                raise shapes.misshapen("clio", f"the same {'client' if kind == CONTACT else kind} twice")
            known[holder.id] = holder

    @property
    def funds(self) -> Funds:
        """What was gathered."""
        return Funds(self.holders, self.hidden)


def since(first_day: str) -> str:
    """The instant from which on to ask for transactions, so that those from ``first_day`` on are among them."""
    return f"{date.fromisoformat(first_day) - LATEST_NOTICE}T00:00:00Z"


def last_days(rows: Iterable[Mapping[str, Any]], known: dict[str, str]) -> None:
    """Note in ``known`` the last day of each client's and matter's transactions."""
    for row in rows:
        day = str(shapes.text(row.get("date"), "clio", "a day") or "")[:10]
        for owner in ("client", "matter"):
            who = shapes.record(row.get(owner), "clio", f"a {owner}").get("id")
            if who is not None and day > known.get(mark(owner, str(who)), ""):
                known[mark(owner, str(who))] = day


def mark(owner: str, number: str) -> str:
    """How a client or matter is written in movements: their numbers may be the same."""
    return f"{CONTACT if owner == 'client' else owner}:{number}"


def _id(row: Mapping[str, Any], what: str) -> str:
    number = row.get("id")
    if type(number) is not int:
        raise shapes.misshapen("clio", f"a {what} with no id")
    return str(number)


def _name(value: object, what: str) -> str:
    return shapes.text(value, "clio", f"a name of a {what}") or ""


def _is_hidden(balances: object) -> bool:
    """Clio puts this in the place of what the connection may not see (Clio developer documentation, Permissions)."""
    rows = balances if isinstance(balances, list) else [balances]
    return any(isinstance(each, dict) and each.get("redacted") is True for each in rows)


def _held(row: Mapping[str, Any]) -> tuple[Held, ...]:
    balances = row.get("account_balances")
    if _is_hidden(balances):
        return ()
    rows = shapes.records(balances, "clio", "balances")
    return tuple(each for each in map(_amount, rows) if each.amount)


def _amount(row: Mapping[str, Any]) -> Held:
    amount = row.get("balance")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise shapes.misshapen("clio", "a balance that is no amount")
    exact = Decimal(amount)
    if not exact.is_finite() or exact.adjusted() >= shapes.BIGGEST:
        raise shapes.misshapen("clio", "a balance that is no amount")
    rest = exact.quantize(CENT)
    return Held(str(row.get("id") or ""), str(row.get("name") or ""), str(row.get("type") or ""), rest)
