"""The state in a PostgreSQL database that several machines and firms share. No message ever holds its password."""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provisioner.model.errors import StateProblem
from provisioner.state.places import VARIABLE
from provisioner.state.schema import SCHEMA_VERSION, TABLES, layout, make, newer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from psycopg import Connection
    from psycopg import Cursor as Native

    from provisioner.state.places import Server

PATIENCE = 10
"""Seconds to wait for the server to answer, where its address does not say."""

_INSTALL = ("Install it beside provisioner:", "pip install 'provisioner[postgresql]'")
_REACH = (
    f"Check that the server runs and that {VARIABLE} names it, its user and its database. A password stands better in "
    "PGPASSWORD or ~/.pgpass than in the address."
)
_AGAIN = "Run the same command again when the server answers. What was written down before is kept."
_WAYS_OUT = {  # by SQLSTATE (PostgreSQL documentation, appendix A; read 2026-11)
    "25006": "The server only answers questions, as a standby does. Name the one that can be written to.",
    "42501": "Ask whoever runs the server for a user that may make and use tables in the schema it is sent to.",
    "53100": "Make room on the server's disk, then run the same command again.",
}


class PostgresCursor:
    """A transaction that takes the same statements as SQLite does."""

    def __init__(self, native: Native[Any]) -> None:
        self._native = native

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return self._native.rowcount

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> PostgresCursor:
        """Carry out one statement."""
        self._native.execute(_marked(statement), values)
        return self

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> PostgresCursor:
        """Carry out one statement for each row of values."""
        self._native.executemany(_marked(statement), rows)
        return self

    def fetchone(self) -> Any:
        """The next row of the last query; None at its end."""
        return self._native.fetchone()

    def fetchall(self) -> list[Any]:
        """The remaining rows of the last query."""
        return self._native.fetchall()


@lru_cache(maxsize=128)
def _marked(statement: str) -> bytes:
    """The statement with the marks that psycopg knows. None of ours holds a question or per cent mark otherwise."""
    return statement.replace("?", "%s").encode()


class PostgresDatabase:
    """Our tables in the schema that the address of the server leads to."""

    def __init__(self, connect: Callable[[], Connection[Any]], label: str) -> None:
        self._connect = connect
        self.label = label
        self._turn = threading.Lock()
        self._connection = connect()
        self._seizing: Connection[Any] | None = None
        self._seized: set[str] = set()
        try:
            self._schema = self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> str:
        """Make the tables when there are none. The schema they are in."""
        self._connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
        row = self._connection.execute("SELECT current_schema()").fetchone()
        schema = str(row[0]) if row else ""
        found = self._layout()
        if found is None:
            with self.writing() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(?)", (_key(schema, "tables"),))
                found = self._layout()
                if found is None:
                    make(cursor, text='TEXT COLLATE "C"')
                    found = str(SCHEMA_VERSION)
        if found != str(SCHEMA_VERSION):
            raise newer(found)
        return schema

    def _layout(self) -> str | None:
        tables = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'"
        if self._connection.execute(tables).fetchone() is None:
            return None
        return layout(PostgresCursor(self._connection.cursor()))

    @contextmanager
    def reading(self) -> Iterator[PostgresCursor]:
        """A transaction that sees one state of the data."""
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as cursor:
            yield cursor

    @contextmanager
    def writing(self) -> Iterator[PostgresCursor]:
        """A transaction that is on the server's disk when it ends."""
        with self._transaction("BEGIN") as cursor:
            yield cursor

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[PostgresCursor]:
        with self._turn, self._connection.cursor() as native:
            native.execute(begin.encode())
            try:
                yield PostgresCursor(native)
                native.execute("COMMIT")
            except BaseException:
                with suppress(Exception):  # a connection that is gone has left nothing behind; the reason matters more
                    native.execute("ROLLBACK")
                raise

    def check(self) -> None:
        """Read every row. The server itself complains of what it cannot read."""
        with self.reading() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own tables

    def seize(self, name: str) -> Callable[[], None] | None:
        """Take the lock ``name``, which the server takes back when our connection ends."""
        if name in self._seized:  # the server gives a connection the same lock twice
            return None
        if self._seizing is None:
            self._seizing = self._connect()
        seizing, key = self._seizing, (_key(self._schema, name),)
        row = seizing.execute("SELECT pg_try_advisory_lock(%s)", key).fetchone()
        if not (row and row[0]):
            return None

        self._seized.add(name)

        def release() -> None:
            self._seized.discard(name)
            with suppress(Exception):  # a connection that is gone has let go
                seizing.execute("SELECT pg_advisory_unlock(%s)", key)

        return release

    def is_seized(self, name: str) -> bool:
        """True while a connection has the lock ``name``."""
        key = _key(self._schema, name)
        with self.reading() as cursor:
            found = cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
                "WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 1 AND granted "
                "AND classid::bigint = ? AND objid::bigint = ?",
                (key >> 32, key & 0xFFFFFFFF),
            ).fetchone()
        return bool(found[0])

    def discard(self, name: str) -> None:
        """Nothing: a lock of the server is no more than a number."""

    def damaged(self, what: str) -> StateProblem:
        """The problem of a row that makes no sense."""
        return StateProblem(
            f"The state in {self.label} is damaged",
            what,
            "Put back a backup of the database, or delete this firm's rows in the table binding: the next plan finds "
            "everything again and writes nothing new.",
        )

    def close(self) -> None:
        """Let go of the server."""
        for each in (self._connection, self._seizing):
            if each is not None:
                each.close()


