"""What a firm's Clio account holds on first use: a fresh account, or that of a firm that has been running for a while.

Names, people and amounts are invented. Assumption: a fresh account has three practice areas and neither bank accounts
nor categories; Clio publishes no list of what a new account starts with.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio import sample, sample_money
from provisioner.sandbox.clio.models.reference import currency_by_code
from provisioner.sandbox.clio.store import Account, AccountView, Store
from provisioner.sandbox.clio.writing import edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.clio.shape import Record
    from provisioner.sandbox.kernel import FirmSeed

_CURRENCY = {"us": "USD", "eu": "GBP", "ca": "CAD", "au": "AUD"}

_PEOPLE: list[Record] = [
    {
        "first_name": "Robin",
        "last_name": "Owner",
        "email": "owner@example.com",
        "account_owner": True,
        "rate": Decimal("350.00"),
        "roles": ["admin", "accounts", "billing", "reports"],
        "subscription_type": "Attorney",
    }
]
_FRESH: dict[str, list[Record]] = {
    "bill_themes": [{"name": "Standard", "default": True}],
    "practice_areas": [
        {"name": "Civil Litigation", "category": "civil_litigation"},
        {"name": "Family", "category": "family"},
        {"name": "Real Estate", "category": "real_estate"},
    ],
}


def _hourly(name: str, amount: Decimal | None = None) -> Record:
    rate = {"type": "User"} if amount is None else {"type": "Custom", "amount": amount}
    return {"name": name, "rate": rate}


def _flat(name: str, amount: Decimal) -> Record:
    return {"name": name, "rate": {"type": "FlatRate", "amount": amount}}


_RUNNING: dict[str, list[Record]] = {
    "users": [
        {"first_name": "Sam", "last_name": "Associate", "email": "associate@example.com", "rate": Decimal("250.00")}
        | {"roles": ["billing"], "subscription_type": "Attorney"},
        {"first_name": "Kim", "last_name": "Keeper", "email": "books@example.com", "rate": Decimal(0)}
        | {"roles": ["accounts", "billing", "reports"], "subscription_type": "NonAttorney"},
    ],
    "bank_accounts": [
        {"name": "Operating Account", "type": "Operating", "default_account": True, "institution": "First Example Bank"}
        | {"account_number": "000123004471", "balance": Decimal("16340.55")},
        {"name": "IOLTA Trust Account", "type": "Trust", "default_account": True, "institution": "First Example Bank"}
        | {"account_number": "000123004412"},
    ],
    "activity_descriptions": [
        _hourly("Attorney Time"),
        _hourly("Court Appearance", Decimal("400.00")),
        _hourly("Legal Research"),
        _hourly("Paralegal Time", Decimal("150.00")),
        _hourly("Travel Time", Decimal("125.00")),
        _flat("Initial Consultation", Decimal("200.00")),
        _flat("Document Preparation", Decimal("750.00")),
    ],
    "expense_categories": [
        {"name": "Filing Fees", "entry_type": "hard_cost", "utbms_code": {"id": 912}},
        {"name": "Service of Process", "entry_type": "hard_cost", "utbms_code": {"id": 913}},
        {"name": "Expert Fees", "entry_type": "hard_cost", "utbms_code": {"id": 919}},
        {"name": "Postage", "entry_type": "soft_cost", "utbms_code": {"id": 908}},
        {"name": "Photocopies", "entry_type": "soft_cost", "rate": Decimal("0.25"), "utbms_code": {"id": 901}},
    ],
    "practice_areas": [{"name": "Estate Planning", "category": "wills_and_estates", "code": "EST"}],
    "custom_fields": sample.CUSTOM_FIELDS,
    "custom_field_sets": [
        {"name": "Litigation", "parent_type": "Matter", "custom_fields": [("custom_fields", "Court case number")]}
    ],
    "matter_stages": sample.STAGES,
    "contacts": sample.CONTACTS,
    "matters": sample.MATTERS,
    "tax_rate_configurations": [{"name": "Sales tax", "rate": Decimal("0.085"), "country": "US", "region": "CA"}],
    "report_presets": [{"name": "Trust listing", "kind": "trust_listing", "format": "pdf", "options": "{}"}],
    "report_schedules": [
        {"report_preset_id": ("report_presets", "Trust listing"), "frequency": "monthly", "day_of_month": 1}
        | {"time_of_day": "2026-01-01T14:00:00+00:00", "time_zone": "US/Pacific"},
    ],
    "reports": [{"kind": "trust_ledger", "format": "csv"}],
    "activity_rates": [{"contact_id": ("contacts", "Harbor Supply Co."), "rate": Decimal("325.00")}],
    **sample_money.MONEY,
}
# Ids by themselves; other references are objects with an id.
_PLAIN = {"id": int, "report_preset_id": int, "contact_id": int, "client_id": int, "practice_area_id": str}

_KNOWN_BY = {"matters": "description", "activities": "note", "bills": "number", "payments": "reference"}


def check(seed: FirmSeed) -> None:
    """ValueError when there is no such region."""
    if seed.clio_region not in _CURRENCY:
        raise ValueError(f"Clio has the regions {', '.join(_CURRENCY)}, not {seed.clio_region!r}")


def build(store: Store, seed: FirmSeed) -> Account:
    """Make the firm's account. Every scenario but `empty` is that of a running firm."""
    check(seed)
    currency = _CURRENCY[seed.clio_region]
    account = store.new_account(seed.clio_region, seed.clio_account_name)
    _fill(store, account, {"accounts": [{"name": seed.clio_account_name, "state": "paid"}], "users": _PEOPLE}, currency)
    _fill(store, account, {"groups": _groups(account), "settings/billing": [_billing(currency)]}, currency)
    _fill(store, account, _FRESH, currency)
    if seed.scenario != "empty":
        _fill(store, account, _RUNNING, currency)
    store.finish(account)
    return account


def _fill(store: Store, account: Account, tables: Mapping[str, list[Record]], currency: str) -> None:
    view = AccountView(store, account, account.owner)
    for table, rows in tables.items():
        resource = store.resources[table]
        for row in rows:
            edit(
                view,
                resource,
                None,
                _followed(view, {"currency": currency, **row} if table == "bank_accounts" else row),
            )


def _followed(view: AccountView, value: Any, name: str = "") -> Any:
    """The value with each pair of table and name replaced by what points to that record."""
    if isinstance(value, dict):
        return {key: _followed(view, each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_followed(view, each) for each in value]
    if not isinstance(value, tuple):
        return value
    number = _named(view, *value)
    return _PLAIN[name](number) if name in _PLAIN else {"id": number}


def _named(view: AccountView, table: str, name: str) -> int:
    field = view.store.resources[table].field(_KNOWN_BY.get(table, "name"))
    return next(int(row["id"]) for row in view.rows(table) if field and field.value(view, row) == name)


def _groups(account: Account) -> list[Record]:
    """The firm as a group, and the owner as one, as every Clio account has them."""
    me = account.owner
    everyone = {"name": "Everyone", "type": "AccountGroup", "members": [me["id"]]}
    return [everyone, {"name": f"{me['first_name']} {me['last_name']}", "type": "UserGroup", "members": [me["id"]]}]


def _billing(currency: str) -> Record:
    return {"currency": currency, "currency_sign": currency_by_code(currency)["sign"]}
