"""Clock, journal, request log and JSON writing that both twins share."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from provisioner.sandbox.kernel import Clock, Journal, JournalError, RequestLog, dumps, loads


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, True, None, "é"]}, '{"a":[1,true,null,"\\u00e9"]}'),
        (Decimal("12.30"), "12.3"),
        (Decimal("0.00"), "0"),
        (Decimal(100), "100"),
        (Decimal("-0.05"), "-0.05"),
        (Decimal("1E+5"), "100000"),
        (Decimal("1E+999999"), "1E+999999"),
        ((), "[]"),
        ("\ud800", '"\\ud800"'),
    ],
)
def test_dumps_writes_json(value, text):
    assert dumps(value) == text
    json.loads(text)


def test_fractions_come_back_as_decimals():
    assert loads("[0.1, 2]") == [Decimal("0.1"), 2]
    assert type(loads("0.1")) is Decimal


class TestClock:
    def test_runs_with_an_offset(self):
        clock = Clock()
        clock.advance(3600)
        assert 3590 < (clock.now() - datetime.now(UTC)).total_seconds() < 3610

    def test_stands_still_when_frozen_and_can_be_moved(self):
        clock = Clock()
        clock.frozen = datetime(2026, 11, 2, tzinfo=UTC)
        clock.advance(1)
        assert clock.now() == datetime(2026, 11, 2, 0, 0, 1, tzinfo=UTC)
        clock.set(datetime(2027, 1, 1, tzinfo=UTC))
        assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


class TestJournal:
    @pytest.fixture(params=["file", "memory"])
    def journal(self, request, tmp_path):
        return Journal(tmp_path / "deep" / "vendor.jsonl" if request.param == "file" else None)

    def test_gives_back_what_was_appended_in_order(self, journal):
        assert list(journal.read()) == []
        journal.append({"a": Decimal("1.10")}, {"b": "two\nlines"})
        journal.append({"c": 3})
        assert list(journal.read()) == [{"a": Decimal("1.1")}, {"b": "two\nlines"}, {"c": 3}]

    def test_starts_over(self, journal):
        journal.append({"a": 1})
        journal.replace([{"b": 2}])
        journal.append({"c": 3})
        assert list(journal.read()) == [{"b": 2}, {"c": 3}]

    @pytest.mark.parametrize("rest", ['{"b"', '{"b": 2}', "\xe9"])
    def test_a_last_line_without_its_end_is_dropped_and_cut_off(self, tmp_path, rest):
        path = tmp_path / "vendor.jsonl"
        path.write_text('{"a": 1}\n' + rest, encoding="utf-8")
        assert list(Journal(path).read()) == [{"a": 1}]
        Journal(path).append({"c": 3})
        assert list(Journal(path).read()) == [{"a": 1}, {"c": 3}]


def test_the_request_log_numbers_on_after_a_restart(tmp_path):
    log = RequestLog(Journal(tmp_path / "requests.jsonl"))
    log.add({"vendor": "qbo"})
    log.add({"vendor": "clio"})
    again = RequestLog(Journal(tmp_path / "requests.jsonl"))
    again.add({"vendor": "qbo"})
    assert [entry["n"] for entry in again.entries] == [1, 2, 3]
    again.clear()
    assert RequestLog(Journal(tmp_path / "requests.jsonl")).entries == []


@pytest.mark.parametrize("damage", [b"{", b"", b"[1]", b"\xff", b'{"n": 1e99999999999999999999}', b"[" * 100_000])
def test_a_damaged_line_is_named_and_an_incomplete_last_one_left_out(tmp_path, damage):
    path = tmp_path / "vendor.jsonl"
    path.write_bytes(b'{"a":1}\n' + damage + b'\n{"b"')
    with pytest.raises(JournalError) as caught:
        list(Journal(path).read())
    assert (caught.value.path, caught.value.line) == (path, 2)


def test_a_record_that_nobody_understands_is_named_too():
    journal = Journal(None)
    journal.append({"k": 1}, {"other": 2})
    with pytest.raises(JournalError, match="line 2"):
        journal.replay(lambda record: record["k"])
