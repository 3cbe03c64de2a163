"""Keeps logins: the long-lived secrets in the system's keyring where there is one, everything else in the token file.

Reading a login for its dates and its current access token never opens the keyring: that takes time, and may ask the
user for a password.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Protocol

from provisioner.model.errors import StateProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.state.tokens import Record, TokenFile

SERVICE = "provisioner"
SECRETS = ("client_secret", "refresh_token")
"""What the keyring holds: together less than the 1,280 characters that the Windows Credential Manager takes."""
RING = "keyring_entry"
"""The field of a record that names its entry in the keyring. Without one the secrets are in the record itself."""


class Backend(Protocol):
    """What is asked of a backend of the ``keyring`` package."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        ...


class Vault:
    """The logins of one token file."""

    def __init__(self, file: TokenFile) -> None:
        self.file = file

    def glance(self, key: str) -> Record | None:
        """The login without the secrets that are in the keyring."""
        return self.file.record(key)

    def get(self, key: str) -> Record | None:
        """The login with its secrets. StateProblem when they are in a keyring that does not hand them out."""
        record = self.file.record(key)
        if record is None or RING not in record:
            return record
        return record | _taken_out(record[RING])

    def put(self, key: str, record: Mapping[str, str], *, in_keyring: bool | None = None) -> None:
        """Store a login durably, in the keyring or not (None: where it is). The file takes what a keyring does not."""
        known = (self.file.record(key) or {}).get(RING, "")
        wanted = bool(known) if in_keyring is None else in_keyring
        entry = known or f"{key} {uuid.uuid4()}"
        plain = {name: value for name, value in record.items() if name != RING}
        if wanted and self._put_in(entry, {name: plain.get(name, "") for name in SECRETS}):
            plain = {name: value for name, value in plain.items() if name not in SECRETS} | {RING: entry}
        self.file.put(key, plain)
        if known and RING not in plain:
            _forget(known)  # only now: until here it may be the one place where the secrets are

    def drop(self, key: str) -> None:
        """Forget a login and its secrets."""
        known = self.file.record(key) or {}
        self.file.drop(key)
        if RING in known:
            _forget(known[RING])

    def _put_in(self, entry: str, secrets: Mapping[str, str]) -> bool:
        """True when the keyring has taken the secrets, and gives them back."""
        backend = _backend()
        if backend is None:
            return False
        text = json.dumps(secrets)
        with self.file.turn("keyring.lock"):  # some keyrings write one file, and two threads would undo each other
            try:
                backend.set_password(SERVICE, entry, text)
                return backend.get_password(SERVICE, entry) == text
            except Exception:  # noqa: BLE001 - backends are other people's code and raise what they like
                return False


def keyring_name() -> str | None:
    """What the system's keyring is called; None when there is none that protects anything."""
    backend = _backend()
    return None if backend is None else str(getattr(backend, "name", type(backend).__name__))


def _backend() -> Backend | None:
    """The keyring in use, when the ``keyring`` package is installed and has found a real one."""
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to import
    except ImportError:
        return None
    try:
        found = keyring.get_keyring()
        protects = (
            found.priority >= 1
        )  # below are those that fail, forget or write plain text (its manual; read 2026-11)
    except Exception:  # noqa: BLE001 - backends are other people's code and raise what they like
        return None
    return found if protects else None


def _taken_out(entry: str) -> Record:
    backend = _backend()
    try:
        found = json.loads((backend.get_password(SERVICE, entry) if backend else None) or "")
    except Exception:  # noqa: BLE001 - as above
        found = None
    if not isinstance(found, dict):
        raise StateProblem(
            "The keyring does not hand out the connection",
            "The tokens were put into the keyring of this machine; it is locked, or not to be reached from here.",
            "Unlock it and run the same command again; where nobody can, connect anew with `auth login --keep file`.",
        ) from None
    return {name: str(found.get(name, "")) for name in SECRETS}


def _forget(entry: str) -> None:
    backend = _backend()
    try:
        if backend is not None:
            backend.delete_password(SERVICE, entry)
    except Exception:  # noqa: BLE001, S110 - what is not there need not be forgotten; the token was revoked before
        pass
