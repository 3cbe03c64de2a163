"""Write shapes.json: field names, types, enums and formats of the answers the Clio twin gives, and no prose.

    python derive_shapes.py OPENAPI.json

OPENAPI.json is Clio's own document, published at docs.developers.clio.com/openapi.json.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PATHS = (
    *("bank_accounts", "bank_accounts/{id}", "activity_descriptions", "activity_descriptions/{id}"),
    *("expense_categories", "expense_categories/{id}", "practice_areas", "practice_areas/{id}"),
    *("users", "users/{id}", "users/who_am_i", "settings/billing"),
)
KEPT = ("type", "format", "enum", "required", "items", "allOf", "$ref", "properties")


def bare(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without descriptions, examples and defaults."""
    kept = {key: schema[key] for key in KEPT if key in schema}
    if "items" in kept:
        kept["items"] = bare(kept["items"])
    if "allOf" in kept:
        kept["allOf"] = [bare(each) for each in kept["allOf"]]
    if "properties" in kept:
        kept["properties"] = {name: bare(each) for name, each in kept["properties"].items()}
    return kept


def answers(operation: dict[str, Any]) -> dict[str, str | None]:
    """Status to the name of the schema of its body."""
    contents = {status: list(answer.get("content", {}).values()) for status, answer in operation["responses"].items()}
    return {
        status: content[0]["schema"]["$ref"].rpartition("/")[2] if content else None
        for status, content in contents.items()
    }


def reached(schemas: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The named schemas and all they refer to."""
    found: dict[str, Any] = {}
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = bare(schemas[name])
            waiting += re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(found[name]))
    return dict(sorted(found.items()))


def derive(document: dict[str, Any]) -> dict[str, Any]:
    """The part of the document that says what answers look like, in the document's own form."""
    paths = {
        f"/{path}.json": {
            method: {"responses": answers(operation)}
            for method, operation in document["paths"][f"/{path}.json"].items()
            if "responses" in operation
        }
        for path in PATHS
    }
    used = {name for path in paths.values() for each in path.values() for name in each["responses"].values() if name}
    return {"paths": paths, "schemas": reached(document["components"]["schemas"], used)}


if __name__ == "__main__":
    full = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(__file__).with_name("shapes.json").write_text(json.dumps(derive(full), indent=1) + "\n", encoding="utf-8")
