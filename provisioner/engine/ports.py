"""What the engine needs from outside: resource types, readers and writers of a system, and a recorder."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from provisioner.model.address import Address
    from provisioner.model.change import Change, HumanStep, Operation
    from provisioner.model.errors import VendorProblem
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired, Observed, Remote, Scalar, Snapshot, Value
    from provisioner.model.section import Extension, Section


def unchanged(value: Value) -> Value:
    """The normal form of most fields: the value itself."""
    return value


def _composed(normal: Callable[[Value], Value], stored: Callable[[Value], Value]) -> Callable[[Value], Value]:
    if stored is unchanged:
        return normal
    return stored if normal is unchanged else lambda value: stored(normal(value))


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """What the engine must know of one managed field.

    ``normal`` maps a value to its normal form: two values are equal when their normal forms are. It is idempotent.
    ``stored`` maps a normal form to what a vendor keeps of it, for a vendor that masks or rounds (a lossy field); it
    is idempotent too.
    ``fixed`` says why the field of a live object is never changed and what to do instead; empty where it may change.
    ``tried`` marks a field that the vendor may answer well to and not take: then it is for a person to change.
    """

    label: str
    normal: Callable[[Value], Value] = unchanged
    stored: Callable[[Value], Value] = unchanged
    fixed: str = ""
    tried: bool = False
    form: Callable[[Value], Value] = field(init=False, repr=False, compare=False)
    """``normal``, then ``stored``: one call for the many fields that have only one of them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "form", _composed(self.normal, self.stored))


class Key(NamedTuple):
    """One way to recognise an object without a binding. ``live_only`` keys ignore inactive objects."""

    by: str
    value: Hashable
    live_only: bool = False


class ResourceType(Protocol):
    """One kind of resource: what the file may say, how it is recognised, and its form on the wire.

    All methods are pure. Fields given to them hold references as Remote where the object exists, as Address where it
    is still to be created.
    """

    kind: ClassVar[str]
    noun: ClassVar[str]
    fields: ClassVar[Mapping[str, FieldInfo]]
    sections: ClassVar[Sequence[Section]]
    extensions: ClassVar[Sequence[Extension]]

    def desired(self, firm: Firm) -> Iterable[Desired]:
        """The resources of this type that the firm file declares, retired ones included."""
        ...

    def title(self, fields: Mapping[str, Value]) -> str:
        """The object as a person knows it on screen: ``1010 IOLTA Trust``."""
        ...

    def group(self, fields: Mapping[str, Value]) -> str:
        """The heading it stands under in a plan, by ledger meaning: ``Bank accounts``."""
        ...

    def keys(self, fields: Mapping[str, Value]) -> Iterable[Key]:
        """How to recognise the object, strongest key first."""
        ...

    def tokens(self, fields: Mapping[str, Value]) -> Iterable[tuple[str, Hashable]]:
        """What the vendor lets only one live object have: ``(field, value)``, e.g. an account number."""
        ...

    def passing_value(self, name: str, observed: Observed) -> Value:
        """A free value for unique field ``name``, to park an object on while names or numbers go round in a circle."""
        ...

    def blocked(self, change: Change, facts: Mapping[str, Scalar]) -> HumanStep | None:
        """The step for a person when the vendor cannot do this change by program; None when it can."""
        ...

    def refusal(self, desired: Desired, observed: Observed, siblings: Sequence[Observed]) -> str:
        """Why this object must not be retired now, as a sentence; empty when it may be."""
        ...

    def effect(self, change: Change) -> str:
        """One sentence a bookkeeper understands: what is different after this change."""
        ...

    def undeclared(self, observed: Observed, owned: Mapping[Remote, Address]) -> str:
        """Why a live object that no entry stands for deserves a remark, as a heading for a list; usually empty.

        ``owned`` are the objects the file does stand for.
        """
        ...

    def untouched(self, observed: Observed, written: set[str]) -> Mapping[str, Any]:
        """The parts of the vendor's form that writing the fields ``written`` must leave as they are."""
        ...

    def observe(self, wire: Mapping[str, Any]) -> Observed:
        """The object in our vocabulary, from the vendor's form."""
        ...

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:
        """The vendor's form of a create (``observed`` None) or of an update of ``observed``."""
        ...


