"""Finds the settings that a person confirms by walking a folder; nothing is listed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.registry import modules
from provisioner.model.setting import Setting

if TYPE_CHECKING:
    from types import ModuleType


def settings_in(package: ModuleType) -> list[Setting]:
    """Every setting defined in the modules of ``package``: the module-level name ``SETTING``; by kind."""
    found = (getattr(module, "SETTING", None) for module in modules(package))
    return sorted((each for each in found if isinstance(each, Setting)), key=lambda each: each.kind)
