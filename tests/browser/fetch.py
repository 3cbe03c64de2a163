"""Brings a real browser for the tests of pages: Debian's chromium, with ``python tests/browser/fetch.py``.

Does nothing when one is there. Tests that need it fail, and name this file, when it is not.
"""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The path of a browser on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    """Install one when it is missing and we may."""
    if browser() is not None:
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise SystemExit(
            "The tests of pages need a real browser, and there is none.\n"
            "On Debian or Ubuntu, install it and try again:\n    sudo apt-get install --no-install-recommends chromium"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run([apt, *words], check=True, env=environment)  # noqa: S603 - the system's own package manager
    if browser() is None:
        raise SystemExit("apt-get installed chromium, and it is still not found on the PATH.")


if __name__ == "__main__":
    main()
