"""No command prints text around the one place that makes it harmless."""

import re
from pathlib import Path

import provisioner.cli

FOLDER = Path(provisioner.cli.__file__).parent
DIRECT = re.compile(r"typer\.echo\(|typer\.secho\(|(?<![\w.])print\(|sys\.(?:stdout|stderr)\.write\(")
ALLOWED = {
    "output.py": 2,  # the place itself
    "main.py": 5,  # the version, interruptions, and what ended a command that could not print
    "generate.py": 1,  # names of our own files, for us
    "auth.py": 2,  # an address to open, made by ourselves
    "state.py": 1,  # a file written to standard output, in ASCII
}


def test_every_command_prints_through_output():
    found = {file.name: len(DIRECT.findall(file.read_text(encoding="utf-8"))) for file in FOLDER.glob("*.py")}
    assert {name: count for name, count in found.items() if count > ALLOWED.get(name, 0)} == {}
