"""Where the files that come with the program are: inside an installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: Literal["firm-configs", "schemas"]) -> Path:
    """The folder of that name as it was shipped with this copy of the program."""
    installed = _PACKAGE / "_bundled" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
