"""Which trust accounts follow Clio, what it has to be asked for, and whose a ledger's address is."""

import pytest
from fakes import at
from trust_world import BANK, TrustWorld, firm_of

from provisioner.engine.holdings import following, wanted_lists, whose
from provisioner.model.resource import Observed


@pytest.mark.parametrize(
    ("options", "lists", "keys"),
    [
        ({}, ("contact",), ["iolta"]),
        ({"per": "matter"}, ("contact", "matter"), ["iolta"]),
        ({"method": "customers"}, ("contact",), []),
        ({"method": "customers", "per": "matter"}, ("contact",), []),
        ({"method": "clio_only"}, (), []),
    ],
)
def test_clio_is_asked_for_no_more_than_the_ledgers_need(options, lists, keys):
    assert wanted_lists(firm_of(**options)) == lists
    assert list(following(firm_of(**options))) == keys


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("account.iolta.contact_7001", ("iolta", "contact", "7001")),
        ("account.iolta.matter_7001", None),
        ("account.iolta.contact_x", None),
        ("account.iolta.firm_funds", None),
        ("account.escrow.contact_7001", None),
        ("account.iolta_liability", None),
        ("class.iolta.contact_7001", None),
    ],
)
def test_an_address_says_whose_the_ledger_is(address, found):
    assert whose(firm_of(), at(address)) == found


def test_a_liability_that_is_not_there_yet_has_no_ledgers():
    made = TrustWorld()
    made.client(1, "Ann", "1")
    (ledger,) = made.made().desired
    assert (ledger.fields["name"], ledger.fields["parent"]) == ("Ann", at("account.iolta_liability"))


def test_a_hand_made_ledger_is_taken_by_name_and_one_for_two_by_nobody():
    made = TrustWorld()
    made.apply()
    parent = made.memory.bindings[at("account.iolta_liability")].remote_id
    kinds = {"type": "Other Current Liability", "detail_type": "TrustAccountsLiabilities"}
    for name in ("Ann", "Bob"):
        made.qbo.add("account", name=name, raw={"ParentRef": {"value": parent}}, **kinds)
    made.client(1, "Ann", "1")
    made.client(2, "Bob", "1")
    made.client(3, "Bob", "1")
    (found,) = [each for each in made.apply().findings if each.code == "LED112"]
    assert "2 ledgers are to be made for `iolta`" in found.what
    assert "stands 1 account without a mark: 'Bob' (id " in found.what
    assert [each.code for each in made.plan().findings if each.code.startswith("LED")] == []
    assert made.below() == [
        ("Ann", "clio:contact:1"),
        ("Bob", ""),
        ("Bob (2)", "clio:contact:2"),
        ("Bob (3)", "clio:contact:3"),
    ]


def test_the_same_bank_account_twice_in_clio_is_asked_nothing_of():
    made = TrustWorld()
    made.banks = [BANK, Observed("clio.bank_account", "56", "0", BANK.fields)]
    made.client(1, "Ann", "1")
    assert made.made().desired == ()
