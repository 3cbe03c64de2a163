"""From matches to a plan: the action of each resource, refusals, order, enforcement and cost. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from provisioner.engine import safety
from provisioner.engine.budget import budget
from provisioner.engine.capacity import capacity, needs_room, without_repeats
from provisioner.engine.diff import differences
from provisioner.engine.enforcement import enforcement
from provisioner.engine.lineage import Lineage
from provisioner.engine.match import Match, Matches, match
from provisioner.engine.order import references, steps
from provisioner.engine.remarks import remarks
from provisioner.engine.selection import Selection, select
from provisioner.engine.tried import as_kept, untaken
from provisioner.model.address import Address
from provisioner.model.change import Action, Change
from provisioner.model.finding import in_order
from provisioner.model.plan import Plan, Title
from provisioner.model.resource import IN_FULL, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provisioner.engine.ports import Registry
    from provisioner.model.finding import Finding
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Binding, Desired, Observed, Snapshot, Value
    from provisioner.model.setting import Confirmation

EVERYTHING = Selection()


def make_plan(
    firm: Firm,
    desired: Sequence[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    registry: Registry,
    *,
    findings: Sequence[Finding] = (),
    environment: str = "",
    as_of: str = "",
    accepted: frozenset[str] = frozenset(),
    selection: Selection = EVERYTHING,
    confirmations: Sequence[Confirmation] = (),
) -> Plan:
    """The plan that brings the live systems to what the firm file declares.

    ``findings`` are those of the file's own checks; ``accepted`` the scopes of the brake, of protection and of the
    ceilings that the user has waived with ``--accept``. A resource with a finding of level error in its way is left
    out. With a ``selection`` the plan is narrowed down to it, findings about what it leaves out included.
    ``confirmations``, which no selection narrows, are shown with it.
    """
    found = match(desired, snapshots, bindings, registry)
    lineage = Lineage(found.by_address, snapshots)
    shown = _Shown(found, snapshots, lineage, registry)
    changes, refused = safety.refuse(
        _changes(found, snapshots, shown), found, snapshots, bindings, registry, lineage, accepted
    )
    ordered = steps(changes, found.by_address, registry, lineage, needs_room(firm, changes, snapshots))
    left_out: tuple[Address, ...] = ()
    live_now = {each.address: each.observed.remote for each in changes if each.observed is not None}
    problems = [*found.findings, *refused]
    if not selection.is_everything:
        lost = frozenset(each.address for each in desired) - {each.address for each in changes}
        changes, left_out, missing = select(changes, ordered, selection, lost)
        ordered = steps(changes, found.by_address, registry, lineage, needs_room(firm, changes, snapshots))
        problems = problems if missing else [each for each in problems if _is_about(each, selection)]
    room = capacity(firm, changes, snapshots, accepted)
    findings = without_repeats(findings, room)
    live = [*problems, *room, *safety.brake(changes, bindings, accepted), *remarks(changes, found, snapshots, registry)]
    return Plan(
        firm=firm.config.firm.name,
        file=firm.file,
        digest=firm.digest,
        environment=environment,
        as_of=as_of,
        changes=tuple(changes),
        steps=tuple(ordered),
        findings=tuple(in_order([*findings, *live])),
        enforcement=enforcement(firm, changes, found, confirmations, snapshots),
        released=tuple(each for each in found.released if selection.keeps(each.address)),
        titles=_Titles(changes, shown),
        tenants={name: snapshot.title for name, snapshot in snapshots.items()},
        calls={name: snapshot.calls for name, snapshot in snapshots.items()},
        budget=budget(ordered, snapshots),
        identities={name: (snapshot.tenant, snapshot.instance) for name, snapshot in snapshots.items()},
        read_at={name: snapshot.read_at for name, snapshot in snapshots.items()},
        targets=None if selection.targets is None else tuple(sorted(selection.targets)),
        excluded=tuple(sorted(selection.excluded)),
        left_out=left_out,
        bystanders={each: live_now[each] for each in left_out if each in live_now},
        accepted=tuple(sorted(accepted)),
        refresh=snapshots["qbo"].refresh if "qbo" in snapshots else IN_FULL,
        confirmations=tuple(confirmations),
    )


def _is_about(finding: Finding, selection: Selection) -> bool:
    """Whether a finding is about something that is asked for, or about the whole."""
    return finding.address is None or selection.keeps(Address.parse(finding.address))


def _changes(found: Matches, snapshots: Mapping[str, Snapshot], shown: _Shown) -> list[Change]:
    """The change of each resource. A field that points at something only a person can make waits until it exists."""
    changes = {address: _change(each, snapshots, shown) for address, each in found.by_address.items() if not each.held}
    ahead = {(address, field.name) for address, each in changes.items() if each.writes for field in each.fields}
    for address, change in changes.items():
        if change.action is Action.ATTEST and change.desired.after & ahead:  # what stands in its way is written first
            changes[address] = _planned(found.by_address[address], shown)
    _narrow(found, changes)
    missing = {address for address, each in changes.items() if each.action is Action.ATTEST and not _is_live(each)}
    for address, change in changes.items() if missing else ():
        waiting = references(change.desired.fields) & missing
        if waiting and change.action is not Action.ATTEST:
            kept = {name: value for name, value in change.desired.fields.items() if value not in waiting}
            match_kept = {name: value for name, value in found.by_address[address].fields.items() if name in kept}
            desired = replace(change.desired, fields=kept)
            notes = tuple(f"Waits for {each}, which a person has to make possible first." for each in sorted(waiting))
            found.by_address[address] = replace(found.by_address[address], desired=desired, fields=match_kept)
            changed = _change(found.by_address[address], snapshots, shown)
            changes[address] = replace(changed, notes=(*changed.notes, *notes))
    return list(changes.values())


def _is_live(change: Change) -> bool:
    return change.observed is not None and change.observed.active


def _narrow(found: Matches, changes: Mapping[Address, Change]) -> None:
    """Take out of the matches the fields that a person has to see to: nothing is remembered of them as applied."""
    for address, change in changes.items():
        each = found.by_address[address]
        if len(change.desired.fields) < len(each.desired.fields):
            fields = {name: value for name, value in each.fields.items() if name in change.desired.fields}
            found.by_address[address] = replace(each, desired=change.desired, fields=fields)


def _change(found: Match, snapshots: Mapping[str, Snapshot], shown: _Shown) -> Change:
    """The change of one resource as far as a program can make it, or the step for a person."""
    change = _planned(found, shown)
    desired = change.desired
    facts = snapshots[desired.address.system].facts
    if change.action is Action.NO_OP or (step := found.type.blocked(change, facts)) is None:
        return change
    others = tuple(each for each in change.fields if step.fields and each.name not in step.fields)
    if not others:
        return replace(change, action=Action.ATTEST, step=step, notes=())
    labels = ", ".join(sorted(found.type.fields[name].label for name in step.fields))
    note = f"Only a person can set this, as the next plan says: {labels}."
    kept = {name: value for name, value in desired.fields.items() if name not in step.fields}
    return replace(change, desired=replace(desired, fields=kept), fields=others, notes=(*change.notes, note))


def _planned(found: Match, shown: _Shown) -> Change:
    """The change of one resource, whoever can make it."""
    desired, observed = found.desired, found.observed
    last = _last_applied(found)
    if desired.retired:
        action = Action.RETIRE if observed is not None and observed.active else Action.NO_OP
        return Change(desired.address, action, desired, observed, last_applied=last)
    if observed is None:
        action = Action.NO_OP if desired.found_by else Action.CREATE
        notes = ("The object it was bound to is gone.",) if found.binding is not None else ()
        return Change(desired.address, action, desired, last_applied=last, notes=notes)
    lost = untaken(last, observed, found.live, found.type.fields)
    kept = last if last is None else as_kept(last, lost, found.live)
    fields = differences(found.fields, kept, found.live, shown.title_now, shown.title_then)
    again = frozenset(name for name in lost if last is not None and last[name] == found.fields.get(name))
    action = _action(found, bool(fields))
    return Change(desired.address, action, desired, observed, fields, last_applied=kept, untaken=again)


def _last_applied(found: Match) -> Mapping[str, Value] | None:
    """What we left in this very object. A binding to another object, which is gone, says nothing about this one."""
    return found.binding.last_applied if found.binding is not None and _is_bound(found) else None


def _is_bound(found: Match) -> bool:
    if found.binding is None or found.observed is None:
        return False
    return found.binding.remote_id == found.observed.id


def _action(found: Match, differs: bool) -> Action:  # noqa: FBT001 - private, called once
    if found.observed is not None and not found.observed.active:
        return Action.REACTIVATE
    if not _is_bound(found):
        return Action.ADOPT
    return Action.UPDATE if differs else Action.NO_OP


class _Shown:
    """How resources and references are shown to people."""

    def __init__(self, found: Matches, snapshots: Mapping[str, Snapshot], lineage: Lineage, registry: Registry) -> None:
        self.found = found
        self.lineage = lineage
        self.registry = registry
        self._snapshots = snapshots

    @cached_property
    def live(self) -> dict[Remote, Observed]:
        """All that was read."""
        return {
            each.remote: each
            for snapshot in self._snapshots.values()
            for objects in snapshot.objects.values()
            for each in objects
        }

    def title_now(self, value: Value) -> Value:
        """A reference as the title its object has on screen; any other value as it is."""
        if not isinstance(value, Remote):
            return value
        live = self.live.get(value)
        return self.registry[value.kind].title(live.fields) if live else f"{value.kind} {value.id}"

    def title_then(self, value: Value) -> Value:
        """A reference as the title its object has once the plan is applied; any other value as it is."""
        address = self.lineage.owners.get(value) if isinstance(value, Remote) else value
        if not isinstance(address, Address) or address not in self.found.by_address:
            return self.title_now(value)
        target = self.found.by_address[address]
        live = target.observed.fields if target.observed is not None else {}
        return target.type.title({**live, **target.desired.fields})

    def title(self, change: Change) -> Title:
        kind = self.registry[change.address.kind]
        live = dict(change.observed.fields) if change.observed else {}
        fields = {**live, **change.desired.fields}
        return Title(kind.title(fields), kind.group(fields), kind.effect(change))


class _Titles(Mapping[str, Title]):
    """The title of each change by its address, made when asked for: what stays as it is is rarely shown."""

    def __init__(self, changes: Sequence[Change], shown: _Shown) -> None:
        self._listed = changes
        self._shown = shown

    @cached_property
    def _changes(self) -> dict[str, Change]:
        return {str(each.address): each for each in self._listed}

    def __getitem__(self, address: str) -> Title:
        return self._shown.title(self._changes[address])

    def __iter__(self) -> Iterator[str]:
        return iter(self._changes)

    def __len__(self) -> int:
        return len(self._listed)
