import tracemalloc

import pytest

from provisioner.config import builder
from provisioner.config.places import SourceLines, key_of, value_of
from provisioner.config.yaml import parse


@pytest.fixture(params=[True, False], ids=["compiled", "pure"])
def read(request):
    def run(text):
        sources = SourceLines()
        return parse(text.encode(), "f", sources, compiled=request.param)

    return run


def told(document):
    return [f"{finding.place.line}:{finding.place.column} {finding.name}" for finding in document.findings]


def test_every_key_and_value_knows_its_place(read):
    sources = SourceLines()
    document = parse(b'a: 1\n"b b": |\n  text\nc: [x, {d: ~}]\ne:\n', "f", sources)
    places = {
        key: [sources.place(at)[1:] for at in (key_of(both), value_of(both))] for key, both in document.root.at.items()
    }
    assert places == {
        "a": [(1, 1, 1), (1, 4, 1)],
        "b b": [(2, 1, 5), (2, 8, 1)],
        "c": [(4, 1, 1), (4, 4, 1)],
        "e": [(5, 1, 1), (5, 1, 1)],
    }
    assert [sources.place(at)[1:] for at in document.root["c"].at] == [(4, 5, 1), (4, 8, 1)]


def test_both_readers_agree_on_places(read):
    text = "a: &x 1\nb:\n- *x\n-\n- !!str 5\nc: {d: , e}\n? f\n: g\nh: 'two\n  lines'\n"
    sources = SourceLines()
    ours, reference = read(text), parse(text.encode(), "f", sources)
    assert ours.root == reference.root
    assert ours.root.at == reference.root.at
    assert ours.root["b"].at == reference.root["b"].at
    assert ours.root["c"].at == reference.root["c"].at


def test_quotes_make_text(read):
    assert read("a: \"1\"\nb: 'true'\nc: !!str 1\nd: ''\n").root == {"a": "1", "b": "true", "c": "1", "d": ""}


def test_aliases_stand_for_the_value_named(read):
    document = read("a: &x {b: [1]}\nc: *x\nd: &y text\n*y : e\n")
    assert document.root == {"a": {"b": [1]}, "c": {"b": [1]}, "d": "text", "text": "e"}
    assert not document.findings


def test_a_name_can_be_given_again(read):
    assert read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").root == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_an_unknown_alias_is_reported_and_reading_goes_on(read):
    document = read("a: *nope\nb: 1\nb: 2\n")
    assert told(document) == ["1:4 unknown-alias", "3:1 duplicate-key"]
    assert document.usable


def test_a_value_cannot_hold_itself(read):
    assert told(read("a: &x\n  - 1\n  - *x\n")) == ["3:5 alias-in-itself"]


def test_merge_keys_bring_in_what_is_not_written(read):
    document = read("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz: {<<: [*x, *y], a: 0, d: 5}\n")
    assert document.root["z"] == {"a": 0, "b": 2, "c": 4, "d": 5}
    assert not document.findings


def test_merged_keys_keep_the_place_they_were_written_at():
    sources = SourceLines()
    root = parse(b"x: &x {a: 1}\nz:\n  <<: *x\n  b: 2\n", "f", sources).root
    assert sources.place(value_of(root["z"].at["a"]))[1:3] == (1, 11)


def test_a_quoted_merge_sign_is_a_key_like_any_other(read):
    assert read('z: {"<<": 1}\n').root == {"z": {"<<": 1}}


def test_only_groups_can_be_merged(read):
    assert told(read("z: {<<: 3}\ny: {<<: [{a: 1}, 4]}\n")) == ["1:9 merge-of-no-group", "2:9 merge-of-no-group"]


def test_two_merge_keys_are_one_too_many(read):
    document = read("x: &x {a: 1}\nz:\n  <<: *x\n  <<: {b: 2}\n")
    assert told(document) == ["4:3 duplicate-key"]
    assert document.root["z"] == {"a": 1, "b": 2}


def test_a_duplicate_key_names_both_places_and_keeps_the_first_value(read):
    document = read("a: 1\nb: 2\na: 3\n")
    (finding,) = document.findings
    assert (finding.code, str(finding.place), [str(place) for place in finding.related]) == (
        "SYN103",
        "f:3:1",
        ["f:1:1"],
    )
    assert document.root == {"a": 1, "b": 2}


