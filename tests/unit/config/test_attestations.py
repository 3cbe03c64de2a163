"""Reading attestations.yaml: what it says, and every mistake as a finding at its place."""

from __future__ import annotations

import os
from datetime import date

import pytest

from provisioner.config.attestations import ATTESTATIONS_FILE, check_book, read_book
from provisioner.model.address import Address
from provisioner.model.errors import ConfigProblem
from provisioner.model.practice import Person

CLOSING = Address.parse("qbo.setting.closing")
HASH = "0123456789abcdef" * 4
GOOD = f"""\
version: 1
attestations:
  qbo.setting.closing:  # looked at with Lee
    says: The books are closed through 2026-09-30.
    by: ana
    on: 2026-11-01
    expires: 2026-12-01
    note: as every month
    evidence: evidence/closing.png
    sha256: {HASH}
"""


@pytest.fixture
def book(tmp_path):
    """Reads a file with some text."""

    def read(text):
        content = text if isinstance(text, bytes) else text.encode()
        (tmp_path / ATTESTATIONS_FILE).write_bytes(content)
        return read_book(tmp_path, cwd=tmp_path)

    return read


def told(found):
    return [(each.code, each.level.value, str(each.place)) for each in found]


def test_without_a_file_nothing_is_confirmed(tmp_path):
    found = read_book(tmp_path, cwd=tmp_path)
    assert (found.content, dict(found.attested), found.findings) == (None, {}, ())
    assert found.file == "attestations.yaml"


def test_an_entry_is_read_with_all_it_says(book):
    found = book(GOOD)
    assert found.findings == ()
    (said,) = found.attested.values()
    assert (said.address, said.by, said.on, said.expires) == (CLOSING, "ana", date(2026, 11, 1), date(2026, 12, 1))
    assert (said.says, said.note) == ("The books are closed through 2026-09-30.", "as every month")
    assert (said.evidence, said.digest) == ("evidence/closing.png", HASH)
    assert str(found.written(CLOSING)) == "attestations.yaml:3:3"
    assert str(found.written(CLOSING, "expires")) == "attestations.yaml:7:14"


@pytest.mark.parametrize("text", ["version: 1\n", "version: 1\nattestations: {}\n", "# none yet\nversion: 1\n"])
def test_a_file_without_entries_says_nothing(book, text):
    assert book(text).attested == {}
    assert book(text).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("note:", "notes:", ("SYN104", "error", "attestations.yaml:8:5")),
        ("expires: 2026-12-01", "expires: soon", ("SYN108", "error", "attestations.yaml:7:14")),
        ("on: 2026-11-01", "on: 2026-02-30", ("SYN108", "error", "attestations.yaml:6:9")),
        ("    by: ana\n", "", ("SYN107", "error", "attestations.yaml:3:3")),
        ("by: ana", "by: [ana]", ("SYN105", "error", "attestations.yaml:5:5")),
        ("version: 1", "version: 2", ("SYN110", "error", "attestations.yaml:1:10")),
        ("attestations:", "attestation:", ("SYN104", "error", "attestations.yaml:2:1")),
        (HASH, "abc", ("SYN108", "error", "attestations.yaml:10:13")),
        ("expires: 2026-12-01", "expires: 2026-10-31", ("ATT102", "error", "attestations.yaml:7:14")),
        ("by: ana", "by: ana\n    by: lee", ("SYN103", "error", "attestations.yaml:6:5")),
    ],
)
def test_a_mistake_is_an_error_at_its_place_and_nothing_of_the_file_counts(book, old, new, expected):
    found = book(GOOD.replace(old, new))
    assert expected in told(found.findings)
    assert found.attested == {}


def test_a_key_that_is_no_address_is_a_warning_and_the_others_count(book):
    found = book(f"{GOOD}  Closing date: {{ says: x, by: ana, on: 2026-11-01, expires: 2026-11-02 }}\n")
    assert told(found.findings) == [("ATT101", "warning", "attestations.yaml:11:3")]
    assert list(found.attested) == [CLOSING]


@pytest.mark.parametrize(
    "content", [b"", b"# only this\n", b"- a\n", b"{", b"\xff\xfe", b"a: \x00", b"version: 1\n---\nversion: 1\n"]
)
def test_what_cannot_be_read_is_a_finding(book, content):
    found = book(content)
    assert [each.level for each in found.findings] == ["error"]
    assert found.findings[0].place is not None


def test_a_folder_or_a_pipe_in_its_place_is_a_problem_in_words(tmp_path):
    file = tmp_path / ATTESTATIONS_FILE
    file.mkdir()
    with pytest.raises(ConfigProblem, match="is no file"):
        read_book(tmp_path)
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(ConfigProblem, match="is no file"):
        read_book(tmp_path)


@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere.yaml"])
def test_a_link_to_elsewhere_is_not_followed(tmp_path, target):
    folder = tmp_path / "firm-configs" / "harbor"
    folder.mkdir(parents=True)
    (folder / ATTESTATIONS_FILE).symlink_to(target)
    with pytest.raises(ConfigProblem, match="is a link to no file"):
        read_book(folder)


PEOPLE = {"ana": Person(name="Ana Ruiz")}


@pytest.mark.parametrize("by", ["ana", "Ana Ruiz"])
def test_what_fits_the_firm_is_good(book, by):
    found = book(GOOD.replace("by: ana", f"by: {by}"))
    assert list(check_book(found, {CLOSING: 30}, PEOPLE)) == []
    assert list(check_book(found, {CLOSING: 30}, {})) == []


@pytest.mark.parametrize(
    ("days", "people", "expected"),
    [
        ({}, PEOPLE, ("ATT101", "warning", "attestations.yaml:3:3")),
        ({CLOSING: 30}, {"lee": Person(name="Lee")}, ("ATT104", "warning", "attestations.yaml:5:9")),
        ({CLOSING: 29}, PEOPLE, ("ATT105", "warning", "attestations.yaml:7:14")),
    ],
)
def test_what_does_not_fit_the_firm_is_a_warning(book, days, people, expected):
    assert told(check_book(book(GOOD), days, people)) == [expected]


def test_an_address_that_is_nearly_right_is_guessed(book):
    (finding,) = check_book(book(GOOD), {Address.parse("qbo.setting.closing_date"): 30}, PEOPLE)
    assert finding.fix == "Did you mean `qbo.setting.closing_date`?"
