"""drift: what changed live since the last apply, whatever the file says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.drift import drifts
from provisioner.engine.report import DriftReport
from provisioner.workflows.catalog import registry
from provisioner.workflows.plan import session

if TYPE_CHECKING:
    from pathlib import Path

    from provisioner.state.store import StateStore
    from provisioner.workflows.connect import Connection


def drift(path: Path, connection: Connection, store: StateStore, *, changes: bool = False) -> DriftReport:
    """The drift of the firm at ``path``; with an error in its file nothing is read.

    With ``changes`` QuickBooks is only asked for what changed since it was last read in this way.
    """
    report, ready = session(path, connection, store)
    if ready is None:
        return DriftReport(report)
    snapshots, bindings = (ready.recall if changes else ready.refresh)(ready.bindings())
    calls = {name: snapshot.calls for name, snapshot in snapshots.items()}
    found = tuple(drifts(bindings, snapshots, registry()))
    return DriftReport(report, found, len(bindings), calls, snapshots["qbo"].refresh)
