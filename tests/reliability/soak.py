"""Runs every reliability test there is, counts what they did, and writes down the numbers.

Call it as ``python tests/reliability/soak.py``. The README's reliability section is made from ``numbers.json``.
Nothing is written when a test fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NUMBERS = HERE / "numbers.json"

sys.path.insert(0, str(HERE.parent))

from reliability.tally import VARIABLE, total  # noqa: E402 - this file is run as a script


def main() -> int:
    """The exit code of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        counted = Path(folder) / "tally.jsonl"
        command = [sys.executable, "-m", "pytest", "-n", "auto", "-m", "soak or not soak", str(HERE), *sys.argv[1:]]
        begun = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=os.environ | {VARIABLE: str(counted)}, check=False).returncode  # noqa: S603 - our own tests
        if code == 0:
            numbers = total(counted) | {"minutes": round((time.monotonic() - begun) / 60)}
            NUMBERS.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
            sys.stdout.write(NUMBERS.read_text(encoding="utf-8"))
    return code


if __name__ == "__main__":
    sys.exit(main())
