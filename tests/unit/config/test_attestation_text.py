"""Writing into attestations.yaml: comments, order and everything else stay as they are."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest
from setting_fakes import said

from provisioner.config.attestation_text import new_text, with_confirmed
from provisioner.config.attestations import ATTESTATIONS_FILE, read_book
from provisioner.config.places import SourceLines
from provisioner.config.schema import attestations_schema
from provisioner.config.yaml import parse
from provisioner.model.errors import ConfigProblem

CLOSING = said("qbo.setting.closing", "Closed through 2026-09-30.")
FEEDS = said(
    "clio.setting.feeds", "Feeds: QuickBooks # only", note="seen", evidence="evidence/a b.png", digest="1" * 64
)
NEW = new_text("")
TEXT = """\
# Kept with the firm's records.
version: 1  # of the format
attestations:

  # Monthly, after the close.
  qbo.setting.closing:
    by: "ana"   # in quotes
    on: 2026-10-01
    says: Closed through 2026-08-31.
    expires: 2026-11-01  # a month
    note: with Lee  # on the phone

  # Asked by the auditor.
  clio.setting.other: {says: x, by: lee, on: 2026-01-01, expires: 2026-12-31}
# The end.
"""
COMMENTED_WITHIN = """\
version: 1
attestations:
  qbo.setting.closing: {says: x, by: ana, # with Lee beside her
    on: 2026-01-01, expires: 2026-02-01}
"""
ALIASED = """\
version: 1
attestations:
  qbo.setting.closing: &a { says: x, by: lee, on: 2026-01-01, expires: 2026-02-02 }
  clio.setting.other: *a
"""


def read(text, folder):
    (folder / ATTESTATIONS_FILE).write_text(text, encoding="utf-8", newline="")
    book = read_book(folder)
    assert book.findings == ()
    return dict(book.attested)


def test_a_new_file_leads_editors_to_the_schema_beside_that_of_the_firm_file():
    assert NEW.startswith("# yaml-language-server: $schema=../../schemas/attestations.v1.schema.json\n")
    mine = new_text("# yaml-language-server: $schema=https://example.org/x/firm.v1.schema.json\nversion: 1\n")
    assert mine.startswith("# yaml-language-server: $schema=https://example.org/x/attestations.v1.schema.json\n")
    assert new_text("version: 1 # $schema=evil").startswith(NEW[:60])


def test_what_is_written_is_read_back_and_fits_the_schema(tmp_path):
    text = with_confirmed(NEW, [CLOSING, FEEDS])
    assert list(read(text, tmp_path).values()) == [CLOSING, FEEDS]
    schema = attestations_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(parse(text.encode(), "f", SourceLines()).root, schema)


def test_a_new_entry_goes_to_the_end_and_every_line_stays(tmp_path):
    text = with_confirmed(TEXT, [FEEDS])
    assert [line for line in text.splitlines() if line in TEXT.splitlines()] == TEXT.splitlines()
    assert [str(each) for each in read(text, tmp_path)] == [
        "qbo.setting.closing",
        "clio.setting.other",
        "clio.setting.feeds",
    ]


def test_an_entry_confirmed_anew_changes_in_its_place(tmp_path):
    text = with_confirmed(TEXT, [said("qbo.setting.closing", "Closed through 2026-09-30.", note="alone")])
    lines = text.splitlines()
    assert lines[:7] == TEXT.splitlines()[:7]
    assert lines[7:11] == [
        "    on: 2026-11-01",
        "    says: Closed through 2026-09-30.",
        "    expires: 2027-01-30  # a month",
        "    note: alone     # on the phone",
    ]
    assert lines[11:] == TEXT.splitlines()[11:]


def test_a_key_that_goes_or_comes_leaves_the_comments_around_it_alone(tmp_path):
    without = with_confirmed(TEXT, [CLOSING])
    assert "note:" not in without
    assert read(without, tmp_path)[CLOSING.address] == CLOSING
    again = with_confirmed(without, [said("qbo.setting.closing", CLOSING.says, note="new")])
    for text in (without, again):
        comments = [line for line in text.splitlines() if "#" in line]
        assert [line.strip() for line in comments if "Asked" in line or "end" in line or "Monthly" in line] == [
            "# Monthly, after the close.",
            "# Asked by the auditor.",
            "# The end.",
        ]
        assert text.index("# Monthly") < text.index("qbo.setting") < text.index("# Asked") < text.index("clio.setting")
    assert again.index("note: new") < again.index("# Asked")


@pytest.mark.parametrize(
    "text", ["version: 1\nattestations: {}\n", "version: 1\n", "version: 1\nattestations:\n", "---\nversion: 1\n"]
)
def test_any_way_to_have_no_entries_takes_one(text, tmp_path):
    written = with_confirmed(text, [CLOSING])
    assert list(read(written, tmp_path).values()) == [CLOSING]
    assert written.startswith("---") == text.startswith("---")


def test_four_blanks_stay_four():
    text = with_confirmed(NEW, [CLOSING]).replace("    ", "        ").replace("\n  q", "\n    q")
    written = with_confirmed(text, [FEEDS])
    assert written.startswith(text)


def test_lines_end_as_they_did(tmp_path):
    written = with_confirmed(TEXT.replace("\n", "\r\n"), [FEEDS])
    assert written.count("\r\n") == written.count("\n")
    assert read(written, tmp_path)[FEEDS.address] == FEEDS


@pytest.mark.parametrize(
    "word",
    [
        "null",
        "yes",
        "on",
        "~",
        "1",
        "1.5",
        "0x1F",
        "2026-01-01",
        "- a",
        "a: b",
        "#",
        "'",
        '"',
        "*x",
        "&x",
        "!x",
        "|",
        "%",
        "é  è",
        "ﬁ",
        "x " * 300,
    ],
)
def test_any_words_come_back_as_they_went_in(word, tmp_path):
    each = said("qbo.setting.closing", f"{word}.", by=word.strip()[:200], note=word.strip())
    assert list(read(with_confirmed(NEW, [each]), tmp_path).values()) == [each]


@pytest.mark.parametrize("digest", ["0" * 64, "1" * 40 + "e" + "5" * 23, "0123456789abcdef" * 4])
def test_a_checksum_never_becomes_a_number(digest, tmp_path):
    each = said("qbo.setting.closing", "x", evidence="a.png", digest=digest)
    assert list(read(with_confirmed(NEW, [each]), tmp_path).values()) == [each]


@pytest.mark.parametrize(
    "text",
    [
        ALIASED,
        COMMENTED_WITHIN,
        "version: 1\nx: &m {}\nattestations: *m\n",
        "- version\n",
        "version: [\n",
    ],
)
def test_what_would_be_lost_is_refused(text):
    with pytest.raises(ConfigProblem, match="cannot add to") as refused:
        with_confirmed(text, [CLOSING])
    assert "Nothing was changed." in refused.value.detail


def test_dates_are_dates():
    day = date(2026, 11, 1)
    text = with_confirmed(NEW, [said("qbo.setting.closing", "x", on=day, expires=day), FEEDS])
    assert "on: 2026-11-01\n    expires: 2026-11-01\n" in text
    assert "&" not in text