@dataclass(frozen=True, slots=True)
class Write:
    """One write ready to be sent: references resolved to Remote."""

    address: Address
    type: ResourceType
    operation: Operation
    fields: Mapping[str, Value]
    observed: Observed | None
    active: bool | None = None
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One write as it stands in a request. Self-contained: with it alone an unknown outcome can be found out later.

    ``body`` is the vendor's form, ``fields`` what is remembered as applied, references as Remote. ``remote_id`` and
    ``version`` are those of the object before an update; a create has neither.
    """

    address: Address
    operation: Operation
    body: Mapping[str, Any]
    fields: Mapping[str, Value]
    active: bool | None = None
    remote_id: str | None = None
    version: str = ""
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request that writes. ``id`` makes sending it again harmless where the vendor knows such ids.

    ``since`` is the vendor's own time, an ISO instant, at which the plan was read: an object made before that was not
    made by this request.
    """

    id: str
    system: str
    items: tuple[Item, ...]
    since: str = ""


def item_of(write: Write, body: Mapping[str, Any]) -> Item:
    """The item for ``write``, with ``body`` in the vendor's form."""
    before = write.observed
    return Item(
        write.address,
        write.operation,
        body,
        write.fields,
        write.active,
        None if before is None else before.id,
        "" if before is None else before.version,
        write.temporary,
    )


class Fate(StrEnum):
    """What became of one item of a request. Unknown: it was sent, and nobody knows whether it was carried out."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What became of one item: the object's id and version afterwards, or what the vendor said."""

    address: Address
    fate: Fate
    remote_id: str = ""
    version: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A request in the journal, when it was about to be sent (ISO instant, UTC), and what became of its items."""

    request: Request
    at: str
    conclusions: tuple[Conclusion, ...] = ()

    @property
    def open(self) -> tuple[Item, ...]:
        """The items whose fate is unknown: the run ended before the answer came, or there was none."""
        known = {each.address for each in self.conclusions if each.fate is not Fate.UNKNOWN}
        return tuple(each for each in self.request.items if each.address not in known)


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of a write: the object as the vendor returned it, or the problem.

    ``unknown`` says that the write may have been carried out all the same.
    """

    observed: Observed | None = None
    problem: VendorProblem | None = None
    unknown: bool = False


class Reader(Protocol):
    """Reads one system. Has no method that writes."""

    system: str

    def read(self, types: Sequence[ResourceType], expected: int = 0) -> Snapshot:
        """Everything of these types, inactive objects included, in as few requests as the vendor allows.

        ``expected`` is how many objects there are at least, as far as anybody knows.
        """
        ...


class Writer(Protocol):
    """Writes to one system: settings and lists only, never a transaction."""

    system: str
    batch_size: int

    @property
    def calls(self) -> int:
        """The requests sent so far, repeated ones included, OAuth left out."""
        ...

    def prepare(self, writes: Sequence[Write], request_id: str, since: str) -> Request:
        """The request for up to ``batch_size`` independent writes. Sends nothing."""
        ...

    def send(self, request: Request) -> Sequence[WriteResult]:
        """Send it, again where that is safe; one result for each item, in the same order.

        A request that was sent before, by this process or another, is never carried out twice.
        """
        ...


class Recorder(Protocol):
    """Remembers what an apply is about to do and what it did, as it happens."""

    def intend(self, request: Request) -> None:
        """Write down a request that is about to be sent; durable when this returns."""
        ...

    def conclude(self, request_id: str, conclusions: Sequence[Conclusion]) -> None:
        """Write down what became of a request, together with the bindings since the last flush; durable at return."""
        ...

    def bind(self, address: Address, remote: Remote, applied: Mapping[str, Value]) -> None:
        """Bind ``address`` to the object and remember the managed fields as we left them (added to those known)."""
        ...

    def release(self, address: Address) -> None:
        """Forget the binding: the resource is no longer managed."""
        ...

    def flush(self) -> None:
        """Make everything recorded so far durable."""
        ...


@dataclass(frozen=True)
class Registry:
    """All resource types of a run, by kind, in a fixed order."""

    types: Mapping[str, ResourceType] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> ResourceType:
        """The type of that kind; KeyError for one that does not exist."""
        return self.types[kind]

    def of(self, system: str) -> list[ResourceType]:
        """The types of one system."""
        return [each for each in self.types.values() if each.kind.startswith(f"{system}.")]

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the firm file that the types own."""
        return tuple(section for each in self.types.values() for section in each.sections)

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """The sub-entries that types add to sections of other types."""
        return tuple(extension for each in self.types.values() for extension in each.extensions)
