"""``/exchangerate``: the rate of one currency on a day, and setting it (Intuit API reference; 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import currencies, errors
from provisioner.sandbox.qbo.entities.exchange_rate import ENTITY, on_day
from provisioner.sandbox.qbo.fields import read_value
from provisioner.sandbox.qbo.lifecycle import create, refuse_lapsed, update
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.store import Company, Row

HEAD = "exchangerate"


def answer(company: Company, call: Call) -> Record | None:
    """The rate asked for or set."""
    if call.parts:
        raise errors.unsupported(HEAD)
    currencies.need_multi(company)
    row = _set(company, call.body()) if call.method == "POST" else _read(company, call)
    return {ENTITY.name: wire(company, ENTITY, row)}


def _read(company: Company, call: Call) -> Row:
    """The currency and the day are named in the address; without a day it is today."""
    params = {name.lower(): value for name, value in call.params.items()}
    if not params.get("sourcecurrencycode"):
        raise errors.missing("sourcecurrencycode")
    code = currencies.check_code("sourcecurrencycode", params["sourcecurrencycode"])
    day = read_value(ENTITY.by_name["AsOfDate"], params.get("asofdate")) or ""
    for row in on_day(company, str(day)):
        if row.values["SourceCurrencyCode"] == code:
            return row
    raise errors.not_found()


def _set(company: Company, body: Record) -> Row:
    """A rate of the same day is changed; one of another day is kept beside it."""
    refuse_lapsed(company)
    body = {name: value for name, value in body.items() if name != "Id"}
    day = read_value(ENTITY.by_name["AsOfDate"], body.get("AsOfDate"))
    code = str(body.get("SourceCurrencyCode", "")).upper()
    known = company.taken.get(("rate", code, str(day)))
    if known is None:
        return create(company, ENTITY, body)
    token = body.get("SyncToken")
    if token in (None, ""):
        token = company.tables[ENTITY.name].rows[known].token
    return update(company, ENTITY, {**body, "Id": known, "SyncToken": token})
