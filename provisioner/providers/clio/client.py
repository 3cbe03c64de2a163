"""Reads and writes one Clio account over HTTP.

``ClioReader`` has no method that writes, and its HTTP client refuses anything but GET. ``ClioWriter`` creates and
updates single records; a create is never sent twice unless Clio surely did not see it: Clio has no idempotency keys.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from provisioner.engine.ports import Request, WriteResult, item_of
from provisioner.engine.settle import carried_out
from provisioner.model.errors import VendorProblem
from provisioner.model.money import dumps
from provisioner.model.resource import Snapshot
from provisioner.providers import shapes
from provisioner.providers.clio import errors, funds
from provisioner.providers.clio.base import ClioType
from provisioner.providers.clio.session import BoundedClient
from provisioner.providers.retry import PATIENCE, RETRYABLE, TryAgain, persistently
from provisioner.providers.wire import instant, vendor_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provisioner.engine.ports import Item, ResourceType, Write
    from provisioner.model.funds import Funds, Movements
    from provisioner.model.resource import Observed, Remote

# Hosts: Clio OpenAPI document of 2026-04-08, servers; read 2026-11.
HOSTS = {
    "us": "https://app.clio.com",
    "eu": "https://eu.app.clio.com",
    "ca": "https://ca.app.clio.com",
    "au": "https://au.app.clio.com",
}
API_VERSION = "4.0.13"  # the default since 2026-01-06; Clio OpenAPI document of 2026-04-08
PAGE = 200  # the most records of one page; Clio API documentation, Paging; read 2026-11
WAITS = (1.0, 5.0, 15.0)  # seconds before each look at what became of a write: Clio may still be working on it
SENDINGS = 3  # times a write is sent while its answers are lost and looking shows that it was not carried out
FORBIDDEN = frozenset({"balance"})
"""Fields that state an amount of money. This program never sends one."""


class Tokens(Protocol):
    """Where bearer tokens come from."""

    def access(self) -> str:
        """A token that should work now."""
        ...

    def renew(self) -> str:
        """A new token, after the vendor refused the last one."""
        ...


@dataclass(frozen=True)
class ClioAccess:
    """How to reach one Clio account. ``sleep`` waits for room in Clio's rate limit, ``pause`` after a lost answer."""

    tokens: Tokens
    base_url: str = HOSTS["us"]
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)


class ReadOnly(BoundedClient):
    """A client that sends GET and nothing else. A raise here is a mistake of ours."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a read."""
        if request.method != "GET":
            raise AssertionError(f"a planner tried to write: {request.method} {request.url.path}")
        return super().send(request, **options)


class _Account:
    """One Clio account: sends a request, returns the parsed answer, or raises VendorProblem."""

    def __init__(self, access: ClioAccess, *, read_only: bool) -> None:
        self._access = access
        self._base = access.base_url.rstrip("/")
        self._http = (ReadOnly if read_only else BoundedClient)()
        self._free_at = 0.0
        self.calls = 0
        self.read_at = ""

    def send(self, method: str, url: str, *, body: Any = None, version: str = "", **params: str) -> Any:
        """The JSON of the answer. ``url`` is a path below /api/v4, or a full address on the same host."""
        full = url if url.startswith(self._base + "/") else f"{self._base}/api/v4/{url}"
        answer = self._persist(method, full, body, version, params)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._access.tokens.renew()
            answer = self._persist(method, full, body, version, params)
        if not answer.is_success:
            raise errors.problem(answer.status_code, answer.text, f"{method} {answer.request.url.path}")
        found = errors.parse(answer.text)
        if not isinstance(found, dict) or not isinstance(found.get("data"), (dict, list)):
            raise errors.unreadable(answer.status_code, f"{method} {answer.request.url.path}")
        return found

    def _persist(self, method: str, url: str, body: Any, version: str, params: dict[str, str]) -> httpx.Response:
        try:
            return persistently(lambda: self._once(method, url, body, version, params))
        except TryAgain as given_up:
            if isinstance(given_up.answer, httpx.Response):
                return given_up.answer
            raise errors.unreachable(str(given_up.answer), maybe_done=False) from given_up

    def _once(self, method: str, url: str, body: Any, version: str, params: dict[str, str]) -> httpx.Response:
        self._wait_for_budget()
        headers = {"Authorization": f"Bearer {self._access.tokens.access()}", "X-API-VERSION": API_VERSION}
        if version:
            headers["If-Match"] = version
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else dumps({"data": body})
        self.calls += 1
        try:
            answer = self._http.request(method, url, params=params or None, content=content, headers=headers)
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol) as error:
            raise errors.unreachable(str(error), maybe_done=False) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise TryAgain(error) from error
        except httpx.RequestError as error:
            if method != "GET":
                raise errors.unreachable(f"{type(error).__name__}: {error}", maybe_done=True) from error
            raise TryAgain(error) from error
        self._note_budget(answer)
        self.read_at = self.read_at or vendor_time(answer.headers)
        return _unless_retryable(method, answer)

    def _wait_for_budget(self) -> None:
        """Wait until Clio's window has room again, when its last answer said that it has none."""
        wait = self._free_at - time.time()
        if wait > 0:
            self._access.sleep(min(wait, 60.0))

    def _note_budget(self, answer: httpx.Response) -> None:
        reset = answer.headers.get("X-RateLimit-Reset", "")
        if answer.headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
            self._free_at = float(reset)

    def pages(self, path: str, **params: str) -> Iterator[list[dict[str, Any]]]:
        """The records of a list, page by page, following the pages Clio names."""
        answer = self.send("GET", f"{path}.json", limit=str(PAGE), **params)
        seen: set[str] = set()
        while True:
            yield shapes.records(answer["data"], "clio", path)
            following = _next_page(answer)
            if not following:
                return
            if not following.startswith(self._base + "/"):
                raise errors.unreachable(f"the next page is on another host: {following}", maybe_done=False)
            if following in seen:
                raise shapes.misshapen("clio", "the same page twice")
            seen.add(following)
            answer = self.send("GET", following)

    def list(self, kind: ClioType) -> list[dict[str, Any]]:
        """Every record of a type."""
        return [row for rows in self.pages(kind.path, fields=kind.asked) for row in rows]


