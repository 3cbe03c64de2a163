"""What a plan refuses: to retire what is in use or protected, to take a name in use, to change too much at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.order import references, tokens_taken
from provisioner.model.change import Action, Change
from provisioner.model.finding import Finding, Level
from provisioner.model.resource import Remote
from provisioner.model.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.lineage import Lineage
    from provisioner.engine.match import Matches
    from provisioner.engine.order import Token
    from provisioner.engine.ports import Registry
    from provisioner.model.address import Address
    from provisioner.model.resource import Binding, Desired, Observed, Snapshot, Value

BRAKE_SHARE = 0.30
BRAKE_COUNT = 10
"""The brake holds when more than this share, and at least this many, of one system's bound objects would change."""

SYSTEM_NAMES = {"qbo": "QuickBooks", "clio": "Clio"}


def refuse(
    changes: Sequence[Change],
    found: Matches,
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    registry: Registry,
    lineage: Lineage,
    accepted: frozenset[str],
) -> tuple[list[Change], list[Finding]]:
    """The changes that may go ahead, and a finding for each that may not; what depends on one goes with it."""
    findings = [
        *_in_use(changes, found, snapshots, registry),
        *_taken(changes, found, snapshots, registry),
        *_circular(changes, lineage, registry),
        *_protected(changes, bindings, accepted),
    ]
    return _without_dependents(changes, {finding.address for finding in findings}), findings


def _without_dependents(changes: Sequence[Change], refused: set[str | None]) -> list[Change]:
    """Changes that are not refused and refer to nothing refused that does not exist yet."""
    if not refused:
        return list(changes)
    missing = {
        change.address for change in changes if str(change.address) in refused and change.action is Action.CREATE
    }
    kept = [change for change in changes if str(change.address) not in refused]
    while dependents := {
        change.address for change in kept if change.writes and references(change.desired.fields) & missing
    }:
        kept = [change for change in kept if change.address not in dependents]
        missing |= dependents
    return kept


def _in_use(
    changes: Sequence[Change], found: Matches, snapshots: Mapping[str, Snapshot], registry: Registry
) -> Iterable[Finding]:
    """Retirements that the resource type refuses: money on it, something active below it, an item that points at it."""
    retiring = [
        (change, change.observed)
        for change in changes
        if change.action is Action.RETIRE and change.observed is not None
    ]
    users = _users(changes, found, snapshots) if retiring else {}
    for change, observed in retiring:
        reason = registry[change.address.kind].refusal(change.desired, observed, users.get(observed.remote, []))
        if reason:
            yield Finding(
                "SAF101",
                "retire-in-use",
                Level.ERROR,
                f"{change.address} cannot be made inactive: {reason}.",
                *_why_and_fix(change.desired, observed),
                change.desired.place,
                str(change.address),
            )


def _why_and_fix(desired: Desired, observed: Observed) -> tuple[str, str]:
    if observed.system_kind is not None:
        return "It is part of every company.", f"Remove `{dotted(desired.path)}` from the firm file, then plan again."
    return (
        "QuickBooks would hide it and keep what depends on it, and the books would no longer add up on screen.",
        "Clear that first, then plan again.",
    )


def _users(
    changes: Sequence[Change], found: Matches, snapshots: Mapping[str, Snapshot]
) -> dict[Remote, list[Observed]]:
    """Active objects that will still point at an object once the plan is applied, by that object."""
    users: dict[Remote, list[Observed]] = {}
    for each, fields in _afterwards(changes, found, snapshots):
        for value in fields.values():
            if isinstance(value, Remote):
                users.setdefault(value, []).append(each)
    return users


def _afterwards(
    changes: Sequence[Change], found: Matches, snapshots: Mapping[str, Snapshot]
) -> Iterator[tuple[Observed, Mapping[str, Value]]]:
    """Every live object that will be active once the plan is applied, with the fields it will have then."""
    planned = {change.observed.remote: change for change in changes if change.observed is not None and change.writes}
    for snapshot in snapshots.values():
        for objects in snapshot.objects.values():
            for each in objects:
                change = planned.get(each.remote)
                if change is None and each.active:
                    yield each, each.fields
                elif change is not None and change.action is not Action.RETIRE:
                    yield each, {**each.fields, **found.by_address[change.address].fields}


