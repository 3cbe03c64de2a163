"""octoDNS on as many records as we have accounts: YAML to YAML, nothing to change, a dry run.

It keeps DNS zones as we keep a chart of accounts. It is no part of this project: it lives in an environment of its own,
when it can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OCTODNS = "1.22.0"
HOME = Path(__file__).parents[1] / ".venv" / "peer"
SYNC = HOME / ("Scripts" if os.name == "nt" else "bin") / "octodns-sync"
_CONFIG = """\
providers:
  source: {{ class: octodns.provider.yaml.YamlProvider, directory: {0}/source, enforce_order: false }}
  target: {{ class: octodns.provider.yaml.YamlProvider, directory: {0}/target, enforce_order: false }}
zones:
  example.com.: {{ sources: [source], targets: [target] }}
"""


def installed() -> bool:
    """True once octoDNS is in its environment; False when it cannot be had, or PEER=0 says to leave it out."""
    if os.environ.get("PEER") == "0":
        return False
    marker = HOME / f"octodns-{OCTODNS}"
    if marker.exists():
        return True
    try:
        venv.create(HOME, with_pip=True, clear=True)
        python = SYNC.with_name("python")
        wanted = f"octodns=={OCTODNS}"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"octoDNS cannot be installed, so the comparison is left out: {error}\n")
        shutil.rmtree(HOME, ignore_errors=True)
        return False
    marker.touch()
    return True


def dry_run(records: int, folder: Path) -> list[str]:
    """A command that compares a zone of so many records with a target that has them all; made in ``folder``.

    Each record has its time to live, type and list of values on lines of their own, as in octoDNS's own README.
    """
    zone = "".join(
        f"r{number}:\n  ttl: 60\n  type: A\n  values:\n"
        f"    - 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\n"
        for number in range(records)
    )
    for side in ("source", "target"):
        (folder / side).mkdir()
        (folder / side / "example.com.yaml").write_text(f"---\n{zone}")
    config = folder / "config.yaml"
    config.write_text(_CONFIG.format(folder))
    return [str(SYNC), f"--config-file={config}", "--quiet"]
