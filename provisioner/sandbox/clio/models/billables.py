"""Matters and clients with something to bill, worked out of activities (Clio OpenAPI 2026-04-08, BillableMatter)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio import billing, ledger
from provisioner.sandbox.clio.models.activities import is_unbilled, value_of
from provisioner.sandbox.clio.models.reference import currency_by_code
from provisioner.sandbox.clio.shape import (
    BILLING,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    ignored,
    plain,
    same_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HOUR = Decimal(3600)
_AMOUNTS = plain("unbilled_hours:number unbilled_amount:number amount_in_trust:number")


def _matters(view: View) -> Iterable[Record]:
    """One row for each matter that has activities on no bill."""
    by_matter: dict[int, list[Record]] = {}
    for activity in view.rows("activities"):
        if activity["matter"] is not None and is_unbilled(view, activity):
            by_matter.setdefault(activity["matter"], []).append(activity)
    found = [(view.find("matters", number), activities) for number, activities in by_matter.items()]
    return [_matter(view, matter, activities) for matter, activities in found if matter is not None]


def _matter(view: View, matter: Record, activities: list[Record]) -> Record:
    currency = view.find("currencies", matter.get("currency") or 0) or currency_by_code("USD")
    time = [billing.rounded_seconds(view, each) for each in activities if each["type"] == "TimeEntry"]
    return {
        "id": matter["id"],
        "display_number": matter["display_number"],
        "client": matter["client"],
        "unbilled_hours": sum(time, Decimal(0)) / _HOUR,
        "unbilled_amount": sum((value_of(view, each) for each in activities), Decimal(0)),
        "amount_in_trust": ledger.in_trust(view, "matter", matter["id"]),
        "currency_code": currency["code"],
        "currency_id": currency["id"],
        "dates": [each["date"] for each in activities],
        "matters": [matter["id"]],
    }


def _clients(view: View) -> Iterable[Record]:
    """One row for each client with such matters."""
    by_client: dict[int, list[Record]] = {}
    for row in _matters(view):
        by_client.setdefault(row["client"], []).append(row)
    return [_client(view, client, rows) for client, rows in by_client.items()]


def _client(view: View, client: int, rows: list[Record]) -> Record:
    return {
        "id": client,
        "client": client,
        "name": (view.find("contacts", client) or {}).get("name"),
        **{name: sum((row[name] for row in rows), Decimal(0)) for name in ("unbilled_hours", "unbilled_amount")},
        "amount_in_trust": ledger.in_trust(view, "client", client),
        "billable_matters_count": len(rows),
        "billable_matters": [row["id"] for row in rows],
        "dates": [day for row in rows for day in row["dates"]],
        "matters": [row["id"] for row in rows],
    }


def _any_matter(keep: Callable[[Record, Any], bool]) -> Callable[[View, Record, Any], bool]:
    def test(view: View, row: Record, value: Any) -> bool:
        matters = [view.find("matters", number) for number in row["matters"]]
        return any(matter is not None and keep(matter, value) for matter in matters)

    return test


def _contains(matter: Record, value: str) -> bool:
    texts = [str(matter.get(name) or "") for name in ("display_number", "number", "description")]
    return any(value.casefold() in text.casefold() for text in texts)


def _by_attorney(name: str) -> Filter:
    role = name.removesuffix("_id")
    keep = _any_matter(lambda matter, user: bool(matter[role] == user))
    return Filter(name, Kind.INTEGER, keep, nullable=True)


_FILTERS = (
    same_id("client_id"),
    ignored("custom_field_values", Kind.STRING),
    Filter("end_date", Kind.DATE, lambda _view, row, day: any(each <= day for each in row["dates"])),
    Filter("matter_id", Kind.INTEGER, lambda _view, row, number: number in row["matters"]),
    *(_by_attorney(f"{role}_id") for role in ("originating_attorney", "responsible_attorney")),
    Filter("query", Kind.STRING, _any_matter(_contains)),
    Filter("start_date", Kind.DATE, lambda _view, row, day: any(each >= day for each in row["dates"])),
)

BILLABLE_MATTERS = Resource(
    name="billable_matters",
    permission=BILLING,
    actions="list",
    has_ids=False,
    has_since=False,
    limit=1000,
    fields=(
        *plain("currency_code currency_id:integer id:integer"),
        *_AMOUNTS,
        *plain("display_number"),
        Field("client", Kind.RECORD, of="contacts"),
    ),
    filters=_FILTERS,
    worked_out=_matters,
    source="Clio OpenAPI 2026-04-08, BillableMatter",
    gaps={"list": "`custom_field_values` has no effect"},
)

BILLABLE_CLIENTS = Resource(
    name="billable_clients",
    permission=BILLING,
    actions="list",
    has_ids=False,
    has_since=False,
    limit=25,
    fields=(
        *plain("id:integer"),
        *_AMOUNTS,
        *plain("name billable_matters_count:integer"),
        Field("billable_matters", Kind.RECORDS, of="billable_matters"),
    ),
    filters=_FILTERS,
    worked_out=_clients,
    source="Clio OpenAPI 2026-04-08, BillableClient",
    gaps={"list": "`custom_field_values` has no effect"},
)
RESOURCES = [BILLABLE_MATTERS, BILLABLE_CLIENTS]
