"""provisioner demo: the main job on the built-in twins, in a temporary folder, from nothing to nothing left to do."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import chdir
from pathlib import Path

import typer

from provisioner.cli.options import NoColorOption
from provisioner.cli.output import Output

FIRM = "harbor-pine"


def demo(no_color: NoColorOption = False) -> None:
    """Watch the main job, without an account.

    A law firm's setup goes from its file into the built-in QuickBooks and Clio, in a temporary folder.
    """
    from provisioner.cli import story  # noqa: PLC0415 - help must not pay for it
    from provisioner.config.bundled import bundled  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory(prefix="provisioner-demo-") as folder:
        root = Path("firm-configs")
        shutil.copytree(bundled("firm-configs"), folder / root, ignore=shutil.ignore_patterns(".provisioner"))
        with chdir(folder):  # so that files are shown by short names
            code = story.tell(root / FIRM, Output(no_color=no_color))
    raise typer.Exit(code)
