"""Counts what the reliability tests did. ``soak.py`` names a file for it; otherwise nothing is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

VARIABLE = "RELIABILITY_TALLY"


def count(**numbers: int) -> None:
    """Add these numbers, one line of JSON for each call, so that several processes can count at once."""
    where = os.environ.get(VARIABLE)
    if where:
        with Path(where).open("a", encoding="utf-8") as file:
            file.write(json.dumps(numbers) + "\n")


def total(path: Path) -> dict[str, int]:
    """Everything counted in ``path``, summed up by name."""
    sums: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        for name, number in json.loads(line).items():
            sums[name] = sums.get(name, 0) + number
    return dict(sorted(sums.items()))
