import pytest

from provisioner.config.places import Places, SourceLines, find, pack
from provisioner.config.yaml import parse
from provisioner.model.source import Place

TEXT = b"""\
version: 1
accounts:
  operating:
    name: Operating
    tags: [a, "b"]
  trust: { name: IOLTA }
people:
"""


@pytest.fixture
def places():
    sources = SourceLines()
    tree = parse(TEXT, "firm.yaml", sources).root
    return Places(sources, tree, Place("firm.yaml", 1, 1))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1, 1)),
        (("version",), (1, 10, 1)),
        (("accounts",), (2, 1, 8)),
        (("accounts", "operating"), (3, 3, 9)),
        (("accounts", "operating", "name"), (4, 11, 9)),
        (("accounts", "operating", "tags"), (5, 5, 4)),
        (("accounts", "operating", "tags", 0), (5, 12, 1)),
        (("accounts", "operating", "tags", 1), (5, 15, 3)),
        (("accounts", "trust", "name"), (6, 18, 5)),
        (("people",), (7, 1, 6)),
    ],
)
def test_a_value_is_found_where_it_was_written_and_a_group_at_its_key(places, path, place):
    assert places(path)[1:] == place


def test_the_key_can_be_asked_for(places):
    assert places(("accounts", "operating", "name"), key=True)[1:] == (4, 5, 4)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("accounts", "operating", "number"), (3, 3)),
        (("accounts", "other", "name"), (2, 1)),
        (("accounts", "operating", "name", "deeper"), (4, 11)),
        (("accounts", "operating", "tags", 7), (5, 5)),
        (("nowhere",), (1, 1)),
    ],
)
def test_what_is_not_there_is_placed_at_the_nearest_enclosing_value(places, path, place):
    assert places(path)[1:3] == place


def test_other_files_answer_for_their_own_keys():
    sources = SourceLines()
    tree = parse(b"version: 1", "firm.yaml", sources).root
    clients = parse(b"version: 1\nclients:\n  ann: { name: Ann }\n", "clients.yaml", sources).root
    places = Places(
        sources, tree, Place("firm.yaml", 1, 1), {"clients": Places(sources, clients, Place("clients.yaml", 1, 1))}
    )
    assert places(("clients", "ann", "name")) == Place("clients.yaml", 3, 16, 3)
    assert places(("version",)) == Place("firm.yaml", 1, 10, 1)


def test_pack_and_place_are_inverses_also_far_down():
    sources = SourceLines()
    sources.add("a.yaml", b"")
    number = sources.add("b.yaml", b"")
    assert sources.place(pack(number, 5_000_000, 60_000_000, 12)) == Place("b.yaml", 5_000_001, 60_000_001, 12)


def test_a_place_is_at_least_one_column_wide():
    sources = SourceLines()
    assert sources.place(pack(sources.add("a.yaml", b""), 0, 0, 0)).width == 1


def test_lines_come_from_the_bytes_that_were_read():
    sources = SourceLines()
    sources.add("a.yaml", "\ufefföne\r\ntwo\rthr\x1bee\tx\n".encode())
    lines = [sources.line(Place("a.yaml", line, 1)) for line in (1, 2, 3, 4, 5, 0)]
    assert lines == ["öne", "two", "thr\ufffdee\tx", "", None, None]
    assert sources.line(Place("other.yaml", 1, 1)) is None


def test_find_knows_nothing_above_the_top():
    assert find(None, ("a", 1)) is None
