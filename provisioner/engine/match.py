"""Decides which vendor object each declared resource stands for: by binding, else by natural key, else it is new."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.engine.order import by_dependency
from provisioner.model.address import Address
from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provisioner.engine.ports import Key, Registry, ResourceType
    from provisioner.model.resource import Binding, Desired, Observed, Remote, Snapshot, Value


@dataclass(frozen=True, slots=True)
class Match:
    """A declared resource and the object it stands for.

    ``fields`` are the declared fields in normal form, references resolved to Remote where the target is known.
    ``held`` means a finding stands in the way: nothing is planned for this resource or what refers to it.
    """

    desired: Desired
    type: ResourceType
    fields: Mapping[str, Value]
    observed: Observed | None = None
    binding: Binding | None = None
    held: bool = False


@dataclass
class Matches:
    """The outcome: one match per declared resource, findings, and bindings the file no longer has."""

    by_address: dict[Address, Match] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    released: tuple[Binding, ...] = ()


class _Index:
    """The objects of one resource type, by id and by natural key."""

    def __init__(self, kind: ResourceType, objects: Sequence[Observed]) -> None:
        self.by_id = {each.id: each for each in objects}
        self.by_key: dict[Key, list[Observed]] = defaultdict(list)
        self.by_system_kind: dict[str, list[Observed]] = defaultdict(list)
        for each in objects:
            for key in kind.keys(normalise(each.fields, kind.fields)):
                if each.active or not key.live_only:
                    self.by_key[key].append(each)
            if each.system_kind and each.active:
                self.by_system_kind[each.system_kind].append(each)


def match(
    desired: Iterable[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    registry: Registry,
) -> Matches:
    """Find the object of each declared resource. Pure: the same input gives the same matches and findings."""
    declared = {each.address: each for each in desired}
    matcher = _Matcher(declared, snapshots, bindings, registry)
    for address in by_dependency(declared.values()):
        matcher.place(declared[address])
    matcher.refuse_shared_objects()
    result = matcher.result
    result.by_address = {address: result.by_address[address] for address in declared}
    result.released = tuple(
        binding for address, binding in bindings.items() if address not in declared and address.system in snapshots
    )
    return result


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
        fields = normalise({name: self.resolve(value) for name, value in desired.fields.items()}, kind.fields)
        binding = self.bindings.get(address)
        observed = self._object(address, binding) if binding else None
        held = any(self._is_held(value) for value in desired.fields.values())
        if observed is None:
            observed, refused = self._find(desired, kind, fields)
            held = held or refused
        if observed is not None and not desired.retired:
            held = self._refuses_fixed(desired, kind, fields, observed) or held
        self.result.by_address[address] = Match(desired, kind, fields, observed, binding, held)

    def resolve(self, value: Value) -> Value:
        """A reference as the object it points at, where that is known."""
        if isinstance(value, Address):
            target = self.result.by_address.get(value)
            return target.observed.remote if target and target.observed else value
        return value

    def _is_held(self, value: Value) -> bool:
        return isinstance(value, Address) and value in self.result.by_address and self.result.by_address[value].held

    def _find(self, desired: Desired, kind: ResourceType, fields: Mapping[str, Value]) -> tuple[Observed | None, bool]:
        """The unbound object this resource stands for, and whether a finding forbids to go on."""
        index = self.indexes[desired.address.kind]
        if desired.found_by is not None:
            return self._one(desired, kind, self._free(index.by_system_kind[desired.found_by], desired), "kind")
        found: list[tuple[Key, Observed]] = []
        inactive: list[Observed] = []
        for key in kind.keys(fields):
            candidates = self._free(index.by_key.get(key, ()), desired)
            live = [each for each in candidates if each.active]
            if len(live) > 1:
                return self._one(desired, kind, live, key.by)
            found += [(key, each) for each in live]
            inactive += [each for each in candidates if not each.active]
        if len({each.id for _, each in found}) > 1:
            self._report_split(desired, kind, found)
            return None, True
        if found:
            return found[0][1], False
        return self._one(desired, kind, list({each.id: each for each in inactive}.values()), "name")

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

    def _report_alike(self, desired: Desired, kind: ResourceType, candidates: Sequence[Observed], by: str) -> None:
        listed = _listed(kind, candidates)
        self.result.findings.append(
            Finding(
                "MAT101",
                "ambiguous-match",
                Level.ERROR,
                f"{desired.address} could be any of {len(candidates)} {kind.noun}s with the same {by}: {listed}.",
                "Binding the wrong one would change or hide somebody's books.",
                f"Give the right one a {by} of its own, or make the others inactive, and plan again.",
                desired.place,
                str(desired.address),
            )
        )

    def _report_split(self, desired: Desired, kind: ResourceType, found: Sequence[tuple[Key, Observed]]) -> None:
        listed = " and ".join(f"the {key.by} belongs to {_listed(kind, [each])}" for key, each in found)
        self.result.findings.append(
            Finding(
                "MAT102",
                "keys-on-different-objects",
                Level.ERROR,
                f"{desired.address} could be two different {kind.noun}s: {listed}.",
                "Guessing could rename or renumber the wrong one.",
                "Correct the firm file, or correct one of the two on screen, so that both point to the same one.",
                desired.place,
                str(desired.address),
            )
        )

    def _refuses_fixed(
        self, desired: Desired, kind: ResourceType, fields: Mapping[str, Value], observed: Observed
    ) -> bool:
        live = normalise(observed.fields, kind.fields)
        for name, value in fields.items():
            info = kind.fields[name]
            if info.fixed and live.get(name) != value:
                self.result.findings.append(
                    Finding(
                        "MAT103",
                        "fixed-field-differs",
                        Level.ERROR,
                        f"{desired.address} is declared with {info.label} {value!r}, but {_listed(kind, [observed])} "
                        f"has {info.label} {live.get(name)!r}.",
                        f"The {info.label} of a live {kind.noun} is never changed.",
                        info.fixed,
                        desired.place_of(name),
                        str(desired.address),
                    )
                )
                return True
        return False

    def refuse_shared_objects(self) -> None:
        """Report two addresses on one object, and hold both."""
        owners: dict[Remote, list[Match]] = defaultdict(list)
        for each in self.result.by_address.values():
            if each.observed is not None and not each.desired.retired:
                owners[each.observed.remote].append(each)
        for matches in owners.values():
            if len(matches) > 1 and matches[0].observed is not None:
                names = " and ".join(str(each.desired.address) for each in matches)
                for each in matches:
                    self.result.by_address[each.desired.address] = _hold(each)
                self.result.findings.append(
                    Finding(
                        "MAT104",
                        "two-addresses-one-object",
                        Level.ERROR,
                        f"{names} both stand for {_listed(matches[0].type, [matches[0].observed])}.",
                        "Each would undo what the other asks for.",
                        "Keep one of the two entries, or give the other its own number and name.",
                        matches[-1].desired.place,
                        str(matches[-1].desired.address),
                        tuple(each.desired.place for each in matches[:-1]),
                    )
                )


def _hold(found: Match) -> Match:
    return Match(found.desired, found.type, found.fields, found.observed, found.binding, held=True)


def _listed(kind: ResourceType, objects: Sequence[Observed]) -> str:
    return ", ".join(f"{kind.title(each.fields)!r} (id {each.id})" for each in objects)
