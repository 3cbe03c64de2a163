"""Saved plans: what a reviewer approved, and whether the world is still as it was when the plan was made. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.model.change import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provisioner.engine.ports import Registry
    from provisioner.model.address import Address
    from provisioner.model.change import Change
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Observed, Remote, Value


@dataclass(frozen=True, slots=True)
class Touch:
    """One object that a plan touches: what happens to it, and the state it was in when the plan was made.

    ``remote_id`` and ``version`` are None for an object that is to be made. ``was`` are its managed fields then, in
    normal form; ``fields`` what the plan gives it, references as addresses.
    """

    address: Address
    title: str
    action: Action
    fields: Mapping[str, Value]
    remote_id: str | None = None
    version: str | None = None
    was: Mapping[str, Value] = field(default_factory=dict)
    was_active: bool = True


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's consent to one plan. ``seal`` binds it to the plan's hash."""

    by: str
    at: str
    seal: str


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan as it was approved, for one firm file, one company and one Clio account, at one moment.

    ``digest`` is that of the firm file with its templates, ``identities`` tenant and instance by system, ``document``
    the whole plan in the form programs read, ``hash`` the checksum of everything but the approvals. Times are ISO
    instants in UTC.
    """

    firm: str
    file: str
    path: str
    digest: str
    environment: str
    identities: Mapping[str, tuple[str, str]]
    made_at: str
    made_by: str
    expires_at: str
    as_of: str
    touches: tuple[Touch, ...]
    released: tuple[Address, ...] = ()
    accepted: tuple[str, ...] = ()
    targets: tuple[Address, ...] | None = None
    excluded: tuple[Address, ...] = ()
    document: Mapping[str, object] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    hash: str = ""


def touches(plan: Plan, registry: Registry) -> tuple[Touch, ...]:
    """What ``plan`` touches, adoptions included, in plan order."""
    return tuple(_touch(each, plan, registry) for each in plan.pending)


def _touch(change: Change, plan: Plan, registry: Registry) -> Touch:
    kind = registry[change.address.kind]
    names = {each.name for each in change.fields} if change.observed is not None else set(change.desired.fields)
    given = {} if change.action is Action.RETIRE else change.desired.fields
    fields = {name: value for name, value in given.items() if name in names}
    title = plan.titles[str(change.address)].name
    seen = change.observed
    if seen is None:
        return Touch(change.address, title, change.action, fields)
    was = normalise(seen.fields, kind.fields)
    return Touch(change.address, title, change.action, fields, seen.id, seen.version, was, seen.active)


def moved(saved: SavedPlan, fresh: Plan, registry: Registry) -> list[str]:
    """Why ``saved`` must not be applied any more, one sentence for each object that it touches and that moved.

    ``fresh`` is the plan made now, narrowed down to what ``saved`` touches and what that needs. An edit of something
    else is no reason, unless what was approved now waits for another write, which nobody has approved.
    """
    now = {each.address: each for each in touches(fresh, registry)}
    live = {each.address: each.observed for each in fresh.changes}
    known = {each.address for each in saved.touches}
    more = [each for each in now.values() if each.address not in known]
    return [
        *_stirred(saved.touches, now, live),
        *(f"{each.title} ({each.address}) would have to be changed too." for each in more),
    ]


def _stirred(
    planned: Sequence[Touch], now: Mapping[Address, Touch], live: Mapping[Address, Observed | None]
) -> Iterator[str]:
    for each in planned:
        name = f"{each.title} ({each.address})"
        found, seen = now.get(each.address), live.get(each.address)
        if each.remote_id is None and seen is not None:
            yield f"{name} was to be added and is there already."
        elif each.remote_id is not None and seen is None:
            yield f"{name} is gone."
        elif seen is not None and (seen.id, seen.version) != (each.remote_id, each.version):
            when = f", last at {seen.changed_at}" if seen.changed_at else ""
            yield f"{name} was changed since{when}."
        elif found is None:
            yield f"{name} does not need this change any more."
        elif (found.action, dict(found.fields)) != (each.action, dict(each.fields)):
            yield f"{name} would need another change now."


def goes_on(approved: Sequence[Touch], fresh: Plan, ours: Mapping[Remote, str], registry: Registry) -> list[str]:
    """Why an interrupted run cannot go on with the plan that was approved; empty when it can.

    ``fresh`` is the plan made now, narrowed down to what was approved; ``ours`` the version in which the run itself
    left each object it wrote. Whatever is still to be done must have been approved as it is, on objects that nobody
    else has touched.
    """
    then = {each.address: each for each in approved}
    return list(_not_approved(fresh, then, ours, registry))


def _not_approved(
    fresh: Plan, then: Mapping[Address, Touch], ours: Mapping[Remote, str], registry: Registry
) -> Iterator[str]:
    for change in fresh.pending:
        name = f"{fresh.titles[str(change.address)].name} ({change.address})"
        before = then.get(change.address)
        if before is None:
            yield f"{name} needs a change that was not part of it."
            continue
        wanted = _touch(change, fresh, registry)
        if change.observed is None and before.remote_id is not None:
            yield f"{name} is gone."
        elif not _is_approved(wanted, before, registry):
            yield f"{name} needs another change than was approved."
        elif change.observed is not None and not _untouched(change.observed, before, ours, registry):
            yield f"{name} was changed by somebody else in the meantime."


def _is_approved(wanted: Touch, before: Touch, registry: Registry) -> bool:
    """True when nothing is wanted but what was approved, and what the run itself had moved aside put back as it was."""
    approved = {**before.was, **normalise(before.fields, registry[before.address.kind].fields)}
    now = normalise(wanted.fields, registry[wanted.address.kind].fields)
    return all(name in approved and approved[name] == value for name, value in now.items())


def _untouched(seen: Observed, before: Touch, ours: Mapping[Remote, str], registry: Registry) -> bool:
    """True when the object is as the plan saw it or as the run left it, follow-up effects of its own writes aside."""
    if ours.get(seen.remote) == seen.version or (seen.id, seen.version) == (before.remote_id, before.version):
        return True
    is_as_it_was = normalise(seen.fields, registry[seen.kind].fields) == before.was and seen.active == before.was_active
    return seen.id == before.remote_id and seen.remote not in ours and is_as_it_was
