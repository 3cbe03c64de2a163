"""The OAuth 2.0 endpoints of both vendors: where a person consents, tokens for a code or a refresh token, the end.

Nothing here follows a redirect, reads more than 1 MiB, or puts a secret into a message.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from provisioner.model.errors import VendorProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

TOKEN_SECONDS = 30.0
"""The longest that one request may take in all."""
LARGEST = 1024 * 1024
LONGEST_TOKEN = 8192  # Intuit promises access tokens of at most 4,096 characters; Intuit OAuth 2.0; read 2026-11
LONGEST_LIFE = 20 * 366 * 86_400
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
NAMES = {"qbo": "QuickBooks", "clio": "Clio"}
WORDS = {"qbo": "quickbooks", "clio": "clio"}
"""What the command line calls them."""


@dataclass(frozen=True)
class Endpoints:
    """Where one vendor's OAuth service is."""

    authorize: str
    token: str
    revoke: str


# Intuit OAuth 2.0 (discovery document); read 2026-11. Sandbox companies use the same addresses.
INTUIT = Endpoints(
    "https://appcenter.intuit.com/connect/oauth2",
    "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
)
SCOPE = "com.intuit.quickbooks.accounting"


def endpoints(system: str, base_url: str) -> Endpoints:
    """The endpoints for the API at ``base_url``: Intuit's have hosts of their own, Clio's and a twin's do not."""
    base = base_url.rstrip("/")
    if system == "clio":  # Clio developer documentation, Authorization; read 2026-11
        return Endpoints(f"{base}/oauth/authorize", f"{base}/oauth/token", f"{base}/oauth/deauthorize")
    host = urlsplit(base).hostname or ""
    if host.endswith(".intuit.com"):
        return INTUIT
    return Endpoints(f"{base}/connect/oauth2", f"{base}/oauth2/v1/tokens/bearer", f"{base}/v2/oauth2/tokens/revoke")


@dataclass(frozen=True)
class Service:
    """One vendor's OAuth service. ``reconnect`` is the command that connects anew."""

    system: str
    endpoints: Endpoints
    reconnect: str = ""


@dataclass(frozen=True)
class Application:
    """An OAuth application's id and secret, and the service that knows them."""

    service: Service
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What the token service gave; lives are seconds from now, None where it does not say."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_life: int | None
    refresh_life: int | None = None
    consent_life: int | None = None
    scope: str = ""


def consent_address(application: Application, redirect_uri: str, state: str) -> str:
    """Where the browser goes, so that a person can consent."""
    asked = {
        "client_id": application.client_id,
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "state": state,
        # Without it Clio shows a declined consent on a page of its own and never comes back (Clio, Authorization).
        **({"redirect_on_decline": "true"} if application.service.system == "clio" else {"scope": SCOPE}),
    }
    return f"{application.service.endpoints.authorize}?{urlencode(asked)}"


def redeem(application: Application, code: str, redirect_uri: str) -> Answer:
    """The tokens for the code of a consent. VendorProblem when the vendor refuses."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    answer = _answer(application, form)
    if not answer.refresh_token:
        raise _improper(application, "It gave no refresh token.")
    return answer


def refresh(application: Application, refresh_token: str) -> Answer:
    """New tokens for a refresh token. VendorProblem when the vendor refuses."""
    return _answer(application, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def revoke(application: Application, refresh_token: str, access_token: str) -> bool:
    """End the connection at the vendor; False when it was over already. VendorProblem when that is not certain."""
    import httpx  # noqa: PLC0415 - a run with tokens that are still good never needs it here

    if application.service.system == "qbo":  # ends the access token too; Intuit OAuth 2.0, revoke; read 2026-11
        asked: dict[str, Any] = {"json": {"token": refresh_token}, "auth": _basic(application)}
    else:  # Clio developer documentation, Authorization, deauthorize; read 2026-11
        asked = {"data": {"token": access_token}, "headers": {"Authorization": f"Bearer {access_token}"}}
    status, body = _send(application, application.service.endpoints.revoke, **asked)
    if status in {httpx.codes.OK, httpx.codes.NO_CONTENT}:
        return True
    error = _object(body).get("error")
    if status in {httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED} and error != "invalid_client":
        return False
    raise _improper(application, f"It answered HTTP {status}.")


def vendor_time(url: str) -> str:
    """The ``Date`` header of the host of ``url``, empty when it sends none. OSError when it cannot be reached."""
    import httpx  # noqa: PLC0415 - as in revoke

    try:
        with _client(url) as client, client.stream("GET", url) as answer:
            return str(answer.headers.get("Date", ""))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(type(error).__name__) from None


def _answer(application: Application, form: dict[str, str]) -> Answer:
    import httpx  # noqa: PLC0415 - as in revoke

    if application.service.system == "qbo":
        # The header makes Intuit say when consent ends for good; Intuit blog, November 2025; read 2026-11.
        more: dict[str, Any] = {
            "auth": _basic(application),
            "headers": {"x-include-refresh-token-hard-expires-in": "true"},
        }
    else:
        more = {}
        form = {**form, "client_id": application.client_id, "client_secret": application.client_secret}
    status, body = _send(application, application.service.endpoints.token, data=form, **more)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.TOO_MANY_REQUESTS:
        raise _improper(application, f"It answered HTTP {status}.", status)
    found = _object(body)
    if status == httpx.codes.OK and found:
        return _parsed(application, found)
    if not found or not httpx.codes.is_client_error(status):
        raise _improper(application, f"It answered HTTP {status}.", status)
    raise expired(application.service.system, _said(application, form, found, status), application.service.reconnect)


def _said(application: Application, form: Mapping[str, str], found: Mapping[str, Any], status: int) -> str:
    """The vendor's own words without anything that we sent."""
    said = str(found.get("error_description") or found.get("error") or f"HTTP {status}")
    secrets = (application.client_secret, *(form.get(name, "") for name in ("refresh_token", "code")))
    for secret in filter(None, secrets):
        said = said.replace(secret, "...")
    return f"The token service answered: {said[:300].rstrip('. ')}."


