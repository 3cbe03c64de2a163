"""What customers, vendors and employees share: one space of names, and how a name is made of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.currencies import shown
from provisioner.sandbox.qbo.parts import email, phone, web
from provisioner.sandbox.qbo.shape import Computed, Field, Unique

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft, Key
    from provisioner.sandbox.qbo.store import Company, Row

ID_SPACE = "name"  # ids of the three never meet: the sample company counts customers, vendors and employees through
NAME_MARKS = ":\t\n"
NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
MOST_ON_CHECKS = 110


def name_fields(*, suffix_sought: bool = True, on_checks: int = MOST_ON_CHECKS) -> tuple[Field, ...]:
    """The name and its parts; a customer's suffix is the one that no query may name (reference)."""
    return (
        Field("DisplayName", limit=500, banned=NAME_MARKS, filter=True, sort=True),
        Field("Title", limit=16, banned=NAME_MARKS),
        Field("GivenName", limit=100, banned=NAME_MARKS, filter=True, sort=True),
        Field("MiddleName", limit=100, banned=NAME_MARKS, filter=True, sort=True),
        Field("FamilyName", limit=100, banned=NAME_MARKS, filter=True, sort=True),
        Field("Suffix", limit=16, banned=NAME_MARKS, filter=suffix_sought, sort=suffix_sought),
        Field("PrintOnCheckName", limit=on_checks, banned=NAME_MARKS, filter=True, sort=True),
    )


def contact_fields() -> tuple[Field, ...]:
    """Telephones, e-mail and web address of a customer or vendor."""
    phones = (phone(name) for name in ("PrimaryPhone", "AlternatePhone", "Mobile", "Fax"))
    return (*phones, email("PrimaryEmailAddr", filterable=True), web("WebAddr"))


def currency_columns() -> tuple[Field, Computed]:
    """The currency of a customer or vendor: chosen on create, the home currency by default, never changed."""
    return (
        Field("CurrencyRef", "ref", create_only=True),
        Computed("CurrencyRef", "struct", lambda company, row: shown(company, row.values.get("CurrencyRef"))),
    )


def complete_name(draft: Draft, *, on_checks: int = MOST_ON_CHECKS) -> None:
    """The display name from its parts on create; it is never removed afterwards. 6080 when there is no name at all."""
    values = draft.values
    if "DisplayName" not in values:
        made = draft.was("DisplayName") or " ".join(str(values[part]) for part in NAME_PARTS if part in values)
        if not made:
            raise errors.no_name()
        values["DisplayName"] = made
    # "populated from DisplayName" (reference)
    values.setdefault("PrintOnCheckName", str(values["DisplayName"])[:on_checks])


def _name_key(company: Company, row: Row) -> Key | None:
    del company
    return ("person", str(row.values["DisplayName"]).casefold())


# One name space for customers, vendors and employees, sub-customers included (reference).
UNIQUE_NAME = Unique(_name_key, lambda: errors.duplicate_name("customer, vendor or employee"))
