"""Who has money in trust, as Clio tells it: clients or matters with their balances in each of its bank accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)

_NUMBER = re.compile(r" \(?clio[ #-]*\d+\)?$")

CONTACT = "contact"
MATTER = "matter"


class Held(NamedTuple):
    """What one client or matter has in one of Clio's bank accounts."""

    account: str
    name: str
    type: str
    amount: Decimal


class Holder(NamedTuple):
    """A client (``number`` and ``client`` empty) or a matter of Clio, with what it has in each bank account.

    ``name`` is the client's; a matter has its ``number`` as shown in Clio, a ``title`` and the id of its client.
    """

    id: str
    name: str
    held: tuple[Held, ...] = ()
    number: str = ""
    title: str = ""
    client: str = ""


class Bank(NamedTuple):
    """A bank account of Clio."""

    id: str
    name: str
    type: str


Movements = Mapping[str, str]
"""The day of the last bank transaction of each client and matter (``contact:7001``); who had none is left out."""


@dataclass(frozen=True, slots=True)
class Funds:
    """Everything Clio was asked about money in trust.

    ``holders`` are the clients (``contact``) and matters (``matter``) by id, whether they have money or not; a kind
    that was not read is missing. ``hidden``: Clio does not show balances to this connection, so nobody's is known.
    ``movements`` are those of a bank account, by its id, where they were read; ``customers`` the names under which
    QuickBooks has its customers, where ledgers are kept as such (None: not asked).
    """

    holders: Mapping[str, Mapping[str, Holder]] = field(default_factory=dict)
    hidden: bool = False
    movements: Mapping[str, Movements] = field(default_factory=dict)
    customers: frozenset[str] | None = None


def in_bank(holder: Holder, bank: Bank, known: frozenset[Bank]) -> Decimal:
    """What ``holder`` has in ``bank``; ``known`` are all bank accounts there are.

    A row belongs to the account whose id it carries if that account has the row's name and type. Clio does not say what
    the id of a row is; where it is nothing of the kind, name and type decide.
    """
    total = ZERO
    for each in holder.held:
        if Bank(each.account, each.name, each.type) in known:
            total += each.amount if each.account == bank.id else ZERO
        elif (each.name, each.type) == (bank.name, bank.type):
            total += each.amount
    return total


def in_no_bank(holder: Holder, banks: frozenset[Bank]) -> list[Held]:
    """What ``holder`` has in trust accounts of Clio that are none of ``banks``."""
    trust = (each for each in holder.held if each.type == "Trust")
    return [each for each in trust if not any(in_bank(holder._replace(held=(each,)), bank, banks) for bank in banks)]


def customer_name(name: str) -> str:
    """A client's name as it is compared with that of a customer: no capitals, and not what Clio puts behind it.

    Clio adds its own number to a name that QuickBooks has already: Clio help, duplicate contacts; read 2026-11.
    """
    return _NUMBER.sub("", " ".join(name.replace(":", " ").split()).casefold())
