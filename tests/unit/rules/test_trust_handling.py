"""What the rules take a payment method for by its name, and what they read of the trust export."""

import pytest

from provisioner.rules._trust_handling import chosen, exported, is_trust_application, is_trust_deposit, mode, via

APPLICATIONS = [
    "Trust Application",
    "Trust applied to bill",
    "Transfer from Trust",
    "IOLTA transfer",
    "Retainer Applied",
    "Applied from IOLTA",
    "Payment out of trust",
    "Apply Retainer",
    "Client Funds Applied",
    "Trust-to-operating",
    "Trust to Operating",
    "IOLTA draw",
    "Paid from client funds",
    "Use of client money",
    "From client trust",
]
DEPOSITS = [
    "Trust Check",
    "Retainer",
    "IOLA Wire",
    "Escrow Down Payment",
    "Trust Credit Card",
    "Retainers",
    "Client Funds",
]
NEITHER = [
    "Check",
    "Bank Transfer",
    "Wire",
    "Trustee Check",
    "Trusted Partner",
    "Availability Retainer",
    "Nonrefundable retainer",
    "Non-refundable Retainer",
    "True Retainer",
    "Entrusted",
    "Application Fee",
    "Client Check",
    "Transfer to Operating",
    "",
]


@pytest.mark.parametrize("name", APPLICATIONS)
def test_trust_money_applied_to_a_bill_is_known_by_its_name(name):
    assert is_trust_application(name)
    assert is_trust_application(name.upper())
    assert not is_trust_deposit(name)


@pytest.mark.parametrize("name", DEPOSITS)
def test_money_that_belongs_in_trust_is_known_by_its_name(name):
    assert is_trust_deposit(name)
    assert not is_trust_application(name)


@pytest.mark.parametrize("name", NEITHER)
def test_other_names_say_nothing_of_trust(name):
    assert not is_trust_application(name)
    assert not is_trust_deposit(name)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("sync: null", ()),
        ("sync: { trust_export: null }", ()),
        ("sync: { trust_export: none }", ()),
        ("sync: { trust_export: [] }", ()),
        ("sync: { trust_export: [transfers, deposits] }", ("transfers", "deposits")),
    ],
)
def test_an_export_that_is_off_empty_or_unsaid_exports_nothing(firm_of, text, kinds):
    assert tuple(exported(firm_of(text))) == kinds


def test_what_is_not_said_is_none(firm_of):
    firm = firm_of("posting: null\nsystems: { integration: null }")
    assert (mode(firm), via(firm)) == (None, None)


def test_a_policy_that_says_so_is_found_with_its_place(firm_of):
    firm = firm_of("trust: { iolta: { policy: { deposit_slip: client } } }")
    assert [(account, place.line, place.column) for account, place in chosen(firm, "deposit_slip", "client")] == [
        ("iolta", 1, 43)
    ]
    assert list(chosen(firm, "deposit_slip", "none")) == []
