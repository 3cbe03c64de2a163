"""JSON Schemas for editors, made from the models: they complete keys and point out mistakes while a file is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.config.attestations import AttestationsFile
from provisioner.config.compose import firm_model
from provisioner.config.layers import EXTENDS
from provisioner.model.firm import ClientsFile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from provisioner.model.section import Extension, Section
    from provisioner.model.spec import Spec

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULL = {"type": "null"}
_EXTENDS: dict[str, Any] = {
    "description": "Templates this file builds on, from left to right; then this file, whose values win. "
    "Groups are merged, lists replaced, and a key without a value removes what a template says.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}


def firm_schema(sections: Sequence[Section], extensions: Sequence[Extension] = ()) -> dict[str, Any]:
    """The schema of a firm file; it accepts every one that loads.

    A required key may also come from a template, so what is required is asked for only at the top, and only of a
    file that extends nothing.
    """
    schema = _tidied(firm_model(sections, extensions), "Firm file")
    required = schema.pop("required", [])
    schema["properties"] = {"version": schema["properties"].pop("version"), EXTENDS: _EXTENDS, **schema["properties"]}
    schema["if"] = {"not": {"required": [EXTENDS]}}
    schema["then"] = {"required": required}
    return schema


def clients_schema() -> dict[str, Any]:
    """The schema of a file of listed clients."""
    return _tidied(ClientsFile, "Listed clients")


def attestations_schema() -> dict[str, Any]:
    """The schema of a file of what people confirmed."""
    return _tidied(AttestationsFile, "Confirmations")


def _tidied(model: type[Spec], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    extends_nothing = model in (ClientsFile, AttestationsFile)  # so what it requires must be there
    tidy = _tidy(schema, keeps_required=extends_nothing)
    tidy["required"] = schema.get("required", [])
    return {"$schema": DIALECT, "title": title, **tidy}


def _tidy(node: Any, *, keeps_required: bool) -> Any:
    """The schema without made-up titles and empty defaults, where a key that may be absent may also be empty."""
    if isinstance(node, list):
        return [_tidy(item, keeps_required=keeps_required) for item in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: _children(key, value, node.get("required", ()), keeps_required=keeps_required)
        for key, value in node.items()
        if not _is_noise(key, value, keeps_required=keeps_required)
    }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    return _with_null(tidy) if _takes_null(tidy) else tidy


def _children(key: str, value: Any, required: Collection[str], *, keeps_required: bool) -> Any:
    if key == "description":
        return " ".join(str(value).replace("``", "`").split())
    if key not in ("properties", "patternProperties", "$defs"):
        return _tidy(value, keeps_required=keeps_required)
    tidy = {name: _tidy(child, keeps_required=keeps_required) for name, child in value.items()}
    if key == "$defs":
        return tidy
    return {name: child if name in required else _with_null(child) for name, child in tidy.items()}


def _is_noise(key: str, value: Any, *, keeps_required: bool) -> bool:
    if key == "default":
        return value in (None, [], {})
    return (key == "title" and isinstance(value, str)) or (key == "required" and not keeps_required)


def _takes_null(schema: dict[str, Any]) -> bool:
    return _NULL in schema.get("anyOf", ())


def _with_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that takes an empty value too, in as few words as can be."""
    if "anyOf" in schema:
        others = [option for option in schema["anyOf"] if option != _NULL]
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        return {**_with_null(others[0]), **rest} if len(others) == 1 else {**rest, "anyOf": [*others, _NULL]}
    kind = schema.get("type")
    if kind is None or "const" in schema:
        return {"anyOf": [schema, _NULL]}
    kinds = kind if isinstance(kind, list) else [kind]
    widened = {**schema, "type": [*kinds, *({"null"} - set(kinds))]}
    return {**widened, "enum": [*schema["enum"], *({None} - set(schema["enum"]))]} if "enum" in schema else widened
