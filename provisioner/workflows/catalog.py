"""Everything found by walking folders: resource types and rules. Importing it costs neither HTTP nor SQL."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import provisioner.providers.clio.resources
import provisioner.providers.qbo.resources
import provisioner.rules
from provisioner.engine.registry import resource_types
from provisioner.engine.rule import rules_in

if TYPE_CHECKING:
    from provisioner.engine.ports import Registry
    from provisioner.engine.rule import Rule


@cache
def registry() -> Registry:
    """All resource types."""
    return resource_types(provisioner.providers.qbo.resources, provisioner.providers.clio.resources)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return tuple(rules_in(provisioner.rules))
