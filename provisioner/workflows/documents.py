"""The generated documents: JSON Schemas and reference pages, made from the code so that they cannot lie."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Any

from provisioner.config.schema import attestations_schema, clients_schema, firm_schema
from provisioner.jurisdictions import _manual as _jurisdictions
from provisioner.model.spec import key_docs
from provisioner.render.documents import FindingsDocument, PlanDocument
from provisioner.render.status_documents import StatusDocument
from provisioner.rules import _manual
from provisioner.workflows import coverage
from provisioner.workflows.catalog import registry
from provisioner.workflows.settings_page import settings_page

if TYPE_CHECKING:
    from provisioner.engine.ports import FieldInfo, ResourceType
    from provisioner.model.spec import Spec

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its file name."""
    types = registry()
    return {
        "firm.v1.schema.json": firm_schema(types.sections, types.extensions),
        "clients.v1.schema.json": clients_schema(),
        "attestations.v1.schema.json": attestations_schema(),
        "plan.v1.schema.json": {"$schema": DIALECT, **PlanDocument.model_json_schema()},
        "findings.v1.schema.json": {"$schema": DIALECT, **FindingsDocument.model_json_schema()},
        "status.v1.schema.json": {"$schema": DIALECT, **StatusDocument.model_json_schema()},
    }


def pages() -> dict[str, str]:
    """Reference pages by their path below ``docs/``: one for each resource type and each rule, one on settings."""
    resources = {f"resources/{kind.kind}.md": _resource_page(kind) for kind in registry().types.values()}
    rules = {f"rules/{name}": text for name, text in _manual.pages().items()}
    states = _jurisdictions.pages()
    return resources | rules | states | {"seed-coverage.md": coverage.page(), "settings.md": settings_page()}


def _resource_page(kind: ResourceType) -> str:
    about = inspect.getdoc(sys.modules[type(kind).__module__]) or ""
    lines = [
        f"# {kind.kind}",
        "",
        about,
        "",
        "## Managed fields",
        "",
        "| field | on screen | changed on a live object |",
        "| --- | --- | --- |",
    ]
    lines += [f"| `{name}` | {info.label} | {_changed(info)} |" for name, info in kind.fields.items()]
    for section in kind.sections:
        lines += ["", f"## `{section.name}:` in the firm file", "", section.doc, "", *_keys(section.spec)]
    for extension in kind.extensions:
        lines += ["", f"## `{extension.section}.<key>.{extension.field}:` in the firm file", "", *_keys(extension.spec)]
    return "\n".join(lines) + "\n"


def _changed(info: FieldInfo) -> str:
    """Whether a field of a live object is changed."""
    if info.tried:
        return "tried, and read back; a person where it is not taken"
    return f"never: {info.fixed}" if info.fixed else "yes"


def _keys(spec: type[Spec]) -> list[str]:
    rows = ["| key | needed | meaning |", "| --- | --- | --- |"]
    texts = key_docs(spec)
    for name, info in spec.model_fields.items():
        key = info.alias or name
        needed = "yes" if info.is_required() else ""
        rows.append(f"| `{key}` | {needed} | {' '.join(texts.get(key, '').split())} |")
    return rows
