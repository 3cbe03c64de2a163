"""Which characters count as acting, and that JSON loses none of them."""

import json
import sys
import unicodedata

import pytest

from provisioner.render.harmless import clean, json_text

ACTING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def test_every_character_that_acts_is_shown_as_a_code():
    acting = [chr(each) for each in range(sys.maxunicode + 1) if unicodedata.category(chr(each)) in ACTING]
    assert len(acting) > 130_000
    assert [each for each in acting if clean(each) == each] == []


def test_letters_of_every_language_stay():
    letters = [
        chr(each) for each in range(0x20, 0x30000) if unicodedata.category(chr(each)) in {"Ll", "Lu", "Nd", "Sc"}
    ]
    text = "".join(letters)
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("IO\u200bLTA", "IO\\u200bLTA"),
        ("\U000e0041", "\\U000e0041"),
        ("Zu\u0308rich, e\u0301\u0323", "Zu\u0308rich, e\u0301\u0323"),
        ("Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "Z\u0301\u0301\u0301\u0301..."),
        ("IOLTA\u3164", "IOLTA\\u3164"),
        ("\\u202e", "\\u202e"),
    ],
)
def test_what_is_shown(text, shown):
    assert clean(text) == shown
    assert clean(shown) == shown


@pytest.mark.parametrize("text", ["\x7f", "\x80\x9b", "\u202e\u2028", "\U000e0041", "é 株 🙂", "\x00\x1b\n", "\ud800"])
def test_json_escapes_them_and_reads_the_same(text):
    document = {"name": text, text: [text]}
    for ascii_only in (False, True):
        written = json_text(document, ascii_only=ascii_only)
        assert json.loads(written) == document
        assert not {each for each in written if unicodedata.category(each) in ACTING} - {"\n"}
