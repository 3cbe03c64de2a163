"""Loads small firms through the real loader, with the real resource types, and runs all rules on them."""

import re
from pathlib import Path

import pytest

import provisioner.providers.clio.resources
import provisioner.providers.qbo.resources
import provisioner.rules
from provisioner.config.load import load
from provisioner.engine.registry import resource_types
from provisioner.engine.rule import rules_in
from provisioner.model.finding import in_order

BASE = Path(__file__).parents[2] / "cases" / "rules" / "_base.yml"
MORE = re.compile(r"^(.*?)001(.*?)001(.*?) *# and (\d+) more like it$", re.MULTILINE)


@pytest.fixture(scope="session")
def rules():
    return rules_in(provisioner.rules)


@pytest.fixture(scope="session")
def registry():
    return resource_types(provisioner.providers.qbo.resources, provisioner.providers.clio.resources)


@pytest.fixture
def firm_of(tmp_path, registry):
    """Makes a Firm of part of a firm file: what the part leaves out comes from _base.yml. Lines and columns stay."""

    def make(text, clients=None):
        folder = tmp_path / "firm-configs" / "firm"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "firm-configs" / BASE.name).write_text(BASE.read_text())
        (folder / "firm.yaml").write_text(f"{_unfolded(text)}\nversion: 1\nextends: [../{BASE.name}]\n")
        (folder / "clients.yaml").write_text(clients or "version: 1\n")
        loaded = load(folder, registry.sections, registry.extensions, cwd=folder)
        assert loaded.firm is not None, [str(each.place) + " " + each.message for each in loaded.findings]
        return loaded.firm

    return make


@pytest.fixture
def findings_of(firm_of, rules):
    """The findings of all rules on a firm made by ``firm_of``, in order."""

    def find(text, clients=None):
        firm = firm_of(text, clients)
        return in_order(finding for rule in rules for finding in rule.findings(firm))

    return find


def _unfolded(text):
    """The text with each line that says ``# and 3 more like it`` written out, counting on from 001."""

    def lines(found):
        before, between, after, more = found.groups()
        return "\n".join(f"{before}{n:03}{between}{n:03}{after}" for n in range(1, int(more) + 2))

    return MORE.sub(lines, text)
