"""The control routes under ``/_sandbox/``: health, reset, request log, clock, web-screen edits, tokens, faults."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from provisioner.sandbox.kernel import FirmSeed, Record, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from provisioner.sandbox.server import Twin

SEED_FIELDS = {field.name for field in fields(FirmSeed)}
PERMISSIONS = "clio_permissions"


class Control:
    """The routes of one twin that no vendor has."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin

    def routes(self) -> list[BaseRoute]:
        """Absolute routes."""
        return [
            Route("/_sandbox", self.health),
            Route("/_sandbox/", self.health),
            Route("/_sandbox/reset", guarded(self.reset), methods=["POST"]),
            Route("/_sandbox/requests", self.requests, methods=["GET"]),
            Route("/_sandbox/requests", self.forget_requests, methods=["POST", "DELETE"]),
            Route("/_sandbox/clock", guarded(self.clock), methods=["GET", "POST"]),
            Route("/_sandbox/edits", guarded(self.edit), methods=["POST"]),
            Route("/_sandbox/tokens", guarded(self.tokens), methods=["POST"]),
            Route("/_sandbox/faults", guarded(self.faults), methods=["GET", "POST", "DELETE"]),
        ]

    async def health(self, request: Request) -> Response:
        """That the server runs, its time, and what each vendor holds."""
        del request
        loaded = {name: vendor.health() for name, vendor in self._twin.vendors.items()}
        return answer({"status": "ok", "now": self._twin.clock.now().isoformat(), **loaded})

    async def reset(self, request: Request) -> Response:
        """Start both vendors over from a scenario; the other parts of the firm may be given too."""
        seed = self._seed(await _body(request), SEED_FIELDS)
        self._twin.reset(seed)
        return answer({"status": "ok", "loaded": asdict(seed)})

    async def requests(self, request: Request) -> Response:
        """The request log, after entry number ``since``, of one ``vendor``."""
        since = request.query_params.get("since", "0")
        vendor = request.query_params.get("vendor")
        after = int(since) if since.isdecimal() else 0
        found = [
            entry for entry in self._twin.log.entries if entry["n"] > after and vendor in (None, "", entry["vendor"])
        ]
        return answer({"requests": found})

    async def forget_requests(self, request: Request) -> Response:
        """Empty the request log."""
        del request
        self._twin.log.clear()
        return answer({"status": "ok"})

    async def clock(self, request: Request) -> Response:
        """Move the clock: ``{"advance": seconds}`` or ``{"set": "2026-12-01T09:00:00+00:00"}``; GET only reads it."""
        wanted = await _body(request) if request.method == "POST" else {}
        if "set" in wanted:
            instant = datetime.fromisoformat(str(wanted["set"]))
            self._twin.clock.set(instant if instant.tzinfo else instant.replace(tzinfo=UTC))
        if "advance" in wanted:
            try:
                self._twin.clock.advance(float(wanted["advance"]))
            except (TypeError, OverflowError) as error:
                raise ValueError(f"advance: {error}") from None
        return answer({"now": self._twin.clock.now().isoformat()})

    async def edit(self, request: Request) -> Response:
        """One change as a person in a vendor's web screens would make it."""
        change = await _body(request)
        vendor = self._twin.vendors.get(str(change.get("vendor")))
        if vendor is None:
            raise ValueError(f"vendor must be one of {', '.join(self._twin.vendors)}.")
        return answer({"object": vendor.edit({name: value for name, value in change.items() if name != "vendor"})})

    async def tokens(self, request: Request) -> Response:
        """Client id and secret, and fresh tokens of both vendors.

        ``clio_permissions`` is what the app is given at Clio, such as ``{"Matters": "read"}``; without it everything.
        """
        wanted = await _body(request)
        seed = self._seed(wanted, SEED_FIELDS | {PERMISSIONS})
        permissions = wanted.get(PERMISSIONS)
        if permissions is not None and not isinstance(permissions, dict):
            raise ValueError(f"{PERMISSIONS} must be an object.")
        return answer(self._twin.credentials(seed, permissions))

    def _seed(self, wanted: dict[str, Any], possible: set[str]) -> FirmSeed:
        """The present firm with the parts of it that the body names."""
        unknown = set(wanted) - possible
        if unknown:
            raise ValueError(f"Unknown: {', '.join(sorted(unknown))}. Possible: {', '.join(sorted(possible))}.")
        return replace(self._twin.seed, **{name: str(wanted[name]) for name in SEED_FIELDS if name in wanted})

    async def faults(self, request: Request) -> Response:
        """Load a fault script, which replaces the last one, show how often its rules fired, or forget it."""
        faults = self._twin.faults
        if request.method == "POST":
            faults.load(await _body(request))
        elif request.method == "DELETE":
            faults.clear()
        return answer(faults.record())


def answer(body: Record, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(dumps(body) + "\n", status, media_type="application/json")


def guarded(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """``handler`` with ValueError turned into HTTP 400 and its sentence."""

    async def run(request: Request) -> Response:
        try:
            return await handler(request)
        except (ValueError, OverflowError) as error:
            return answer({"error": str(error)}, 400)

    return run


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        body = loads(raw) if raw else {}
    except (ArithmeticError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise ValueError("The body must be a JSON object.")  # noqa: TRY004 - answered as HTTP 400
    return body
