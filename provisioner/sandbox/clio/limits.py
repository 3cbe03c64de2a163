"""Requests a minute for each access token, and the headers that tell a client (Clio developer docs, rate limits)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Clock

PEAK_LIMIT = 50  # requests a minute at peak hours; what more is granted off-peak is unpublished
WINDOW = timedelta(seconds=60)
_GENEROUS = 100_000


@dataclass
class Window:
    """The requests of one token since `start`."""

    start: datetime
    used: int = 0


class Limiter:
    """Counts requests. `mode` is `off`, which only sends the headers with a generous limit, or `vendor`."""

    def __init__(self, clock: Clock, mode: str) -> None:
        if mode not in {"off", "vendor"}:
            raise ValueError(f"Clio's limits are 'off' or 'vendor', not {mode!r}")
        self._clock = clock
        self._limit = PEAK_LIMIT if mode == "vendor" else _GENEROUS
        self._windows: dict[str, Window] = {}

    def count(self, token: str) -> tuple[dict[str, str], int]:
        """The headers for this request, and the seconds to wait when it is one too many (0 otherwise)."""
        now = self._clock.now()
        window = self._windows.get(token)
        if window is None or not window.start <= now < window.start + WINDOW:
            window = self._windows[token] = Window(now)
        window.used += 1
        end = window.start + WINDOW
        headers = {
            "X-RateLimit-Limit": str(self._limit),
            "X-RateLimit-Remaining": str(max(0, self._limit - window.used)),
            "X-RateLimit-Reset": str(math.ceil(end.timestamp())),
        }
        return headers, math.ceil((end - now).total_seconds()) if window.used > self._limit else 0
