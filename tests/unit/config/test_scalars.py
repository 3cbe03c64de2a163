import pytest

from provisioner.config import scalars
from provisioner.model.spec import OddInt, YamlFloat


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_empty_words_are_nothing(text):
    assert scalars.plain(text) is None


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "y", "n", "nULL", "tRUE", "Yes", "ON"])
def test_words_that_only_yaml_1_1_reads_as_booleans_are_text(text):
    assert scalars.plain(text) == text


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("FALSE", False), ("false", False)])
def test_true_and_false_are_booleans(text, value):
    assert scalars.plain(text) is value


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("7", 7), ("-12", -12), ("9341453908059321", 9341453908059321)])
def test_plain_whole_numbers_are_plain_ints(text, value):
    assert scalars.plain(text) == value
    assert type(scalars.plain(text)) is int


@pytest.mark.parametrize(("text", "value"), [("010", 10), ("+7", 7), ("0x1F", 31), ("0o17", 15), ("-0", 0), ("00", 0)])
def test_whole_numbers_spelled_otherwise_keep_their_text(text, value):
    number = scalars.plain(text)
    assert isinstance(number, OddInt)
    assert (number, number.text) == (value, text)


@pytest.mark.parametrize("text", ["1.5", "1010.10", ".5", "5.", "-1e3", "+2.0E-7", "1e400"])
def test_numbers_with_point_or_exponent_keep_their_text(text):
    number = scalars.plain(text)
    assert isinstance(number, YamlFloat)
    assert number.text == text
    assert number == float(text)


@pytest.mark.parametrize("text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN"])
def test_infinity_and_no_number_are_floats_too(text):
    assert isinstance(scalars.plain(text), YamlFloat)


@pytest.mark.parametrize(
    "text", ["1_000", "2026-01-31", "12:30:00", "0b11", "1.2.3", "e5", "-", "+", ".", "0o8", "0xg", "~x", "--1", "= x"]
)
def test_everything_else_is_text(text):
    assert scalars.plain(text) == text


def test_a_number_too_long_for_python_is_text():
    assert scalars.plain("9" * 5000) == "9" * 5000


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [("str", "12", "12"), ("int", "12", 12), ("float", "12", 12.0), ("bool", "true", True), ("null", "", None)],
)
def test_core_tags_say_the_type(tag, text, value):
    assert scalars.tagged(f"tag:yaml.org,2002:{tag}", text) == value


def test_the_non_specific_tag_means_text():
    assert scalars.tagged("!", "12") == "12"


@pytest.mark.parametrize(
    ("tag", "text"), [("int", "x"), ("int", "true"), ("float", "true"), ("bool", "yes"), ("null", "x")]
)
def test_text_that_does_not_fit_its_tag_is_refused(tag, text):
    with pytest.raises(ValueError, match=text):
        scalars.tagged(f"tag:yaml.org,2002:{tag}", text)


def test_other_tags_are_unknown():
    with pytest.raises(KeyError):
        scalars.tagged("tag:yaml.org,2002:timestamp", "2026-01-01")
