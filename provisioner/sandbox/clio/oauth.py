"""Clio's OAuth endpoints (Clio developer docs, authorization); authorize approves at once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from provisioner.sandbox.clio.errors import ClioError, not_found, oauth_error
from provisioner.sandbox.clio.tokens import CLIENT_ID, CLIENT_SECRET, Tokens
from provisioner.sandbox.clio.wire import dump

if TYPE_CHECKING:
    from starlette.requests import Request

    from provisioner.sandbox.clio.shape import Record
    from provisioner.sandbox.clio.store import Key

SignedIn = Callable[[], "Key | None"]


class OAuth:
    """The endpoints; `signed_in` names the account that the browser would be signed in to."""

    def __init__(self, tokens: Tokens, signed_in: SignedIn) -> None:
        self._tokens = tokens
        self._signed_in = signed_in

    async def authorize(self, request: Request) -> Response:
        """Send the browser back with a code. `redirect_on_decline` is taken and has nothing to do: nobody declines."""
        asked = dict(request.query_params)
        redirect_uri = asked.get("redirect_uri", "")
        who = self._signed_in()
        if asked.get("client_id") != CLIENT_ID:
            return _refused(oauth_error(401, "invalid_client", "The client is unknown."))
        if not _is_address(redirect_uri):
            return _refused(oauth_error(400, "invalid_request", "The redirect_uri is missing or no absolute address."))
        if asked.get("response_type") != "code" or who is None:
            return _back(
                redirect_uri, {"error": "access_denied" if who is None else "unsupported_response_type"}, asked
            )
        return _back(redirect_uri, {"code": self._tokens.new_code(who, redirect_uri)}, asked)

    async def approval(self, request: Request) -> Response:
        """The page that shows a native app's user the code."""
        return HTMLResponse(f"<title>Success</title><p>{escape(request.query_params.get('code', ''))}</p>")

    async def token(self, request: Request) -> Response:
        """Tokens for a code, or a new access token for a refresh token."""
        try:
            form = _app_keys(request) | await _form(request)
            return Response(dump(self._traded(form, request.headers.get("host"))), media_type="application/json")
        except ClioError as error:
            return _refused(error)

    async def deauthorize(self, request: Request) -> Response:
        """End a connection: 200 with an empty body. Without a token in the body it is that of the header."""
        try:
            grant = self._tokens.bearer(request.headers.get("authorization"), request.headers.get("host"))
            form = await _form(request) if await request.body() else {}
            self._tokens.revoke(form.get("token", grant.token))
        except ClioError as error:
            return _refused(error)
        return Response(status_code=200)

    async def elsewhere(self, request: Request) -> Response:
        """404 for every other path and method."""
        del request
        return _refused(not_found())

    def _traded(self, form: dict[str, str], host: str | None) -> Record:
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            raise oauth_error(401, "invalid_client", "The client is unknown or its secret is wrong.")
        if form.get("grant_type") == "authorization_code":
            return self._tokens.trade(form.get("code", ""), form.get("redirect_uri", ""))
        if form.get("grant_type") == "refresh_token":
            return self._tokens.refresh(form.get("refresh_token", ""), host)
        raise oauth_error(400, "unsupported_grant_type", "The grant_type is missing or not supported.")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_printable = text.isascii() and text.isprintable() and " " not in text
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and is_printable


def _back(redirect_uri: str, answer: dict[str, str], asked: dict[str, str]) -> Response:
    state = {"state": asked["state"]} if "state" in asked else {}
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return RedirectResponse(f"{redirect_uri}{joint}{urlencode({**answer, **state})}", status_code=302)


def _refused(error: ClioError) -> Response:
    return Response(dump(error.body), error.status, error.headers, "application/json")


def _app_keys(request: Request) -> dict[str, str]:
    """The app's keys from a Basic header, where OAuth libraries put them by default (RFC 6749 §2.3.1)."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, secret = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": unquote_plus(name), "client_secret": unquote_plus(secret)} if scheme.lower() == "basic" else {}


async def _form(request: Request) -> dict[str, str]:
    """The form fields of a body, or the texts of a JSON object, which a Rails server takes as well (assumption)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _texts(await request.body())
    if kind != "application/x-www-form-urlencoded":
        raise oauth_error(400, "invalid_request", "The body must be form encoded or a JSON object.")
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


def _texts(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise oauth_error(400, "invalid_request", "The body must be form encoded or a JSON object.")
    return {name: value for name, value in found.items() if isinstance(value, str)}