def _taken(
    changes: Sequence[Change], found: Matches, snapshots: Mapping[str, Snapshot], registry: Registry
) -> Iterable[Finding]:
    """Names and numbers that another object keeps, so that the vendor would refuse to give them to a second one."""
    takers = [
        (change, taken)
        for change in changes
        if change.writes and (taken := tokens_taken(change, found.by_address[change.address], registry))
    ]
    holders = _holders(changes, found, snapshots, registry) if takers else {}
    for change, taken in takers:
        for token in sorted(taken, key=repr):
            kind = registry[change.address.kind]
            own = change.observed.remote if change.observed is not None else None
            holder = next((each for each in holders.get(token, ()) if each.remote != own), None)
            if holder is not None:
                yield Finding(
                    "SAF102",
                    "name-or-number-taken",
                    Level.ERROR,
                    f"{change.address} asks for a {kind.fields[token[1]].label} that {kind.title(holder.fields)!r} "
                    f"(id {holder.id}) already has.",
                    "QuickBooks keeps names and numbers unique among what is active.",
                    "Declare that one too, change it on screen, or choose another.",
                    change.desired.place_of(token[1]),
                    str(change.address),
                )
                break


def _holders(
    changes: Sequence[Change], found: Matches, snapshots: Mapping[str, Snapshot], registry: Registry
) -> dict[Token, list[Observed]]:
    """Who will have each name and number that only one live object may have."""
    holders: dict[Token, list[Observed]] = {}
    for each, fields in _afterwards(changes, found, snapshots):
        for name, value in registry[each.kind].tokens(fields):
            holders.setdefault((each.kind, name, value), []).append(each)
    return holders


def _circular(changes: Sequence[Change], lineage: Lineage, registry: Registry) -> Iterable[Finding]:
    """Resources that would end up below themselves, because something live in between is not declared to move away."""
    for change in changes:
        if change.writes and change.address in lineage.above(change):
            yield Finding(
                "SAF105",
                "below-itself",
                Level.ERROR,
                f"{change.address} would stand below itself: what it moves under is below it now, and stays there.",
                "QuickBooks refuses such a circle.",
                f"Move the {registry[change.address.kind].noun} in between on screen, or give it another parent here.",
                change.desired.place_of("parent"),
                str(change.address),
            )


def _protected(
    changes: Sequence[Change], bindings: Mapping[Address, Binding], accepted: frozenset[str]
) -> Iterable[Finding]:
    """Retirements of an object that is, or once was, listed under ``protect``."""
    guarded = {(address.kind, binding.remote_id): address for address, binding in bindings.items() if binding.protected}
    for change in changes:
        if not change.desired.retired or change.action is Action.NO_OP or change.observed is None:
            continue
        owner = guarded.get((change.observed.kind, change.observed.id))
        if owner is not None and f"unprotect:{owner}" not in accepted:
            yield Finding(
                "SAF103",
                "retire-protected",
                Level.ERROR,
                f"{change.address} was put under `protect:` as {_as_written(owner, change.desired)}, "
                "so it is not made inactive.",
                "Protection is remembered even when the line that asked for it is gone.",
                f"If this is really meant, apply with --accept unprotect:{owner}.",
                change.desired.place,
                str(change.address),
            )


def _as_written(owner: Address, retired: Desired) -> str:
    """The protected address as the firm file says it and as plans show it: ``accounts.trust (qbo.account.trust)``."""
    if "." in owner.key:  # a client's ledger has no line of its own
        return str(owner)
    return f"{retired.path[1]}.{owner.key} ({owner})"


def brake(
    changes: Sequence[Change], bindings: Mapping[Address, Binding], accepted: frozenset[str]
) -> Iterable[Finding]:
    """Too large a share of one system's bound objects would be changed or made inactive at once."""
    for system, name in SYSTEM_NAMES.items():
        bound = sum(1 for address in bindings if address.system == system)
        moved = sum(
            1
            for change in changes
            if change.address.system == system
            and change.address in bindings
            and change.action in {Action.UPDATE, Action.REACTIVATE, Action.RETIRE}
        )
        if moved >= BRAKE_COUNT and moved > BRAKE_SHARE * bound and f"brake:{system}" not in accepted:
            yield Finding(
                "SAF104",
                "too-much-at-once",
                Level.ERROR,
                f"This plan would change or make inactive {moved} of the {bound} objects managed in {name}.",
                f"More than {BRAKE_SHARE:.0%} at once is more often a mistake in a template than a wish.",
                f"Read the plan; if it is what you want, apply it with --accept brake:{system}.",
            )
