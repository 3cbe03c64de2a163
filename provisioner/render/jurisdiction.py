"""A jurisdiction as text and as a document."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.jurisdictions.model import FIELDS
from provisioner.jurisdictions.page import NOTICE, facts, sections, title
from provisioner.render.style import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.jurisdictions.model import Cell, Jurisdiction


def jurisdiction_text(law: Jurisdiction) -> Iterator[Text]:
    """Title and citation, then what is confirmed, what is not, what is policy, and the sources."""
    yield line((title(law), "bold"))
    for label, text in facts(law):
        yield line((f"  {label}: ", "dim"), text)
    for heading, about, rows in sections(law):
        yield line("")
        yield line((heading, "bold"), (f"  {about}" if about else "", "dim"))
        for label, text in rows:
            yield line((f"  {label}: " if label else "  ", "cyan"), text)
    yield line("")
    yield line((NOTICE, "dim"))


def jurisdiction_document(law: Jurisdiction) -> dict[str, Any]:
    """Everything we hold of it, as plain values."""
    return {
        "title": title(law),
        "code": law.code,
        "name": law.name,
        "binding": law.binding,
        "citation": law.citation,
        "aliases": list(law.aliases),
        "program": law.program,
        "beneficiary": law.beneficiary,
        "as_of": law.as_of,
        "fields": [{"field": name, "label": FIELDS[name], **_plain(cell, law)} for name, cell in law.cells()],
        "duties": [_plain(each, law) for each in law.duties],
        "practices": [_plain(each, law) for each in law.practices],
        "changes": [_plain(each, law) for each in law.changes],
        "none_found": list(law.none_found),
        "unknown": [name for name in FIELDS if getattr(law, name) is None and name not in law.none_found],
        "sources": list(law.sources),
        "notice": NOTICE,
    }


def _plain(cell: Cell, law: Jurisdiction) -> dict[str, Any]:
    values = {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(cell).items()}
    return {**values, "binds": cell.binds and law.binding}