def _next_page(answer: Mapping[str, Any]) -> str:
    """The address of the page that follows; empty after the last one."""
    meta = shapes.record(answer.get("meta"), "clio", "a description of its answer")
    return str(shapes.record(meta.get("paging"), "clio", "a description of its pages").get("next") or "")


def _unless_retryable(method: str, answer: httpx.Response) -> httpx.Response:
    """The answer; TryAgain when the request may be sent again: a create only when Clio turned it away unseen."""
    if answer.status_code not in RETRYABLE:
        return answer
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        wait = answer.headers.get("Retry-After", "")
        raise TryAgain(answer, min(float(wait), PATIENCE) if wait.isdecimal() else 60.0)
    if method != "GET":
        raise errors.unreachable(f"Clio answered {answer.status_code}", maybe_done=True)
    raise TryAgain(answer)


class ClioReader:
    """Reads an account. Holds nothing that could write. ``holders`` are the kinds of those whose money is asked for."""

    system = "clio"

    def __init__(self, access: ClioAccess, holders: Sequence[str] = ()) -> None:
        self._account = _Account(access, read_only=True)
        self._holders = holders

    def read(self, types: Sequence[ResourceType], expected: int = 0) -> Snapshot:  # noqa: ARG002 - part of the port
        """Who we are connected as, the billing settings, and every record of ``types``: one request a page."""
        before, self._account.read_at = self._account.calls, ""
        me = self._account.send("GET", "users/who_am_i.json", fields="id,name,account{id,name,created_at}")["data"]
        billing = self._account.send("GET", "settings/billing.json", fields="id,currency,use_utbms_codes")["data"]
        account = shapes.record(shapes.record(me, "clio", "a user").get("account"), "clio", "an account")
        billing = shapes.record(billing, "clio", "settings")
        name = str(account.get("name") or "")
        objects = {
            each.kind: shapes.distinct(each, shapes.observed(each, self._account.list(each)))
            for each in types
            if isinstance(each, ClioType)
        }
        currency = shapes.text(billing.get("currency"), "clio", "a currency")
        facts = {"currency": currency, "utbms": bool(billing.get("use_utbms_codes"))}
        in_full = self._account.calls - before
        held = self._funds() if self._holders else None
        return Snapshot(
            "clio",
            name,
            name,
            objects,
            facts,
            self._account.calls - before,
            instant(account.get("created_at")),
            self._account.read_at,
            calls_in_full=in_full,
            funds=held,
        )

    def _funds(self) -> Funds:
        """Who has money, one request a page."""
        found = funds.Collector()
        for kind in self._holders:
            wanted = funds.LISTS[kind]
            for rows in self._account.pages(wanted.path, fields=wanted.fields, **wanted.filters):
                found.take(kind, rows)
        return found.funds

    def movements(self, bank: str, first_day: str) -> tuple[Movements, int]:
        """The last day of each client's and matter's transactions in a bank account, and the requests that took.

        Those from ``first_day`` on are among them; older ones may be.
        """
        before, found = self._account.calls, dict[str, str]()
        asked = {"bank_account_id": bank, "updated_since": funds.since(first_day)}
        for rows in self._account.pages("bank_transactions", fields="id,date,client{id},matter{id}", **asked):
            funds.last_days(rows, found)
        return found, self._account.calls - before


