"""Trying again: which answers deserve it, and how long to wait."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import stamina

if TYPE_CHECKING:
    from collections.abc import Callable

    from stamina.instrumentation import RetryDetails

ATTEMPTS = 5
PATIENCE = 300.0  # seconds before a request is given up, waiting included
NOTABLE = 10.0  # seconds of waiting that are worth a number
RETRYABLE = frozenset({429, 500, 502, 503, 504})

T = TypeVar("T")
_log = logging.getLogger("provisioner")


@dataclass(eq=False)
class TryAgain(Exception):
    """The request may be sent once more, after ``wait`` seconds when the vendor said so."""

    answer: object
    wait: float | None = None


def persistently(send: Callable[[], T], *, attempts: int = ATTEMPTS) -> T:
    """What ``send`` returns, calling it again while it raises TryAgain. The last TryAgain is raised to the caller."""
    for attempt in stamina.retry_context(on=_wait, attempts=attempts, timeout=PATIENCE, wait_initial=0.5, wait_max=20):
        with attempt:
            return send()
    raise AssertionError("stamina ends by returning or raising")


def _tell(details: RetryDetails) -> None:
    """Say on standard error why nothing happens for a while; by itself stamina says ``stamina.retry_scheduled``."""
    answer = getattr(details.caused_by, "answer", details.caused_by)
    said = f"HTTP {status}" if (status := getattr(answer, "status_code", None)) else type(answer).__name__
    when = f"in {details.wait_for:.0f} seconds" if details.wait_for >= NOTABLE else "in a moment"
    _log.warning("No proper answer (%s); trying again %s.", said, when)


stamina.instrumentation.set_on_retry_hooks([_tell])


def _wait(error: Exception) -> bool | float:
    if isinstance(error, TryAgain):
        return error.wait if error.wait is not None else True
    return False
