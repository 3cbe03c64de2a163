"""Every resource type of the twin. Each module here lists its `RESOURCES`; nothing else names them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.clio.shape import Resource


def load() -> dict[str, Resource]:
    """The resource types by name, found by walking this folder."""
    names = sorted(module.name for module in iter_modules(__path__))
    found: list[Resource] = [each for name in names for each in import_module(f"{__name__}.{name}").RESOURCES]
    return {resource.name: resource for resource in found}
