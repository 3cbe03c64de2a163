"""Normal forms: no phantom differences."""

from decimal import Decimal

import pytest

from provisioner.engine.normalise import amount, flag, normalise, text
from provisioner.engine.ports import FieldInfo


@pytest.mark.parametrize(("value", "normal"), [(" a b ", "a b"), ("", None), ("  ", None), (None, None), (7, 7)])
def test_text_has_no_blanks_around_it_and_an_empty_one_is_none(value, normal):
    assert text(value) == normal


@pytest.mark.parametrize("value", [350, "350", "350.0", Decimal("350.00"), Decimal("3.5E+2")])
def test_equal_amounts_have_one_form(value):
    assert str(amount(value)) == "350.00"


@pytest.mark.parametrize("value", [None, True, False])
def test_what_is_no_amount_is_none(value):
    assert amount(value) is None


def test_a_flag_left_out_is_off():
    assert [flag(None), flag(False), flag(True)] == [False, False, True]


def test_fields_nobody_manages_are_left_out_and_lossy_ones_are_as_the_vendor_keeps_them():
    infos = {"name": FieldInfo("name", text), "rate": FieldInfo("rate", amount, round)}
    assert normalise({"name": " a ", "rate": "1.60", "other": "x"}, infos) == {"name": "a", "rate": 2}


def test_fields_in_normal_form_come_back_as_they_are_and_others_as_a_copy():
    infos = {"name": FieldInfo("name", normal=text), "number": FieldInfo("number")}
    there, not_yet = {"name": "a", "number": "1"}, {"name": " a", "number": "1"}
    assert normalise(there, infos) is there
    assert normalise(not_yet, infos) == there
    assert not_yet["name"] == " a"
    assert normalise({**there, "other": 1}, infos) == there


def test_the_form_of_a_field_is_its_normal_form_as_the_vendor_keeps_it():
    masked = FieldInfo("number", normal=text, stored=lambda value: f"*{value[-4:]}" if value else value)
    assert masked.form(" 123456 ") == "*3456"
    assert FieldInfo("number", stored=str.upper).form("a") == "A"
    assert FieldInfo("number").form(" a ") == " a "
