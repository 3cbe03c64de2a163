"""CompanyInfo: the one object that describes the company (Intuit API reference, CompanyInfo; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo.parts import address, email, phone, web
from provisioner.sandbox.qbo.shape import Computed, Entity, Field

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company, Row

EDITIONS = {
    "simple_start": "QuickBooks Online Simple Start",
    "essentials": "QuickBooks Online Essentials",
    "plus": "QuickBooks Online Plus",
    "advanced": "QuickBooks Online Advanced",
}


def _name_values(company: Company, row: Row) -> list[Record]:
    pairs = {
        "NeoEnabled": "true",
        "IndustryType": "Offices of lawyers",
        "IndustryCode": "541110",
        "SubscriptionStatus": row.inner.get("subscription", "SUBSCRIBED"),
        "OfferingSku": EDITIONS[company.edition],
        "PayrollFeature": "false",
        "AccountantFeature": "false",
        "ItemCategoriesFeature": "true",
        "IsQbdtMigrated": "false",
    }
    return [{"Name": name, "Value": value} for name, value in pairs.items()]


ENTITY = Entity(
    name="CompanyInfo",
    name_field="CompanyName",
    singleton=True,
    fields=(
        Field("CompanyName", limit=1024, required=True),
        Field("LegalName", limit=1024),
        address("CompanyAddr"),
        address("CustomerCommunicationAddr"),
        address("LegalAddr"),
        email("CustomerCommunicationEmailAddr"),
        phone("PrimaryPhone"),
        email("Email"),
        web("WebAddr"),
    ),
    computed=(
        Computed("CompanyStartDate", "date", lambda _, row: row.created[:10]),
        Computed("FiscalYearStartMonth", "text", lambda _company, _row: "January"),
        Computed("Country", "text", lambda _company, _row: "US"),
        Computed("SupportedLanguages", "text", lambda _company, _row: "en"),
        Computed("DefaultTimeZone", "text", lambda _company, _row: "America/Los_Angeles"),
        Computed("NameValue", "list", _name_values),
    ),
    ignored=frozenset({"EmployerId"}),
)
