"""validate: reads a firm file and runs every offline check. Needs no credentials and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.config.load import load
from provisioner.engine.report import CheckReport
from provisioner.model.finding import in_order
from provisioner.workflows.catalog import registry, rules

if TYPE_CHECKING:
    from pathlib import Path

    from provisioner.model.firm import Firm


def check(path: Path) -> tuple[CheckReport, Firm | None]:
    """The findings of the firm at ``path``, a folder or a file, and the firm where it could be read.

    Raises ConfigProblem when there is no firm file.
    """
    types = registry()
    loaded = load(path, types.sections, types.extensions)
    firm = loaded.firm
    found = list(loaded.findings)
    if firm is not None:
        found += [finding for rule in rules() for finding in rule.findings(firm)]
    name = firm.config.firm.name if firm is not None else ""
    file = firm.file if firm is not None else str(path)
    entries = sum(len(firm.section(section.name)) for section in types.sections) if firm is not None else 0
    return CheckReport(file, name, tuple(in_order(found)), loaded.sources.line, entries), firm
