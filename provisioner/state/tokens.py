"""Keeps rotated refresh tokens in a file that only the owner may read."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from provisioner.model.errors import StateProblem

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenFile:
    """The newest refresh token of each connection. A new one is on disk before ``put`` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, key: str) -> str | None:
        """The newest token stored under ``key``."""
        return self._read().get(key)

    def put(self, key: str, token: str) -> None:
        """Store ``token`` durably: written beside, then moved into place."""
        tokens = {**self._read(), key: token}
        with self._scratch() as (file, name):
            json.dump(tokens, file)
            file.flush()
            os.fsync(file.fileno())
            name.replace(self._path)

    def check(self) -> None:
        """StateProblem unless a token could be stored now."""
        with self._scratch():
            pass

    @contextlib.contextmanager
    def _scratch(self) -> Iterator[tuple[TextIO, Path]]:
        """A new file beside ours that only the owner may read; gone afterwards unless it was moved."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".tokens-")  # mkstemp makes it 0600
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    yield file, Path(name)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise self._problem("cannot be written", error) from error

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        except OSError as error:
            raise self._problem("cannot be read", error) from error
        return found if isinstance(found, dict) else {}

    def _problem(self, what: str, error: OSError) -> StateProblem:
        return StateProblem(
            f"The token file {self._path} {what}",
            f"Vendors replace their tokens, and a new one that is not kept is lost ({error.strerror}).",
            "Make the folder and the file yours and writable, or say where to keep them:",
            "export PROVISIONER_STATE=/some/folder/state.sqlite3",
        )
