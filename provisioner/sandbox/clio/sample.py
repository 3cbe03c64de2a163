"""People, companies and matters of a small firm that has been running for a while; all of them are invented.

A pair such as `("contacts", "Priya Raman")` stands for the record of that table with that name or description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provisioner.sandbox.clio.shape import Record


def _person(first: str, last: str, phone: str, city: str, **more: Any) -> Record:
    mail = f"{first}.{last}@example.com".lower()
    return {
        "type": "Person",
        "first_name": first,
        "last_name": last,
        "email_addresses": [{"name": "Home", "address": mail, "default_email": True}],
        "phone_numbers": [{"name": "Work", "number": phone, "default_number": True}],
        "addresses": [
            {"name": "Home", "street": "12 Elm Street", "city": city, "province": "CA", "postal_code": "94999"}
            | {"country": "US"}
        ],
        **more,
    }


def _matter(client: str, description: str, area: str, attorney: str = "Robin Owner", **more: Any) -> Record:
    return {
        "client": ("contacts", client),
        "description": description,
        "practice_area": ("practice_areas", area),
        "responsible_attorney": ("users", attorney),
        "originating_attorney": ("users", "Robin Owner"),
        "open_date": "2026-03-02",
        **more,
    }


CONTACTS: list[Record] = [
    {
        "type": "Company",
        "name": "Harbor Supply Co.",
        "email_addresses": [{"name": "Work", "address": "accounts@harborsupply.example", "default_email": True}],
        "phone_numbers": [{"name": "Work", "number": "(415) 555-0144", "default_number": True}],
        "web_sites": [{"name": "Work", "address": "https://harborsupply.example", "default_web_site": True}],
        "addresses": [
            {"name": "Work", "street": "400 Pier Avenue", "city": "Oakland", "province": "CA", "postal_code": "94699"}
            | {"country": "US"}
        ],
    },
    _person("Dana", "Whitfield", "(415) 555-0101", "San Rafael"),
    _person("Marcus", "Oyelaran", "(415) 555-0118", "Novato"),
    _person("Priya", "Raman", "(415) 555-0123", "Mill Valley"),
    _person("Elena", "Duarte", "(415) 555-0166", "Oakland", company=("contacts", "Harbor Supply Co."), title="Buyer"),
]
STAGES: list[Record] = [
    {"name": name, "order": order, "practice_area_id": ("practice_areas", area)}
    for area, names in (
        ("Civil Litigation", ("Intake", "Pleadings", "Discovery", "Trial")),
        ("Estate Planning", ("Intake", "Drafting", "Signing")),
    )
    for order, name in enumerate(names, start=1)
]
CUSTOM_FIELDS: list[Record] = [
    {"name": "Court case number", "parent_type": "Matter", "field_type": "text_line", "displayed": True}
    | {"display_order": 1},
    {"name": "Referred by", "parent_type": "Contact", "field_type": "picklist", "display_order": 2}
    | {"picklist_options": [{"option": "Former client"}, {"option": "Bar association"}, {"option": "Search engine"}]},
]
MATTERS: list[Record] = [
    _matter(
        "Dana Whitfield",
        "Whitfield v. Castle Realty",
        "Civil Litigation",
        matter_stage=("matter_stages", "Discovery"),
        evergreen_retainer={"minimum_threshold": 1000},
        custom_field_values=[{"custom_field": ("custom_fields", "Court case number"), "value": "CV-26-0417"}],
        relationships=[{"description": "Witness", "contact": ("contacts", "Elena Duarte")}],
    ),
    _matter("Marcus Oyelaran", "Dissolution of marriage", "Family", "Sam Associate"),
    _matter("Harbor Supply Co.", "Warehouse lease", "Real Estate", matter_budget={"budget": 8000}),
    _matter(
        "Priya Raman",
        "Wills and living trust",
        "Estate Planning",
        custom_rate={"type": "FlatRate", "rates": []},
        status="closed",
        close_date="2026-08-14",
    ),
]
