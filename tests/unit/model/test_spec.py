"""Values of the firm file: exact, or refused with the way to write them."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from provisioner.model.spec import Amount, Day, Digits, OddInt, Spec, YamlFloat


class Entry(Spec):
    number: Digits | None = None
    rate: Amount | None = None
    since: Day | None = None


def refusal(**values):
    with pytest.raises(ValidationError) as caught:
        Entry(**values)
    (error,) = caught.value.errors()
    return error["ctx"]["code"] if "ctx" in error and "code" in error["ctx"] else error["type"]


def test_plain_whole_numbers_and_quoted_ones_are_text():
    assert Entry(number=1000).number == Entry(number="1000").number == "1000"


def test_amounts_are_exact():
    assert Entry(rate="350.5").rate == Decimal("350.50")
    assert Entry(rate=350).rate == Decimal("350.00")


def test_dates_are_days():
    assert Entry(since="2026-01-31").since == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": YamlFloat(1010.1, "1010.10")}, "SYN106"),
        ({"number": OddInt(64, "0100")}, "SYN106"),
        ({"rate": YamlFloat(1.5, "1.50")}, "SYN106"),
        ({"rate": "1.005"}, "SYN108"),
        ({"rate": "NaN"}, "SYN108"),
        ({"rate": "much"}, "SYN108"),
        ({"since": "31.1.2026"}, "SYN108"),
        ({"since": "2026-02-30"}, "SYN108"),
        ({"other": 1}, "extra_forbidden"),
    ],
)
def test_everything_else_is_refused_with_its_code(values, code):
    assert refusal(**values) == code


def test_an_entry_knows_what_it_says():
    entry = Entry(number=None, rate="1")
    assert (entry.sets("number"), entry.sets("rate"), entry.sets("since")) == (True, True, False)


def test_entries_that_say_the_same_keys_share_one_set_of_them():
    class Entry(Spec):
        name: str = ""
        number: str = ""

    one, other = Entry.model_validate({"name": "a"}), Entry.model_validate({"name": "b"})
    assert one.model_fields_set is other.model_fields_set
    assert (one.sets("name"), one.sets("number")) == (True, False)
