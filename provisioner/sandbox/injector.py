"""The middleware that lets requests fail as a fault script says. Where a connection breaks it raises; see ``cuts``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provisioner.sandbox import fault_answers
from provisioner.sandbox.cuts import PAUSE, Cut, Hang
from provisioner.sandbox.fault_answers import HTML, Answer
from provisioner.sandbox.faults import Asked
from provisioner.sandbox.qbo.call import REFUSE
from provisioner.sandbox.recorder import TOUCH, Touch, vendor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from provisioner.sandbox.faults import Faults, Firing
    from provisioner.sandbox.kernel import Clock, Vendor

MEBIBYTE = 2**20
FIRST_FAILURE = 400


class Injector:
    """ASGI middleware. Requests that no rule wants go through unchanged."""

    def __init__(self, app: ASGIApp, faults: Faults, clock: Clock, vendors: Mapping[str, Vendor]) -> None:
        self._app = app
        self._faults = faults
        self._clock = clock
        self._vendors = vendors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or let it fail."""
        vendor = vendor_of(scope["path"]) if scope["type"] == "http" else None
        if vendor is None or not self._faults.rules:
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        firing = self._faults.choose(_asked(vendor, scope, body))
        receive = _again(body, receive)
        if firing is None:
            await self._app(scope, receive, send)
        elif firing.kind.needs_items:
            await self._with_refusals(firing, scope, receive, send)
        else:
            scope[TOUCH] = Touch(firing.kind.name)
            await self._fail(firing, vendor, scope, receive, send)

    async def _fail(self, firing: Firing, vendor: str, scope: Scope, receive: Receive, send: Send) -> None:
        name = firing.kind.name
        if name.endswith("_before"):
            _break(firing)
            await _send(self._instead(firing, vendor, scope), send)
        elif name.endswith("_after"):
            answer = await self._handled(scope, receive)
            _break(firing)
            for message in _SPOILED[name](answer, firing.params, vendor, self._clock):
                await send(message)
        else:
            self._change(firing, _owner(vendor, scope["path"]))
            await _noting(scope[TOUCH], self._app, scope, receive, send)

    def _instead(self, firing: Firing, vendor: str, scope: Scope) -> Answer:
        """The answer to a request that is not handled."""
        now, params = self._clock.now(), firing.params
        match firing.kind.name:
            case "throttle_before":
                return fault_answers.throttled(_owner(vendor, scope["path"]), params, now)
            case "error_before":
                return fault_answers.failed(vendor, params, now)
            case "redirect_before":
                query = scope["query_string"].decode("latin-1")
                return fault_answers.redirect(params, scope["path"] + (f"?{query}" if query else ""))
            case "fault_200_before":
                return fault_answers.fault_in_200(now)
        raise AssertionError(firing.kind.name)

    def _change(self, firing: Firing, owner: str) -> None:
        """What the request is going to meet."""
        match firing.kind.name:
            case "skew_clock":
                self._clock.advance(float(firing.params["seconds"]))
            case "expire_access":
                self._vendors[owner].end_tokens(refresh_too=False)
            case "revoke_connection":
                self._vendors[owner].end_tokens(refresh_too=True)

    async def _with_refusals(self, firing: Firing, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request of which single items may be refused; it is touched once one of them is."""

        def happened() -> None:
            firing.happened()
            scope[TOUCH] = Touch(firing.kind.name, committed=True)

        scope[REFUSE] = fault_answers.refusing(firing.rule, happened)
        await self._app(scope, receive, send)

    async def _handled(self, scope: Scope, receive: Receive) -> Answer:
        """The answer that the request would have got."""
        start: list[Message] = []
        chunks: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
            else:
                chunks.append(message.get("body", b""))

        await _noting(scope[TOUCH], self._app, scope, receive, keep)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start[0].get("headers", [])}
        return Answer(start[0]["status"], b"".join(chunks), headers)


def _break(firing: Firing) -> None:
    """Raise what ends the connection, for the kinds that have no answer at all."""
    if "seconds" in firing.params:
        raise Hang(firing.params["seconds"])
    if firing.kind.name in ("cut_before", "cut_after"):
        raise Cut


def _spoil_error(answer: Answer, params: Mapping[str, Any], vendor: str, clock: Clock) -> Iterator[Message]:
    del answer
    yield from _messages(fault_answers.failed(vendor, params, clock.now()))


def _spoil_mid_body(answer: Answer, params: Mapping[str, Any], *_: Any) -> Iterator[Message]:
    """The declared length is that of the whole body."""
    start, body = _messages(answer)
    yield start
    yield {**body, "body": _part(answer.body, params), "more_body": True}
    raise Cut


def _spoil_truncated(answer: Answer, params: Mapping[str, Any], *_: Any) -> Iterator[Message]:
    yield from _messages(Answer(answer.status, _part(answer.body, params), answer.headers))


def _spoil_not_json(answer: Answer, *_: Any) -> Iterator[Message]:
    del answer
    yield from _messages(Answer(200, fault_answers.page("Welcome"), {"Content-Type": HTML}))


def _spoil_empty(answer: Answer, *_: Any) -> Iterator[Message]:
    yield from _messages(Answer(200, b"", answer.headers))


def _spoil_drip(answer: Answer, params: Mapping[str, Any], *_: Any) -> Iterator[Message]:
    start, body = _messages(answer)
    yield start
    size = params["bytes"]
    for place in range(0, max(1, len(answer.body)), size):
        piece, more = answer.body[place : place + size], place + size < len(answer.body)
        yield {**body, "body": piece, "more_body": more, PAUSE: params["pause"]}


def _spoil_oversized(answer: Answer, params: Mapping[str, Any], *_: Any) -> Iterator[Message]:
    """Blanks after JSON are still JSON: only its size is wrong."""
    blanks, count = b" " * MEBIBYTE, params["mebibytes"]
    length = len(answer.body) + MEBIBYTE * count if params["declared"] else None
    start, body = _messages(answer, length)
    yield start
    yield {**body, "more_body": True}
    for left in reversed(range(count)):
        yield {**body, "body": blanks, "more_body": left > 0}


_SPOILED: Mapping[str, Callable[[Answer, Mapping[str, Any], str, Clock], Iterator[Message]]] = {
    "error_after": _spoil_error,
    "cut_mid_body_after": _spoil_mid_body,
    "truncated_after": _spoil_truncated,
    "not_json_after": _spoil_not_json,
    "empty_after": _spoil_empty,
    "drip_after": _spoil_drip,
    "oversized_after": _spoil_oversized,
}


def _part(body: bytes, params: Mapping[str, Any]) -> bytes:
    """The beginning of a body, never all of it."""
    return body[: min(int(len(body) * params["share"]), max(0, len(body) - 1))]


def _messages(answer: Answer, length: int | None = -1) -> tuple[Message, Message]:
    """The answer as ASGI messages. ``length`` is declared instead of the body's own; None declares none."""
    own = {name.lower(): value for name, value in answer.headers.items()}
    own.pop("content-length", None)
    if length is not None:
        own["content-length"] = str(len(answer.body) if length < 0 else length)
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in own.items()]
    start = {"type": "http.response.start", "status": answer.status, "headers": headers}
    return start, {"type": "http.response.body", "body": answer.body, "more_body": False}


