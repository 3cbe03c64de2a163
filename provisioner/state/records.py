"""What the state store is asked about and hands out: a scope, an apply's run, and who holds the lock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.address import Address
    from provisioner.model.resource import Binding


@dataclass(frozen=True)
class Scope:
    """Whose bindings are meant: an environment (``sandbox``, or a live host) and a tenant for each system."""

    environment: str
    tenants: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """The scope as it stands in a row: the environment, and all tenants in a fixed order."""
        return self.environment, json.dumps(dict(self.tenants), sort_keys=True)

    def row(self, address: Address) -> tuple[str, str, str]:
        """The key of an address's binding."""
        return self.environment, self.tenants[address.system], str(address)


@dataclass(frozen=True, slots=True)
class Kept:
    """A binding, and when (an ISO instant) and by whom it was last written."""

    binding: Binding
    at: str
    by: str


@dataclass(frozen=True)
class Run:
    """One apply. ``plan`` is the approved plan as JSON; without a ``result`` the run is going on, or was broken off.

    ``started`` and ``finished`` are ISO instants.
    """

    id: str
    scope: Scope
    who: str
    digest: str
    started: str
    plan: str = ""
    finished: str | None = None
    result: str | None = None


@dataclass(frozen=True)
class Holder:
    """Who applies just now. ``since`` and ``seen``, the last sign of life, are ISO instants."""

    owner: str
    host: str
    pid: int
    since: str
    seen: str
