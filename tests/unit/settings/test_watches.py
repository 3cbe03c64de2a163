"""What live data shows of a setting: it contradicts, it does not, or it could not be looked at."""

from dataclasses import replace
from decimal import Decimal

import pytest
from declared import changed, plain

import provisioner.settings
from provisioner.config.compose import firm_model
from provisioner.engine.setting import settings_in
from provisioner.model.resource import Observed, Refresh, Remote, Snapshot
from provisioner.workflows.catalog import registry
from provisioner.workflows.settings_page import example

SETTINGS = {each.kind: each for each in settings_in(provisioner.settings)}
FIRM = example()
BY_STAFF = (("posting", "trust_payments"), "staff_posts"), (("sync", "trust_export"), "none")
MODEL = firm_model(registry().sections, registry().extensions)


def firm(path=(), value=None, *, by=BY_STAFF):
    """The example firm where staff post to trust, with another value at ``path``."""
    tree = plain(FIRM.tree)
    for where, what in (*by, *(((path, value),) if path else ())):
        tree = changed(tree, where, what)
    return replace(FIRM, tree=tree, config=MODEL.model_validate(tree))


def account(id_, name, whole, *, number=None, parent=None, tag=None, active=True):
    """An account as it was read. ``whole`` is its balance with those below it, a liability below zero."""
    fields = {"name": name, "number": number, "parent": parent, "description": tag}
    balance = Decimal(whole) if whole is not None else None
    return Observed("qbo.account", id_, "0", fields, active, balance=balance)


PARENT = Remote("qbo.account", "1")


def quickbooks(*accounts, since="", **facts):
    snapshot = Snapshot("qbo", "1", "Example", {"qbo.account": accounts}, facts, refresh=Refresh(since))
    return {"qbo": snapshot}


def liability(whole="0", **more):
    return account("1", "Client Trust Liability", whole, number="2100", **more)


def looked(kind, snapshots, declared=None, key="iolta"):
    """What the watch of a setting says of the question with ``key``."""
    declared = declared or firm()
    setting = SETTINGS[kind]
    asked = [each for each in setting.asked(declared) if str(each.address) in {kind, f"{kind}.{key}"}]
    return setting.contradiction(asked[0], declared, snapshots)


SWITCHES = {
    "qbo.setting.account_numbers": ("account_numbers", ("preferences", "account_numbers"), "enabled"),
    "qbo.setting.duplicate_number_warning": (
        "duplicate_number_warning",
        ("preferences", "duplicate_number_warning"),
        "enabled",
    ),
    "qbo.setting.locations": ("locations", ("tracking", "locations"), "per_transaction"),
    "qbo.setting.projects": ("projects", ("tracking", "projects"), "enabled"),
}


@pytest.mark.parametrize("kind", SWITCHES)
def test_a_switch_is_compared_with_what_is_declared(kind):
    fact, path, on = SWITCHES[kind]
    assert looked(kind, quickbooks(**{fact: True}), firm(path, on)) == ""
    assert looked(kind, quickbooks(**{fact: False}), firm(path, "none")) == ""
    assert "not" in looked(kind, quickbooks(**{fact: False}), firm(path, on)) or "off" in looked(
        kind, quickbooks(**{fact: False}), firm(path, on)
    )
    assert looked(kind, quickbooks(**{fact: True}), firm(path, "none")).startswith("QuickBooks says that ")


@pytest.mark.parametrize("kind", SWITCHES)
def test_a_switch_that_was_not_read_is_neither_so_nor_otherwise(kind):
    assert looked(kind, {}) is None
    assert looked(kind, quickbooks(**{SWITCHES[kind][0]: None})) is None
    assert SETTINGS[kind].conclusive


@pytest.mark.parametrize(
    ("live", "said"),
    [
        ("2026-10-31", ""),
        ("2026-11-30", ""),
        ("2026-09-30", "The closing date in QuickBooks is 2026-09-30, earlier than 2026-10-31."),
        (None, "QuickBooks has no closing date."),
    ],
)
def test_the_closing_date_may_be_later_and_not_earlier(live, said):
    assert looked("qbo.setting.closing_date", quickbooks(closed_through=live)) == said


def test_a_closing_date_that_was_not_read_is_not_missing():
    assert looked("qbo.setting.closing_date", {}) is None


def test_a_password_needs_a_closing_date():
    path = ("close", "password")
    assert "no closing date" in looked("qbo.setting.closing_password", quickbooks(closed_through=None))
    assert looked("qbo.setting.closing_password", quickbooks(closed_through="2026-01-31")) == ""
    assert looked("qbo.setting.closing_password", quickbooks(closed_through=None), firm(path, "none")) == ""
    assert looked("qbo.setting.closing_password", {}) is None
    assert not SETTINGS["qbo.setting.closing_password"].conclusive


def clio(institution, *, name="IOLTA Trust"):
    bank = Observed("clio.bank_account", "7", "0", {"name": name, "institution": institution})
    return {"clio": Snapshot("clio", "Example", "Example", {"clio.bank_account": (bank,)})}


@pytest.mark.parametrize(
    ("institution", "said"),
    [
        ("First Example Bank", ""),
        ("FIRST EXAMPLE BANK, N.A.", ""),
        ("First Example", ""),
        ("Second Bank", "In Clio the account is at Second Bank, not at First Example Bank."),
        (None, None),
    ],
)
def test_the_bank_that_clio_names_is_compared_as_people_write_it(institution, said):
    assert looked("bank.setting.title", clio(institution)) == said


