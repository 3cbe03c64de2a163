"""What a resource type adds to the firm file: a section of its own, or a sub-entry of another type's section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.model.spec import Spec


@dataclass(frozen=True, slots=True)
class Section:
    """A section of keyed entries, ``accounts: {operating: {...}}``. ``retired`` is the spec of ``retired.<name>``."""

    name: str
    spec: type[Spec]
    retired: type[Spec] | None = None
    doc: str = ""
    system: str = "qbo"
    """Where its entries live."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A sub-entry another type adds to each entry of ``section``: ``accounts.operating.clio`` is ``clio`` there."""

    section: str
    field: str
    spec: type[Spec]
