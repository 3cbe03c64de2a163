"""Rotated refresh tokens on disk: for the owner alone, whole or not at all, and never a traceback."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from provisioner.model.errors import StateProblem
from provisioner.state import turns
from provisioner.state.tokens import TokenFile


def test_what_is_put_is_there_for_the_next_one(tmp_path):
    TokenFile(tmp_path / "tokens.json").put("qbo:1", "one")
    TokenFile(tmp_path / "tokens.json").put("clio:2", "two")
    again = TokenFile(tmp_path / "tokens.json")
    assert (again.get("qbo:1"), again.get("clio:2"), again.get("qbo:3")) == ("one", "two", None)


def test_only_the_owner_may_read_it_whatever_stood_there(tmp_path):
    path = tmp_path / "tokens.json"
    path.write_text("{}")
    path.chmod(0o644)
    TokenFile(path).put("qbo:1", "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_but_an_empty_lock_is_left_in_the_folder_and_both_are_for_the_owner_alone(tmp_path):
    tokens = TokenFile(tmp_path / "deep" / "tokens.json")
    tokens.check()
    assert list((tmp_path / "deep").iterdir()) == []
    tokens.put("qbo:1", "CANARY")
    found = {path.name: path for path in (tmp_path / "deep").iterdir()}
    assert set(found) == {"tokens.json", "tokens.json.lock"}
    assert found["tokens.json.lock"].read_text() == ""
    assert {stat.S_IMODE(path.stat().st_mode) for path in found.values()} == {0o600}


def test_the_old_file_stays_whole_when_writing_breaks_off(tmp_path, monkeypatch):
    tokens = TokenFile(tmp_path / "tokens.json")
    tokens.put("qbo:1", "one")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(StateProblem) as caught:
        tokens.put("qbo:1", "CANARY")
    assert "No space left on device" in caught.value.detail
    assert "CANARY" not in str(caught.value.__dict__)
    assert json.loads((tmp_path / "tokens.json").read_text()) == {"qbo:1": "one"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tokens.json", "tokens.json.lock"]


def test_the_new_file_is_on_disk_before_it_takes_the_place_of_the_old_one(tmp_path, monkeypatch):
    diary = []
    monkeypatch.setattr("os.fsync", lambda handle: diary.append("synced") or os.fstat(handle))
    replace = type(tmp_path).replace
    monkeypatch.setattr(type(tmp_path), "replace", lambda *paths: diary.append("replaced") or replace(*paths))
    TokenFile(tmp_path / "tokens.json").put("qbo:1", "one")
    assert diary == ["synced", "replaced", "synced"]  # the folder too, so that the move outlives a power cut


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00"])
def test_a_damaged_file_counts_as_empty(tmp_path, content):
    (tmp_path / "tokens.json").write_text(content)
    tokens = TokenFile(tmp_path / "tokens.json")
    assert tokens.get("qbo:1") is None
    tokens.put("qbo:1", "one")
    assert tokens.get("qbo:1") == "one"


def test_a_file_that_cannot_be_read_is_a_problem_with_a_way_out(tmp_path):
    (tmp_path / "tokens.json").mkdir()
    with pytest.raises(StateProblem) as caught:
        TokenFile(tmp_path / "tokens.json").get("qbo:1")
    assert caught.value.command.startswith("export PROVISIONER_STATE=")


def test_a_folder_that_cannot_be_made_is_a_problem_with_a_way_out(tmp_path):
    (tmp_path / "file").write_text("")
    for use in (TokenFile.check, lambda tokens: tokens.put("qbo:1", "one")):
        with pytest.raises(StateProblem) as caught:
            use(TokenFile(tmp_path / "file" / "tokens.json"))
        assert caught.value.command.startswith("export PROVISIONER_STATE=")


def test_logins_and_tokens_stand_side_by_side_and_do_not_mix(tmp_path):
    tokens = TokenFile(tmp_path / "tokens.json")
    tokens.put("qbo:1", "one")
    tokens.put("qbo:login:host:9341", {"refresh_token": "two", "company": "9341"})
    assert tokens.get("qbo:login:host:9341") is None
    assert tokens.record("qbo:1") is None
    assert tokens.records() == {"qbo:login:host:9341": {"refresh_token": "two", "company": "9341"}}
    tokens.drop("qbo:login:host:9341")
    tokens.drop("qbo:never-there")
    assert tokens.records() == {}
    assert tokens.get("qbo:1") == "one"


def test_what_is_no_text_in_a_login_is_left_out(tmp_path):
    (tmp_path / "tokens.json").write_text('{"a": {"one": 1, "two": "2", "three": null, "four": ["x"]}}')
    assert TokenFile(tmp_path / "tokens.json").record("a") == {"two": "2"}


def test_many_threads_that_store_at_once_lose_nothing(tmp_path):
    """QuickBooks and Clio are read at the same time, and both may have to renew."""
    names = [f"qbo:{number}" for number in range(24)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda name: TokenFile(tmp_path / "tokens.json").put(name, name), names))
    kept = TokenFile(tmp_path / "tokens.json")
    assert [kept.get(name) for name in names] == names


def test_one_vendor_is_renewed_by_one_at_a_time_and_the_other_meanwhile(tmp_path, monkeypatch):
    monkeypatch.setattr(turns.turn.__wrapped__, "__defaults__", (0,))
    tokens = TokenFile(tmp_path / "tokens.json")
    with tokens.alone("qbo:1"), TokenFile(tmp_path / "tokens.json").alone("clio:1"):
        tokens.put("qbo:1", "while it is renewed")
        with pytest.raises(StateProblem, match="renewing"), TokenFile(tmp_path / "tokens.json").alone("qbo:2"):
            pass
    with tokens.alone("qbo:2"):
        assert tokens.get("qbo:1") == "while it is renewed"
