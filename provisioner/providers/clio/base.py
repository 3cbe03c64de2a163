"""What all Clio resource types share: reading records and building the bodies of creates and partial updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from provisioner.engine.ports import FieldInfo, Key
from provisioner.model.change import Action, HumanStep
from provisioner.model.resource import Observed
from provisioner.providers.sentences import sentence
from provisioner.providers.wire import WireField, infos

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from provisioner.model.address import Address
    from provisioner.model.change import Change
    from provisioner.model.resource import Desired, Remote, Scalar, Value
    from provisioner.model.section import Extension, Section


class ClioType:
    """A Clio list type. Subclasses are mostly data: ``path`` and ``wire`` say what it looks like there."""

    kind: ClassVar[str]
    noun: ClassVar[str]
    path: ClassVar[str]
    """The collection, ``bank_accounts``."""
    wire: ClassVar[Mapping[str, WireField]]
    fields: ClassVar[Mapping[str, FieldInfo]]
    sections: ClassVar[Sequence[Section]] = ()
    extensions: ClassVar[Sequence[Extension]] = ()
    heading: ClassVar[str] = "Clio"
    menu: ClassVar[str] = ""
    """Where a person finds these records in Clio."""

    def __init_subclass__(cls) -> None:
        """Derive what the engine reads from the wire table."""
        if "wire" in vars(cls):
            cls.fields = infos(cls.wire)

    @property
    def asked(self) -> str:
        """The ``fields`` parameter: Clio answers with id and etag alone unless told otherwise."""
        return ",".join(
            [
                "id",
                "etag",
                "created_at",
                "updated_at",
                *dict.fromkeys(each.asked or each.key for each in self.wire.values()),
            ]
        )

    def title(self, fields: Mapping[str, Value]) -> str:
        """The name on screen."""
        return str(fields.get("name") or "")

    def group(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - one heading a type
        """The heading in a plan."""
        return self.heading

    def keys(self, fields: Mapping[str, Value]) -> Iterable[Key]:
        """By exact name: Clio allows two records of the same name, which then is a finding."""
        yield Key("name", fields.get("name"))

    def tokens(self, fields: Mapping[str, Value]) -> Iterable[tuple[str, Hashable]]:  # noqa: ARG002 - part of the port
        """Clio keeps nothing unique."""
        return ()

    def passing_value(self, name: str, observed: Observed) -> Value:
        """Never needed, since nothing is unique."""
        return observed.fields.get(name)

    def blocked(self, change: Change, facts: Mapping[str, Scalar]) -> HumanStep | None:  # noqa: ARG002 - part of the port
        """Taking a record away is left to a person.

        Clio can only delete it, and what that does to bills that used it is not documented.
        """
        if change.action is not Action.RETIRE:
            return None
        name = self.title(change.observed.fields if change.observed else change.desired.fields)
        return HumanStep(
            (
                f"In Clio, open {self.menu}.",
                f"Check that nothing open still uses {name!r}.",
                f"Delete or rename {name!r} there, as the firm prefers.",
            ),
            "A screenshot of the list without it.",
            "The next plan reads the list again.",
        )

    def refusal(self, desired: Desired, observed: Observed, siblings: Sequence[Observed]) -> str:  # noqa: ARG002 - part of the port
        """Never retired by program."""
        return ""

    def effect(self, change: Change) -> str:
        """One sentence on what is different afterwards."""
        return sentence(change, self.noun, "in Clio")

    def undeclared(self, observed: Observed, owned: Mapping[Remote, Address]) -> str:  # noqa: ARG002 - part of the port
        """Nothing worth a remark."""
        return ""

    def untouched(self, observed: Observed, written: set[str]) -> Mapping[str, Any]:
        """Everything that was asked for but our fields and the version."""
        ours = {self.wire[name].key for name in written} | {"etag", "created_at", "updated_at"}
        return {key: value for key, value in observed.raw.items() if key not in ours}

    def observe(self, wire: Mapping[str, Any]) -> Observed:
        """The record in our vocabulary."""
        return Observed(
            kind=self.kind,
            id=str(wire["id"]),
            version=str(wire.get("etag") or ""),
            fields={name: each.decode(wire.get(each.key)) for name, each in self.wire.items()},
            changed_at=wire.get("updated_at"),
            created_at=wire.get("created_at"),
            raw=wire,
        )

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:  # noqa: ARG002 - part of the port
        """The ``data`` of a create or of a partial update: only the fields given."""
        body: dict[str, Any] = {}
        for name, value in fields.items():
            each = self.wire[name]
            encoded = None if value is None else each.encode(value)
            if isinstance(encoded, dict) and isinstance(body.get(each.key), dict):
                encoded = {**body[each.key], **encoded}
            body[each.key] = encoded
        return body
