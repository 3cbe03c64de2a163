"""Scopes, requests and a clock for the tests of the state store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from provisioner.engine.ports import Conclusion, Fate, Item, Request
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.resource import Remote
from provisioner.state.store import Run, Scope

NOW = datetime(2026, 11, 1, 12, 1, 5, tzinfo=UTC)
BANK, FEES = Address("qbo", "account", "bank"), Address("qbo", "account", "fees")
CLIO_BANK = Address("clio", "bank_account", "bank")
LIVE = Scope("live", {"qbo": "9341", "clio": "us:Harbor"})
OTHERS = [
    Scope("sandbox", LIVE.tenants),
    Scope("live", {"qbo": "7777", "clio": "eu:Harbor"}),
    Scope("quickbooks.proxy.test", LIVE.tenants),
]
RICH = Item(
    FEES,
    Operation.UPDATE,
    {"Id": "45", "Rate": Decimal("350.10"), "Lines": [{"Amount": Decimal(5), "Qty": 5, "Taxable": True}], "No": None},
    {
        "rate": Decimal("350.10"),
        "parent": Remote("qbo.account", "44"),
        "to": BANK,
        "name": "株式会社 \u202e🙂 \x00 \ud800",
    },
    active=True,
    remote_id="45",
    version="3",
    temporary=True,
)


class Clock:
    """A clock that goes on by one second whenever somebody looks."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


def create(key, system="qbo"):
    address = Address(system, "account" if system == "qbo" else "bank_account", key)
    return Item(address, Operation.CREATE, {"Name": key}, {"name": key})


def request(name, *items, since="2026-11-01T11:59:00+00:00"):
    found = items or (create(name),)
    return Request(name, found[0].address.system, found, since)


def run(name="r1", scope=LIVE, started=NOW, plan=""):
    return Run(name, scope, "ana", "digest", started.isoformat(), plan)


def done(item, remote_id="45", version="0"):
    return Conclusion(item.address, Fate.DONE, remote_id, version)


def failed(item, said="Duplicate Name Exists Error"):
    return Conclusion(item.address, Fate.FAILED, said=said)


def unknown(item):
    return Conclusion(item.address, Fate.UNKNOWN)


def remember(store, *bound, scope=LIVE, released=()):
    recorder = store.recorder(scope, "run", "ana", lambda: NOW)
    recorder.remember(store.bindings(scope))
    for address, remote_id, applied in bound:
        recorder.bind(address, Remote(address.kind, remote_id), applied)
    for address in released:
        recorder.release(address)
    recorder.flush()
