"""The journal: which applies there were, what each was about to send, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.ports import Entry, Request
from provisioner.state.codec import decode_items, decode_outcome
from provisioner.state.records import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from provisioner.engine.ports import Conclusion
    from provisioner.model.address import Address
    from provisioner.state.database import Cursor, Database
    from provisioner.state.records import Scope

KEPT = 20
"""Of so many finished runs of a scope the requests are kept."""


class Journal:
    """The runs of all scopes and their requests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, run: Run) -> None:
        """Note that an apply begins, with the plan that was approved."""
        values = (run.id, *run.scope.key, run.who, run.digest, run.started, run.plan)
        with self._database.writing() as cursor:
            cursor.execute(
                "INSERT INTO run (id, environment, tenants, who, digest, started, plan) VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )

    def unfinished(self, scope: Scope) -> Run | None:
        """The newest run of exactly this scope that has not ended."""
        found = self._runs(scope, "AND result IS NULL", 1)
        return found[0] if found else None

    def runs(self, scope: Scope, limit: int) -> list[Run]:
        """The runs of exactly this scope, newest first."""
        return self._runs(scope, "", limit)

    def _runs(self, scope: Scope, which: str, limit: int) -> list[Run]:
        with self._database.reading() as cursor:
            rows = cursor.execute(
                "SELECT id, who, digest, started, plan, finished, result FROM run "  # noqa: S608 - our own constants
                f"WHERE environment = ? AND tenants = ? {which} ORDER BY started DESC, id DESC LIMIT ?",
                (*scope.key, limit),
            ).fetchall()
        return [Run(row[0], scope, *row[1:]) for row in rows]

    def finish(self, run_id: str, result: str, now: datetime) -> None:
        """Note how an apply ended. Of all but the newest runs the requests and the plan are dropped."""
        with self._database.writing() as cursor:
            cursor.execute(
                "UPDATE run SET finished = ?, result = ? WHERE id = ?",
                (now.isoformat(), result, run_id),
            )
            _prune(cursor, run_id)

    def entries(self, run_id: str) -> list[Entry]:
        """The requests of a run in the order in which they were about to be sent."""
        with self._database.reading() as cursor:
            outcomes = cursor.execute(
                "SELECT request_id, address, outcome FROM conclusion WHERE run_id = ?", (run_id,)
            ).fetchall()
            requests = cursor.execute(
                "SELECT id, system, items, since, at FROM request WHERE run_id = ? ORDER BY number", (run_id,)
            ).fetchall()
        try:
            known: dict[str, dict[Address, Conclusion]] = {}
            for request_id, address, outcome in outcomes:
                conclusion = decode_outcome(address, outcome)
                known.setdefault(request_id, {})[conclusion.address] = conclusion
            return [_entry(row, known.get(row[0], {})) for row in requests]
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise self._database.damaged(f"What run {run_id} was about to send cannot be read.") from error


def _entry(row: Sequence[str], known: Mapping[Address, Conclusion]) -> Entry:
    request_id, system, items, since, at = row
    decoded = decode_items(items)
    concluded = tuple(known[each.address] for each in decoded if each.address in known)
    return Entry(Request(request_id, system, decoded, since), at, concluded)


def _prune(cursor: Cursor, run_id: str) -> None:
    old = cursor.execute(
        "SELECT run.id FROM run JOIN run mine ON run.environment = mine.environment AND run.tenants = mine.tenants "
        "WHERE mine.id = ? AND run.result IS NOT NULL ORDER BY run.started DESC, run.id DESC LIMIT ? OFFSET ?",
        (run_id, KEPT, KEPT),
    ).fetchall()
    for statement in (
        "DELETE FROM request WHERE run_id = ?",
        "DELETE FROM conclusion WHERE run_id = ?",
        "UPDATE run SET plan = '' WHERE id = ?",
    ):
        cursor.executemany(statement, old)
