"""The firms that come with the program: all of them validate, and all can be applied to Intuit's sample company."""

from __future__ import annotations

import json
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import provisioner.providers.clio.resources
import provisioner.providers.qbo.resources
import provisioner.rules
from provisioner.config.load import Loaded, load
from provisioner.engine.registry import resource_types
from provisioner.engine.rule import rules_in
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from provisioner.model.firm import Firm

TOP = Path(__file__).parents[2]
CONFIGS = TOP / "firm-configs"
FIRMS = ("harbor-pine", "hudson-escrow", "main-street-law", "redwood-injury", "willow-family-law")
SAMPLE = json.loads((TOP / "tests/cases/firms/intuit-sample-company.json").read_text("utf-8"))
REGISTRY = resource_types(provisioner.providers.qbo.resources, provisioner.providers.clio.resources)

each_firm = pytest.mark.parametrize("name", FIRMS)


@cache
def loaded(name: str) -> Loaded:
    return load(CONFIGS / name, REGISTRY.sections, REGISTRY.extensions, cwd=TOP)


def firm_of(name: str) -> Firm:
    firm = loaded(name).firm
    assert firm is not None, [finding.message for finding in loaded(name).findings]
    return firm


def accounts_of(firm: Firm) -> dict[str, Any]:
    """The accounts the firm describes itself, by full name in small letters."""
    entries = firm.section("accounts")

    def full(key: str) -> str:
        entry = entries[key]
        return f"{full(entry.parent)}:{entry.name}" if entry.parent else str(entry.name)

    return {full(key).casefold(): entry for key, entry in entries.items() if entry.system is None}


def clio_entries(firm: Firm) -> int:
    """Entries that cost one call each when they are first made in Clio."""
    lists = sum(len(firm.section(name)) for name in ("categories", "expense_categories", "practice_areas"))
    return lists + sum(account.clio is not None for account in firm.section("accounts").values())


def test_the_folder_holds_exactly_these_firms():
    assert sorted(file.parent.name for file in CONFIGS.glob("*/firm.yaml")) == list(FIRMS)


@each_firm
def test_a_firm_validates_without_errors_or_warnings(name):
    firm = firm_of(name)
    found = chain(loaded(name).findings, *(rule.findings(firm) for rule in rules_in(provisioner.rules)))
    assert [f"{each.place} {each.code} {each.message}" for each in found if each.level is not Level.ADVICE] == []


@each_firm
def test_the_first_line_tells_editors_the_schema(name):
    first = (CONFIGS / name / "firm.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schemas/firm.v1.schema.json"


@each_firm
def test_an_account_named_as_one_of_the_sample_company_has_its_type(name):
    live = {full.casefold(): kind for kind, names in SAMPLE["accounts"].items() for full in names}
    declared = accounts_of(firm_of(name))
    clashes = {full for full, entry in declared.items() if live.get(full, entry.account_type) != entry.account_type}
    assert clashes == set()


@each_firm
def test_accounts_quickbooks_makes_itself_are_never_declared_by_name(name):
    made = {each.casefold() for each in SAMPLE["made_by_quickbooks"]}
    assert made.isdisjoint(accounts_of(firm_of(name)))


@each_firm
def test_the_five_system_accounts_are_declared_as_such(name):
    kinds = [entry.system for entry in firm_of(name).section("accounts").values() if entry.system is not None]
    assert sorted(kinds) == [
        "accounts_payable",
        "accounts_receivable",
        "opening_balance_equity",
        "retained_earnings",
        "undeposited_funds",
    ]


@each_firm
def test_no_product_takes_over_one_of_the_sample_company(name):
    taken = {each.casefold() for each in SAMPLE["products"]}
    assert taken.isdisjoint(entry.name.casefold() for entry in firm_of(name).section("products").values())


@each_firm
def test_terms_and_payment_methods_of_the_sample_company_keep_their_meaning(name):
    firm = firm_of(name)
    terms = {entry.name: entry.due_days for entry in firm.section("terms").values()}
    kinds = {entry.name: entry.kind for entry in firm.section("payments").values()}
    assert {each: terms[each] for each in terms.keys() & SAMPLE["terms"]} == {
        each: days for each, days in SAMPLE["terms"].items() if each in terms
    }
    assert {each: kinds[each] for each in kinds.keys() & SAMPLE["payment_methods"]} == {
        each: kind for each, kind in SAMPLE["payment_methods"].items() if each in kinds
    }


@each_firm
def test_nothing_of_the_sample_company_is_retired(name):
    firm = firm_of(name)
    live = {full.casefold() for names in SAMPLE["accounts"].values() for full in names}
    live |= {each.casefold() for each in SAMPLE["products"]}
    retired = {
        entry.name.casefold() for section in ("accounts", "products") for entry in firm.retired(section).values()
    }
    assert live.isdisjoint(retired)


@each_firm
def test_clio_takes_a_whole_firm_within_a_minute(name):
    assert clio_entries(firm_of(name)) < 40  # Clio allows 50 calls a minute at peak hours, reads included


@each_firm
def test_each_trust_bank_has_a_liability_of_its_own(name):
    trusts = firm_of(name).config.trust.values()
    assert len({trust.bank for trust in trusts}) == len({trust.liability for trust in trusts}) == len(trusts) > 0


@each_firm
def test_hard_costs_never_reach_income_and_soft_costs_do(name):
    firm = firm_of(name)
    accounts, products = firm.section("accounts"), firm.section("products")
    for entry in firm.section("expense_categories").values():
        kind = accounts[products[entry.product].income].account_type
        assert kind == {"hard": "Other Current Asset", "soft": "Income"}[entry.cost], entry.name


def test_companies_and_names_are_distinct():
    firms = [firm_of(name).config for name in FIRMS]
    assert len({each.systems.quickbooks.company_id for each in firms}) == len(FIRMS)
    assert len({each.systems.clio.account_name for each in firms if each.systems.clio}) == len(FIRMS)
    assert len({each.firm.name for each in firms}) == len(FIRMS)


def test_every_section_of_the_firm_file_is_used_by_some_firm():
    """Approvals only in a comment: every shipped firm can be tried on the sandbox with one command.

    What happens without the comment sign is in test_saved_plans.py.
    """
    trees = [firm_of(name).tree for name in FIRMS]
    known = set(type(firm_of(FIRMS[0]).config).model_fields)
    assert known - {section for tree in trees for section in tree} == {"approvals"}
    assert "\n# approvals: " in (CONFIGS / "redwood-injury" / "firm.yaml").read_text("utf-8")


def test_every_template_is_used_by_some_firm():
    used = {Path(file).name for name in FIRMS for file in firm_of(name).files if "_templates" in file}
    assert used == {file.name for file in (CONFIGS / "_templates").glob("*.yaml")}


def test_the_example_of_the_manual_has_many_categories():
    assert len(firm_of("harbor-pine").section("categories")) >= 12


def test_three_firms_list_their_clients():
    listed = [len(firm_of(name).clients) for name in FIRMS if firm_of(name).clients]
    assert len(listed) >= 3
    assert all(4 <= count <= 12 for count in listed)
