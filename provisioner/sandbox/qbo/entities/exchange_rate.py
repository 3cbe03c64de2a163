"""ExchangeRate: what one unit of a currency is worth from a day on (Intuit API reference, Exchangerate; 2026-11).

One row per currency and day. A reader asks for a day and gets the latest rate set until then. Read and set at
``/exchangerate``, as they have no ids of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import currencies, errors
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, Unique, words
from provisioner.sandbox.qbo.store import PACIFIC

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Key
    from provisioner.sandbox.qbo.store import Company, Row


def on_day(company: Company, day: str) -> list[Row]:
    """For each currency the latest rate set until ``day``, by default today."""
    day = day or company.clock.now().astimezone(PACIFIC).date().isoformat()
    latest: dict[str, Row] = {}
    for row in company.tables["ExchangeRate"].rows.values():
        known = latest.get(row.values["SourceCurrencyCode"])
        if row.values["AsOfDate"] <= day and (known is None or known.values["AsOfDate"] < row.values["AsOfDate"]):
            latest[row.values["SourceCurrencyCode"]] = row
    return list(latest.values())


def _finish(row: Row, record: Record) -> Record:
    """The answer as in the samples: neither an id nor the time it was made."""
    del row
    kept = {name: value for name, value in record.items() if name not in ("Id", "Active")}
    return kept | {"MetaData": {"LastUpdatedTime": record["MetaData"]["LastUpdatedTime"]}}


def _check(draft: Draft) -> None:
    values, own = draft.values, currencies.home(draft.company)
    currencies.need_multi(draft.company)
    for name in ("SourceCurrencyCode", "TargetCurrencyCode"):
        values[name] = currencies.check_code(name, str(values.get(name, own)))
    if values["SourceCurrencyCode"] == own:
        raise errors.business("The rate of the home currency cannot be set.")
    if values["Rate"] <= 0:
        raise errors.bad_value(2110, "Rate", values["Rate"])


def _day_key(company: Company, row: Row) -> Key | None:
    del company
    return ("rate", row.values["SourceCurrencyCode"], row.values["AsOfDate"])


ENTITY = Entity(
    name="ExchangeRate",
    source="Intuit API reference, Exchangerate; read 2026-11",
    gaps={
        "read": "a currency whose rate nobody has set answers 610; the service would know the market's (assumption)",
        "update": "SyncToken is checked when it is sent (assumption)",
    },
    operations=words("read query update"),
    fields=(
        Field("AsOfDate", "date", required=True, filter=True),
        Field("SourceCurrencyCode", required=True, filter=True),
        Field("Rate", "amount", required=True),
        Field("TargetCurrencyCode"),
    ),
    ignored=words("CustomField"),
    check=_check,
    as_of=on_day,
    finish=_finish,
    unique=(Unique(_day_key, lambda: errors.duplicate_name("exchange rate")),),
)
