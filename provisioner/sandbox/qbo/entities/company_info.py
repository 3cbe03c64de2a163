"""CompanyInfo: the one object that describes the company (Intuit API reference, CompanyInfo; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.parts import address, email, phone, web
from provisioner.sandbox.qbo.shape import Computed, Draft, Entity, Field, words

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company, Row

EDITIONS = {
    "simple_start": "QuickBooks Online Simple Start",
    "essentials": "QuickBooks Online Essentials",
    "plus": "QuickBooks Online Plus",
    "advanced": "QuickBooks Online Advanced",
}


# Intuit API reference, CompanyInfo.NameValue; PAID is in older samples.
STATUSES = words("TRIAL SUBSCRIBED TRIALOPTIN RESTRICTED SUSPENDED EXPIRED CANCELLED UNKNOWN PAID")


def _check(draft: Draft) -> None:
    """The reference marks the address required for an update; in the web screens it may be left empty."""
    if "CompanyAddr" not in draft.values and not draft.by_hand:
        raise errors.missing("CompanyAddr")


def _finish(row: Row, record: Record) -> Record:
    """The answer as recorded live: address, telephone and web address are there even when empty."""
    del row
    return {name: {} for name in ("CompanyAddr", "PrimaryPhone", "WebAddr")} | record


def _first_month(company: Company, row: Row) -> str:
    del row
    return str(company.tables["Preferences"].rows["1"].values["AccountingInfoPrefs"]["FirstMonthOfFiscalYear"])


def _name_values(company: Company, row: Row) -> list[Record]:
    pairs = {
        "NeoEnabled": "true",
        "IndustryType": "Offices of lawyers",
        "IndustryCode": "541110",
        "QBOIndustryType": "Offices of lawyers",
        "CompanyType": "Limited Liability",
        "AssignedTime": row.created,
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
    source="Intuit API reference, CompanyInfo; read 2026-11",
    gaps={"update": "start date, fiscal year, country, languages and time zone are the system's own"},
    operations=words("read query update sparse_update"),
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
        Field("EmployerId", limit=100),
    ),
    computed=(
        Computed("CompanyStartDate", "date", lambda _, row: row.created[:10]),
        Computed("FiscalYearStartMonth", "text", _first_month),
        Computed("Country", "text", lambda _company, _row: "US"),
        Computed("SupportedLanguages", "text", lambda _company, _row: "en"),
        Computed("DefaultTimeZone", "text", lambda _company, _row: "America/Los_Angeles"),
        Computed("NameValue", "list", _name_values),
    ),
    check=_check,
    finish=_finish,
)
