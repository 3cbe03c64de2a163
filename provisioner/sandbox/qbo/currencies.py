"""Currencies: their names, the company's own, and whether it keeps books in more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.store import Row, stamp

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company

# The names of the reference's samples where it has them (Intuit API reference, CompanyCurrency; read 2026-11), else
# those of ISO 4217. Other codes answer 2220 (that this is the whole list is an assumption).
NAMES = {
    "AED": "United Arab Emirates Dirham",
    "ANG": "Dutch Guilder",
    "ARS": "Argentine Peso",
    "AUD": "Australian Dollar",
    "BGN": "Bulgarian Lev",
    "BRL": "Brazilian Real",
    "CAD": "Canadian Dollar",
    "CHF": "Swiss Franc",
    "CLP": "Chilean Peso",
    "CNY": "Chinese Yuan",
    "COP": "Colombian Peso",
    "CZK": "Czech Koruna",
    "DKK": "Danish Krone",
    "EGP": "Egyptian Pound",
    "EUR": "Euro",
    "GBP": "British Pound Sterling",
    "HKD": "Hong Kong Dollar",
    "HUF": "Hungarian Forint",
    "IDR": "Indonesian Rupiah",
    "ILS": "Israeli New Shekel",
    "INR": "Indian Rupee",
    "ISK": "Icelandic Krona",
    "JMD": "Jamaican Dollar",
    "JPY": "Japanese Yen",
    "KES": "Kenyan Shilling",
    "KRW": "South Korean Won",
    "KWD": "Kuwaiti Dinar",
    "MXN": "Mexican Peso",
    "MYR": "Malaysian Ringgit",
    "NGN": "Nigerian Naira",
    "NOK": "Norwegian Krone",
    "NZD": "New Zealand Dollar",
    "PEN": "Peruvian Sol",
    "PHP": "Philippine Peso",
    "PKR": "Pakistani Rupee",
    "PLN": "Polish Zloty",
    "QAR": "Qatari Riyal",
    "RON": "Romanian Leu",
    "RUB": "Russian Ruble",
    "SAR": "Saudi Riyal",
    "SEK": "Swedish Krona",
    "SGD": "Singapore Dollar",
    "THB": "Thai Baht",
    "TRY": "Turkish Lira",
    "TWD": "New Taiwan Dollar",
    "UAH": "Ukrainian Hryvnia",
    "USD": "United States Dollar",
    "UYU": "Uruguayan Peso",
    "VND": "Vietnamese Dong",
    "ZAR": "South African Rand",
}


def _settings(company: Company) -> Record:
    found: Record = company.tables["Preferences"].rows["1"].values["CurrencyPrefs"]
    return found


def home(company: Company) -> str:
    """The code of the home currency."""
    return str(_settings(company)["HomeCurrency"]["value"])


def is_multi(company: Company) -> bool:
    """Whether the company has switched on more than one currency."""
    return bool(_settings(company)["MultiCurrencyEnabled"])


def need_multi(company: Company) -> None:
    """Refuses a company of one currency (5030; that this is the code is an assumption)."""
    if not is_multi(company):
        raise errors.switched_off("Multicurrency is switched off.")


def check_code(name: str, code: str) -> str:
    """The code in capitals; 2220 for one nobody knows."""
    known = code.upper()
    if known not in NAMES:
        raise errors.bad_currency(name, code)
    return known


def shown(company: Company, code: str | None) -> Record:
    """A currency as answers show it, by default the home currency."""
    code = code or home(company)
    return {"value": code, "name": NAMES[code]}


def settle(company: Company, values: Record) -> None:
    """Check the ``CurrencyRef`` among a new object's values; in a company of one currency it says nothing.

    That such a company ignores it is an assumption.
    """
    if "CurrencyRef" not in values:
        return
    if is_multi(company):
        values["CurrencyRef"] = check_code("CurrencyRef", str(values["CurrencyRef"]))
    else:
        del values["CurrencyRef"]


def list_currency(company: Company, code: str | None) -> None:
    """Add a currency that an object uses to the company's list (Intuit API reference, Vendor.CurrencyRef; 2026-11)."""
    table = company.tables["CompanyCurrency"]
    if code is None or code == home(company) or any(row.values["Code"] == code for row in table.rows.values()):
        return
    now = stamp(company.clock.now())
    values = {"Code": code, "Name": NAMES[code]}
    company.put(table.entity, Row(company.fresh_id(table.entity), 0, now, now, active=True, values=values))
