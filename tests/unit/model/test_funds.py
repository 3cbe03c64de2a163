"""What a client has in a bank account of Clio, and the name a client has as a customer."""

from decimal import Decimal

import pytest

from provisioner.model.funds import Bank, Held, Holder, customer_name, in_bank

IOLTA = Bank("55", "IOLTA", "Trust")
ESCROW = Bank("56", "Escrow", "Trust")
TWIN = Bank("57", "IOLTA", "Trust")


def holder(*held):
    return Holder("1", "Ann", tuple(Held(*each[:3], Decimal(each[3])) for each in held))


@pytest.mark.parametrize(
    ("held", "known", "amount"),
    [
        ([("55", "IOLTA", "Trust", "5")], {IOLTA, ESCROW}, 5),
        ([("56", "Escrow", "Trust", "5")], {IOLTA, ESCROW}, 0),
        ([("991", "IOLTA", "Trust", "5")], {IOLTA, ESCROW}, 5),
        ([("", "IOLTA", "Trust", "5")], {IOLTA}, 5),
        ([("56", "IOLTA", "Trust", "5")], {IOLTA, ESCROW}, 5),
        ([("57", "IOLTA", "Trust", "5")], {IOLTA, TWIN}, 0),
        ([("55", "IOLTA", "Operating", "5")], {IOLTA}, 0),
        (
            [("55", "IOLTA", "Trust", "5"), ("56", "Escrow", "Trust", "7"), ("9", "IOLTA", "Trust", "1")],
            {IOLTA, ESCROW},
            6,
        ),
        ([], {IOLTA}, 0),
    ],
)
def test_a_row_is_the_accounts_by_id_and_else_by_name_and_type(held, known, amount):
    assert in_bank(holder(*held), IOLTA, frozenset(known)) == amount


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ann Smith", "ann smith"),
        ("  Ann   SMITH ", "ann smith"),
        ("Ann Smith Clio 7001", "ann smith"),
        ("Ann Smith (Clio 7001)", "ann smith"),
        ("Ann: Estate", "ann estate"),
        ("Clio Barnes", "clio barnes"),
    ],
)
def test_a_customer_is_known_by_name_without_capitals_and_clios_number(name, plain):
    assert customer_name(name) == plain
