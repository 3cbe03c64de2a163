"""Employee: who works for the firm (Intuit API reference, Employee; read 2026-11)."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.parts import address, email, phone
from provisioner.sandbox.qbo.people import ID_SPACE, UNIQUE_NAME, complete_name, name_fields
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, words

MOST_ON_CHECKS = 100
SSN = "XXX-XX-XXXX"


def _check(draft: Draft) -> None:
    """The reference's rules; that 6080 stands for the missing name, and is asked for after it, is an assumption."""
    values = draft.values
    if "GivenName" not in values and "FamilyName" not in values:
        raise errors.no_name()
    complete_name(draft, on_checks=MOST_ON_CHECKS)
    if not values["BillableTime"]:
        values.pop("BillRate", None)  # "can only be set if BillableTime is true"
    _hide_number(draft)


def _hide_number(draft: Draft) -> None:
    """Only the mask is kept and answered; a mask that is sent means the number there is."""
    number = draft.values.get("SSN")
    if number == SSN and not draft.was("SSN"):
        del draft.values["SSN"]
    elif number is not None:
        draft.values["SSN"] = SSN


ENTITY = Entity(
    name="Employee",
    source="Intuit API reference, Employee; read 2026-11",
    gaps={"create": "the rules of a company with QuickBooks Payroll are left out"},
    name_field="DisplayName",
    id_space=ID_SPACE,
    fields=(
        *name_fields(on_checks=MOST_ON_CHECKS),
        Field("SSN", limit=100),
        Field("EmployeeNumber", limit=100),
        Field("BillableTime", "bool", default=False),
        Field("BillRate", "amount"),
        Field("CostRate", "amount"),
        Field("BirthDate", "date"),
        Field("Gender", choices=("Male", "Female")),
        Field("HiredDate", "date"),
        Field("ReleasedDate", "date"),
        Field("Organization", "bool"),
        address("PrimaryAddr"),
        phone("PrimaryPhone", limit=20),
        phone("Mobile", limit=20),
        email("PrimaryEmailAddr", filterable=True),
    ),
    ignored=words(
        "V4IDPseudonym EmployeeType CompanyName WebAddr AlternatePhone Fax Notes UserId UseTimeEntry OtherContactInfo "
        "CustomField ContactName AltContactName"
    ),
    check=_check,
    unique=(UNIQUE_NAME,),
)
