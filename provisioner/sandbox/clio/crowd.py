"""Many clients at once, each with a matter and money in trust, to rehearse with a firm of any size. All invented."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.wire import day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provisioner.sandbox.clio.shape import Record
    from provisioner.sandbox.clio.store import AccountView

MOST = 100_000
_FIRST = ("Ada", "Bao", "Carla", "Dev", "Esther", "Farid", "Gwen", "Hugo", "Imani", "Jonas", "Keiko", "Luis", "Mina")
_LAST = (
    *("Abara", "Fairweather", "Castellan", "Dunmore", "Eastgate", "Fairlough", "Greenholt", "Hartigan", "Ibarguen"),
    *("Juniper", "Kestrel", "Lindqvist", "Marlowe", "Northam", "Okonedo", "Pemberton", "Quillfeather"),
)
_KEYS = {"count", "bank_account", "amount", "date"}


def fill(view: AccountView, wanted: Mapping[str, Any]) -> Record:
    """Make ``count`` clients with a matter each and, with ``bank_account`` (its name), ``amount`` there on ``date``.

    The ids of the contacts and matters, in the same order. ValueError for anything else that is asked for.
    """
    unknown = set(wanted) - _KEYS
    count = wanted.get("count")
    if unknown or not isinstance(count, int) or isinstance(count, bool) or not 0 < count <= MOST:
        raise ValueError(f"A crowd takes a count from 1 to {MOST:,}, and {', '.join(sorted(_KEYS - {'count'}))}")
    with view.store.as_one():
        contacts = _made(view, "contacts", [_person(number) for number in range(count)])
        matters = _made(view, "matters", [{"client": each["id"], "description": "Retainer"} for each in contacts])
        if wanted.get("bank_account") is not None:
            _deposit(view, wanted, matters)
    return {"contacts": [each["id"] for each in contacts], "matters": [each["id"] for each in matters]}


def _person(number: int) -> Record:
    """Names repeat, as those of clients do."""
    return {
        "type": "Person",
        "first_name": _FIRST[number % len(_FIRST)],
        "last_name": _LAST[number // len(_FIRST) % len(_LAST)],
    }


def _deposit(view: AccountView, wanted: Mapping[str, Any], matters: Sequence[Record]) -> None:
    name, date = wanted["bank_account"], day(str(wanted.get("date") or view.today()))
    accounts = [each for each in view.rows("bank_accounts") if each["name"] == name]
    if len(accounts) != 1 or date is None:
        raise ValueError(f"{len(accounts)} bank accounts are called {name!r}" if date else "date must be a date")
    try:
        amount = Decimal(str(wanted.get("amount", "2500.00")))
    except InvalidOperation:
        raise ValueError("amount must be an amount") from None
    rows = [
        {"bank_account": accounts[0]["id"], "matter": each["id"], "date": date, "amount": str(amount)}
        | {"description": "Initial retainer"}
        for each in matters
    ]
    _made(view, "bank_transactions", rows)
    view.put("bank_accounts", accounts[0])


def _made(view: AccountView, table: str, rows: Sequence[Record]) -> list[Record]:
    """New records, kept in one go: kept one after the other, each would look through all those before it."""
    resource, blank = view.store.resources[table], view.blank(table)
    made = []
    for place, row in enumerate(rows):
        record = {**blank, "id": view.store.new_id(table), **row}
        if "number" in blank:
            record["number"] = blank["number"] + place
        made.append(resource.complete(view, None, record))
    view.store.save(view.account, table, made)
    view.memo.clear()
    return made
