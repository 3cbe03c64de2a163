"""Every setting has a page, sources, steps, proof and what it prevents; it asks what is declared, and only that."""

import re
from importlib.resources import files
from itertools import chain

import pytest
from declared import changed, model, plain, with_tree, without, words

import provisioner.settings
from provisioner.engine.registry import modules
from provisioner.engine.setting import settings_in
from provisioner.model.catalogue import FAILURES
from provisioner.model.setting import Nature, Setting
from provisioner.model.source import dotted
from provisioner.workflows.settings_page import example, settings_page

SETTINGS = settings_in(provisioner.settings)
MODULES = list(modules(provisioner.settings))
FIRM = example()
MODEL = model()
PAIRS = [(each, path) for each in SETTINGS for asked in each.asked(FIRM) for path in asked.paths]
NOBODY_KNOWS = {("approval", "unknown"), ("overdraft_reporting", "unknown"), ("existing_invoices", "unknown")}
"""Values that say that nobody knows: there is nothing to confirm, and status says so loudly."""
BY_LEDGERS = {("method", "sub_accounts")}
"""What this program provisions itself with this value, so that nobody is asked."""


def asked_of(setting, tree):
    return {path: each for each in setting.asked(with_tree(FIRM, tree)) for path in each.paths}


def named(value):
    return value.kind if isinstance(value, Setting) else dotted(value) if isinstance(value, tuple) else None


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.__name__.removeprefix("provisioner.settings."))
def test_a_module_is_one_setting_of_the_system_it_stands_under_with_a_page_of_its_own(module):
    setting = module.SETTING
    system = module.__name__.split(".")[2]
    assert setting.system == system == setting.kind.partition(".")[0]
    assert setting.kind.split(".")[1] == ("procedure" if setting.nature is Nature.PROCEDURE else "setting")
    assert len((module.__doc__ or "").split()) > 4, "A page needs a sentence on what the setting is."
    assert f"### {setting.noun}\n\n{module.__doc__}" in settings_page()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.kind)
def test_a_setting_says_where_its_facts_come_from_what_it_prevents_and_how_long_it_counts(setting):
    assert setting.sources
    assert all(re.search(r"; read 20\d\d-\d\d$", each) for each in setting.sources), setting.sources
    known = {each.number for each in FAILURES}
    assert setting.catalogue
    assert set(setting.catalogue.split()) <= known
    assert 30 <= setting.valid_days <= 366
    assert setting.observable.endswith(".")
    assert not setting.conclusive or setting.contradiction is not None
    assert (setting.contradiction is None) == setting.observable.startswith(("Nothing", "Not the")), setting.observable


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.kind)
def test_what_a_setting_asks_can_be_done_and_proved(setting):
    asked = list(setting.asked(FIRM))
    assert asked, "The example firm declares everything that people confirm."
    assert len({each.address for each in asked}) == len(asked)
    for each in asked:
        assert str(each.address).startswith(setting.kind)
        assert len(each.steps) >= 2
        assert all(step.strip() == step and step.endswith((".", "?")) for step in each.steps)
        assert each.evidence.endswith(".")
        assert each.says.endswith(".")
        assert "  " not in each.says
        assert each.title
        assert not each.title.endswith(".")
        assert each.place.line > 0


def test_no_declared_value_is_asked_for_twice():
    paths = [path for each in SETTINGS for asked in each.asked(FIRM) for path in asked.paths]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.kind)
def test_nothing_is_asked_of_a_firm_that_declares_nothing(setting):
    assert not asked_of(setting, {"version": 1, "firm": {"name": "Bare"}})


@pytest.mark.parametrize(("setting", "path"), PAIRS, ids=named)
def test_what_is_no_longer_declared_is_no_longer_asked_and_the_rest_still_is(setting, path):
    before, after = asked_of(setting, FIRM.tree), asked_of(setting, without(FIRM.tree, path))
    assert set(before) - set(after) == {path}


@pytest.mark.parametrize(("setting", "path"), PAIRS, ids=named)
def test_a_value_that_changes_is_asked_again_in_other_words(setting, path):
    """Whoever has confirmed the old value has not confirmed the new one; each value a key may have is asked for."""
    choices = words(path, MODEL)
    sayings = []
    for value in choices:
        asked = asked_of(setting, changed(FIRM.tree, path, value))
        seldom = path[0] == "calendar" and path[-1] != "signed" and value == "none"
        nothing = seldom or (path[-1], str(value)) in NOBODY_KNOWS | BY_LEDGERS
        assert (path in asked) is not nothing, value
        sayings += [asked[path].says] if path in asked else []
    assert len(set(sayings)) == len(sayings)


def test_every_value_of_the_example_that_is_no_word_changes_what_is_said():
    seen = 0
    for setting, path in PAIRS:
        value = plain(FIRM.tree)
        for part in path:
            value = value[part]
        if words(path, MODEL) or not isinstance(value, (str, int)):
            continue
        other = value + 1 if isinstance(value, int) else f"{value}1"
        if path[-1] in {"product", "sales_tax", "route", "fees_from", "fee_account", "trust_to", "from", "to"}:
            continue
        seen += 1
        before = asked_of(setting, FIRM.tree)[path].says
        assert asked_of(setting, changed(FIRM.tree, path, other))[path].says != before, path
    assert seen > 20


def test_a_trust_account_a_person_and_a_payment_are_asked_for_one_by_one():
    addresses = {str(asked.address) for each in SETTINGS for asked in each.asked(FIRM)}
    assert {
        "bank.setting.title.iolta",
        "staff.procedure.payment_route.trust_card",
        "qbo.setting.user_rights.ana",
        "staff.procedure.calendar.three_way",
        "clio.setting.trust_export",
    } <= addresses


def test_a_route_says_that_no_program_routes_by_it():
    (route,) = [each for each in SETTINGS if each.kind == "staff.procedure.payment_route"]
    assert all("QuickBooks and Clio do not route by it" in each.says for each in route.asked(FIRM))
    assert route.nature is Nature.PROCEDURE


@pytest.mark.parametrize("key", ["invoice_timing", "contact_direction", "payment_route"])
def test_what_no_vendor_has_a_switch_for_says_so(key):
    (setting,) = [each for each in SETTINGS if each.kind == f"staff.procedure.{key}"]
    steps = " ".join(chain.from_iterable(each.steps for each in setting.asked(FIRM)))
    assert re.search(r"has no setting|Neither program", steps)


def test_many_categories_are_told_by_a_fingerprint_and_still_covered():
    tree = plain(FIRM.tree)
    tree["categories"] = {f"c{n}": {"name": f"C {n}", "product": "hourly"} for n in range(500)}
    (mapping,) = [each for each in SETTINGS if each.kind == "clio.setting.item_mapping"]
    (asked,) = mapping.asked(with_tree(FIRM, tree))
    tree["categories"]["c499"]["product"] = "filing"
    (other,) = mapping.asked(with_tree(FIRM, tree))
    assert len(asked.paths) == 501
    assert len(asked.says) < 10_000
    assert other.says != asked.says


def test_the_page_tells_every_setting_with_its_steps_and_sources():
    page = settings_page()
    for each in SETTINGS:
        assert f"`{each.kind}`" in page
        assert all(source in page for source in each.sources)
    assert page.count("Keep as proof: ") == len(SETTINGS)


def test_the_example_stands_in_the_package():
    assert files(provisioner.settings).joinpath("example.yaml").is_file()
