"""Decides which vendor object each declared resource stands for: by binding, else by natural key, else it is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.engine.order import by_dependency, references
from provisioner.model.address import Address
from provisioner.model.finding import Finding, Level
from provisioner.model.words import plural_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.ports import Key, Registry, ResourceType
    from provisioner.model.resource import Binding, Desired, Observed, Remote, Snapshot, Value
    from provisioner.model.source import Place


@dataclass(frozen=True, slots=True)
class Match:
    """A declared resource and the object it stands for.

    ``fields`` are the declared fields in normal form, references resolved to Remote where the target is known.
    ``live`` are the object's own fields in normal form.
    ``held`` means a finding stands in the way: nothing is planned for this resource or what refers to it.
    """

    desired: Desired
    type: ResourceType
    fields: Mapping[str, Value]
    observed: Observed | None = None
    binding: Binding | None = None
    held: bool = False
    live: Mapping[str, Value] = field(default_factory=dict)


@dataclass
class Matches:
    """The outcome: one match per declared resource, findings, and bindings the file no longer has."""

    by_address: dict[Address, Match] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    released: tuple[Binding, ...] = ()


class _Index:
    """The objects of one resource type, by id and by natural key; by key only once somebody has no binding."""

    def __init__(self, kind: ResourceType, objects: Sequence[Observed]) -> None:
        self._kind = kind
        self._objects = objects
        self.by_id = {each.id: each for each in objects}

    @cached_property
    def by_key(self) -> Mapping[Key, list[Observed]]:
        """The objects that each natural key leads to."""
        found: dict[Key, list[Observed]] = defaultdict(list)
        for each in self._objects:
            for key in self._kind.keys(normalise(each.fields, self._kind.fields)):
                if each.active or not key.live_only:
                    found[key].append(each)
        return found

    def of_kind(self, system_kind: str) -> list[Observed]:
        """The active objects of a kind that every company has by itself."""
        return [each for each in self._objects if each.system_kind == system_kind and each.active]


def match(
    desired: Iterable[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    registry: Registry,
) -> Matches:
    """Find the object of each declared resource. Pure: the same input gives the same matches and findings.

    Resources of a system that was not read are left out: nothing can be said about them.
    """
    declared, doubled = _by_address(each for each in desired if each.address.system in snapshots)
    matcher = _Matcher(declared, snapshots, bindings, registry)
    order = by_dependency(declared.values())
    for address in sorted(order, key=lambda each: declared[each].retired):
        matcher.place(declared[address])
    matcher.refuse_shared_objects()
    matcher.refuse_doubled(doubled)
    matcher.hold_dependents(order)
    result = matcher.result
    result.by_address = {address: result.by_address[address] for address in declared}
    result.released = tuple(
        binding for address, binding in bindings.items() if address not in declared and address.system in snapshots
    )
    return result


def _by_address(desired: Iterable[Desired]) -> tuple[dict[Address, Desired], list[Desired]]:
    """The resources by address, and those whose address another one has already."""
    declared: dict[Address, Desired] = {}
    doubled: list[Desired] = []
    for each in desired:
        if each.address in declared:
            doubled.append(each)
        else:
            declared[each.address] = each
    return declared, doubled


class _Matcher:
    def __init__(
        self,
        declared: Mapping[Address, Desired],
        snapshots: Mapping[str, Snapshot],
        bindings: Mapping[Address, Binding],
        registry: Registry,
    ) -> None:
        self.bindings = bindings
        self.registry = registry
        self.result = Matches()
        self.indexes = {
            kind.kind: _Index(kind, snapshots[kind.kind.partition(".")[0]].objects.get(kind.kind, ()))
            for kind in registry.types.values()
            if kind.kind.partition(".")[0] in snapshots
        }
        self.declared = declared
        self.matched: set[Remote] = set()
        self.claimed: dict[Remote, Address] = {}
        for address, binding in bindings.items():
            bound = self._object(address, binding)
            if address in declared and bound is not None:
                self.claimed.setdefault(bound.remote, address)

    def _object(self, address: Address, binding: Binding) -> Observed | None:
        index = self.indexes.get(address.kind)
        return index.by_id.get(binding.remote_id) if index else None

    def place(self, desired: Desired) -> None:
        address = desired.address
        kind = self.registry[address.kind]
        pointing = {name: value for name, value in desired.fields.items() if isinstance(value, Address)}
        resolved = {name: self.resolve(value) for name, value in pointing.items()}
        fields = normalise({**desired.fields, **resolved} if resolved else desired.fields, kind.fields)
        binding = self.bindings.get(address)
        observed = self._object(address, binding) if binding else None
        held = any(self._points_nowhere(desired, name, value) for name, value in pointing.items())
        if observed is None:
            observed, refused = self._find(desired, kind, fields)
            held = held or refused
        live = normalise(observed.fields, kind.fields) if observed is not None else {}
        if observed is not None and not desired.retired:
            held = self._refuses_fixed(desired, kind, fields, observed, live) or held
            self.matched.add(observed.remote)
        self.result.by_address[address] = Match(desired, kind, fields, observed, binding, held, live)

    def resolve(self, value: Address) -> Value:
        """A reference as the object it points at, where that is known."""
        target = self.result.by_address.get(value)
        return target.observed.remote if target and target.observed else value

    def _points_nowhere(self, desired: Desired, name: str, value: Address) -> bool:
        """True for a reference to what neither exists nor will be made by this plan, which is reported."""
        target = self.result.by_address.get(value)
        if target is not None and (target.observed is not None or target.desired.found_by is None):
            return False
        if target is not None:
            self._report(
                "MAT108",
                "waits-for-system-object",
                Level.WARNING,
                f"{desired.address} needs {value}, which QuickBooks has not made in this company yet.",
                "QuickBooks makes it by itself the first time something is posted to it.",
                "Plan again when it is there, or point this entry at an account of your own.",
                desired,
                name,
            )
        else:
            circular = value in self.declared and not self.declared[value].retired
            reason = "which in turn needs it" if circular else "which this file does not declare as something to keep"
            self._report(
                "MAT109",
                "reference-to-nothing",
                Level.ERROR,
                f"{desired.address} needs {value}, {reason}.",
                "There is no order in which both could be made." if circular else "There is nothing to point at.",
                "Correct one of the two entries.",
                desired,
                name,
            )
        return True

    def _find(self, desired: Desired, kind: ResourceType, fields: Mapping[str, Value]) -> tuple[Observed | None, bool]:
        """The unbound object this resource stands for, and whether a finding forbids to go on."""
        if desired.found_by is not None:
            of_kind = self.indexes[desired.address.kind].of_kind(desired.found_by)
            return self._one(desired, kind, self._free(of_kind, desired), "kind")
        live: dict[Key, list[Observed]] = {}
        inactive: dict[str, Observed] = {}
        for key, candidates in self._candidates(desired, kind, fields):
            live[key] = [each for each in candidates if each.active]
            inactive |= {each.id: each for each in candidates if not each.active}
        if any(live.values()):
            return self._live_one(desired, kind, fields, live)
        if desired.retired and len(inactive) > 1:
            return None, False
        return self._one(desired, kind, list(inactive.values()), "name")

    def _live_one(
        self,
        desired: Desired,
        kind: ResourceType,
        fields: Mapping[str, Value],
        live: Mapping[Key, Sequence[Observed]],
    ) -> tuple[Observed | None, bool]:
        """The one among the live objects that each key leads to.

        A key that several objects share decides nothing when another key picks one of them. Where keys lead to
        different objects, one that already is all that the file says it should be is the one.
        """
        sure = [(key, objects[0]) for key, objects in live.items() if len(objects) == 1]
        ids = {each.id for _, each in sure}
        others = [
            (key, objects) for key, objects in live.items() if objects and not ids & {each.id for each in objects}
        ]
        strangers = [(key, each) for key, objects in others for each in objects]
        if not sure:
            key, objects = others[0]
            return self._one(desired, kind, objects, key.by)
        if len(ids) == 1 and not strangers:
            return sure[0][1], False
        exact = {each.id: each for _, each in [*sure, *strangers] if _is_as_declared(kind, fields, each)}
        if len(exact) == 1:
            return next(iter(exact.values())), False
        self._report_split(desired, kind, [*sure, *strangers])
        return None, True

    def _candidates(
        self, desired: Desired, kind: ResourceType, fields: Mapping[str, Value]
    ) -> Iterator[tuple[Key, list[Observed]]]:
        """The objects each key leads to. What is to be retired has lost a number that a declared resource has now."""
        index = self.indexes[desired.address.kind]
        for key in kind.keys(fields):
            candidates = self._free(index.by_key.get(key, ()), desired)
            if desired.retired and key.live_only:
                candidates = [each for each in candidates if each.remote not in self.matched]
            yield key, candidates

    def _free(self, candidates: Iterable[Observed], desired: Desired) -> list[Observed]:
        """Candidates not bound to another resource that the file still declares."""
        return [each for each in candidates if self.claimed.get(each.remote, desired.address) == desired.address]

    def _one(
        self, desired: Desired, kind: ResourceType, candidates: Sequence[Observed], by: str
    ) -> tuple[Observed | None, bool]:
        if len(candidates) > 1:
            self._report_alike(desired, kind, candidates, by)
            return None, True
        return (candidates[0] if candidates else None), False

    def _report(
        self,
        code: str,
        name: str,
        level: Level,
        what: str,
        why: str,
        fix: str,
        desired: Desired,
        field_name: str = "",
        related: tuple[Place, ...] = (),
    ) -> None:
        place = desired.place_of(field_name)
        self.result.findings.append(Finding(code, name, level, what, why, fix, place, str(desired.address), related))

    def _report_alike(self, desired: Desired, kind: ResourceType, candidates: Sequence[Observed], by: str) -> None:
        self._report(
            "MAT101",
            "ambiguous-match",
            Level.ERROR,
            f"{desired.address} could be any of {len(candidates)} {plural_of(kind.noun)} with the same {by}: "
            f"{_listed(kind, candidates)}.",
            "Binding the wrong one would change or hide somebody's books.",
            _how_to_tell_apart(desired, candidates, by),
            desired,
        )

    def _report_split(self, desired: Desired, kind: ResourceType, found: Sequence[tuple[Key, Observed]]) -> None:
        listed = " and ".join(f"the {key.by} belongs to {_listed(kind, [each])}" for key, each in found)
        self._report(
            "MAT102",
            "keys-on-different-objects",
            Level.ERROR,
            f"{desired.address} could be different {plural_of(kind.noun)}: {listed}.",
            "Guessing could rename or renumber the wrong one.",
            "Correct the firm file, or correct one of them on screen, so that all of this points to the same one.",
            desired,
        )

    def _refuses_fixed(
        self,
        desired: Desired,
        kind: ResourceType,
        fields: Mapping[str, Value],
        observed: Observed,
        live: Mapping[str, Value],
    ) -> bool:
        if fields.items() <= live.items():
            return False
        differing = [name for name, value in fields.items() if kind.fields[name].fixed and live.get(name) != value]
        for name in differing[:1]:
            info = kind.fields[name]
            self._report(
                "MAT103",
                "fixed-field-differs",
                Level.ERROR,
                f"{desired.address} is declared with {info.label} {fields[name]!r}, but {_listed(kind, [observed])} "
                f"has {info.label} {live.get(name)!r}.",
                f"The {info.label} of a live {kind.noun} is never changed.",
                info.fixed,
                desired,
                name,
            )
        return bool(differing)

    def refuse_shared_objects(self) -> None:
        """Report two addresses on one object, and hold both. What is retired and inactive already asks for nothing."""
        standing = [
            (each.observed.remote, each)
            for each in self.result.by_address.values()
            if each.observed is not None and (each.observed.active or not each.desired.retired)
        ]
        times = Counter(remote for remote, _ in standing)
        owners: dict[Remote, list[Match]] = defaultdict(list)
        for remote, each in standing:
            if times[remote] > 1:
                owners[remote].append(each)
        for matches in owners.values():
            if matches[0].observed is not None:
                names = " and ".join(str(each.desired.address) for each in matches)
                for each in matches:
                    self._hold(each.desired.address)
                self._report(
                    "MAT104",
                    "two-addresses-one-object",
                    Level.ERROR,
                    f"{names} stand for the same object, {_listed(matches[0].type, [matches[0].observed])}.",
                    "Each would undo what the other asks for.",
                    "Keep one of these entries, or give the other its own number and name.",
                    matches[-1].desired,
                    related=tuple(each.desired.place for each in matches[:-1]),
                )

    def refuse_doubled(self, doubled: Sequence[Desired]) -> None:
        """Report addresses that are declared more than once, and hold them: neither entry may win by its position."""
        for each in doubled:
            self._hold(each.address)
            self._report(
                "MAT107",
                "address-declared-twice",
                Level.ERROR,
                f"{each.address} is declared twice.",
                "An address stands for one object, and the entries ask for different things.",
                "Give one of the two entries another key.",
                each,
                related=(self.declared[each.address].place,),
            )

    def hold_dependents(self, order: Sequence[Address]) -> None:
        """Hold what refers to something held. ``order`` has every address after what it refers to."""
        held: set[Address] = set()
        if not any(each.held for each in self.result.by_address.values()):
            return
        for address in order:
            if self.result.by_address[address].held or references(self.declared[address].fields) & held:
                held.add(address)
                self._hold(address)

    def _hold(self, address: Address) -> None:
        self.result.by_address[address] = replace(self.result.by_address[address], held=True)


def _how_to_tell_apart(desired: Desired, candidates: Sequence[Observed], by: str) -> str:
    if desired.address.system == "clio":
        return f"In Clio, give the others another {by} or delete them, and plan again."
    if desired.found_by is not None:
        return (
            "In QuickBooks, make inactive what nothing is posted to, and plan again. "
            "Where all of them are needed, remove this entry and what points at it."
        )
    if not any(each.active for each in candidates):
        return "In QuickBooks, make the right one active, and plan again."
    return f"In QuickBooks, give the others another {by} or make them inactive, and plan again."


def _is_as_declared(kind: ResourceType, fields: Mapping[str, Value], observed: Observed) -> bool:
    live = normalise(observed.fields, kind.fields)
    return all(live.get(name) == value for name, value in fields.items())


def _listed(kind: ResourceType, objects: Sequence[Observed]) -> str:
    return ", ".join(f"{kind.title(each.fields)!r} (id {each.id})" for each in objects)
