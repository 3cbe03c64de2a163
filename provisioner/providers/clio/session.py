"""The HTTP client Clio is reached with: bounded in size and time, never redirected, certificates always checked."""

from __future__ import annotations

from typing import Any

import httpx

from provisioner.providers import limits

TIMEOUT = httpx.Timeout(60.0, connect=10.0)


class BoundedClient(httpx.Client):
    """An httpx client whose answers are whole and within the limits, or one of httpx's own errors.

    VendorProblem for an address or an answer that no other try would make better.
    """

    def __init__(self, *, seconds: float = limits.MOST_SECONDS, **options: Any) -> None:
        try:
            super().__init__(timeout=TIMEOUT, **{**options, "verify": True, "follow_redirects": False})
        except OSError as error:
            raise limits.no_certificates("clio", error) from error
        self._seconds = seconds

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """The answer with its whole body."""
        url = str(request.url)
        limits.refuse_unsafe("clio", url)
        request.headers["Accept-Encoding"] = limits.PACKING
        try:
            answer = limits.in_time(lambda: self._fetch(request, options), self._seconds)
        except limits.TooSlow as late:
            raise httpx.ReadTimeout(str(late), request=request) from late
        except limits.BrokenOff as broken:
            raise httpx.RemoteProtocolError(str(broken), request=request) from broken
        except limits.Refused as refused:
            raise limits.unacceptable("clio", url, refused) from refused
        limits.refuse_redirect("clio", url, answer.status_code, answer.headers.get("Location", ""))
        return answer

    def _fetch(self, request: httpx.Request, options: dict[str, Any]) -> httpx.Response:
        answer = super().send(request, **{**options, "stream": True})
        try:
            packing = answer.headers.get("Content-Encoding", "")
            if not isinstance(answer.stream, httpx.SyncByteStream):
                raise AssertionError("a client that does not wait for its answers")  # noqa: TRY004 - a mistake of ours
            content = limits.bounded(answer.stream, packing, limits.MOST_BYTES)
        finally:
            answer.close()
        body = limits.readable(content, ok=answer.is_success)
        kept = [(name, value) for name, value in answer.headers.raw if name.lower() not in _OF_THE_PACKING]
        whole = httpx.Response(answer.status_code, headers=kept, content=body, request=request)
        whole.extensions = answer.extensions
        return whole


_OF_THE_PACKING = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})
