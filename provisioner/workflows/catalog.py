"""Everything found by walking folders: resource types, rules and settings. Importing it costs neither HTTP nor SQL."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import provisioner.providers.clio.resources
import provisioner.providers.qbo.resources
import provisioner.rules
import provisioner.settings
from provisioner.engine.registry import resource_types
from provisioner.engine.rule import rules_in
from provisioner.engine.setting import settings_in

if TYPE_CHECKING:
    from provisioner.engine.ports import Registry
    from provisioner.engine.rule import Rule
    from provisioner.model.setting import Setting


@cache
def registry() -> Registry:
    """All resource types."""
    return resource_types(provisioner.providers.qbo.resources, provisioner.providers.clio.resources)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return tuple(rules_in(provisioner.rules))


@cache
def settings() -> tuple[Setting, ...]:
    """All settings that only a person can make or keep to, by kind."""
    return tuple(settings_in(provisioner.settings))
