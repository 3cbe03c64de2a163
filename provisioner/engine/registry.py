"""Finds resource types and rules by walking a folder; nothing is listed by hand."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

from provisioner.engine.ports import Registry, ResourceType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """The modules directly or deeper inside ``package``, by name. Names that start with an underscore are left out."""
    for info in sorted(pkgutil.walk_packages(package.__path__, f"{package.__name__}."), key=lambda found: found.name):
        if not info.ispkg and not info.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(info.name)


def resource_types(*packages: ModuleType) -> Registry:
    """One instance of every resource type defined in the modules of ``packages``."""
    found: dict[str, ResourceType] = {}
    for package in packages:
        for module in modules(package):
            for defined in vars(module).values():
                if _is_resource_type(defined) and defined.__module__ == module.__name__:
                    found[defined.kind] = defined()
    return Registry(found)


def _is_resource_type(defined: Any) -> bool:
    return isinstance(defined, type) and isinstance(getattr(defined, "kind", None), str) and hasattr(defined, "observe")
