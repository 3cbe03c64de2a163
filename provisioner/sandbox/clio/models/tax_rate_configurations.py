"""Clio's tax rates, up to fifteen of them (Clio API changelog 2026-04-08; Clio OpenAPI of mid-2026)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio.errors import conflict, not_found, unprocessable
from provisioner.sandbox.clio.shape import (
    ID,
    SETTINGS,
    STAMPS,
    Compute,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
)

MOST = 15  # configurations of an account, and of one expense category two (Clio API changelog 2026-04-08)
MOST_ON_A_CATEGORY = 2


def _percentage(_view: View, record: Record) -> Decimal:
    return Decimal(record["rate"]) * 100


def _formatted(view: View, record: Record) -> str:
    return f"{_percentage(view, record).normalize():f}%"


def _complete(view: View, before: Record | None, after: Record) -> Record:
    if before and before["is_system"]:
        raise unprocessable("A tax rate of the system cannot be changed")
    if not -1 <= Decimal(after["rate"]) <= 1:
        raise unprocessable("rate must be from -1 to 1")
    own = [row for row in view.rows("tax_rate_configurations") if row["active"] and not row["is_system"]]
    if before is None and not after["is_system"] and len(own) >= MOST:
        raise unprocessable(f"There can be {MOST} tax rate configurations")
    return after


def _objection(view: View, record: Record) -> str:
    if not record["active"]:
        raise not_found()
    if record["is_system"]:
        raise conflict("A tax rate of the system cannot be deleted")
    for row in view.rows("expense_categories"):
        if any(each["tax_rate_configuration_id"] == record["id"] for each in row["tax_settings"]):
            raise conflict("A tax rate that an expense category uses cannot be deleted")
    return ""


def _bury(record: Record) -> Record:
    """A deleted rate stays, without being active."""
    return {**record, "active": False}


TAX_RATE_CONFIGURATIONS = Resource(
    name="tax_rate_configurations",
    permission=SETTINGS,
    actions="list show create update delete",
    first_id=13001,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        Field("rate", Kind.NUMBER, write="cu", required=True),
        Field("rate_as_percentage", Kind.NUMBER, compute=_percentage),
        Field("formatted_rate_as_percentage", Kind.STRING, compute=_formatted),
        Field("country", Kind.STRING, write="cu", required=True),
        Field("region", Kind.STRING, write="cu"),
        *flags("is_system"),
        Field("active", Kind.BOOLEAN, default=True),
        *STAMPS,
    ),
    filters=(
        Filter(
            "include_system",
            Kind.BOOLEAN,
            lambda _view, row, value: row["active"] and (value or not row["is_system"]),
            default=True,
        ),
    ),
    order=("id", "name", "rate"),
    complete=_complete,
    objection=_objection,
    remains=_bury,
    source="Clio OpenAPI of mid-2026, TaxRateConfiguration",
    gaps={
        "list": "assumed: rates that were deleted are left out, as long as they can be read by their id",
        "delete": "assumed: 409 for a rate of the system and for one in use",
    },
)


def tax_settings(write: str = "") -> Field:
    """The taxes on a record, in their order (Clio OpenAPI of mid-2026, TaxSetting)."""
    return Field(
        "tax_settings",
        Kind.PARTS,
        write=write,
        default=[],
        in_base=True,
        parts=(
            Field("tax_rate_configuration_id", Kind.INTEGER, write=write, required=True),
            *(
                Field(f"tax_rate_configuration_{name}", kind, compute=_of_configuration(key))
                for name, kind, key in (
                    ("name", Kind.STRING, "name"),
                    ("rate", Kind.NUMBER, "rate"),
                    ("formatted_rate", Kind.STRING, ""),
                )
            ),
            Field("order", Kind.INTEGER, write=write, required=True),
            Field("rule", Kind.STRING, write=write, values=("Pre", "Post")),
        ),
    )


def _of_configuration(key: str) -> Compute:
    def value(view: View, row: Record) -> Any:
        found = view.find("tax_rate_configurations", row["tax_rate_configuration_id"])
        if found is None:
            return None
        return found[key] if key else _formatted(view, found)

    return value


def checked_taxes(view: View, record: Record) -> Record:
    """The record, when its taxes exist and are not too many."""
    if len(record["tax_settings"]) > MOST_ON_A_CATEGORY:
        raise unprocessable(f"There can be {MOST_ON_A_CATEGORY} tax settings")
    for row in record["tax_settings"]:
        for name in ("tax_rate_configuration_id", "order"):
            if row.get(name) is None:
                raise unprocessable(f"{name} can't be blank")
        if view.find("tax_rate_configurations", row["tax_rate_configuration_id"]) is None:
            raise not_found(f"tax rate configuration {row['tax_rate_configuration_id']} was not found")
    return record


RESOURCES = [TAX_RATE_CONFIGURATIONS]
