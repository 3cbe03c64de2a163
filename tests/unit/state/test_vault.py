"""Logins: long-lived secrets in the keyring where there is a real one, and never lost where it fails."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from provisioner.model.errors import StateProblem
from provisioner.state.tokens import TokenFile
from provisioner.state.vault import RING, Vault, keyring_name

LOGIN = {"client_id": "app", "client_secret": "CANARY-secret", "refresh_token": "CANARY-refresh", "access_token": "A1"}
KEY = "qbo:login:host:9341"


class Ring:
    """A keyring in memory; ``broken`` names the methods that fail."""

    name = "fake ring"
    priority = 5

    def __init__(self):
        self.held = {}
        self.broken = set()

    def _work(self, method):
        if method in self.broken:
            raise RuntimeError("CANARY: the service has gone away")

    def set_password(self, service, username, password):
        self._work("set")
        self.held[service, username] = password

    def get_password(self, service, username):
        self._work("get")
        return self.held.get((service, username))

    def delete_password(self, service, username):
        self._work("delete")
        del self.held[service, username]


@pytest.fixture
def ring(monkeypatch):
    found = Ring()
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=lambda: found))
    return found


@pytest.fixture
def no_ring(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.fixture
def vault(tmp_path):
    return Vault(TokenFile(tmp_path / "tokens.json"))


def on_disk(vault):
    return vault.file.path.read_text()


def test_without_a_keyring_everything_is_in_the_file(vault, no_ring):
    vault.put(KEY, LOGIN, in_keyring=True)
    assert vault.get(KEY) == vault.glance(KEY) == LOGIN
    assert keyring_name() is None


def test_with_a_keyring_the_file_holds_no_long_lived_secret(vault, ring):
    vault.put(KEY, LOGIN, in_keyring=True)
    assert "CANARY" not in on_disk(vault)
    assert len(ring.held) == 1
    assert {name: value for name, value in vault.get(KEY).items() if name != RING} == LOGIN
    assert keyring_name() == "fake ring"


def test_a_glance_opens_no_keyring(vault, ring):
    vault.put(KEY, LOGIN, in_keyring=True)
    ring.broken = {"get"}
    glance = vault.glance(KEY)
    assert (glance["access_token"], glance["client_id"]) == ("A1", "app")
    assert "refresh_token" not in glance


def test_an_entry_fits_into_the_smallest_keyring(vault, ring):
    """The Windows Credential Manager takes 1,280 characters; tokens of Intuit to refresh with have at most 512."""
    vault.put(KEY, {**LOGIN, "refresh_token": "R" * 512, "access_token": "A" * 4096}, in_keyring=True)
    assert all(len(text) < 1280 for text in ring.held.values())


def test_a_renewed_token_goes_where_the_login_is(vault, ring):
    vault.put(KEY, LOGIN, in_keyring=False)
    vault.put(KEY, {**LOGIN, "refresh_token": "second"})
    assert ring.held == {}
    vault.put(KEY, LOGIN, in_keyring=True)
    vault.put(KEY, {**LOGIN, "refresh_token": "third"})
    assert len(ring.held) == 1
    assert vault.get(KEY)["refresh_token"] == "third"
    assert "third" not in on_disk(vault)


def test_what_was_read_can_be_stored_again(vault, ring):
    vault.put(KEY, LOGIN, in_keyring=True)
    vault.put(KEY, vault.get(KEY))
    assert vault.get(KEY)["refresh_token"] == "CANARY-refresh"
    assert "CANARY" not in on_disk(vault)


def forgetful(ring):
    ring.set_password = lambda *_: None


@pytest.mark.parametrize("breaks", [lambda ring: ring.broken.add("set"), forgetful], ids=["fails", "forgets"])
def test_a_new_token_that_the_keyring_does_not_keep_is_kept_in_the_file(vault, ring, breaks):
    vault.put(KEY, LOGIN, in_keyring=True)
    breaks(ring)
    vault.put(KEY, {**LOGIN, "refresh_token": "newest"})
    assert vault.get(KEY) == {**LOGIN, "refresh_token": "newest"}
    assert ring.held == {}, "no older token is left where it might be taken for the newest"


@pytest.mark.parametrize("broken", [{"get"}, {"get", "set", "delete"}], ids=["reading", "everything"])
def test_a_keyring_that_does_not_answer_is_a_problem_without_its_words(vault, ring, broken):
    vault.put(KEY, LOGIN, in_keyring=True)
    ring.broken = broken
    with pytest.raises(StateProblem) as caught:
        vault.get(KEY)
    assert "auth login" in caught.value.fix
    assert "CANARY" not in str(caught.value.__dict__)


@pytest.mark.parametrize("held", [None, "", "no json", "[]", "null"])
def test_an_entry_that_was_removed_or_damaged_is_a_problem(vault, ring, held):
    vault.put(KEY, LOGIN, in_keyring=True)
    ring.held = dict.fromkeys(ring.held, held)
    with pytest.raises(StateProblem):
        vault.get(KEY)


@pytest.mark.parametrize("broken", [set(), {"delete"}], ids=["nothing", "forgetting"])
def test_what_is_dropped_is_forgotten_in_both_places(vault, ring, broken):
    vault.put(KEY, LOGIN, in_keyring=True)
    ring.broken = broken
    vault.drop(KEY)
    assert vault.get(KEY) is None
    assert json.loads(on_disk(vault)) == {}
    assert broken or ring.held == {}


def test_two_firm_folders_do_not_share_an_entry(tmp_path, ring):
    for name in ("one", "two"):
        Vault(TokenFile(tmp_path / name / "tokens.json")).put(KEY, {**LOGIN, "refresh_token": name}, in_keyring=True)
    assert len(ring.held) == 2


@pytest.mark.parametrize("priority", [0, 0.5, -1])
def test_a_keyring_that_protects_nothing_is_none(ring, monkeypatch, priority):
    monkeypatch.setattr(Ring, "priority", priority)
    assert keyring_name() is None


def test_a_keyring_that_cannot_be_asked_is_none(monkeypatch):
    def fail():
        raise RuntimeError("no bus")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=fail))
    assert keyring_name() is None


def test_the_real_package_on_a_machine_without_a_service_is_none(monkeypatch):
    import keyring  # noqa: PLC0415 - in this test only
    from keyring.backends.fail import Keyring  # noqa: PLC0415 - as above

    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())
    assert keyring_name() is None


def test_two_logins_that_are_renewed_at_once_do_not_undo_each_other(vault, ring):
    """Some keyrings keep everything in one file that they read, change and write."""
    keys = [f"qbo:login:{number}" for number in range(8)]

    def set_password(service, username, password):
        held = dict(ring.held)
        time.sleep(0.001)
        ring.held = {**held, (service, username): password}

    ring.set_password = set_password
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda key: vault.put(key, {**LOGIN, "refresh_token": key}, in_keyring=True), keys))
    assert [vault.get(key)["refresh_token"] for key in keys] == keys
    assert "CANARY" not in on_disk(vault)


def test_a_login_can_be_moved_from_the_keyring_to_the_file_and_back(vault, ring):
    vault.put(KEY, LOGIN, in_keyring=True)
    vault.put(KEY, LOGIN, in_keyring=False)
    assert ring.held == {}
    assert vault.glance(KEY) == LOGIN
    vault.put(KEY, LOGIN, in_keyring=True)
    assert "CANARY" not in on_disk(vault)


def test_the_keyring_lets_go_of_a_secret_only_when_the_file_has_it(vault, ring, monkeypatch):
    vault.put(KEY, LOGIN, in_keyring=True)
    monkeypatch.setattr(TokenFile, "put", lambda *_: (_ for _ in ()).throw(StateProblem("full")))
    with pytest.raises(StateProblem, match="full"):
        vault.put(KEY, LOGIN, in_keyring=False)
    assert vault.get(KEY)["refresh_token"] == "CANARY-refresh"