def _key(schema: str, name: str) -> int:
    """A number for a lock: of all that use a database's advisory locks, only this schema's provisioners use it."""
    digest = hashlib.sha256(f"provisioner {schema} {name}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


@contextmanager
def open_server(server: Server) -> Iterator[PostgresDatabase]:
    """The database that ``server`` names. StateProblem when it cannot be reached, read or written."""
    try:
        import psycopg  # noqa: PLC0415 - optional, and only a shared state needs it
        from psycopg.conninfo import conninfo_to_dict, make_conninfo  # noqa: PLC0415 - as above
    except ImportError as error:
        raise StateProblem(
            "A state in PostgreSQL needs one more package", f"{VARIABLE} names a PostgreSQL database.", *_INSTALL
        ) from error
    try:
        named = conninfo_to_dict(server.url)
        torn = _is_torn(named)
    except psycopg.Error:
        torn = True
    if torn:
        raise StateProblem(
            f"{VARIABLE} is not the address of a database",
            "PostgreSQL does not understand it. It is not repeated here: it may hold a password.",
            "Write it like this, with every special character in it as %XX:",
            f"export {VARIABLE}=postgresql://user@host/database",
        )
    label, secrets = _label(named), [named.get("password"), os.environ.get("PGPASSWORD")]
    defaults: dict[str, str | int | None] = {"connect_timeout": PATIENCE, "application_name": "provisioner"}
    wanted = make_conninfo("", **{**defaults, **named, "client_encoding": "utf8"})

    def connect() -> Connection[Any]:
        return psycopg.connect(wanted, autocommit=True)

    def told(summary: str, error: psycopg.Error, otherwise: str) -> StateProblem:
        said = " ".join(str(error).split())
        for secret in filter(None, secrets):
            said = said.replace(str(secret), "***")
        return StateProblem(summary, said, _WAYS_OUT.get(error.sqlstate or "", otherwise))

    try:
        database = PostgresDatabase(connect, label)
    except psycopg.Error as error:
        raise told(f"Cannot open the state in {label}", error, _REACH) from None
    try:
        yield database
    except psycopg.Error as error:
        raise told(f"Cannot use the state in {label}", error, _AGAIN) from None
    finally:
        database.close()


def _is_torn(named: Mapping[str, Any]) -> bool:
    """True when a special character in a password has made a piece of it a host, a port or the name of a database."""
    places = "".join(str(named.get(name) or "") for name in ("host", "hostaddr", "dbname"))
    port = str(named.get("port") or "").replace(",", "")
    return "@" in places or not (port.isdigit() or not port)


def _label(named: Mapping[str, Any]) -> str:
    """The database as a person may read it."""
    user = f"{named['user']}@" if named.get("user") else ""
    port = f":{named['port']}" if named.get("port") else ""
    return f"postgresql://{user}{named.get('host') or ''}{port}/{named.get('dbname') or ''}"
