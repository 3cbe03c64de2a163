"""status: for every declared value of a firm file, what makes it true, since when, and what would show it is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from provisioner.engine.enforcement import lines_by_value, matrix
from provisioner.engine.report import StatusReport
from provisioner.model.source import dotted
from provisioner.workflows.attested import read_attested
from provisioner.workflows.catalog import registry
from provisioner.workflows.check import check
from provisioner.workflows.plan import Options, scope_of, session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from provisioner.model.address import Address
    from provisioner.model.firm import Firm
    from provisioner.model.plan import Enforcement
    from provisioner.state.records import Kept
    from provisioner.state.store import StateStore
    from provisioner.workflows.connect import Connection


def status(path: Path, connection: Connection, store: StateStore, as_of: str) -> StatusReport:
    """The matrix of the firm at ``path``, from everything live. With an error in its file nothing is read."""
    report, ready = session(path, connection, store)
    if ready is None:
        return StatusReport(report, as_of)
    plan = ready.plan(*ready.refresh(ready.bindings(), as_of), Options(as_of))
    lines = tuple(_dated(plan.enforcement, store.kept(ready.scope)))
    return StatusReport(
        report,
        as_of,
        lines,
        _values(ready.firm, lines),
        tuple(each for each in plan.findings if each.code not in {finding.code for finding in report.findings}),
        plan.environment,
        dict(plan.tenants),
        dict(plan.calls),
    )


def status_offline(path: Path, as_of: str) -> StatusReport:
    """The same without reading anything live: what a program would provision is then unknown."""
    report, firm = check(path)
    if firm is None or report.failed:
        return StatusReport(report, as_of)
    attested = read_attested(path, firm)
    report = attested.added_to(report)
    if report.failed:
        return StatusReport(report, as_of)
    systems = scope_of(firm, "").tenants
    desired = (each for system in systems for kind in registry().of(system) for each in kind.desired(firm))
    confirmed = attested.confirmations(date.fromisoformat(as_of), {})
    lines = matrix(firm, ((each, "unknown", "") for each in desired), confirmed, {})
    return StatusReport(report, as_of, lines, _values(firm, lines))


def _dated(lines: Iterable[Enforcement], kept: Mapping[Address, Kept]) -> Iterator[Enforcement]:
    """The lines with when and by whom a resource was last applied."""
    for line in lines:
        known = [kept[each] for each in line.addresses if each in kept] if line.how == "provisioned" else []
        last = max(known, key=lambda each: each.at, default=None)
        yield line if last is None else replace(line, since=last.at, by=last.by)


def _values(firm: Firm, lines: Iterable[Enforcement]) -> dict[str, tuple[str, ...]]:
    """The declared values of each line, by its path."""
    found: dict[str, list[str]] = {}
    for path, line in lines_by_value(firm, lines).items():
        if line is not None:
            found.setdefault(line.path, []).append(dotted(path))
    return {path: tuple(values) for path, values in found.items()}
