"""Writes the generated files (schemas, pages on rules, resources, commands and twins), or checks that they are fresh.

``python -m provisioner.cli.generate`` writes; with ``--check`` it ends with 1 and a list when something is stale.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from provisioner.cli import twins_page
from provisioner.cli.main import app, run
from provisioner.workflows.documents import pages, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


def generated() -> dict[Path, str]:
    """Every generated file with its text."""
    files = {ROOT / "docs" / "commands.md": _commands(), ROOT / "docs" / "twins.md": twins_page.page(ROOT)}
    files |= {ROOT / "schemas" / name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}
    return files | {ROOT / "docs" / name: text for name, text in pages().items()}


def _commands() -> str:
    """The command reference: what each command's --help says."""
    lines = ["# Commands", "", "What `--help` says, for every command.", ""]
    os.environ |= {"COLUMNS": "100", "TERMINAL_WIDTH": "100"}
    root = get_command(app)
    for words in _command_words(root):
        out = io.StringIO()
        with redirect_stdout(out):
            run([*words, "--help"])
        lines += [f"## provisioner {' '.join(words)}".rstrip(), "", "```", out.getvalue().rstrip(), "```", ""]
    return "\n".join(lines)


def _command_words(command: Any, before: tuple[str, ...] = ()) -> Iterator[list[str]]:
    yield list(before)
    for name, each in getattr(command, "commands", {}).items():
        yield from _command_words(each, (*before, name))


def stale() -> list[Path]:
    """Generated files that are missing or not what the code says now."""
    return [path for path, text in generated().items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    if "--check" in arguments:
        old = stale()
        for path in old:
            sys.stdout.write(f"stale: {path.relative_to(ROOT)} (run make generate)\n")
        return int(bool(old))
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
