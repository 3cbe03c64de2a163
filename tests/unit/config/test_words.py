import pytest

from provisioner.config import words
from provisioner.config.shape import Shape
from provisioner.model.spec import OddInt, YamlFloat


@pytest.mark.parametrize(
    ("section", "one"),
    [
        ("accounts", "account"),
        ("classes", "class"),
        ("categories", "category"),
        ("practice_areas", "practice area"),
        ("trust", "trust account"),
        ("people", "person"),
        ("staff", "staff"),
    ],
)
def test_one_entry_of_a_section_has_a_word(section, one):
    assert words.singular(section) == one


def test_options_are_joined_as_in_a_sentence():
    assert [words.either("abc"[:n]) for n in range(4)] == ["", "a", "a or b", "a, b or c"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "`true`"),
        (5, "the number `5`"),
        (OddInt(7, "+7"), "the number `+7`"),
        (YamlFloat(1.5, "1.50"), "the number `1.50`"),
        ("a\n b", "the text `a b`"),
        ([], "a list"),
        ({}, "a group of keys"),
        (None, "nothing"),
    ],
)
def test_values_are_described(value, text):
    assert words.described(value) == text


def test_long_values_are_cut():
    assert words.shown("x" * 100) == "x" * 59 + "…"


def test_what_a_spot_takes_is_a_phrase():
    shape = Shape(literals=("none",), items=Shape(literals=("a", "b")), words=("text",))
    assert words.wanted(shape) == "`none`, text or a list of `a` or `b`"


def test_items_of_a_list_are_counted_from_one():
    assert words.named(("firm", "jurisdictions", 1)) == "Item 2 of `jurisdictions`"
    assert words.named(()) == "The file"


@pytest.mark.parametrize(
    ("word", "options", "guess"),
    [
        ("iolta_bnak", ("operating", "iolta_bank"), "iolta_bank"),
        ("IOLTA Bank", ("operating", "iolta_bank"), "iolta_bank"),
        ("xyz", ("operating", "iolta_bank"), None),
        ("x" * 200, ("x" * 199,), None),
        ("", ("a",), None),
    ],
)
def test_what_was_meant(word, options, guess):
    assert words.nearest(word, options) == guess


def test_many_options_are_not_listed():
    assert words.few("abcdefghijklm") == ""
    assert words.few("ab") == "`a` or `b` can stand here."


@pytest.mark.parametrize(
    ("text", "key"), [("IOLTA Bank", "iolta_bank"), ("1010 Trust", "trust"), ("1010", ""), ("É", "")]
)
def test_a_key_is_made_from_a_name(text, key):
    assert words.as_key(text) == key


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"^\d{4}$", "4 digits"), (r"^\d+$", "digits only"), (r"^[A-Z]{2}$", "2 capital letters"), ("^x$", "")],
)
def test_simple_patterns_have_words(pattern, text):
    assert words.form(pattern) == text
