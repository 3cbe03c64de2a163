import gc

import pytest

from provisioner.config import yaml
from provisioner.config.places import SourceLines
from provisioner.config.yaml import collector_paused, parse


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    return parse(content, "firm.yaml", SourceLines(), **options)


def told(document):
    return [(str(finding.place), finding.code, finding.name) for finding in document.findings]


def test_a_file_is_plain_mappings_and_lists():
    document = read("a: 1\nb: [x, {c: true}]\n")
    assert document.root == {"a": 1, "b": ["x", {"c": True}]}
    assert document.usable
    assert not document.findings


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~\n"])
def test_a_file_without_content_is_nothing_and_no_mistake_here(text):
    document = read(text)
    assert document.root is None
    assert document.usable
    assert not document.findings


@pytest.mark.parametrize(
    ("content", "place", "name"),
    [
        (b"a: 1\nb: fa\xe7ade\n", "firm.yaml:2:6", "not-utf8"),
        ("ä: ".encode() + b"\xff", "firm.yaml:1:4", "not-utf8"),
        ("a: 1".encode("utf-16"), "firm.yaml:1:1", "not-utf8"),
        (b"a: 1\nb: \x00\n", "firm.yaml:2:4", "control-character"),
        ("ä\r\nb: x\x1b[0m\n".encode(), "firm.yaml:2:5", "control-character"),
        (b"a: \x7f\n", "firm.yaml:1:4", "control-character"),
        ("a: x\ufeff\n".encode(), "firm.yaml:1:5", "control-character"),
    ],
)
def test_bytes_that_are_no_clean_text_are_placed(content, place, name):
    document = read(content)
    assert told(document) == [(place, "SYN102", name)]
    assert not document.usable


def test_utf_16_is_named_as_such():
    assert "UTF-16" in read("a: 1".encode("utf-16")).findings[0].what


def test_a_byte_order_mark_is_a_warning_and_shifts_no_column():
    document = read("\ufeffa: *b\n")
    assert told(document) == [
        ("firm.yaml:1:1", "SYN102", "byte-order-mark"),
        ("firm.yaml:1:4", "SYN112", "unknown-alias"),
    ]
    assert document.findings[0].level == "warning"


def test_a_file_over_64_mib_is_not_read(monkeypatch):
    monkeypatch.setattr(yaml, "MAX_BYTES", 10)
    assert told(read("a: 12345678")) == [("firm.yaml:1:1", "SYN102", "file-too-big")]


def test_columns_count_characters_and_lines_any_line_end():
    document = read("ä: ü\r\nö: *x\n")
    assert told(document) == [("firm.yaml:2:4", "SYN112", "unknown-alias")]


def test_a_second_document_is_refused_and_the_first_kept():
    document = read("a: 1\n---\nb: 2\n")
    assert document.root == {"a": 1}
    assert told(document) == [("firm.yaml:2:1", "SYN101", "second-document")]
    assert document.usable


def test_what_came_before_a_syntax_error_is_told_too():
    assert told(read("a: 1\na: 2\nb: c: d\n")) == [
        ("firm.yaml:2:1", "SYN103", "duplicate-key"),
        ("firm.yaml:3:5", "SYN101", "unreadable-yaml"),
    ]


def test_the_pure_reader_is_taken_where_the_compiled_one_is_missing(monkeypatch):
    monkeypatch.setattr(yaml, "CParser", None)
    assert read("a: [1, x]\n").root == {"a": [1, "x"]}


def test_the_compiled_reader_is_the_one_in_use_here():
    assert yaml.CParser is not None


def test_the_collector_is_paused_and_set_back_as_it_was():
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
