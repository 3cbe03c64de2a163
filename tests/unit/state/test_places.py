"""Where state and tokens live, and what is said when they cannot."""

from __future__ import annotations

import os

import pytest

from provisioner.model.errors import StateProblem
from provisioner.state.places import FOLDER, Server, named, own_folder, state_path, token_path

SHARED = "postgresql://provisioner:CANARY@db.example/books"


def test_our_folder_keeps_itself_out_of_git(tmp_path):
    assert own_folder(tmp_path) == tmp_path / FOLDER
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"
    (tmp_path / FOLDER / ".gitignore").write_text("changed by hand\n")
    own_folder(tmp_path)
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "changed by hand\n"


def test_state_and_tokens_live_beside_the_firm_file(tmp_path, monkeypatch):
    monkeypatch.delenv("PROVISIONER_STATE", raising=False)
    assert state_path(tmp_path) == tmp_path / FOLDER / "state.sqlite3"
    assert token_path(tmp_path) == tmp_path / FOLDER / "tokens.json"
    assert (tmp_path / FOLDER / ".gitignore").exists()


def unwritable(tmp_path, monkeypatch):
    """A firm folder nothing can be written to, also for a test that runs as root."""
    real = type(tmp_path).mkdir

    def mkdir(path, *args, **options):
        if path.name == FOLDER:
            raise PermissionError(13, os.strerror(13))
        real(path, *args, **options)

    monkeypatch.setattr(type(tmp_path), "mkdir", mkdir)
    return tmp_path


def test_a_read_only_folder_is_a_problem_that_names_the_variable(tmp_path, monkeypatch):
    monkeypatch.delenv("PROVISIONER_STATE", raising=False)
    for where in (state_path, token_path, own_folder):
        with pytest.raises(StateProblem) as caught:
            where(unwritable(tmp_path, monkeypatch))
        assert caught.value.command == "export PROVISIONER_STATE=/some/folder/state.sqlite3"


def test_and_the_variable_is_a_way_out(tmp_path, monkeypatch):
    named = tmp_path / "elsewhere" / "state.sqlite3"
    monkeypatch.setenv("PROVISIONER_STATE", str(named))
    firm = unwritable(tmp_path, monkeypatch)
    assert state_path(firm) == named
    assert token_path(firm) == tmp_path / "elsewhere" / "state.sqlite3.tokens.json"
    assert not (tmp_path / FOLDER).exists()


def test_the_variable_may_start_at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PROVISIONER_STATE", "~/state.sqlite3")
    assert state_path(tmp_path / "firm") == tmp_path / "state.sqlite3"


@pytest.mark.parametrize("address", [SHARED, SHARED.replace("postgresql", "postgres")])
def test_a_database_is_named_by_its_address_which_is_never_shown(monkeypatch, tmp_path, address):
    monkeypatch.setenv("PROVISIONER_STATE", address)
    place = state_path(tmp_path)
    assert place == Server(address)
    assert place.exists()
    assert "CANARY" not in f"{place} {place!r}"
    assert not (tmp_path / FOLDER).exists()


def test_tokens_stay_in_the_firm_folder_when_the_state_is_in_a_database(monkeypatch, tmp_path):
    monkeypatch.setenv("PROVISIONER_STATE", SHARED)
    assert token_path(tmp_path) == tmp_path / FOLDER / "tokens.json"


@pytest.mark.parametrize(
    "address", ["mysql://root:CANARY@db/x", "https://me:CANARY@host/", "POSTGRESQL+x://:CANARY@h/"]
)
def test_another_kind_of_address_is_refused_without_being_repeated(address):
    with pytest.raises(StateProblem) as caught:
        named(address)
    assert "CANARY" not in str(vars(caught.value))
    assert caught.value.command == "export PROVISIONER_STATE=postgresql://user@host/database"
