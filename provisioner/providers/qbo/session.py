"""The HTTP session python-quickbooks sends through: time-outs, retries, limits, the bearer token, and guards."""

from __future__ import annotations

import json
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ChunkedEncodingError, ContentDecodingError
from urllib3.exceptions import HTTPError

from provisioner.providers import limits
from provisioner.providers.qbo import errors
from provisioner.providers.retry import RETRYABLE, TryAgain, persistently

CONNECT_SECONDS = 10.0
READ_SECONDS = 130.0  # the service itself gives up after 120 s; Intuit REST API features; read 2026-11
BROKEN = (requests.ConnectionError, requests.Timeout, ChunkedEncodingError, ContentDecodingError)
"""No whole answer came. Sending again is safe: reads change nothing, and a write carries its request id."""
THROTTLED_WAIT = 60.0  # a throttled answer carries no Retry-After; Intuit advises to wait a minute; read 2026-11


class Tokens(Protocol):
    """Where bearer tokens come from."""

    def access(self) -> str:
        """A token that should work now."""
        ...

    def renew(self) -> str:
        """A new token, after the vendor refused the last one."""
        ...


class Throttle(Protocol):
    """A budget of requests. ``acquire`` waits until one more is within it."""

    def acquire(self, name: str) -> None:
        """Take one request of the kind ``name`` (``request`` or ``batch``)."""
        ...


class NoThrottle:
    """No budget: for a twin that has its own limits switched off."""

    def acquire(self, name: str) -> None:
        """Return at once."""


class VendorThrottle:
    """Intuit's published limits for one company and app: 500 requests a minute, 10 a second, 40 batches a minute."""

    def __init__(self) -> None:
        from pyrate_limiter import Duration, Limiter, Rate  # noqa: PLC0415 - only live runs need it

        self._limiters = {
            "request": Limiter([Rate(10, Duration.SECOND), Rate(500, Duration.MINUTE)]),
            "batch": Limiter(Rate(40, Duration.MINUTE)),
        }

    def acquire(self, name: str) -> None:
        """Wait for room in the budget."""
        self._limiters["request"].try_acquire("request")
        if name == "batch":
            self._limiters["batch"].try_acquire("batch")


class QboSession:
    """What python-quickbooks asks of a session: ``access_token`` and ``request``. Counts the requests it sends."""

    def __init__(
        self, tokens: Tokens, throttle: Throttle, *, read_only: bool, seconds: float = limits.MOST_SECONDS
    ) -> None:
        self._seconds = seconds
        self._tokens = tokens
        self._throttle = throttle
        self._read_only = read_only
        self._http = http_session()
        self.calls = 0
        self.doubtful = False
        """Whether some sending of the last request got no proper answer: it may have been carried out."""
        self.tid = ""
        self.last: requests.Response | None = None

    @property
    def access_token(self) -> str:
        """The bearer token for the next request."""
        return self._tokens.access()

    def request(
        self, method: str, url: str, headers: dict[str, str] | None = None, params: Any = None, data: Any = None
    ) -> requests.Response:
        """One answer, after retries. VendorProblem when there is none."""
        if self._read_only:
            refuse_writes(method, url, data)
        body = data.encode() if isinstance(data, str) else data or None
        headers = dict(headers or {})
        self.doubtful = False
        answer = self._persist(method, url, headers, params, body)
        if answer.status_code == requests.codes.unauthorized:
            headers["Authorization"] = f"Bearer {self._tokens.renew()}"
            answer = self._persist(method, url, headers, params, body)
        self.last = answer
        self.tid = answer.headers.get("intuit_tid", "")
        return answer

    def _persist(self, method: str, url: str, headers: dict[str, str], params: Any, body: Any) -> requests.Response:
        try:
            return persistently(lambda: self._once(method, url, headers, params, body))
        except TryAgain as given_up:
            if isinstance(given_up.answer, requests.Response):
                return given_up.answer
            raise errors.unreachable(_reason(url, given_up.answer)) from given_up

    def _once(self, method: str, url: str, headers: dict[str, str], params: Any, body: Any) -> requests.Response:
        self._throttle.acquire("batch" if url.endswith("/batch") else "request")
        self.calls += 1
        limits.refuse_unsafe("qbo", url)
        try:
            answer = limits.in_time(lambda: self._fetch(method, url, headers, params, body), self._seconds)
        except (*BROKEN, limits.TooSlow, limits.BrokenOff) as error:
            self.doubtful = True
            raise TryAgain(error) from error
        except limits.Refused as refused:
            raise limits.unacceptable("qbo", url, refused) from refused
        except OSError as error:  # also a file of certificates that is not there
            raise errors.unreachable(str(error)) from error
        limits.refuse_redirect("qbo", url, answer.status_code, answer.headers.get("Location", ""))
        if answer.status_code in RETRYABLE:
            throttled = answer.status_code == requests.codes.too_many_requests
            self.doubtful = self.doubtful or not throttled
            raise TryAgain(answer, THROTTLED_WAIT if throttled else None)
        return answer

    def _fetch(self, method: str, url: str, headers: dict[str, str], params: Any, body: Any) -> requests.Response:
        """One answer with its whole body, within the limits."""
        with self._http.request(
            method,
            url,
            headers={**headers, "Accept-Encoding": limits.PACKING},
            params=params,
            data=body,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as answer:
            raw = answer.raw.stream(limits.STEP, decode_content=False)
            try:
                content = limits.bounded(raw, answer.headers.get("Content-Encoding", ""), limits.MOST_BYTES)
            except HTTPError as error:
                raise ChunkedEncodingError(error) from error
        answer._content = limits.readable(content, ok=answer.ok)  # noqa: SLF001 - as requests itself does when it reads a body at once
        return answer


class _Checked(HTTPAdapter):
    """Certificates are always checked, whatever the environment or a caller says."""

    def send(self, request: requests.PreparedRequest, *more: Any, **options: Any) -> requests.Response:
        """Send one request. ``verify`` may name other authorities; it cannot be switched off."""
        return super().send(request, *more, **{**options, "verify": options.get("verify") or True})


def http_session() -> requests.Session:
    """A session that never follows passwords lying about: requests would let a .netrc replace the bearer token."""
    session = requests.Session()
    session.auth = lambda request: request
    session.mount("https://", _Checked())
    return session


def _reason(url: str, error: object) -> str:
    """Why there is no answer, without the inner words of the HTTP library."""
    host = urlsplit(url).netloc
    if isinstance(error, requests.exceptions.SSLError):
        return f"No safe connection to {host}: its certificate was not accepted."
    if isinstance(error, requests.exceptions.ProxyError):
        return f"No connection to {host}: the proxy of this network did not let it through."
    if isinstance(error, (requests.Timeout, limits.TooSlow)):
        return f"{host} did not answer in time."
    if isinstance(error, requests.ConnectionError):
        return f"No connection to {host}, or it was cut."
    return f"The answer of {host} broke off."


def refuse_writes(method: str, url: str, data: Any) -> None:
    """Raise (a mistake of ours) unless the request reads: GET, a query, or a batch of nothing but queries."""
    if method == "GET" or url.endswith("/query"):
        return
    if url.endswith("/batch"):
        items = json.loads(data)["BatchItemRequest"]
        if all(set(item) == {"bId", "Query"} for item in items):
            return
    raise AssertionError(f"a planner tried to write: {method} {url}")
