"""validate: reads a firm file and runs every offline check. Needs no credentials and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.config.ignores import ignores, with_ignored
from provisioner.config.load import load
from provisioner.engine.report import CheckReport
from provisioner.model.errors import ConfigProblem
from provisioner.model.finding import Finding, Level, in_order
from provisioner.workflows.attested import read_attested
from provisioner.workflows.catalog import registry, rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from provisioner.config.load import Loaded
    from provisioner.model.firm import Firm


def check_many(paths: Sequence[Path], as_of: date | None = None) -> tuple[list[CheckReport], list[Path]]:
    """The checks of many firms, and the folders of templates among them, which are not checked by themselves.

    With ``as_of`` also what people confirmed of each, and what of it has expired on that day. With one path,
    ConfigProblem is raised when there is no firm file; with many, it becomes a finding of that one, so that the others
    are still checked.
    """
    templates = [path for path in paths if path.is_dir() and path.name.startswith("_") and len(paths) > 1]
    if len(paths) == 1:
        return [_with_attested(paths[0], as_of)], []
    return [_checked(path, as_of) for path in paths if path not in templates], templates


def _checked(path: Path, as_of: date | None) -> CheckReport:
    try:
        return _with_attested(path, as_of)
    except ConfigProblem as problem:
        finding = Finding("SYN100", "no-firm-file", Level.ERROR, problem.summary, problem.detail, problem.fix)
        return CheckReport(str(path), "", (finding,), lambda _: None)


def _with_attested(path: Path, as_of: date | None) -> CheckReport:
    report, firm = check(path)
    return read_attested(path, firm).added_to(report, as_of) if firm is not None and as_of is not None else report


def check(path: Path) -> tuple[CheckReport, Firm | None]:
    """The findings of the firm at ``path``, a folder or a file, and the firm where it could be read.

    Raises ConfigProblem when there is no firm file.
    """
    types = registry()
    loaded = load(path, types.sections, types.extensions)
    firm = loaded.firm
    found = list(loaded.findings)
    found += _with_ignored(_rule_findings(firm, loaded.remains), loaded)
    name = firm.config.firm.name if firm is not None else ""
    file = firm.file if firm is not None else str(path)
    entries = sum(len(firm.section(section.name)) for section in types.sections) if firm is not None else 0
    return CheckReport(file, name, tuple(in_order(found)), loaded.sources.line, entries), firm


def _with_ignored(findings: list[Finding], loaded: Loaded) -> list[Finding]:
    """The rules' findings with those marked that comments in the files ask to ignore."""
    asked = ignores(loaded.sources)
    if not asked:
        return findings
    own = loaded.own if loaded.firm is not None else ()
    return with_ignored(findings, asked, {rule.code for rule in rules()}, own)


def _rule_findings(firm: Firm | None, remains: Firm | None) -> list[Finding]:
    """What the rules find; of a file with mistakes, in the entries without them."""
    if firm is not None:
        return [finding for rule in rules() for finding in rule.findings(firm)]
    if remains is None:
        return []
    return [finding for rule in rules() if not rule.needs_whole for finding in rule.findings(remains)]