async def _send(answer: Answer, send: Send) -> None:
    for message in _messages(answer):
        await send(message)


async def _noting(touch: Touch, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Handle the request, and note whether it was carried out."""

    async def speak(message: Message) -> None:
        if message["type"] == "http.response.start":
            touch.committed = message["status"] < FIRST_FAILURE
        await send(message)

    await app(scope, receive, speak)


async def _whole(receive: Receive) -> bytes:
    """The body of a request."""
    chunks = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def _again(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that hands the body out once more, and then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def hand_out() -> Message:
        return waiting.pop() if waiting else await receive()

    return hand_out


def _owner(vendor: str, path: str) -> str:
    """Whose tokens and manners a request meets: Clio's OAuth server is at /oauth/."""
    return vendor if vendor != "oauth" else "clio" if path.startswith("/oauth/") else "qbo"


def _asked(vendor: str, scope: Scope, body: bytes) -> Asked:
    method, path = scope["method"], scope["path"]
    items = _items(path, body) if vendor == "qbo" and method == "POST" else []
    creates = sum(1 for item in items if _creates_account(item))
    reads = method in ("GET", "HEAD") or path.endswith("/query") or (bool(items) and all("Query" in i for i in items))
    return Asked(vendor, method, path, not reads, creates)


def _items(path: str, body: bytes) -> list[Mapping[str, Any]]:
    """The items of a batch; a single object written as an item of its own; nothing for what cannot be read."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if not isinstance(content, dict):
        return []
    if not path.lower().endswith("/batch"):
        return [{path.rpartition("/")[2].capitalize(): content}]
    found = content.get("BatchItemRequest")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _creates_account(item: Mapping[str, Any]) -> bool:
    account = item.get("Account")
    return isinstance(account, dict) and item.get("operation", "" if account.get("Id") else "create") == "create"
