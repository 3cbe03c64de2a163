"""What many rules build on: trees of parents, repeats, and the vendor's kinds of accounts."""

import pytest
from fakes import firm

from provisioner.providers.qbo import chart
from provisioner.rules._shapes import (
    SYSTEM_KINDS,
    WITHOUT_SUB_ACCOUNTS,
    around,
    maybe_native,
    native,
    once_a_firm,
    repeats,
    tree,
)


def test_levels_count_from_one_at_the_top():
    assert tree({"c": "b", "b": "a", "a": None, "d": None}).levels == {"a": 1, "b": 2, "c": 3, "d": 1}


def test_what_hangs_on_a_circle_has_no_level_and_the_circle_is_told_once():
    found = tree({"x": "a", "a": "b", "b": "a", "y": "x", "free": None})
    assert found.levels == {"free": 1}
    assert found.circles == [["a", "b"]]


def test_an_entry_below_itself_is_a_circle_of_one():
    assert tree({"a": "a"}).circles == [["a"]]


def test_a_circle_is_told_in_words_and_a_long_one_cut_short():
    assert around(["A"]) == "A is below A"
    assert around(["A", "B"]) == "A is below B, which is below A"
    long = around([f"A{n}" for n in range(1, 1_008)])
    assert long.startswith("A1 is below A2, which is below A3,")
    assert long.endswith("A5, which is below 1,002 more, which are below A1")


def test_a_chain_of_ten_thousand_needs_no_deep_recursion():
    found = tree({f"k{n}": f"k{n + 1}" if n < 10_000 else None for n in range(10_001)})
    assert found.levels["k0"] == 10_001


def test_repeats_pairs_each_later_one_with_the_first():
    marked = [(1, "a"), (2, "b"), (1, "c"), (1, "d")]
    assert list(repeats(marked)) == [("a", "c"), ("a", "d")]


@pytest.mark.parametrize(
    ("integration", "is_native", "may_be"),
    [
        ("{ via: clio_native }", True, True),
        ("{ via: leanlaw }", False, False),
        ("{ via: none }", False, False),
        ("null", False, True),
    ],
)
def test_who_connects_the_firm_is_known_only_where_the_file_says_so(integration, is_native, may_be, firm_of):
    found = firm_of(f"systems: {{ integration: {integration} }}")
    assert (native(found), maybe_native(found)) == (is_native, may_be)


def test_the_kinds_agree_with_the_chart_of_the_provider():
    assert {name: kind.detail for name, kind in SYSTEM_KINDS.items()} == chart.SYSTEM_KINDS
    assert all(chart.detail_type(kind.type, kind.detail) == kind.detail for kind in SYSTEM_KINDS.values())
    assert WITHOUT_SUB_ACCOUNTS == chart.WITHOUT_SUB_ACCOUNTS


def test_what_many_rules_ask_of_a_firm_is_found_out_once():
    asked = []

    @once_a_firm
    def trees(of):
        asked.append(of)
        return [of.tree]

    one, other = firm({"a": 1}), firm({"b": 2})
    assert trees(one) is trees(one)
    assert trees(other) == [{"b": 2}]
    assert trees(one) == [{"a": 1}]
    assert list(map(id, asked)) == list(map(id, (one, other, one)))
