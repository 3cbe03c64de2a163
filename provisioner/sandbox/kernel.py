"""What both twins share: a clock that tests set, storage that survives a restart, the request log, vendors as such."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from starlette.routing import BaseRoute

Record = dict[str, Any]

MOST_DIGITS = 40
_encode_text = json.encoder.encode_basestring_ascii


def dumps(value: object) -> str:
    """``value`` as compact JSON text. Decimals become plain numbers: 12.30 is written 12.3."""
    if isinstance(value, str):
        return _encode_text(value)
    if isinstance(value, dict):
        return "{" + ",".join([f"{_encode_text(str(key))}:{dumps(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([dumps(item) for item in value]) + "]"
    if isinstance(value, Decimal):
        # Plain digits, except where an exponent would unfold into megabytes of them.
        return format(value.normalize(), "f") if abs(value.adjusted()) < MOST_DIGITS else str(value)
    return json.dumps(value)


def without(value: Any, keys: Collection[str]) -> Any:
    """``value`` without these keys, at any depth."""
    if isinstance(value, dict):
        return {name: without(item, keys) for name, item in value.items() if name not in keys}
    return [without(item, keys) for item in value] if isinstance(value, list) else value


def loads(text: str | bytes) -> Any:
    """The value of JSON text, with fractions as Decimal."""
    return json.loads(text, parse_float=Decimal)


class Clock:
    """The twins' only source of time. ``offset`` moves it against the wall clock, ``frozen`` stops it."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.frozen: datetime | None = None

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return self.frozen if self.frozen is not None else datetime.now(UTC) + self.offset

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or back, with a negative number) by ``seconds``."""
        if self.frozen is not None:
            self.frozen += timedelta(seconds=seconds)
        else:
            self.offset += timedelta(seconds=seconds)

    def set(self, instant: datetime) -> None:
        """Make it ``instant`` now; a running clock runs on from there."""
        if self.frozen is not None:
            self.frozen = instant
        else:
            self.offset = instant - datetime.now(UTC)


class JournalError(ValueError):
    """A complete line of a journal that cannot be understood: which line of which file."""

    def __init__(self, path: Path | None, line: int) -> None:
        super().__init__(f"{path or 'The journal'}, line {line}, cannot be read.")
        self.path = path
        self.line = line


class Journal:
    """An append-only file of JSON records, or a list in memory when ``path`` is None.

    A twin appends the new form of each object it changes and rebuilds its tables by reading the records in order:
    bytes written grow linearly, and a record cut short by a crash is the last line, which is left out on reading
    and cut off before the next record is written.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._memory: list[Record] = []
        self._lock = threading.Lock()
        self._mended = False

    def read(self) -> Iterator[Record]:
        """Every complete record, oldest first. JournalError for a line that is none."""
        for _, record in self._numbered():
            yield record

    def replay(self, take: Callable[[Record], object]) -> None:
        """Hand every record to ``take``, oldest first. JournalError for one that it can make nothing of."""
        for number, record in self._numbered():
            try:
                take(record)
            except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
                raise JournalError(self.path, number) from error

    def _numbered(self) -> Iterator[tuple[int, Record]]:
        if self.path is None:
            yield from enumerate(list(self._memory), 1)
        elif self.path.exists():
            with self.path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if line.endswith(b"\n"):
                        yield number, self._record(number, line)

    def _record(self, number: int, line: bytes) -> Record:
        try:
            record = loads(line.decode("utf-8"))
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise JournalError(self.path, number) from error
        if not isinstance(record, dict):
            raise JournalError(self.path, number)
        return record

    def append(self, *records: Record) -> None:
        """Add records at the end, durable once this returns as far as the operating system is concerned."""
        with self._lock:
            if self.path is None:
                self._memory.extend(records)
                return
            self._mend(self.path)
            with self.path.open("a", encoding="utf-8", newline="\n") as lines:
                lines.write("".join([dumps(record) + "\n" for record in records]))

    def replace(self, records: Iterable[Record]) -> None:
        """Start over with ``records`` (a reset)."""
        with self._lock:
            if self.path is None:
                self._memory = list(records)
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            scratch = self.path.with_suffix(".new")
            with scratch.open("w", encoding="utf-8", newline="\n") as lines:
                lines.writelines(dumps(record) + "\n" for record in records)
            scratch.replace(self.path)

    def _mend(self, path: Path) -> None:
        """Cut off a last line that a crash left incomplete, once, before the first append."""
        if self._mended:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            complete = 0
            with path.open("rb") as lines:
                for line in lines:
                    complete += len(line) if line.endswith(b"\n") else 0
            with path.open("rb+") as file:
                file.truncate(complete)
        self._mended = True


@dataclass
class RequestLog:
    """Every request the twins answered, oldest first. Bodies of OAuth requests and all headers are left out."""

    journal: Journal
    entries: list[Record] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries = list(self.journal.read())
        self._lock = threading.Lock()

    def add(self, entry: Record) -> None:
        """Number and keep one entry: vendor, method, path, query, status, at, and body when it was JSON or a query."""
        with self._lock:
            numbered = {"n": self.entries[-1]["n"] + 1 if self.entries else 1, **entry}
            self.journal.append(numbered)
            self.entries.append(numbered)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self.entries.clear()
            self.journal.replace([])


@dataclass(frozen=True)
class FirmSeed:
    """The firm whose company and account the twins hold on first use, as the user would have opened them."""

    company_id: str = "9130000000000001"
    company_name: str = "Sandbox Law Firm"
    edition: str = "plus"  # simple_start | essentials | plus | advanced
    clio_region: str = "us"  # us | eu | ca | au
    clio_account_name: str = "Sandbox Law Firm"
    scenario: str = "empty"


class Vendor(Protocol):
    """One vendor's twin, mounted by ``sandbox.server`` beside the other on one port."""

    name: str
    kinds: tuple[str, ...]  # what ``edit`` can change

    def routes(self) -> list[BaseRoute]:
        """Absolute routes of this vendor, OAuth included."""

    def ensure(self, seed: FirmSeed) -> None:
        """Make the firm's company or account from its scenario unless it exists already."""

    def reset(self, seed: FirmSeed) -> None:
        """Forget everything and start over from the scenario."""

    def edit(self, change: Mapping[str, Any]) -> Record:
        """Change one object as a person in the web screens would, and return it; ValueError says what is wrong."""

    def tokens(self, seed: FirmSeed) -> dict[str, str]:
        """A fresh ``access_token`` and ``refresh_token`` bound to this firm, as if its user had just connected."""

    def end_tokens(self, *, refresh_too: bool) -> None:
        """End every access token at once, with ``refresh_too`` every connection."""

    def objects(self) -> Iterator[tuple[str, str, Record]]:
        """Every object: kind, name, and content without ids, versions and times, which depend on the order of work."""

    def health(self) -> Record:
        """What is loaded: companies or accounts with their object counts."""
