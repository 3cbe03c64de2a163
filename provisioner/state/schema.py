"""The tables, alike in SQLite and PostgreSQL, and how an older layout becomes the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.errors import StateProblem

if TYPE_CHECKING:
    from provisioner.state.database import Cursor

SCHEMA_VERSION = 2
TABLES = ("meta", "binding", "run", "request", "conclusion", "writer", "reading", "seen")

_META = "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"
_BINDING = """CREATE TABLE binding (
    environment TEXT NOT NULL, tenant TEXT NOT NULL, address TEXT NOT NULL, remote_id TEXT NOT NULL, last_applied TEXT,
    protected INTEGER NOT NULL, bound_at TEXT NOT NULL, bound_by TEXT NOT NULL,
    PRIMARY KEY (environment, tenant, address))"""
_RUN = """CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY, environment TEXT NOT NULL, started TEXT NOT NULL, finished TEXT, who TEXT NOT NULL,
    digest TEXT NOT NULL, result TEXT, tenants TEXT NOT NULL DEFAULT '', plan TEXT NOT NULL DEFAULT '')"""
_SINCE_2 = (
    """CREATE TABLE request (
    run_id TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, system TEXT NOT NULL, items TEXT NOT NULL,
    since TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (run_id, id))""",
    """CREATE TABLE conclusion (
    run_id TEXT NOT NULL, request_id TEXT NOT NULL, address TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (run_id, request_id, address))""",
    # One row for each company or account that somebody ever applied to. Whoever took it last left a token; without an
    # owner nobody may send anything under it. The epoch names the lock of the operating system or of the server.
    """CREATE TABLE writer (
    environment TEXT NOT NULL, tenant TEXT NOT NULL, epoch INTEGER NOT NULL, token TEXT, owner TEXT, host TEXT,
    pid INTEGER, since TEXT, seen TEXT, PRIMARY KEY (environment, tenant))""",
    """CREATE TABLE reading (
    environment TEXT NOT NULL, tenant TEXT NOT NULL, system TEXT NOT NULL, revision INTEGER NOT NULL,
    read_at TEXT NOT NULL, form TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (environment, tenant, system))""",
    """CREATE TABLE seen (
    environment TEXT NOT NULL, tenant TEXT NOT NULL, system TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (environment, tenant, system, entity, id))""",
)
_FROM_1 = (
    "ALTER TABLE run ADD COLUMN tenants TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE run ADD COLUMN plan TEXT NOT NULL DEFAULT ''",
    *_SINCE_2,
)


def layout(cursor: Cursor) -> str:
    """The layout that the tables have."""
    found = cursor.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return str(found[0]) if found else ""


def make(cursor: Cursor, text: str = "TEXT") -> None:
    """Make the tables of the present layout, with columns of the type ``text``."""
    for statement in (_META, _BINDING, _RUN, *_SINCE_2):
        cursor.execute(statement.replace("TEXT", text))
    cursor.execute("INSERT INTO meta (key, value) VALUES ('schema', ?)", (str(SCHEMA_VERSION),))


def upgrade(cursor: Cursor) -> None:
    """Bring layout 1 to the present one."""
    for statement in _FROM_1:
        cursor.execute(statement)
    cursor.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION),))


def newer(found: str) -> StateProblem:
    """The problem of a layout that this program does not know."""
    return StateProblem(
        "The state was written by a newer provisioner",
        f"It has layout {found}; this program knows layouts up to {SCHEMA_VERSION}.",
        "Install the newer release, or point PROVISIONER_STATE somewhere else.",
    )
