import pytest

from provisioner.config.misfits import misfit
from provisioner.config.shape import Shape
from provisioner.model.spec import OddInt, YamlFloat

TEXT = Shape(words=("text",))
WHOLE = Shape(words=("a whole number",))


@pytest.mark.parametrize(
    ("kind", "context", "value", "shape", "code", "says"),
    [
        ("greater_than", {"gt": 0}, 0, WHOLE, "SYN108", "more than 0, not 0"),
        ("less_than", {"lt": 9}, 9, WHOLE, "SYN108", "less than 9"),
        ("too_short", {"min_length": 2}, ["a"], Shape(items=TEXT), "SYN108", "at least 2 items, and has 1"),
        ("string_pattern_mismatch", {"pattern": r"^[A-Z]{2}$"}, "x", TEXT, "SYN108", "2 capital letters"),
        (
            "string_pattern_mismatch",
            {"pattern": "^(a|b)$"},
            "x",
            Shape(words=("text",), doc="A or b."),
            "SYN108",
            "It takes: a or b.",
        ),
        ("value_error", {"error": ValueError("These two exclude each other")}, {}, Shape(), "SYN108", "each other."),
        ("value_error", {}, "x", Shape(), "SYN108", "cannot be `x`."),
        ("int_type", {}, YamlFloat(1.5, "1.50"), WHOLE, "SYN106", "1.50"),
        ("bool_type", {}, OddInt(7, "+7"), WHOLE, "SYN105", "Write 7."),
        ("string_type", {}, None, TEXT, "SYN105", "not nothing"),
        ("some_new_kind", {}, 5, Shape(), "SYN105", "something else"),
    ],
)
def test_what_is_said(kind, context, value, shape, code, says):
    found = misfit(kind, context, ("accounts", "a", "field"), value, shape)
    assert found.code == code
    assert says in f"{found.what} {found.fix}"
    assert found.what.endswith(".")
