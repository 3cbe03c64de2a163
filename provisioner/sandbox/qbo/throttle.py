"""Request limits per company (Intuit, REST API features and batch; a probe of live companies; read 2026-11)."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Clock

# what is counted -> (at most, in so many seconds)
LIMITS = {"requests": (500, 60.0), "burst": (10, 1.0), "batches": (40, 60.0)}


class Throttle:
    """Counts requests in sliding windows by the twin's clock. A refused request is not counted (assumption)."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self._clock = clock
        self._enabled = enabled
        self._seen: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def admit(self, realm: str, *, batch: bool) -> None:
        """Count one request of the company, or refuse it."""
        if not self._enabled:
            return
        now = self._clock.now().timestamp()
        windows = [name for name in LIMITS if batch or name != "batches"]
        for name in windows:
            most, seconds = LIMITS[name]
            seen = self._seen[realm, name]
            while seen and seen[0] <= now - seconds:
                seen.popleft()
            if len(seen) >= most:
                raise errors.throttled()
        for name in windows:
            self._seen[realm, name].append(now)
