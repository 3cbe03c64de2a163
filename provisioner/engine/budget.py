"""Predicts the vendor requests of an apply, and the time they take at the vendors' published limits."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING

from provisioner.model.plan import Budget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provisioner.model.change import Step
    from provisioner.model.resource import Snapshot

QBO_BATCH = 30  # items in one batch; Intuit API reference, Batch; read 2026-11
QBO_BATCHES_PER_MINUTE = 40  # per company and app; Intuit REST API features; read 2026-11
CLIO_REQUESTS_PER_MINUTE = 50  # per access token at peak hours; Clio API documentation, Rate limits; read 2026-11


def budget(steps: Sequence[Step], snapshots: Mapping[str, Snapshot]) -> Budget:
    """Requests at each vendor: the writes, and one more refresh of a system that was written to, to read back."""
    per_level = Counter((step.level, step.temporary) for step in steps if step.address.system == "qbo")
    qbo = sum(ceil(count / QBO_BATCH) for count in per_level.values())
    clio = sum(1 for step in steps if step.address.system == "clio")
    writes = {name: count for name, count in (("qbo", qbo), ("clio", clio)) if count}
    qbo += _in_full(snapshots["qbo"]) if qbo else 0
    clio += _in_full(snapshots["clio"]) if clio else 0
    minutes = max(qbo / QBO_BATCHES_PER_MINUTE, clio / CLIO_REQUESTS_PER_MINUTE)
    return Budget(qbo, clio, ceil(minutes * 60) if qbo or clio else 0, writes)


def _in_full(snapshot: Snapshot) -> int:
    """The requests of reading back, which always reads everything."""
    return snapshot.calls if snapshot.calls_in_full is None else snapshot.calls_in_full
