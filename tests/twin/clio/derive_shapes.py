"""Write shapes.json: Clio's OpenAPI document without its prose, cut down to the resources that the twin is about.

    python derive_shapes.py OPENAPI.json

OPENAPI.json is Clio's own document, published at docs.developers.clio.com/openapi.json. What is written is an OpenAPI
document itself; running this twice on one document writes the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_RESOURCES = """
    activities activity_descriptions activity_rates allocations bank_accounts bank_transactions bank_transfers
    bill_themes billable_clients billable_matters bills clio_payments contacts credit_memos currencies custom_field_sets
    custom_fields expense_categories groups interest_charges line_items matter_stages matters
    outstanding_client_balances practice_areas report_presets report_schedules reports settings tax_rate_configurations
    trust_line_items trust_requests users utbms webhooks
"""
RESOURCES = frozenset(_RESOURCES.split())
OUTSIDE = frozenset({"/settings/text_snippets.json", "/settings/text_snippets/{id}.json"})
KEPT = ("type", "format", "enum", "required", "items", "allOf", "$ref", "properties")
JSON = "application/json; charset=utf-8"
HERE = Path(__file__).parent
LONGEST = 100
LINES_TO, SHORT = 3, 100


def bare(schema: Json) -> Json:
    """A schema without descriptions, examples and defaults, and without the list of all the world's time zones."""
    kept = {key: schema[key] for key in KEPT if key in schema}
    if len(kept.get("enum", ())) > LONGEST:
        del kept["enum"]
    if "items" in kept:
        kept["items"] = bare(kept["items"])
    if "allOf" in kept:
        kept["allOf"] = [bare(each) for each in kept["allOf"]]
    if "properties" in kept:
        kept["properties"] = {name: bare(each) for name, each in kept["properties"].items()}
    return kept


def parameter(full: Json) -> Json:
    """Where a parameter goes and what it may be."""
    needed = {"required": True} if full.get("required") or full["in"] == "path" else {}
    return {"name": full["name"], "in": full["in"], **needed, "schema": bare(full["schema"])}


def answer(full: Json) -> Json:
    """The schema of the body of one answer; all errors share one."""
    if "$ref" in full:
        return full
    schemas = [content["schema"] for content in full.get("content", {}).values()]
    if not schemas:
        return {"description": ""}
    if schemas[0] == {"$ref": "#/components/schemas/Error"}:
        return {"$ref": "#/components/responses/Error"}
    return {"description": "", "content": {JSON: {"schema": bare(schemas[0])}}}


def operation(full: Json) -> Json:
    """One operation; of the body only its JSON form, since the form encodings carry the same."""
    kept: Json = {"parameters": [parameter(each) for each in full.get("parameters", [])]}
    if "requestBody" in full:
        schema = bare(full["requestBody"]["content"]["application/json"]["schema"])
        kept["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    kept["responses"] = {status: answer(each) for status, each in sorted(full["responses"].items())}
    return kept


def reached(schemas: Json, start: Json) -> Json:
    """The schemas that `start` refers to, and all that those refer to."""
    found: Json = {}
    waiting = _named(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = bare(schemas[name])
            waiting += _named(found[name])
    return dict(sorted(found.items()))


def _named(part: Json) -> list[str]:
    return re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part))


def is_wanted(path: str) -> bool:
    """Whether a path belongs to a resource the twin is about."""
    return re.split(r"[/.]", path)[1] in RESOURCES and path not in OUTSIDE


def derive(document: Json) -> Json:
    """The part of the document that says what requests and answers look like, in the document's own form."""
    complete = with_taxes(document)
    paths = {
        path: {method: operation(each) for method, each in methods.items()}
        for path, methods in sorted(complete["paths"].items())
        if is_wanted(path)
    }
    error = {"description": "", "content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}}
    components = {"responses": {"Error": error}}
    schemas = reached(complete["components"]["schemas"], {"paths": paths, **components})
    return {
        "openapi": "3.0.0",
        "info": {"title": "Clio", "version": "v4"},
        "servers": [{"url": "https://app.clio.com/api/v4"}],
        "paths": paths,
        "components": {**components, "schemas": schemas},
    }


def laid_over(base: Json, more: Json) -> Json:
    """Both as one; where both have something that is no object, it is that of `more`."""
    both = {
        name: laid_over(base[name], more[name]) for name in base.keys() & more.keys() if isinstance(base[name], dict)
    }
    return {**base, **more, **both}


def with_taxes(document: Json) -> Json:
    """The document with what came with several taxes in mid-2026, unless it has that already.

    Source of taxes.json: Clio OpenAPI as split up in GitHub api-evangelist/clio, commit a57da64, files
    openapi/clio-{tax-rate-configurations,billing-settings,expense-categories}-api-openapi.yml.
    """
    if "/tax_rate_configurations.json" in document["paths"]:
        return document
    return laid_over(document, json.loads(HERE.joinpath("taxes.json").read_text(encoding="utf-8")))


def text(document: Json) -> str:
    """The document as JSON with one line for each operation and each schema."""
    return _lines(document, 0) + "\n"


def _lines(part: Any, depth: int) -> str:
    if not isinstance(part, dict) or depth == LINES_TO or len(json.dumps(part)) < SHORT:
        return json.dumps(part, separators=(",", ":"))
    rows = [f"{json.dumps(name)}:{_lines(each, depth + 1)}" for name, each in part.items()]
    return "{\n" + ",\n".join(rows) + "\n}"


if __name__ == "__main__":
    full = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    HERE.joinpath("shapes.json").write_text(text(derive(full)), encoding="utf-8", newline="\n")
