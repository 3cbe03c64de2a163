"""Kill points, put around the product from outside: every write of the state and every request, before and after.

The state: before each transaction is committed, and after. A request: before it is sent, and when the vendor has
carried it out and begun to answer, but the client has read nothing. At the chosen point the process kills itself with
SIGKILL: no handler, no ``finally`` and no flush gets a chance. Points are counted by their label, since both systems
are read at the same time: ``qbo write before #2``.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from requests.adapters import HTTPAdapter

from provisioner.state.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STATE = Path(sys.modules[SqliteDatabase.__module__].__file__ or "").parent


class Points:
    """Counts the points as they are passed, and sends this process a signal at some of them."""

    def __init__(self, at: str, log: Path) -> None:
        self._at = dict(_signal(each) for each in at.split("; ") if each)
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._log = log.open("a", encoding="utf-8")

    def passed(self, label: str) -> None:
        """Note one point, in a file that outlives us. Does not return from the one to die at."""
        with self._lock:
            self._counts[label] += 1
            name = f"{label} #{self._counts[label]}"
            self._log.write(f"{name}\n")
            self._log.flush()
            chosen = self._at.get(name) or self._at.get(f"@{self._counts.total()}")
        if chosen is not None:
            os.kill(os.getpid(), chosen)


def _signal(text: str) -> tuple[str, signal.Signals]:
    """A point and the signal it brings: SIGKILL, or the one named in front of it."""
    name, _, point = text.partition(": ")
    return (point, signal.Signals[name]) if point else (text, signal.SIGKILL)


def install(at: str, log: Path) -> None:
    """Put the points in place and list those passed in ``log``.

    ``at`` is the one to die at: its name, ``@17`` for the 17th of all, or nothing. ``SIGINT: `` in front of it brings
    another signal; several stand behind each other, with ``; `` between them.
    """
    points = Points(at, log)
    SqliteDatabase.writing = _watched(SqliteDatabase.writing, points)  # type: ignore[method-assign] # from outside
    HTTPAdapter.send = _around(HTTPAdapter.send, points, "qbo", _is_qbo_write)  # type: ignore[method-assign] # as above
    httpx.HTTPTransport.handle_request = _around(  # type: ignore[method-assign] # as above
        httpx.HTTPTransport.handle_request, points, "clio", lambda request: request.method != "GET"
    )


def _watched(writing: Callable[..., Any], points: Points) -> Callable[..., Any]:
    @contextmanager
    def watched(self: SqliteDatabase) -> Iterator[Any]:
        name = _asked_by()
        with writing(self) as cursor:
            yield cursor
            points.passed(f"state {name} before")
        points.passed(f"state {name} after")

    return watched


def _around(
    send: Callable[..., Any], points: Points, system: str, is_write: Callable[[Any], bool]
) -> Callable[..., Any]:
    def around(self: object, request: Any, *more: Any, **options: Any) -> Any:
        what = f"{system} {'write' if is_write(request) else 'read'}"
        points.passed(f"{what} before")
        answer = send(self, request, *more, **options)
        points.passed(f"{what} answered")
        return answer

    return around


def _is_qbo_write(request: Any) -> bool:
    return b'"Query"' not in (request.body or b"")


def _asked_by() -> str:
    """Which method of the state writes: the outermost frame of the state package, without this file's."""
    frame, name = sys._getframe(2), "?"
    while frame is not None:
        if Path(frame.f_code.co_filename).parent == STATE and frame.f_code.co_name not in {"writing", "__enter__"}:
            name = frame.f_code.co_name
        frame = frame.f_back  # type: ignore[assignment] # ends with None
    return name