def test_another_bank_account_in_clio_says_nothing_of_this_one():
    assert looked("bank.setting.title", clio("Second Bank", name="Operating")) is None
    assert looked("bank.setting.title", {}) is None


def test_money_on_the_liability_itself_is_seen():
    said = looked("staff.procedure.parent_postable", quickbooks(liability("-310.00")))
    assert said == "In QuickBooks 310.00 stands on the liability itself, on no client's ledger."
    assert looked("staff.procedure.parent_postable", quickbooks(liability("0.00"))) == ""


@pytest.mark.parametrize(
    "snapshots",
    [
        {},
        quickbooks(),
        quickbooks(liability(None)),
        quickbooks(liability("-1"), since="2026-11-01T00:00:00Z"),
        quickbooks(liability("-1", active=False)),
        quickbooks(account("1", "Client Trust Liability", "-1"), account("2", "Client Trust Liability", "-1")),
    ],
    ids=["not read", "not there", "without a balance", "only changes", "inactive", "two of the name"],
)
def test_a_liability_that_could_not_be_looked_at_is_not_empty(snapshots):
    assert looked("staff.procedure.parent_postable", snapshots) is None


def test_what_stands_on_the_ledgers_is_not_on_the_liability_itself():
    ledger = account("2", "O'Brien (10231)", "-500.00", parent=PARENT)
    assert looked("staff.procedure.parent_postable", quickbooks(liability("-500.00"), ledger)) == ""
    said = looked("staff.procedure.parent_postable", quickbooks(liability("-810.00"), ledger))
    assert said.startswith("In QuickBooks 310.00 stands on the liability itself")
    unknown = account("2", "O'Brien (10231)", None, parent=PARENT)
    assert looked("staff.procedure.parent_postable", quickbooks(liability("-810.00"), unknown)) is None


@pytest.mark.parametrize("by", [BY_STAFF[:1], BY_STAFF[1:]], ids=["Clio exports", "Clio posts"])
def test_what_clio_exports_stands_on_the_liability_until_it_is_spread(by):
    assert looked("staff.procedure.parent_postable", quickbooks(liability("-310.00")), firm(by=by)) is None


def test_with_customers_everything_stands_on_the_liability_itself():
    declared = firm(("trust", "iolta", "ledgers", "method"), "customers")
    assert looked("staff.procedure.parent_postable", quickbooks(liability("-310.00")), declared) is None
    allowed = firm(("trust", "iolta", "ledgers", "parent_postable"), True)
    assert looked("staff.procedure.parent_postable", quickbooks(liability("-310.00")), allowed) is None


def test_a_ledger_below_zero_is_named_as_quickbooks_counts_it():
    """QuickBooks counts debit first: what is owed to a client reads below zero, an overdrawn ledger above."""
    healthy = account("2", "O'Brien (10231)", "-500.00", parent=PARENT)
    overdrawn = account("3", "Núñez (10257)", "120.50", parent=PARENT)
    assert looked("staff.procedure.negative_balances", quickbooks(liability(), healthy)) == ""
    said = looked("staff.procedure.negative_balances", quickbooks(liability(), healthy, overdrawn))
    assert said == "In QuickBooks these trust ledgers are below zero: Núñez (10257) by 120.50."


def test_a_matter_below_a_clients_ledger_is_looked_at_too():
    client = account("2", "O'Brien", "-499.00", parent=PARENT)
    matter = account("3", "Lease", "1.00", parent=Remote("qbo.account", "2"))
    assert "Lease by 1.00" in looked("staff.procedure.negative_balances", quickbooks(liability(), client, matter))


def test_of_many_ledgers_below_zero_some_are_named():
    ledgers = [account(str(n), f"Client {n}", "1.00", parent=PARENT) for n in range(2, 9)]
    assert looked("staff.procedure.negative_balances", quickbooks(liability(), *ledgers)).endswith(", and 4 more.")


def test_an_account_that_is_no_ledger_does_not_count():
    elsewhere = account("2", "Petty Cash", "50.00", parent=Remote("qbo.account", "99"))
    assert looked("staff.procedure.negative_balances", quickbooks(liability(), elsewhere)) == ""


def test_a_balance_below_zero_is_no_contradiction_where_it_is_allowed():
    declared = firm(("trust", "iolta", "policy", "negative_balances"), "allowed")
    overdrawn = account("3", "Núñez", "120.50", parent=PARENT)
    assert looked("staff.procedure.negative_balances", quickbooks(liability(), overdrawn), declared) == ""


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("-200.00", ""),
        ("-50.00", ""),
        ("0.00", ""),
        ("-250.00", "In QuickBooks Firm Funds holds 250.00, more than 200.00."),
        ("-10.00", "In QuickBooks Firm Funds holds 10.00, less than 50.00."),
        (None, None),
    ],
)
def test_the_firms_own_money_in_trust_is_held_against_its_limits(own, said):
    ledger = account("2", "Firm Funds", own, parent=PARENT, tag="ledger:firm_funds")
    assert looked("staff.procedure.ledger_limits", quickbooks(liability(), ledger)) == said


def test_without_a_ledger_for_the_firms_money_there_is_nothing_to_look_at():
    assert looked("staff.procedure.ledger_limits", quickbooks(liability())) is None
    assert looked("staff.procedure.ledger_limits", {}) is None


@pytest.mark.parametrize("kind", [each.kind for each in SETTINGS.values() if each.contradiction])
def test_a_watch_never_fails_and_never_passes_where_nothing_was_read(kind):
    declared = firm()
    for asked in SETTINGS[kind].asked(declared):
        assert SETTINGS[kind].contradiction(asked, declared, {}) is None
