"""Keeps tokens and logins in a file that only the owner may read."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from provisioner.model.errors import StateProblem
from provisioner.state.turns import turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Record = dict[str, str]


class TokenFile:
    """The newest tokens of each connection by its key. What is put is on disk before ``put`` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, key: str) -> str | None:
        """The newest token stored under ``key``."""
        found = self._read().get(key)
        return found if isinstance(found, str) else None

    def record(self, key: str) -> Record | None:
        """The login stored under ``key``."""
        return self.records().get(key)

    def records(self) -> dict[str, Record]:
        """Every login, by its key."""
        return {
            key: {name: value for name, value in found.items() if isinstance(value, str)}
            for key, found in self._read().items()
            if isinstance(found, dict)
        }

    def put(self, key: str, token: str | Mapping[str, str]) -> None:
        """Store a token or a login durably: written beside, then moved into place."""
        self._change(key, dict(token) if not isinstance(token, str) else token)

    def drop(self, key: str) -> None:
        """Forget what is stored under ``key``."""
        self._change(key, None)

    def check(self) -> None:
        """StateProblem unless a token could be stored now."""
        with self._scratch():
            pass

    @contextlib.contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Be the only one, among all processes, that renews the token under ``key``."""
        with self.turn(f"{key.partition(':')[0]}.lock"):
            yield

    def _change(self, key: str, value: str | Record | None) -> None:
        with self.turn("lock"):
            tokens = {name: held for name, held in self._read().items() if name != key}
            if value is not None:
                tokens[key] = value
            with self._scratch() as (file, name):
                json.dump(tokens, file)
                file.flush()
                os.fsync(file.fileno())
                name.replace(self.path)
                _settle(self.path.parent)

    @contextlib.contextmanager
    def turn(self, ending: str) -> Iterator[None]:
        """Hold the lock file beside ours that ends so. StateProblem when another process does not let go of it."""
        with contextlib.ExitStack() as stack:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(turn(self.path.with_name(f"{self.path.name}.{ending}")))
            except TimeoutError as error:
                raise StateProblem(
                    "Another process has been renewing the same connection for a long time",
                    "Two at once could lose the newest token, so this one has waited for it, and then stopped.",
                    "See which other provisioner is running, end it if it hangs, and run the same command again.",
                ) from error
            except OSError as error:
                raise self._problem("cannot be locked", error) from error
            yield

    @contextlib.contextmanager
    def _scratch(self) -> Iterator[tuple[TextIO, Path]]:
        """A new file beside ours that only the owner may read; gone afterwards unless it was moved."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".tokens-")  # mkstemp makes it 0600
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    yield file, Path(name)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise self._problem("cannot be written", error) from error

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError, RecursionError):
            return {}
        except OSError as error:
            raise self._problem("cannot be read", error) from error
        return found if isinstance(found, dict) else {}

    def _problem(self, what: str, error: OSError) -> StateProblem:
        return StateProblem(
            f"The token file {self.path} {what}",
            f"Vendors replace their tokens, and a new one that is not kept is lost ({error.strerror}).",
            "Make the folder and the file yours and writable, or say where to keep them:",
            "export PROVISIONER_STATE=/some/folder/state.sqlite3",
        )


def _settle(folder: Path) -> None:
    """Make a move within ``folder`` survive a power cut, where folders can be told so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
