"""``/taxservice/taxcode``: a new tax code with its rates (XSD; a published client's live test).

The answer has no envelope key, only the time that every answer has (assumption).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities.tax_agency import ENTITY as TAX_AGENCY
from provisioner.sandbox.qbo.entities.tax_code import ENTITY as TAX_CODE
from provisioner.sandbox.qbo.entities.tax_rate import ENTITY as TAX_RATE
from provisioner.sandbox.qbo.fields import read_value
from provisioner.sandbox.qbo.lifecycle import create, refuse_lapsed
from provisioner.sandbox.qbo.shape import Field, words
from provisioner.sandbox.qbo.tree import plural

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.shape import Entity, Key
    from provisioner.sandbox.qbo.store import Company, Row

HEAD = "taxservice"
LISTS = {"Sales": "SalesTaxRateList", "Purchase": "PurchaseTaxRateList"}
_FIELDS = (
    Field("TaxCode", limit=100),
    Field(
        "TaxRateDetails",
        "list",
        parts=(
            Field("TaxRateName", limit=100),
            Field("TaxRateId", limit=20),
            Field("RateValue", "amount", high=100),
            Field("TaxAgencyId", limit=20),
            # "Other" is in the XSD, too; only the other two have a list to go to (assumption).
            Field("TaxApplicableOn", choices=tuple(LISTS)),
        ),
    ),
)
_IGNORED = words("Id TaxCodeId domain sparse time MetaData SyncToken")


def answer(company: Company, call: Call) -> Record | None:
    """The new tax code with the names and ids of its rates."""
    if call.parts != ("taxcode",) or call.method != "POST":
        raise errors.unsupported(HEAD)
    refuse_lapsed(company)
    wanted = _read(call.body())
    _refuse_taken(company, wanted)
    rates = [(_rate(company, item), item.get("TaxApplicableOn", "Sales")) for item in wanted["TaxRateDetails"]]
    code = create(company, TAX_CODE, {"Name": wanted["TaxCode"], "Description": wanted["TaxCode"], **_lists(rates)})
    details = [_detail(row, applies) for row, applies in rates]
    return {"TaxCode": wanted["TaxCode"], "TaxCodeId": code.id, "TaxRateDetails": details}


def _read(body: Record) -> Record:
    known = {field.name: field for field in _FIELDS}
    unknown = set(body) - set(known) - _IGNORED
    if unknown:
        raise errors.unknown_property(min(unknown)[:100])
    wanted: Record = {name: read_value(field, body.get(name)) for name, field in known.items()}
    for name, value in wanted.items():
        if value is None:
            raise errors.missing(name)
    for item in wanted["TaxRateDetails"]:
        for name in ("RateValue", "TaxAgencyId", "TaxRateName"):
            if "TaxRateId" not in item and name not in item:
                raise errors.missing(name)
    return wanted


def _refuse_taken(company: Company, wanted: Record) -> None:
    """Everything that can go wrong is found before the first rate is made."""
    _refuse_name(company, ("tax code", "", wanted["TaxCode"].casefold()), "tax code")
    seen: set[str] = set()
    for item in wanted["TaxRateDetails"]:
        if "TaxRateId" in item:
            _need(company, TAX_RATE, item["TaxRateId"])
            continue
        _need(company, TAX_AGENCY, item["TaxAgencyId"])
        name = item["TaxRateName"].casefold()
        _refuse_name(company, ("tax rate", "", name), "tax rate")
        if name in seen:
            raise errors.duplicate_name("tax rate")
        seen.add(name)


def _refuse_name(company: Company, key: Key, kind: str) -> None:
    if key in company.taken:
        raise errors.duplicate_name(kind)


def _need(company: Company, entity: Entity, row_id: str) -> Row:
    row = company.find(entity.name, row_id)
    if row is None:
        raise errors.bad_reference(plural(entity), row_id)
    return row


def _rate(company: Company, item: dict[str, Any]) -> Row:
    """The rate that is named by its id, or a new one."""
    if "TaxRateId" in item:
        return _need(company, TAX_RATE, item["TaxRateId"])
    body = {
        "Name": item["TaxRateName"],
        "Description": item["TaxRateName"],
        "RateValue": item["RateValue"],
        "AgencyRef": {"value": item["TaxAgencyId"]},
    }
    return create(company, TAX_RATE, body)


def _lists(rates: list[tuple[Row, str]]) -> Record:
    found: Record = {}
    for row, applies in rates:
        detail = {"TaxRateRef": {"value": row.id}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0}
        found.setdefault(LISTS[applies], {"TaxRateDetail": []})["TaxRateDetail"].append(detail)
    return found


def _detail(row: Row, applies: str) -> Record:
    return {
        "TaxRateName": row.values["Name"],
        "TaxRateId": row.id,
        "RateValue": row.values["RateValue"],
        "TaxAgencyId": row.values["AgencyRef"],
        "TaxApplicableOn": applies,
    }
