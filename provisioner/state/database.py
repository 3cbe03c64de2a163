"""What the store needs of a database: transactions, locks that a dead process lets go of, and its own errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from provisioner.model.errors import StateProblem


class Cursor(Protocol):
    """One transaction. Statements are written in the SQL that SQLite and PostgreSQL share, with ``?`` for values."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        ...

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Cursor:
        """Carry out one statement."""
        ...

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Carry out one statement for each row of values."""
        ...

    def fetchone(self) -> Any:
        """The next row of the last query; None at its end."""
        ...

    def fetchall(self) -> list[Any]:
        """The remaining rows of the last query."""
        ...


class Database(Protocol):
    """An open database with our tables. Used by several threads it serves one after the other."""

    label: str

    def reading(self) -> AbstractContextManager[Cursor]:
        """A transaction that sees one state of the data."""
        ...

    def writing(self) -> AbstractContextManager[Cursor]:
        """A transaction that is durable when it ends, and leaves nothing behind when it fails."""
        ...

    def seize(self, name: str) -> Callable[[], None] | None:
        """Take the lock ``name``: what lets go of it, or None when somebody has it. Ends with the process."""
        ...

    def is_seized(self, name: str) -> bool:
        """True while somebody has the lock ``name``."""
        ...

    def discard(self, name: str) -> None:
        """Clear up after a lock that nobody will ask for again."""
        ...

    def check(self) -> None:
        """Look through everything, however long it takes. StateProblem for damage."""
        ...

    def damaged(self, what: str) -> StateProblem:
        """The problem of a row that makes no sense, with what to do about it."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
