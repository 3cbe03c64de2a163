"""The state in a SQLite file: for its owner alone, checked when it is opened, backed up before it is upgraded."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioner.model.errors import StateProblem
from provisioner.state.places import ELSEWHERE
from provisioner.state.schema import SCHEMA_VERSION, layout, make, newer, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""
GLANCE = 0.1
"""Seconds to wait for a lock: somebody who only looks whether it is taken has it for an instant."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PLACE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_FULL = {errno.ENOSPC, errno.EDQUOT}
ROOM = "Free some space, then run the same command again: nothing is lost, and nothing is done twice."
WAIT = "Another command is writing to it. Wait until it has ended, then run the same command again."


class SqliteDatabase:
    """One file, made on first use."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self._path = path
        self._turn = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)  # the files that SQLite puts beside it get the same rights
        self._connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._prepare()
            # What every plan reads is looked through each time; the journal may be a hundred times as large.
            _refuse_damaged(self._connection, "quick_check('binding')")
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        if self._layout() == str(SCHEMA_VERSION):
            return
        with self.writing() as cursor:
            found = self._layout()
            if found is None:
                make(cursor)
            elif found == "1":
                _refuse_damaged(self._connection, "integrity_check")
                self._back_up(f"v{found}")
                upgrade(cursor)
            elif found != str(SCHEMA_VERSION):
                raise newer(found)

    def _layout(self) -> str | None:
        """The layout of the tables; None while there are none."""
        tables = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'meta'")
        return layout(self._connection.cursor()) if tables.fetchone() else None

    def _back_up(self, what: str) -> None:
        """Leave a copy of the file as it is, whole or not at all."""
        copy = self._path.with_name(f"{self._path.name}.{what}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.bak")
        part = copy.with_name(f"{copy.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        with part.open("r+b") as file:
            os.fsync(file.fileno())
        part.replace(copy)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """A transaction that sees one state of the data."""
        with self._transaction("BEGIN") as cursor:
            yield cursor

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """A transaction that is on disk when it ends."""
        with self._transaction("BEGIN IMMEDIATE") as cursor:
            yield cursor

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Cursor]:
        with self._turn:
            cursor = self._connection.cursor()
            cursor.execute(begin)
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    def check(self) -> None:
        """StateProblem unless every page of the file is as it must be."""
        _refuse_damaged(self._connection, "integrity_check")

    def seize(self, name: str) -> Callable[[], None] | None:
        """Take the lock ``name``, which the operating system takes back from a process that ends."""
        lock = self._lock_file(name)
        if _is_busy(lock, "BEGIN EXCLUSIVE"):
            lock.close()
            return None
        return lock.close

    def is_seized(self, name: str) -> bool:
        """True while a process has the lock ``name``."""
        with closing(self._lock_file(name)) as lock:
            return _is_busy(lock, "SELECT name FROM sqlite_master")

    def discard(self, name: str) -> None:
        """Remove the lock's file, where the system lets us."""
        with suppress(OSError):
            self._lock_path(name).unlink()

    def _lock_file(self, name: str) -> sqlite3.Connection:
        path = self._lock_path(name)
        with _explained(f"Cannot use the lock file {path}", path, OSError):
            path.touch(mode=0o600)
        return sqlite3.connect(path, timeout=GLANCE, isolation_level=None, check_same_thread=False)

    def _lock_path(self, name: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{name}.lock")

    def damaged(self, what: str) -> StateProblem:
        """The problem of a row that makes no sense."""
        return StateProblem(f"The state file {self._path} is damaged", what, *_way_out(ValueError(), self._path))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _is_busy(connection: sqlite3.Connection, statement: str) -> bool:
    try:
        connection.execute(statement)
    except sqlite3.OperationalError as error:
        if _code(error) in _BUSY:
            return True
        raise
    return False


def _refuse_damaged(connection: sqlite3.Connection, pragma: str) -> None:
    found = [row[0] for row in connection.execute(f"PRAGMA {pragma}")]
    if found != ["ok"]:
        raise sqlite3.DatabaseError(f"it is damaged: {found[0]}")


@contextmanager
def open_file(path: Path) -> Iterator[SqliteDatabase]:
    """The database in the file ``path``. StateProblem when it cannot be opened, read or written."""
    with _explained(f"Cannot open the state file {path}", path, OSError, sqlite3.Error):
        database = SqliteDatabase(path)
    try:
        with _explained(f"Cannot use the state file {path}", path, sqlite3.Error):
            yield database
    finally:
        database.close()


@contextmanager
def _explained(summary: str, path: Path, *kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        detail = f"SQLite says: {error}." if isinstance(error, sqlite3.Error) else str(error)
        raise StateProblem(summary, detail, *_way_out(error, path)) from error


def _way_out(error: Exception, path: Path) -> tuple[str, ...]:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) in _FULL:
        return (ROOM,)
    if isinstance(error, OSError) or code in _PLACE:
        return ELSEWHERE
    if code in _BUSY:
        return (WAIT,)
    apart = (
        f"If the file is damaged, move it away together with {path.name}-wal and {path.name}-shm, where they stand "
        "beside it: the next plan finds everything again and writes nothing new."
    )
    return (apart,)


def _code(error: Exception) -> int:
    """SQLite's primary result code; 0 for an error that is none of SQLite's."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
