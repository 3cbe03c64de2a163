"""What the firm file asks of a company's settings, and what is said about each of them on screen."""

from __future__ import annotations

import json

import pytest
from fakes import REGISTRY, World, at, change, desired

from provisioner.config.load import load
from provisioner.providers.qbo.facts import facts
from provisioner.providers.qbo.resources.preferences import KEYS, PATHS

PREFERENCES = REGISTRY["qbo.preferences"]


@pytest.fixture
def declared(tmp_path):
    """What a firm file with these sections asks for, of one type."""

    def read(kind="qbo.preferences", **sections):
        systems = {"quickbooks": {"company_id": "9341"}}
        tree = {"version": 1, "firm": {"name": "Harbor"}, "systems": systems, **sections}
        (tmp_path / "firm.yaml").write_text(json.dumps(tree), encoding="utf-8")
        loaded = load(tmp_path, REGISTRY.sections, REGISTRY.extensions, cwd=tmp_path)
        return list(REGISTRY[kind].desired(loaded.firm))

    return read


@pytest.fixture
def world():
    world = World(facts={"edition": "plus"})
    world.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxn=False, ClassTrackingPerTxnLine=False)
    world.qbo.set("AccountingInfoPrefs", CustomerTerminology="Customers")
    world.qbo.set("ReportPrefs", ReportBasis="Accrual")
    world.qbo.set("SalesFormsPrefs", CustomTxnNumbers=False)
    return world


def planned(world, **values):
    return change(world.plan(desired("preferences.company", **values)), "preferences.company")


def effect(world, **values):
    return world.plan(desired("preferences.company", **values)).titles["qbo.preferences.company"].effect


class TestDeclared:
    def test_all_settings_are_one_resource_that_stands_for_each_of_their_values(self, declared):
        (found,) = declared(
            firm={"name": "Harbor", "basis": "accrual"},
            tracking={"classes": "per_line", "locations": "none"},
            preferences={"customer_label": "clients", "account_numbers": "enabled"},
        )
        assert found.fields == {"classes": "per_line", "customer_label": "clients", "basis": "accrual"}
        assert found.path == ("tracking", "classes")
        assert found.also == (("preferences", "customer_label"), ("firm", "basis"))
        assert found.places.keys() == found.fields.keys()

    def test_what_is_not_said_is_not_managed(self, declared):
        assert declared() == []
        assert declared(tracking={"locations": "none"}, preferences={"account_numbers": "none"}) == []

    def test_every_field_has_its_place_in_the_file_and_its_keys_at_the_vendor(self):
        assert set(PATHS) == set(KEYS) == set(PREFERENCES.fields)
        assert all(info.tried for info in PREFERENCES.fields.values())

    def test_a_class_waits_for_class_tracking_only_where_the_file_asks_for_it(self, declared):
        classes = {"litigation": {"name": "Litigation"}}
        (free,) = declared("qbo.class", classes=classes)
        (waiting,) = declared("qbo.class", classes=classes, tracking={"classes": "per_line"})
        assert free.after == frozenset()
        assert waiting.after == {(at("preferences.company"), "classes")}


class TestSteps:
    @pytest.mark.parametrize("edition", ["simple_start", "essentials"])
    def test_class_tracking_needs_plus_or_advanced(self, world, edition):
        world.qbo.facts["edition"] = edition
        step = planned(world, classes="per_line").step
        assert "Plus or Advanced" in step.instructions[0]
        assert step.fields == {"classes"}

    def test_an_edition_that_is_not_known_is_tried(self, world):
        world.qbo.facts["edition"] = None
        assert planned(world, classes="per_line").step is None

    def test_switching_class_tracking_off_is_for_a_person(self, world):
        world.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxnLine=True)
        lines = planned(world, classes="none").step.instructions
        assert lines[-1].startswith("Under Categories, switch off Track classes, if that is meant")
        assert not any("Plus or Advanced" in each for each in lines)

    def test_nothing_is_said_where_it_is_as_declared(self, world):
        world.qbo.facts["edition"] = "essentials"
        assert planned(world, classes="none", basis="accrual").step is None

    def test_each_screen_is_opened_once(self, world):
        world.qbo.stubborn = set().union(*KEYS.values())
        wanted = {
            "classes": "per_transaction",
            "customer_label": "clients",
            "basis": "cash",
            "custom_transaction_numbers": "enabled",
        }
        world.carry_out(world.plan(desired("preferences.company", **wanted)))
        assert planned(world, **wanted).step.instructions[1:] == (
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Under Categories, switch on Track classes and choose One to entire transaction.",
            "Under Other preferences, choose Clients as Customer label.",
            "Under Accounting, choose Cash as Accounting method.",
            "In QuickBooks, open the gear, then Account and settings, then Sales.",
            "Under Sales form content, switch on Custom transaction numbers.",
        )


class TestEffects:
    def test_each_setting_says_what_is_different(self, world):
        assert effect(world, classes="per_line", customer_label="clients", basis="cash") == (
            "Each line of a transaction can be given a class. QuickBooks calls customers clients on screen. "
            "Reports are on a cash basis unless somebody chooses otherwise."
        )
        assert "keep the number that Clio gave" in effect(world, custom_transaction_numbers="enabled")
        world.qbo.set("SalesFormsPrefs", CustomTxnNumbers=True)
        assert effect(world, custom_transaction_numbers="none") == "QuickBooks numbers invoices by itself."

    def test_what_is_only_adopted_stays_as_it_is(self, world):
        assert effect(world, basis="accrual").endswith("nothing about it changes.")


class TestFacts:
    def test_what_quickbooks_does_not_say_is_not_known(self):
        found = facts({}, {}, None)
        assert found["class_tracking"] == "none"
        assert found["projects"] is found["basis"] is found["locations_in_use"] is found["edition"] is None

    def test_signals_are_words_and_settings_are_flags(self):
        signals = [
            {"Name": "ProjectsEnabled", "Value": "true"},
            {"Name": "WarnDuplicateBillNumber", "Value": "false"},
            {"Name": "AccountingInfoPrefs.ShowAccountNumbers", "Value": True},
        ]
        preferences = {
            "AccountingInfoPrefs": {
                "ClassTrackingPerTxn": True,
                "CustomerTerminology": "Clients",
                "TrackDepartments": True,
            },
            "SalesFormsPrefs": {"CustomTxnNumbers": True},
            "ReportPrefs": {"ReportBasis": "Cash"},
            "OtherPrefs": {"NameValue": signals},
        }
        found = facts(
            {"NameValue": [{"Name": "OfferingSku", "Value": "QuickBooks Online Simple Start"}]}, preferences, 3
        )
        assert found == {
            "edition": "simple_start",
            "class_tracking": "per_transaction",
            "account_numbers": False,
            "account_numbers_shown": True,
            "closed_through": None,
            "locations": True,
            "locations_in_use": 3,
            "projects": True,
            "customer_label": "clients",
            "custom_transaction_numbers": True,
            "duplicate_number_warning": False,
            "duplicate_check_warning": None,
            "duplicate_journal_warning": None,
            "basis": "cash",
        }


def test_settings_are_never_made():
    with pytest.raises(AssertionError, match="never made"):
        PREFERENCES.body({"basis": "cash"}, None, active=None)
