"""Money: exact, two places, and floats refused."""

from decimal import Decimal

import pytest

from provisioner.model.money import money


@pytest.mark.parametrize(
    ("value", "text"),
    [("12.3", "12.30"), (" 7 ", "7.00"), (0, "0.00"), ("-0.01", "-0.01"), (Decimal("1E+2"), "100.00")],
)
def test_an_amount_has_two_places(value, text):
    assert str(money(value)) == text


@pytest.mark.parametrize("value", [1.5, True, None, b"1"])
def test_what_may_be_inexact_or_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="is not an exact amount"):
        money(value)


@pytest.mark.parametrize("value", ["1.005", Decimal("0.001")])
def test_anything_finer_than_a_cent_is_refused(value):
    with pytest.raises(ValueError, match="more than two decimal places"):
        money(value)


@pytest.mark.parametrize("value", ["", "abc", "1,000.00", "NaN", "Infinity", "9" * 40])
def test_what_is_no_amount_is_refused(value):
    with pytest.raises(ValueError, match="amount"):
        money(value)
