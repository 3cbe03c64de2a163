"""Generated files are what the code says, and everything a user can meet has a page."""

from __future__ import annotations

import json

from acceptance_tools import ROOT
from typer.main import get_command

from provisioner.cli.generate import generated, stale
from provisioner.cli.main import app
from provisioner.workflows.catalog import registry, rules


def test_no_generated_file_is_stale():
    assert stale() == []


def test_every_command_rule_and_resource_type_has_a_page():
    commands = (ROOT / "docs" / "commands.md").read_text()
    assert all(f"## provisioner {name}" in commands for name in get_command(app).commands)
    assert all((ROOT / "docs" / "rules" / f"{rule.code}.md").exists() for rule in rules())
    assert all((ROOT / "docs" / "resources" / f"{kind}.md").exists() for kind in registry().types)


def test_no_page_is_left_over_from_something_that_is_gone():
    kept = {path for path in generated() if path.is_relative_to(ROOT / "docs")}
    assert {*(ROOT / "docs" / "rules").glob("*.md"), *(ROOT / "docs" / "resources").glob("*.md")} <= kept


def test_the_reliability_figures_of_the_readme_are_those_of_the_last_soak():
    numbers = json.loads((ROOT / "tests" / "reliability" / "numbers.json").read_text("utf-8"))
    told = (ROOT / "README.md").read_text("utf-8").partition("How we know")[2].partition("## ")[0]
    shown = {name for name, number in numbers.items() if f"{number:,}" in told}
    assert numbers.keys() - shown <= {"concurrent_runs", "random_applies"}
    assert (numbers["duplicates"], numbers["losses"]) == (0, 0)
