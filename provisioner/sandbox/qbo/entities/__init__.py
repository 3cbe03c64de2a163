"""The served entities, one module each: every module here defines ``ENTITY`` and is found by walking the folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Entity

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        import_module(f"{__name__}.{module.name}").ENTITY
        for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name)
    )
}
