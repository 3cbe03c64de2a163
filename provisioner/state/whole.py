"""Files that are written whole or not at all, and read only as far as anything sensible goes."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path

from provisioner.model.errors import UsageProblem


def write_whole(text: str, target: Path, *, like: Path | None = None) -> None:
    """Put ``text`` into the file ``target``, for its owner alone: written beside, then moved into place.

    With ``like``, for whoever may read or write that file.
    UsageProblem when the folder does not take it; what was there before is then still there.
    """
    try:
        handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if like is not None:
                Path(scratch).chmod(stat.S_IMODE(like.stat().st_mode))
            Path(scratch).replace(target)
        finally:
            Path(scratch).unlink(missing_ok=True)
    except OSError as error:
        raise UsageProblem(
            f"{target} cannot be written", f"{error.strerror}.", "Name a file in a folder that you may write to."
        ) from error


def is_of_format(path: Path, name: str, most: int) -> bool:
    """Whether a file is a document of ours in the format ``name``, of no more than ``most`` bytes."""
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
        tree = json.loads(raw) if len(raw) <= most else None
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(tree, dict) and tree.get("format") == name
