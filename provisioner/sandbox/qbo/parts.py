"""Structures that several entities share: address, telephone, e-mail, web (XSD of Intuit's Java SDK; read 2026-11)."""

from __future__ import annotations

from provisioner.sandbox.qbo.shape import Field

_ADDRESS = (
    *(Field(f"Line{number}", limit=500) for number in range(1, 6)),
    *(Field(name, limit=255) for name in ("City", "Country", "CountryCode", "CountrySubDivisionCode")),
    Field("PostalCode", limit=30),
    *(Field(name, limit=255) for name in ("PostalCodeSuffix", "Lat", "Long", "Note")),
)


def address(name: str) -> Field:
    """A postal address; the lengths of its lines are those of the reference."""
    return Field(name, "struct", parts=_ADDRESS)


def phone(name: str, *, limit: int = 30) -> Field:
    """A telephone number."""
    others = tuple(
        Field(part, limit=30) for part in ("DeviceType", "CountryCode", "AreaCode", "ExchangeCode", "Extension")
    )
    return Field(name, "struct", parts=(Field("FreeFormNumber", limit=limit), *others))


def email(name: str, *, filterable: bool = False) -> Field:
    """An e-mail address, which must hold an @ and a dot."""
    return Field(name, "struct", parts=(Field("Address", limit=100, email=True),), filter=filterable)


def web(name: str) -> Field:
    """A web address of at most 1,000 characters."""
    return Field(name, "struct", parts=(Field("URI", limit=1000),))
