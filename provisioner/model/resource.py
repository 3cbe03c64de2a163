"""Resources as the engine sees them: what the file wants (desired) and what the vendor has (observed)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from provisioner.model.address import Address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provisioner.model.funds import Funds
    from provisioner.model.source import Path, Place


class Remote(NamedTuple):
    """A vendor object by its resource type and id."""

    kind: str
    id: str


Scalar = str | int | bool | Decimal | None
Value = Scalar | Address | Remote
"""A field's value. A reference is an Address in desired fields and a Remote in observed and last applied ones."""

ACTIVE = "active"
"""The name under which last applied values remember that we made an object inactive, or active again."""
VERSION = "version"
"""The name under which they remember the version of the object that our last write of a tried field left."""


@dataclass(frozen=True, slots=True)
class Desired:
    """One resource as the firm file declares it.

    ``fields`` holds managed fields only: a field that is absent keeps its live value. ``covers`` are the keys of the
    firm file's entry that these fields stand for. ``found_by`` names a kind of object every company has by itself
    (``AccountsReceivable``): such a resource is found, never made, renamed or retired. ``also`` are further values of
    the firm file that it stands for, outside its entry. ``after`` are fields of other resources, as (address, field),
    without which it cannot be made: they are written first. ``note`` is a sentence on what the entry says and no
    program carries out.
    """

    address: Address
    fields: Mapping[str, Value]
    path: tuple[str | int, ...]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    covers: frozenset[str] = frozenset()
    found_by: str | None = None
    retired: bool = False
    tag: str | None = None
    also: tuple[Path, ...] = ()
    after: frozenset[tuple[Address, str]] = frozenset()
    note: str = ""

    def place_of(self, name: str) -> Place:
        """Where field ``name`` was written; the entry itself for a computed field."""
        return self.places.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Observed:
    """One vendor object just read. ``raw`` is the vendor's own form, kept to be echoed in full updates."""

    kind: str
    id: str
    version: str
    fields: Mapping[str, Value]
    active: bool = True
    changed_at: str | None = None
    system_kind: str | None = None
    balance: Decimal | None = None
    created_at: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    remote: Remote = field(init=False, repr=False, compare=False)
    """The object's identity; made once, since it is asked for many times."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "remote", Remote(self.kind, self.id))


@dataclass(frozen=True, slots=True)
class Refresh:
    """How a system was read. ``since``: only what changed since that instant, on top of the reading before.

    Without it everything was read; ``why`` says the reason when only changes were asked for, as the end of a sentence.
    """

    since: str = ""
    why: str = ""


IN_FULL = Refresh()
"""Everything was asked for, and read."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything read from one system in one refresh.

    ``instance`` tells a company or account from another one that has its id later, as a sandbox started anew has.
    ``tenant`` is the company id or Clio account name that answered, ``title`` its name on screen, ``facts`` single
    settings that decide what can be done (``edition``, ``class_tracking``), ``calls`` the requests it took.
    ``read_at`` is the vendor's own time, an ISO instant in UTC, when reading began; empty where it does not tell.
    ``calls_in_full`` are the requests that reading everything takes, where these were others. ``funds`` say who has
    money in trust, where that was asked.
    """

    system: str
    tenant: str
    title: str
    objects: Mapping[str, Sequence[Observed]]
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    calls: int = 0
    instance: str = ""
    read_at: str = ""
    calls_in_full: int | None = None
    refresh: Refresh = IN_FULL
    funds: Funds | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """Which vendor object an address stands for, and the managed fields as we last left them (None: never applied)."""

    address: Address
    remote_id: str
    last_applied: Mapping[str, Value] | None = None
    protected: bool = False