def _parsed(application: Application, found: Mapping[str, Any]) -> Answer:
    access, renewed = found.get("access_token"), found.get("refresh_token")
    if not is_token(access) or not (renewed is None or renewed == "" or is_token(renewed)):
        raise _improper(application, "Its answer holds no usable token.")
    if str(found.get("token_type") or "bearer").lower() != "bearer":
        raise _improper(application, "Its answer holds a token of an unknown kind.")
    scope = found.get("scope")
    return Answer(
        str(access),
        str(renewed or ""),
        _seconds(found.get("expires_in")),
        _seconds(found.get("x_refresh_token_expires_in")),
        _seconds(found.get("x_refresh_token_hard_expires_in")),
        scope if isinstance(scope, str) else "",
    )


def is_token(value: object) -> bool:
    """True for what may stand in an Authorization header."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TOKEN:
        return False
    return value.isascii() and value.isprintable() and " " not in value


def _seconds(value: object) -> int | None:
    """A life in whole seconds; None for anything that is not one."""
    if isinstance(value, str) and value.isdecimal() and len(value) < len(str(LONGEST_LIFE)) + 1:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= LONGEST_LIFE else None


def _basic(application: Application) -> tuple[str, str]:
    return (application.client_id, application.client_secret)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _client(url: str) -> httpx.Client:
    """A client that verifies certificates, whatever the environment says. A host on this machine needs no proxy."""
    import httpx  # noqa: PLC0415 - as in revoke

    parts = urlsplit(url)
    local = parts.hostname in LOOPBACK
    if parts.scheme != "https" and not local:
        raise AssertionError(f"tokens would go to {parts.hostname} unencrypted")
    return httpx.Client(verify=True, timeout=TOKEN_SECONDS, follow_redirects=False, trust_env=not local)


def _send(application: Application, url: str, **asked: Any) -> tuple[int, bytes]:
    """Status and body of one request."""
    import httpx  # noqa: PLC0415 - as in revoke

    headers = {"Accept": "application/json", "Accept-Encoding": "identity", **asked.pop("headers", {})}
    ends = time.monotonic() + TOKEN_SECONDS
    body = bytearray()
    try:
        with _client(url) as client, client.stream("POST", url, headers=headers, **asked) as answer:
            for chunk in answer.iter_raw():  # as they come: what gathers them first cannot be timed
                body += chunk
                if len(body) > LARGEST:
                    raise _improper(application, "Its answer is too large.")
                if time.monotonic() > ends:
                    raise _unreachable(application, "its answer took too long")
            return answer.status_code, bytes(body)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _unreachable(application, f"no answer came ({type(error).__name__})") from None


def _unreachable(application: Application, why: str) -> VendorProblem:
    host = urlsplit(application.service.endpoints.token).hostname
    return VendorProblem(
        f"The token service of {NAMES[application.service.system]} cannot be reached",
        f"{host}: {why}.",
        "Check the network, then run the same command again. The connection itself may be as good as before.",
        system=application.service.system,
        code="unreachable",
        stops_run=True,
    )


def _improper(application: Application, what: str, status: int = 0) -> VendorProblem:
    host = urlsplit(application.service.endpoints.token).hostname
    return VendorProblem(
        f"The token service of {NAMES[application.service.system]} did not answer properly",
        f"It is at {host}. {what}",
        "This is usually over in a few minutes. Run the same command again.",
        system=application.service.system,
        code="unreachable",
        status=status,
        stops_run=True,
    )


def expired(system: str, detail: str, reconnect: str = "") -> VendorProblem:
    """The connection to a vendor does not work any more. ``reconnect`` is the command that makes a new one."""
    prefix = f"PROVISIONER_{system.upper()}"
    by_hand = (
        f"set {prefix}_REFRESH_TOKEN (with {prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET) or {prefix}_ACCESS_TOKEN"
    )
    return VendorProblem(
        f"The connection to {NAMES[system]} does not work",
        detail,
        f"Connect again, or {by_hand}:" if reconnect else f"Connect again and {by_hand}.",
        reconnect,
        system=system,
        code="auth",
        status=401,
        stops_run=True,
    )