class ClioWriter:
    """Writes settings records of one account, one request each.

    Clio has no request ids. When the answer to a write is lost, the writer looks whether it was carried out, and sends
    it again only when it was not.
    """

    system = "clio"
    batch_size = 1

    def __init__(self, access: ClioAccess, types: Mapping[str, ResourceType]) -> None:
        self._account = _Account(access, read_only=False)
        self._types = types
        self._pause = access.pause
        self._made: set[Remote] = set()

    @property
    def calls(self) -> int:
        """The requests sent so far."""
        return self._account.calls

    def prepare(self, writes: Sequence[Write], request_id: str, since: str) -> Request:
        """The request for one write."""
        return Request(request_id, self.system, tuple(_item(each) for each in writes), since)

    def send(self, request: Request) -> Sequence[WriteResult]:
        """One result each."""
        return [self._until_known(item, request.since) for item in request.items]

    def _until_known(self, item: Item, since: str) -> WriteResult:
        """Send; while the answer is lost, look what became of it, and send again only what surely did not arrive."""
        kind = _type(self._types, item)
        problem = errors.unreachable("no answer", maybe_done=True)
        for sending in range(SENDINGS):
            try:
                return self._done(shapes.one(kind, self._send(kind, item)))
            except VendorProblem as said:
                problem = said
            # The version may be outdated because an earlier sending of ours was carried out late.
            is_ours = sending > 0 and problem.status == httpx.codes.PRECONDITION_FAILED
            if not problem.maybe_done and not is_ours:
                return WriteResult(problem=problem)
            try:
                found = self._seen(kind, item, since, WAITS if problem.maybe_done else WAITS[:1])
            except VendorProblem:
                break
            if len(found) > 1:
                problem = errors.ambiguous(item.address, [each.id for each in found])
                break
            if found:
                return self._done(found[0])
            if not problem.maybe_done:
                return WriteResult(problem=problem)
        return WriteResult(problem=problem, unknown=True)

    def _done(self, observed: Observed) -> WriteResult:
        self._made.add(observed.remote)
        return WriteResult(observed=observed)

    def _seen(self, kind: ClioType, item: Item, since: str, waits: Sequence[float]) -> list[Observed]:
        """What ``item`` made or changed as soon as it shows; empty when it does not, however long Clio may have worked.

        VendorProblem while Clio does not answer.
        """
        for wait in waits:
            self._pause(wait)
            if found := self._look(kind, item, since):
                return found
        return []

    def _send(self, kind: ClioType, item: Item) -> dict[str, Any]:
        if item.remote_id is None:
            answer = self._account.send("POST", f"{kind.path}.json", body=item.body, fields=kind.asked)
        else:
            path = f"{kind.path}/{item.remote_id}.json"
            answer = self._account.send("PATCH", path, body=item.body, version=item.version, fields=kind.asked)
        return _record(answer, item)

    def _look(self, kind: ClioType, item: Item, since: str) -> list[Observed]:
        """What ``item`` made or changed, if anything. VendorProblem while Clio does not answer."""
        if item.remote_id is None:
            rows = self._account.list(kind)
        else:
            rows = [_record(self._account.send("GET", f"{kind.path}/{item.remote_id}.json", fields=kind.asked), item)]
        return carried_out(item, self._types[item.address.kind], shapes.observed(kind, rows), since, self._made)


def _record(answer: Mapping[str, Any], item: Item) -> dict[str, Any]:
    """The record in an answer; VendorProblem when it names none, and nobody knows whether the write was done."""
    record = answer["data"]
    if not isinstance(record, dict) or "id" not in record:
        raise errors.unreadable(200, f"the request for {item.address}")
    return record


def _type(types: Mapping[str, ResourceType], item: Item) -> ClioType:
    kind = types[item.address.kind]
    if not isinstance(kind, ClioType):
        raise AssertionError(f"{item.address} is no Clio resource")  # noqa: TRY004 - a mistake of ours
    return kind


def _item(write: Write) -> Item:
    body = write.type.body(write.fields, write.observed, active=write.active)
    if FORBIDDEN & body.keys():
        raise AssertionError(f"{write.address} would state an amount: {sorted(FORBIDDEN & body.keys())}")
    return item_of(write, body)
