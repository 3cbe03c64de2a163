"""Remarks a plan makes without wanting to change anything: what is not there yet, and live objects nobody declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provisioner.engine.match import Matches
    from provisioner.engine.ports import Registry
    from provisioner.model.change import Change
    from provisioner.model.resource import Snapshot

LISTED = 5


def remarks(
    changes: Sequence[Change], found: Matches, snapshots: Mapping[str, Snapshot], registry: Registry
) -> Iterator[Finding]:
    """Findings of level advice. Undeclared objects of one sort make one finding, however many there are."""
    for change in changes:
        if change.desired.found_by and found.by_address[change.address].observed is None:
            yield Finding(
                "MAT105",
                "system-object-not-there-yet",
                Level.ADVICE,
                f"QuickBooks has not made {change.address} in this company yet.",
                "It makes this account by itself the first time something is posted to it.",
                "Nothing to do.",
                change.desired.place,
                str(change.address),
            )
    yield from _undeclared(found, snapshots, registry)


def _undeclared(found: Matches, snapshots: Mapping[str, Snapshot], registry: Registry) -> Iterator[Finding]:
    owned = {each.observed.remote: address for address, each in found.by_address.items() if each.observed is not None}
    titles: dict[str, list[str]] = defaultdict(list)
    for snapshot in snapshots.values():
        for kind, objects in snapshot.objects.items():
            for each in objects:
                if each.active and each.remote not in owned:
                    heading = registry[kind].undeclared(each, owned)
                    if heading:
                        titles[heading].append(registry[kind].title(each.fields))
    for heading, names in titles.items():
        listed = ", ".join(repr(name) for name in sorted(names)[:LISTED])
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        count = f"{len(names)} " if len(names) > 1 else ""
        yield Finding(
            "MAT106",
            "live-object-undeclared",
            Level.ADVICE,
            f"There are {count}{heading}: {listed}{more}.",
            "This program leaves what is not declared alone.",
            "Declare them, or make them inactive in QuickBooks when nobody uses them.",
        )
