"""What a process used, by the operating system's own account: CPU and wall seconds, and peak memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PYTHON = sys.executable
RUNS = 3
# A process is charged with the peak of the one that starts it, and this one grows: a small one stands between them.
_LAUNCHER = (
    "import json, os, subprocess, sys, time\n"
    "started = time.perf_counter()\n"
    "run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
    "complaint = run.stderr.read()\n"
    "_, status, used = os.wait4(run.pid, 0)\n"
    "run.returncode = code = os.waitstatus_to_exitcode(status)\n"
    "if code not in (0, 2):\n"
    "    sys.stderr.write(complaint.decode())\n"
    "wall = time.perf_counter() - started\n"
    "print(json.dumps([used.ru_utime + used.ru_stime, wall, used.ru_maxrss, code]))"
)
_NOTING = (
    "import sys\n"
    "from provisioner.cli.main import run\n"
    "code = run(sys.argv[2:])\n"
    "open(sys.argv[1], 'w').write(' '.join(name for name in sys.modules if name != '__main__'))\n"
    "sys.exit(code)"
)
_IMPORTING = (
    "import gc, sys\n"
    "gc.disable()\n"  # the least that importing can cost
    "for name in open(sys.argv[1]).read().split():\n"
    "    try:\n"
    "        __import__(name)\n"
    "    except ImportError:\n"
    "        pass"
)


@dataclass(frozen=True)
class Usage:
    """What one process used: CPU and wall seconds, peak memory in MiB, exit code."""

    cpu: float
    wall: float
    peak: float
    code: int


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Usage:
    """Run a command to its end and read the system's own account of it."""
    done = subprocess.run(
        [PYTHON, "-S", "-E", "-c", _LAUNCHER, *command],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        check=True,
    )
    cpu, wall, peak, code = json.loads(done.stdout)
    return Usage(cpu, wall, peak / (1024 * 1024 if sys.platform == "darwin" else 1024), code)


def middle(runs: Sequence[Usage]) -> Usage:
    """The median of each figure."""
    return Usage(
        statistics.median(each.cpu for each in runs),
        statistics.median(each.wall for each in runs),
        statistics.median(each.peak for each in runs),
        max(each.code for each in runs),
    )


def provisioner(*words: str) -> list[str]:
    """The command line of the program."""
    return [PYTHON, "-m", "provisioner", *words]


def imports_of(words: Sequence[str], environment: Mapping[str, str], folder: Path) -> list[str]:
    """A command that imports all that ``provisioner`` with these words imports, and does nothing."""
    names = folder / "modules"
    measure([PYTHON, "-c", _NOTING, str(names), *words], environment)
    return [PYTHON, "-c", _IMPORTING, str(names)]
