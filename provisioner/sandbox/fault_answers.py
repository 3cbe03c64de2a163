"""What a fault answers with: the vendors' own errors where they have one, a gateway's page where they have none."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import ClioError, rate_limited
from provisioner.sandbox.clio.wire import dump
from provisioner.sandbox.fault_kinds import AS_VENDOR
from provisioner.sandbox.kernel import dumps
from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities.account import too_many_accounts
from provisioner.sandbox.qbo.responses import trace
from provisioner.sandbox.qbo.store import stamp_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from provisioner.sandbox.faults import Rule
    from provisioner.sandbox.qbo.call import Refuse

JSON = "application/json;charset=UTF-8"
HTML = "text/html; charset=utf-8"
CLIO_WAIT = 60  # seconds, the length of Clio's window (Clio developer docs, rate limits)
# Clio publishes no names for these errors: `type` is an assumption, clients go by the status.
_CLIO_TYPES = {500: "InternalServerError", 502: "BadGateway", 503: "ServiceUnavailable", 504: "GatewayTimeout"}


@dataclass(frozen=True)
class Answer:
    """A whole answer, ready to be sent."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def throttled(vendor: str, params: Mapping[str, Any], now: datetime) -> Answer:
    """429 as the vendor words it. Intuit sends no Retry-After, Clio does; ``retry_after`` in ``params`` overrules."""
    wait = params["retry_after"]
    if vendor == "qbo":
        headers = {} if wait in (None, AS_VENDOR) else {"Retry-After": str(wait)}
        return _qbo(429, errors.throttled().body(int(now.timestamp() * 1000)), headers)
    seconds = CLIO_WAIT if wait in (None, AS_VENDOR) else int(wait)
    reset = str(math.ceil(now.timestamp()) + seconds)
    window = {"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    error = rate_limited(seconds)
    return _clio(error, {} if wait is None else error.headers | window)


def failed(vendor: str, params: Mapping[str, Any], now: datetime) -> Answer:
    """500, 502, 503 or 504: the vendor's fault, or what a gateway in front of it says."""
    status = int(params["status"])
    phrase = HTTPStatus(status).phrase
    match params["body"]:
        case "html":
            return Answer(status, page(f"{status} {phrase}"), {"Content-Type": HTML})
        case "text":
            return Answer(status, phrase.encode(), {"Content-Type": "text/plain"})
        case "empty":
            return Answer(status, b"")
    if vendor == "qbo":
        return _qbo(status, _service_fault(status, now))
    if vendor == "clio":
        kind = _CLIO_TYPES[status]
        return _clio(ClioError(status, {"error": {"type": kind, "message": phrase}}))
    body = {"error": "server_error", "error_description": phrase}  # RFC 6749 section 4.1.2.1
    return Answer(status, dumps(body).encode(), {"Content-Type": JSON})


def fault_in_200(now: datetime) -> Answer:
    """HTTP 200 with a SystemFault, as seen on voids of bills [probe of live companies, 2026-08]."""
    fault = errors.application_error("An unexpected error occurred.").fault()
    return _qbo(200, {"Fault": fault, "time": stamp_ms(now)})


def redirect(params: Mapping[str, Any], target: str) -> Answer:
    """The same path elsewhere."""
    return Answer(int(params["status"]), b"", {"Location": params["to"].rstrip("/") + target})


def page(title: str) -> bytes:
    """A page for people."""
    return f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>".encode()


def refusing(rule: Rule, happened: Callable[[], None]) -> Refuse:
    """What decides, item by item, which are refused: called with the place, from 1, the kind and the operation."""

    def chosen(place: int, entity: str, operation: str) -> errors.FaultError | None:
        del entity, operation
        if place not in rule.params["items"]:
            return None
        happened()
        return _ITEM_FAULTS[rule.params["code"]]()

    def ceiling(place: int, entity: str, operation: str) -> errors.FaultError | None:
        del place
        if (entity, operation) != ("Account", "create"):
            return None
        rule.counted += 1
        if rule.counted < rule.params["first"]:
            return None
        happened()
        return too_many_accounts()

    return ceiling if rule.kind.needs_creates else chosen


_ITEM_FAULTS: dict[int, Callable[[], errors.FaultError]] = {
    610: errors.not_found,
    5010: errors.stale,
    6000: lambda: errors.business("This object cannot be saved at the moment."),
    6240: lambda: errors.duplicate_name("account"),
    10000: lambda: errors.application_error("An unexpected error occurred."),
}


def _service_fault(status: int, now: datetime) -> dict[str, Any]:
    """10000 for a server error, 150 during maintenance [ENUM]; 10000 for the gateway's errors is [ASSUMED]."""
    code, message = 10000, "An application error has occurred while processing your request"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        code, message = 150, "QuickBooks is not available at the moment because of maintenance"
    fault = errors.FaultError(code, message, kind="SystemFault", status=status).fault()
    return {"Fault": fault, "time": stamp_ms(now)}


def _qbo(status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, dumps(body).encode(), {**trace(), "Content-Type": JSON, **(headers or {})})


def _clio(error: ClioError, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(error.status, dump(error.body).encode(), {"Content-Type": JSON, **(headers or {})})
