"""Fills a new company from a named scenario: settings, chart of accounts, lists."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from provisioner.sandbox.kernel import loads
from provisioner.sandbox.qbo.books import post, system_account
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.entities.preferences import FRESH
from provisioner.sandbox.qbo.entities.tax_code import add_pseudo_codes
from provisioner.sandbox.qbo.lifecycle import create
from provisioner.sandbox.qbo.store import Row, stamp

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company


def _folder() -> Traversable:
    return resources.files("provisioner.sandbox") / "scenarios"


@cache
def names() -> tuple[str, ...]:
    """All scenarios, by name."""
    return tuple(sorted(item.name.removesuffix(".json") for item in _folder().iterdir() if item.name.endswith(".json")))


def check_name(name: str) -> None:
    """ValueError, naming the scenarios there are, when ``name`` is none of them."""
    if name not in names():
        raise ValueError(f"There is no scenario {name!r}. There are: {', '.join(names())}.")


def fill(company: Company, name: str) -> None:
    """Write everything of the scenario into the empty company."""
    check_name(name)
    company.scenario = name
    data: Record = loads((_folder() / f"{name}.json").read_text("utf-8"))
    plan, company.edition = company.edition, "advanced"  # what a company holds already, no plan refuses
    _settings(company, data.get("preferences", {}), data.get("company", {}))
    add_pseudo_codes(company)
    for chart in data["charts"]:
        _accounts(company, chart)
    _note_uncategorized(company)
    for account, amount in data.get("balances", {}).items():
        _balance(company, account, Decimal(amount))
    for entity, objects in (_shared_lists(data) | data.get("lists", {})).items():
        for item in objects:
            _list_object(company, entity, dict(item))
    for item in data.get("transactions", []):
        body = {name: value for name, value in item.items() if name not in ("entity", "Id")}
        create(company, ENTITIES[item["entity"]], body, by_hand=True, row_id=item["Id"])
    company.edition = plan


def _shared_lists(data: Record) -> Record:
    name = data.get("lists_of")
    found: Record = loads((_folder() / f"{name}.json").read_text("utf-8"))["lists"] if name else {}
    return found


def _settings(company: Company, changes: Record, details: Record) -> None:
    now = stamp(company.clock.now())
    sections = {section: values | changes.get(section, {}) for section, values in FRESH.items()}
    if sections["AccountingInfoPrefs"]["UseAccountNumbers"]:
        shown = {"Name": "AccountingInfoPrefs.ShowAccountNumbers", "Value": "true"}
        pairs = sections["OtherPrefs"]["NameValue"]
        sections["OtherPrefs"] = {"NameValue": [shown if pair["Name"] == shown["Name"] else pair for pair in pairs]}
    company.put(ENTITIES["Preferences"], Row("1", 0, now, now, active=True, values=sections))
    values = {"CompanyName": company.name, "LegalName": company.name, **details}
    company.put(ENTITIES["CompanyInfo"], Row("1", 0, now, now, active=True, values=values))


def _accounts(company: Company, chart: str) -> None:
    """The rows of one chart, each after its parent. Rows whose kind the company already has are left out."""
    text = (_folder() / chart).read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        kind = row.get("system") or ""
        if kind and any(account.inner.get("system") == kind for account in company.tables["Account"].rows.values()):
            continue
        _account(company, row, kind)


def _account(company: Company, row: dict[str, str], kind: str) -> None:
    body: Record = {
        "Name": row["name"],
        "AccountType": row["type"],
        "AccountSubType": row["detail_type"],
        "AcctNum": row.get("number", ""),
        "Description": row.get("description", ""),
    }
    if row.get("parent"):
        body["ParentRef"] = {"value": _account_id(company, row["parent"])}
    inner: Record = {"system": kind} if kind else {}
    create(company, ENTITIES["Account"], body, by_hand=True, row_id=row.get("id", ""), inner=inner)


def _note_uncategorized(company: Company) -> None:
    """The settings that name the accounts for what is not categorized (Intuit API reference, Preferences, sample)."""
    settings = company.tables["Preferences"].rows["1"]
    found = [
        {
            "Name": f"Uncategorized{kind}AccountId",
            "Value": company.taken["account", "", f"uncategorized {kind.lower()}"],
        }
        for kind in ("Asset", "Income", "Expense")
        if ("account", "", f"uncategorized {kind.lower()}") in company.taken
    ]
    pairs = settings.values["OtherPrefs"]["NameValue"]
    settings.values["OtherPrefs"] = {"NameValue": [*pairs, *found]}


def _account_id(company: Company, name: str) -> str:
    """The id of the account with this full name."""
    parent = ""
    for part in name.split(":"):
        parent = company.taken["account", parent, part.casefold()]
    return parent


def _balance(company: Company, account: str, amount: Decimal) -> None:
    post(company, _account_id(company, account), system_account(company, "opening_balance_equity").id, amount)


def _list_object(company: Company, entity: str, item: Record) -> None:
    """One object of a list; account references are written by name, references to its own kind by id."""
    row_id = item.pop("Id", "")
    for name in ("IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef"):
        if name in item:
            item[name] = {"value": _account_id(company, item[name])}
    if "ParentRef" in item:
        item["ParentRef"] = {"value": item["ParentRef"]}
    create(company, ENTITIES[entity], item, by_hand=True, row_id=row_id)
