"""The last reading of each system, so that the next one need only ask for what changed. Never the truth: it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from provisioner.engine.merge import Reading, difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.merge import Texts
    from provisioner.state.database import Cursor, Database
    from provisioner.state.records import Scope

_OWN = "environment = ? AND tenant = ? AND system = ?"

# One row an object: writing down what changed then costs as much as changed, and not as much as there is.


class Cache:
    """The last readings, by environment, company or account, and system."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recall(self, scope: Scope, system: str) -> Reading | None:
        """The last reading; None when there is none. One that was damaged has no form, so that nobody uses it."""
        key = _key(scope, system)
        with self._database.reading() as cursor:
            head = cursor.execute(f"SELECT revision, read_at, form, digest FROM reading WHERE {_OWN}", key).fetchone()  # noqa: S608 - our own constant
            if head is None:
                return None
            rows = cursor.execute(f"SELECT entity, id, body FROM seen WHERE {_OWN}", key).fetchall()  # noqa: S608 - as above
        objects: Texts = {}
        for entity, remote_id, body in rows:
            objects.setdefault(entity, {})[remote_id] = body
        revision, read_at, form, digest = head
        return Reading(read_at, form if digest == _digest(objects) else "", objects, revision)

    def remember(self, scope: Scope, system: str, before: Reading | None, after: Reading) -> None:
        """Keep ``after`` in place of ``before``, writing only what differs.

        Nothing is written when another process has kept a reading since ``before`` was recalled: that one will do.
        """
        key = _key(scope, system)
        known = before if before is not None else Reading("", "", {})
        with self._database.writing() as cursor:
            cursor.execute(
                "INSERT INTO reading (environment, tenant, system, revision, read_at, form, digest) "
                "VALUES (?, ?, ?, 0, '', '', '') ON CONFLICT (environment, tenant, system) DO NOTHING",
                key,
            )
            ours = cursor.execute(
                f"UPDATE reading SET revision = revision + 1, read_at = ?, form = ?, digest = ? WHERE {_OWN} "  # noqa: S608 - our own constant
                "AND revision = ?",
                (after.read_at, after.form, _digest(after.objects), *key, known.revision),
            )
            if ours.rowcount == 1:
                _rewrite(cursor, key, known, after)

    def forget(self, scope: Scope) -> None:
        """Drop every reading of a scope."""
        with self._database.writing() as cursor:
            for table in ("reading", "seen"):
                cursor.executemany(
                    f"DELETE FROM {table} WHERE {_OWN}",  # noqa: S608 - our own constants
                    [_key(scope, system) for system in scope.tenants],
                )


def _rewrite(cursor: Cursor, key: tuple[str, str, str], before: Reading, after: Reading) -> None:
    if before.form != after.form:  # what stands there cannot be trusted, or is of other entities
        cursor.execute(f"DELETE FROM seen WHERE {_OWN}", key)  # noqa: S608 - our own constant
        before = Reading("", "", {})
    changes = difference(before, after)
    cursor.executemany(
        f"DELETE FROM seen WHERE {_OWN} AND entity = ? AND id = ?",  # noqa: S608 - our own constant
        [(*key, entity, each) for entity, ids in changes.gone.items() for each in ids],
    )
    cursor.executemany(
        "INSERT INTO seen (environment, tenant, system, entity, id, body) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (environment, tenant, system, entity, id) DO UPDATE SET body = excluded.body",
        [(*key, entity, each, text) for entity, texts in changes.changed.items() for each, text in texts.items()],
    )


def _key(scope: Scope, system: str) -> tuple[str, str, str]:
    return scope.environment, scope.tenants[system], system


def _digest(objects: Mapping[str, Mapping[str, str]]) -> str:
    """How many objects there are, and a checksum that does not depend on their order."""
    sums = [
        crc32(f"{entity} {key} {body}".encode()) for entity, texts in objects.items() for key, body in texts.items()
    ]
    return f"{len(sums)}:{sum(sums)}"
