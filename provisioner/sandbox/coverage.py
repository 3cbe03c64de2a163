"""What the twins can do, read from their own tables: every served thing by operation, and what is answered "no"."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal

from provisioner.sandbox.clio import models
from provisioner.sandbox.clio.unserved import UNSERVED as CLIO_UNSERVED
from provisioner.sandbox.qbo import addresses, entitlements, errors, forms, service
from provisioner.sandbox.qbo.addresses import ADDRESSES
from provisioner.sandbox.qbo.addresses.reports import UNSERVED as UNSERVED_REPORTS
from provisioner.sandbox.qbo.entities import ENTITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.sandbox.clio.shape import Resource
    from provisioner.sandbox.qbo.shape import Entity

Status = Literal["done", "partial", "odd", "unsupported", ""]

QBO_OPERATIONS = ("create", "read", "query", "update", "sparse_update", "inactivate", "delete", "void")
CLIO_OPERATIONS = ("list", "show", "create", "update", "delete")


@dataclass(frozen=True)
class Row:
    """One entity or resource. An operation that the vendor does not offer has the empty status."""

    name: str
    operations: Mapping[str, Status]
    gaps: Mapping[str, str]
    source: str


@dataclass(frozen=True)
class Fault:
    """One error code that a twin can answer with; ``about`` says when, with the mark of its source."""

    code: int
    message: str
    about: str


def qbo_rows() -> list[Row]:
    """The entities of the QuickBooks twin by name."""
    return [_qbo_row(entity) for _, entity in sorted(ENTITIES.items())]


def _qbo_row(entity: Entity) -> Row:
    offered = set(entity.operations) | ({"void"} if entity.void else set())
    found = {name: _status(name, offered, entity.gaps) for name in QBO_OPERATIONS}
    if entity.odd_void:
        found["void"] = "odd"
    return Row(entity.name, found, entity.gaps, entity.source)


def qbo_addresses() -> list[str]:
    """The first paragraph about each QuickBooks address beside the entities."""
    modules = [import_module(f"{addresses.__name__}.{found.name}") for found in iter_modules(addresses.__path__)]
    texts = [inspect.getdoc(module) or "" for module in (*modules, entitlements, forms)]
    return sorted(" ".join(text.partition("\n\n")[0].split()) for text in texts)


def qbo_unserved() -> list[str]:
    """What QuickBooks has at an address of its own and the twin answers with "Unsupported Operation"."""
    reports = {f"reports/{name}" for name in UNSERVED_REPORTS}
    return sorted((service.UNSERVED | reports) - {name.lower() for name in ENTITIES} - set(ADDRESSES))


def clio_rows() -> list[Row]:
    """The resources of the Clio twin that have a path, by that path."""
    served = [each for each in models.load().values() if each.actions or each.operations]
    return [_clio_row(each) for each in sorted(served, key=lambda each: each.address)]


def _clio_row(resource: Resource) -> Row:
    offered = set(resource.actions.split())
    found = {name: _status(name, offered, resource.gaps) for name in CLIO_OPERATIONS}
    found |= {f"GET {resource.address}/{word}": _status("show", offered, resource.gaps) for word in resource.named}
    found |= {
        f"{each.method} {each.path}": _status(each.name, {each.name}, resource.gaps) for each in resource.operations
    }
    return Row(resource.address, found, resource.gaps, resource.source)


def clio_unserved() -> dict[str, list[str]]:
    """Why the twin answers 404 to a part of Clio's document, with the path groups that this goes for."""
    found: dict[str, list[str]] = {}
    for path, reason in sorted(CLIO_UNSERVED.items()):
        found.setdefault(reason, []).append(path)
    return found


def _status(operation: str, offered: set[str], gaps: Mapping[str, str]) -> Status:
    if operation not in offered:
        return "unsupported" if operation in gaps else ""
    return "partial" if operation in gaps else "done"


def qbo_faults() -> list[Fault]:
    """Every error code that the QuickBooks twin can answer with, by number; one code may come for several reasons."""
    tree = ast.parse(inspect.getsource(errors))
    functions = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
    return sorted((fault for each in functions for fault in _faults(each)), key=lambda fault: fault.code)


def _faults(function: ast.FunctionDef) -> Iterator[Fault]:
    about = " ".join((ast.get_docstring(function) or "").split())
    for code, message in _codes(function):
        yield Fault(code, message, about)


def _codes(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    """Codes with their messages as the function spells them: in the call that makes the error, or in a table."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            skipped = {"FaultError": 0, "GatewayError": 1}.get(node.func.id)
            values = [each.value for each in node.args[skipped:][:2] if isinstance(each, ast.Constant)]
            if skipped is not None and len(values) == 2:  # noqa: PLR2004 - code and message
                yield int(str(values[0])), str(values[1])
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found = [
                (k.value, v.value) for k, v in pairs if isinstance(k, ast.Constant) and isinstance(v, ast.Constant)
            ]
            yield from ((int(str(code)), str(message)) for code, message in found if isinstance(code, int))
