"""Keeps rotated refresh tokens in a file that only the owner may read."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


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
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=self._path.parent, prefix=".tokens-")  # mkstemp makes it 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(tokens, file)
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found
