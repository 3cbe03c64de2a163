"""What someone changed in QuickBooks or Clio since the last apply, whatever the file says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.engine.tried import as_kept, untaken
from provisioner.model.plan import Drift
from provisioner.model.resource import ACTIVE, VERSION, Remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.engine.ports import Registry
    from provisioner.model.address import Address
    from provisioner.model.resource import Binding, Observed, Snapshot, Value


def drifts(
    bindings: Mapping[Address, Binding], snapshots: Mapping[str, Snapshot], registry: Registry
) -> Iterator[Drift]:
    """One Drift for each bound object whose live fields are not as we left them, or that is inactive or missing.

    An object that we made inactive drifts when it is active again.
    """
    live = {
        each.remote: each
        for snapshot in snapshots.values()
        for objects in snapshot.objects.values()
        for each in objects
    }
    for address, binding in bindings.items():
        if address.system not in snapshots or address.kind not in snapshots[address.system].objects:
            continue
        kind = registry[address.kind]
        found = live.get(Remote(address.kind, binding.remote_id))
        last = binding.last_applied or {}
        if last.get(ACTIVE) is False:
            if found is not None and found.active:
                yield Drift(str(address), kind.title(found.fields), ((ACTIVE, False, True),), found.changed_at)
            continue
        if found is None:
            yield Drift(str(address), kind.title(last), (), None, gone=True)
            continue
        now = normalise(found.fields, kind.fields)
        left = as_kept(last, untaken(last, found, now, kind.fields), now)
        fields = tuple(
            (name, _shown(was, live, registry), _shown(now.get(name), live, registry))
            for name, was in left.items()
            if name not in {ACTIVE, VERSION} and now.get(name) != was
        )
        if fields or not found.active:
            yield Drift(str(address), kind.title(found.fields), fields, found.changed_at, gone=not found.active)


def _shown(value: Value, live: Mapping[Remote, Observed], registry: Registry) -> Value:
    found = live.get(value) if isinstance(value, Remote) else None
    return registry[found.kind].title(found.fields) if found is not None else value
