"""What all QuickBooks resource types share: reading list objects and building the bodies of creates and updates."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, ClassVar

from provisioner.engine.ports import FieldInfo, Key, unchanged
from provisioner.model.resource import Observed, Remote
from provisioner.providers.sentences import sentence
from provisioner.providers.wire import WireField, infos

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from provisioner.model.address import Address
    from provisioner.model.change import Change, HumanStep
    from provisioner.model.resource import Desired, Scalar, Value
    from provisioner.model.section import Extension, Section

DELETED = re.compile(r" \(deleted(-\d+)?\)$")
"""What QuickBooks appends to the name of an inactive object. Seen live in a sandbox company, 2026-08.

That a second one of the same name gets a number as well is an assumption."""

READ_ONLY = frozenset(
    {
        "FullyQualifiedName",
        "SubAccount",
        "Classification",
        "CurrentBalance",
        "CurrentBalanceWithSubAccounts",
        "MetaData",
        "domain",
        "Level",
        "SubClass",
    }
)
"""Fields QuickBooks computes; an update need not send them back. Intuit API reference; read 2026-11."""

POSTING = frozenset(
    {
        "OpeningBalance",
        "OpeningBalanceDate",
        "OpenBalanceDate",
        "Balance",
        "QtyOnHand",
        "InvStartDate",
        "TrackQtyOnHand",
    }
)
"""Fields that make QuickBooks post an amount. This program never sends one."""


def reference(key: str, label: str, kind: str) -> WireField:
    """A field that points at another QuickBooks object of resource type ``kind``."""
    return WireField(
        key,
        FieldInfo(label),
        decode=lambda value: Remote(kind, str(value["value"])) if value else None,
        encode=lambda value: {"value": value.id},
    )


class QboType:
    """A QuickBooks list type. Subclasses are mostly data: ``entity`` and ``wire`` say what it looks like there."""

    kind: ClassVar[str]
    noun: ClassVar[str]
    entity: ClassVar[str]
    wire: ClassVar[Mapping[str, WireField]]
    fields: ClassVar[Mapping[str, FieldInfo]]
    sections: ClassVar[Sequence[Section]] = ()
    extensions: ClassVar[Sequence[Extension]] = ()
    sparse: ClassVar[bool] = False
    """Whether the type takes sparse updates; the others blank every field an update leaves out."""
    singleton: ClassVar[bool] = False
    """Whether a company has exactly one such object, which is read with its settings and never made."""
    computed: ClassVar[frozenset[str]] = frozenset()
    """Keys QuickBooks computes for this type, beside those of ``READ_ONLY``."""
    balance_key: ClassVar[str] = ""
    """Where the type has its balance."""
    system_kinds: ClassVar[frozenset[str]] = frozenset()
    """The detail types by which objects that QuickBooks made by itself are found."""
    _reading: ClassVar[Sequence[tuple[str, str, Callable[[Any], Value] | None]]] = ()
    _computed: ClassVar[frozenset[str]] = READ_ONLY

    def __init_subclass__(cls) -> None:
        """Derive what the engine reads from the wire table."""
        if "wire" in vars(cls):
            cls.fields = infos(cls.wire)
            cls._computed = READ_ONLY | cls.computed
            cls._reading = [
                (name, each.key, None if each.decode is unchanged else each.decode) for name, each in cls.wire.items()
            ]

    def title(self, fields: Mapping[str, Value]) -> str:
        """The name on screen."""
        return str(fields.get("name") or "")

    def keys(self, fields: Mapping[str, Value]) -> Iterable[Key]:
        """By name, without regard to case, below the same parent."""
        yield Key("name", (fields.get("parent"), folded(fields.get("name"))))

    def tokens(self, fields: Mapping[str, Value]) -> Iterable[tuple[str, Hashable]]:
        """QuickBooks refuses a second active object of the same name below the same parent."""
        yield ("name", (fields.get("parent"), folded(fields.get("name"))))

    def passing_value(self, name: str, observed: Observed) -> Value:
        """The name with a remark, within the shortest limit any list has (31)."""
        return f"{str(observed.fields.get(name))[:14]} (moving {observed.id[-6:]})"

    def blocked(self, change: Change, facts: Mapping[str, Scalar]) -> HumanStep | None:  # noqa: ARG002 - most types never are
        """Nothing stands in the way."""
        return None

    def refusal(self, desired: Desired, observed: Observed, siblings: Sequence[Observed]) -> str:  # noqa: ARG002 - part of the port
        """In use by something active: named, so that the user can find it."""
        if siblings:
            names = ", ".join(repr(str(each.fields.get("name"))) for each in siblings[:3])
            more = f" and {len(siblings) - 3} more" if len(siblings) > 3 else ""  # noqa: PLR2004 - three names are enough
            return f"{names}{more} still uses it"
        return ""

    def effect(self, change: Change) -> str:
        """One sentence on what is different afterwards."""
        return sentence(change, self.noun, "in QuickBooks")

    def undeclared(self, observed: Observed, owned: Mapping[Remote, Address]) -> str:  # noqa: ARG002 - part of the port
        """Nothing worth a remark."""
        return ""

    def untouched(self, observed: Observed, written: set[str]) -> Mapping[str, Any]:
        """Everything but our fields, the version, and what QuickBooks computes."""
        ours = {self.wire[name].key for name in written} | {"SyncToken", "Active", "sparse"}
        return {key: _pointed(value) for key, value in observed.raw.items() if key not in ours}

    def observe(self, wire: Mapping[str, Any]) -> Observed:
        """The object in our vocabulary. Of the vendor's form it keeps what an update has to send back."""
        raw = {key: value for key, value in wire.items() if key not in self._computed}
        for key, value in raw.items():
            if type(value) is str:
                raw[key] = intern(value)
            elif type(value) is dict:
                raw[key] = _shared(value)
        active = bool(raw.get("Active", True))
        fields = {name: raw.get(key) if decode is None else decode(raw.get(key)) for name, key, decode in self._reading}
        if not active and isinstance(fields.get("name"), str):
            fields["name"] = DELETED.sub("", str(fields["name"]))
        times = wire.get("MetaData") or {}
        detail = raw.get("AccountSubType") if self.system_kinds else None
        return Observed(
            kind=self.kind,
            id=str(raw["Id"]),
            version=str(raw.get("SyncToken", "0")),
            fields=fields,
            active=active,
            changed_at=_once(times.get("LastUpdatedTime")),
            system_kind=detail if detail in self.system_kinds else None,
            balance=balance(wire, self.balance_key) if self.balance_key else None,
            created_at=_once(times.get("CreateTime")),
            raw=raw,
        )

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:
        """A create, a sparse update, or a full update that echoes the whole object with our fields over it.

        A field is cleared by leaving it out of a full update; a sparse one would leave it as it is.
        """
        said = {name: value for name, value in fields.items() if not _is_empty(value)}
        ours = {self.wire[name].key: self.wire[name].encode(value) for name, value in said.items()}
        cleared = {self.wire[name].key for name in fields.keys() - said.keys()}
        if active is not None:
            ours["Active"] = active
        if observed is None:
            return ours
        identity = {"Id": observed.id, "SyncToken": observed.version}
        if self.sparse and not cleared:
            return {**identity, "sparse": True, **ours}
        dropped = POSTING | cleared
        echoed = {key: value for key, value in observed.raw.items() if key not in dropped and not _is_empty(value)}
        return {**echoed, **identity, "sparse": False, **ours}


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _once(value: Any) -> Any:
    """The value; a text as the one copy that the file, our memory and other objects with the same words share."""
    return intern(value) if type(value) is str else value


def _shared(value: Any) -> Any:
    """The very same reference for each that is written alike, as the currency of every account is. Never changed."""
    if value.keys() == {"value", "name"} and type(value["value"]) is str and type(value["name"]) is str:
        return _reference(value["value"], value["name"])
    return value


@lru_cache(maxsize=256)
def _reference(value: str, name: str) -> dict[str, str]:
    return {"value": value, "name": name}


def _pointed(value: Any) -> Any:
    """A reference without the name of what it points at, which QuickBooks fills in and which changes by itself."""
    return {"value": value["value"]} if isinstance(value, dict) and value.keys() == {"value", "name"} else value


def folded(name: Value) -> str:
    """A name as QuickBooks compares it: without case, blanks around it, or the mark of an inactive object."""
    return DELETED.sub("", str(name or "").strip()).casefold()


def balance(wire: Mapping[str, Any], key: str) -> Decimal | None:
    """An amount the vendor computed; None where it sent none."""
    value = wire.get(key)
    return None if value in {None, ""} else _exact(str(value))


@lru_cache(maxsize=1024)
def _exact(text: str) -> Decimal:
    return Decimal(text)