def test_a_group_written_twice_is_joined_so_that_nothing_in_it_is_overlooked(read):
    document = read("a: {x: 1}\na: {x: 2, y: 3}\na: {z: 4}\n")
    assert document.root == {"a": {"x": 1, "y": 3, "z": 4}}
    assert told(document) == ["2:1 duplicate-key", "3:1 duplicate-key"]


def test_joining_makes_no_circle(read):
    document = read("a: &x {p: 1}\na: {q: *x}\n")
    assert document.root == {"a": {"p": 1, "q": {"p": 1}}}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1010: a\n", ["1:1 key-not-text"]),
        ("a:\n  true: b\n  1.5: c\n", ["2:3 key-not-text", "3:3 key-not-text"]),
        ("? [a, b]\n: c\nd: e\n", ["1:3 key-not-text"]),
        ("{{a: b}: c}\n", ["1:2 key-not-text"]),
        ("~: a\n", ["1:1 key-not-text"]),
    ],
)
def test_a_key_that_is_no_text_is_refused(read, text, places):
    document = read(text)
    assert told(document) == places
    assert document.usable


def test_what_stands_under_a_number_is_read_all_the_same(read):
    assert read("1010: {a: b}\n").root == {"1010": {"a": "b"}}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: !money 5\n", ["1:4 unknown-tag"]),
        ("a: !!timestamp 2026-01-01\n", ["1:4 unknown-tag"]),
        ("a: !!set {b}\n", ["1:4 unknown-tag"]),
        ("a: !!map [b]\n", ["1:4 unknown-tag"]),
        ("a: !!int x\n", ["1:4 wrong-type"]),
        ("a: !!map {b: 1}\nb: !!seq [c]\nc: ! 12\n", []),
    ],
)
def test_only_core_tags_are_known(read, text, places):
    assert told(read(text)) == places


def test_64_levels_are_allowed_and_65_are_not(read):
    assert read("[" * 64 + "]" * 64).usable
    document = read("[" * 65 + "]" * 65)
    assert told(document) == ["1:65 nested-too-deep"]
    assert not document.usable


def test_depth_cannot_be_hidden_behind_aliases(read):
    half = "[" * 40 + "1" + "]" * 40
    document = read(f"a: &a {half}\nb: {'[' * 30}*a{']' * 30}\n")
    assert told(document) == ["2:34 nested-too-deep"]


def test_very_deep_text_does_not_exhaust_the_stack(read):
    assert told(read("[" * 100_000)) == ["1:65 nested-too-deep"]
    assert told(read("- " * 100_000)) == ["1:129 nested-too-deep"]


def test_ten_thousand_aliases_are_allowed_and_one_more_is_not():
    def with_aliases(count):
        return parse(("a: &a x\nb:\n" + "- *a\n" * count).encode(), "f", SourceLines())

    assert with_aliases(10_000).usable
    assert told(with_aliases(10_001)) == ["10003:3 too-many-aliases"]


def test_ten_thousand_entries_may_share_a_group():
    text = "x: &x {a: 1, b: 2, c: 3}\n" + "".join(f"k{i}: {{<<: *x, d: {i}}}\n" for i in range(9_999))
    assert parse(text.encode(), "f", SourceLines()).usable


def test_a_bomb_of_aliases_stops_early_and_small():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    tracemalloc.start()
    document = parse("\n".join(lines).encode(), "f", SourceLines())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [finding.name for finding in document.findings] == ["too-many-aliases"]
    assert peak < 5_000_000


def test_few_aliases_of_something_huge_are_a_bomb_too():
    text = "a: &a [" + "x, " * 5_000 + "]\nb:\n" + "- *a\n" * 100
    assert [finding.name for finding in parse(text.encode(), "f", SourceLines()).findings] == ["too-many-aliases"]


def test_findings_beyond_the_limit_are_only_counted(monkeypatch):
    monkeypatch.setattr(builder, "MAX_FINDINGS", 3)
    document = parse(b"a: 1\n" * 8, "f", SourceLines())
    assert (len(document.findings), document.unlisted) == (3, 4)


def test_keys_without_a_value_are_noted(read):
    assert read("a: {b: }\n").nulls
    assert not read("a: {b: ''}\nc: [~]\n").nulls
