"""The JSON form of the enforcement matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from provisioner.render.documents import (
    FORMAT_VERSION,
    Document,
    FindingDocument,
    Source,
    finding_document,
    place_document,
)
from provisioner.render.status_words import counts, state, values_that_are_so

if TYPE_CHECKING:
    from provisioner.engine.report import StatusReport
    from provisioner.model.plan import Enforcement


class StatusLine(Document):
    """Some declared values, and what makes them true."""

    path: str
    """The entry, or the first of the values."""
    values: list[str]
    """Every declared value that this line is about."""
    how: Literal["provisioned", "attested", "observed", "unknown", "tool"]
    """tool: this program itself keeps it, or only reads it."""
    status: Literal["pass", "fail", "unknown", "error"]
    state: Literal["contradicted", "blocked", "lapsed", "unenforced", "planned", "waiting", "open", "unseen", "so"]
    """What is to be said of it, the loudest first."""
    title: str
    addresses: list[str]
    """Resources, or what to name to `provisioner attest`."""
    since: str | None
    """When it was last applied, or confirmed."""
    by: str | None
    expires: str | None
    wrong_if: str
    """What would show that it is not so."""
    note: str
    source: Source


class StatusCounts(Document):
    """How many declared values are enforced in each way."""

    provisioned: int
    attested: int
    observed: int
    unknown: int
    tool: int
    so: int
    """Of all of them, those that are as declared now."""


class StatusDocument(Document):
    """What ``status --format json`` prints. Readers must ignore fields they do not know."""

    format_version: str
    firm: str
    file: str
    environment: str
    """Empty where nothing was read live."""
    as_of: str
    valid: bool
    """False where errors in the file stand in the way: there are no lines then."""
    failed: bool
    tenants: dict[str, str]
    counts: StatusCounts
    enforcement: list[StatusLine]
    findings: list[FindingDocument] = Field(default_factory=list)
    api_calls: dict[str, int]


def status_document(report: StatusReport) -> StatusDocument:
    """The matrix, with the findings of the file and those that live data brings."""
    return StatusDocument(
        format_version=FORMAT_VERSION,
        firm=report.check.firm,
        file=report.check.file,
        environment=report.environment,
        as_of=report.as_of,
        valid=not report.check.failed,
        failed=report.failed,
        tenants=dict(report.tenants),
        counts=StatusCounts(**counts(report), so=values_that_are_so(report)),
        enforcement=[_line(report, each) for each in report.lines],
        findings=[finding_document(each) for each in (*report.check.findings, *report.findings)],
        api_calls=dict(report.calls),
    )


def _line(report: StatusReport, each: Enforcement) -> StatusLine:
    return StatusLine.model_validate(
        {
            "path": each.path,
            "values": list(report.values.get(each.path, ())),
            "how": each.how,
            "status": each.status,
            "state": state(each, is_read=report.is_read),
            "title": each.title,
            "addresses": [str(address) for address in each.addresses],
            "since": each.since or None,
            "by": each.by or None,
            "expires": each.expires or None,
            "wrong_if": each.wrong_if,
            "note": each.note,
            "source": place_document(each.place),
        }
    )
