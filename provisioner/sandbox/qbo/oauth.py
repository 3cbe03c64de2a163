"""Intuit's OAuth 2.0 endpoints: discovery, consent (given at once), tokens, revocation, user info.

Paths and answers follow what intuit-oauth 1.2.6 asks for and Intuit's OAuth 2.0 pages show; read 2026-11.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import uuid
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from provisioner.sandbox.qbo.tokens import CLIENT_ID, CLIENT_SECRET

if TYPE_CHECKING:
    from starlette.requests import Request

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.twin import QboTwin

SCOPES = ["openid", "email", "profile", "address", "phone", "com.intuit.quickbooks.accounting"]


class OAuth:
    """The authorization server of one twin."""

    def __init__(self, twin: QboTwin) -> None:
        self._twin = twin

    def routes(self) -> list[BaseRoute]:
        """Absolute routes."""
        found: list[BaseRoute] = [
            Route(f"/.well-known/{name}{slash}", self.discovery)
            for name in ("openid_sandbox_configuration", "openid_configuration")
            for slash in ("/", "")
        ]
        return [
            *found,
            Route("/connect/oauth2", self.authorize),
            Route("/oauth2/v1/tokens/bearer", self.token, methods=["POST"]),
            Route("/v2/oauth2/tokens/revoke", self.revoke, methods=["POST"]),
            Route("/v1/openid_connect/userinfo", self.user_info),
            Route("/op/v1/jwks", self.keys),
        ]

    async def discovery(self, request: Request) -> Response:
        """Where everything is."""
        base = str(request.base_url).rstrip("/")
        return _json(
            {
                "issuer": f"{base}/op/v1",
                "authorization_endpoint": f"{base}/connect/oauth2",
                "token_endpoint": f"{base}/oauth2/v1/tokens/bearer",
                "userinfo_endpoint": f"{base}/v1/openid_connect/userinfo",
                "revocation_endpoint": f"{base}/v2/oauth2/tokens/revoke",
                "jwks_uri": f"{base}/op/v1/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": SCOPES,
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        """Consent without a screen: back to the app with code, state and realmId."""
        asked = request.query_params
        redirect = asked.get("redirect_uri", "")
        if asked.get("client_id") != CLIENT_ID:
            return _text(f"Unknown client_id. This sandbox knows one: {CLIENT_ID}", status=400)
        if asked.get("response_type") != "code" or urlsplit(redirect).scheme not in ("http", "https"):
            return _text("Needed: response_type=code and an http(s) redirect_uri.", status=400)
        with self._twin.lock:
            realm = self._twin.consenting_company(asked.get("realmId"))
            if realm is None:
                return _text("There is no such company in this sandbox.", status=400)
            code = self._twin.tokens_store.code(realm, redirect)
        back = {"code": code, "state": asked.get("state", ""), "realmId": realm}
        joint = "&" if urlsplit(redirect).query else "?"
        return RedirectResponse(f"{redirect}{joint}{urlencode(back)}", 302, _trace())

    async def token(self, request: Request) -> Response:
        """Tokens for a code or a refresh token."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        sent = {name: values[0] for name, values in form.items()}
        if not _is_our_client(request, sent):
            return _json({"error": "invalid_client"}, status=401)
        with self._twin.lock:
            match sent.get("grant_type"):
                case "refresh_token":
                    answer = self._twin.tokens_store.rotate(sent.get("refresh_token", ""))
                    complaint = "Incorrect or invalid refresh token"
                case "authorization_code":
                    answer = self._twin.tokens_store.redeem(sent.get("code", ""), sent.get("redirect_uri", ""))
                    complaint = "Invalid authorization code"
                case _:
                    return _json({"error": "unsupported_grant_type"}, status=400)
        if answer is None:
            return _json({"error": "invalid_grant", "error_description": complaint}, status=400)
        if request.headers.get("x-include-refresh-token-hard-expires-in", "").lower() != "true":
            del answer["x_refresh_token_hard_expires_in"]
        return _json(answer)

    async def keys(self, request: Request) -> Response:
        """No keys: this sandbox issues no identity tokens, and the discovery document must not point nowhere."""
        del request
        return _json({"keys": []})

    async def revoke(self, request: Request) -> Response:
        """End a grant: empty 200, or 400 for a token nobody knows."""
        if not _is_our_client(request, {}):
            return _json({"error": "invalid_client"}, status=401)
        token = _token_in(await request.body())
        with self._twin.lock:
            if token is None or not self._twin.tokens_store.revoke(token):
                return _json({"error": "invalid_request"}, status=400)
        return Response(status_code=200, headers=_trace())

    async def user_info(self, request: Request) -> Response:
        """The person who consented."""
        with self._twin.lock:
            known = self._twin.tokens_store.realm_of(bearer(request) or "") is not None
        if not known:
            return _json({"error": "invalid_token"}, status=401)
        return _json(
            {
                "sub": "b053d994-07d5-468d-b7ee-22e349d2e739",
                "givenName": "Sandbox",
                "familyName": "Bookkeeper",
                "email": "bookkeeper@example.com",
                "emailVerified": True,
            }
        )


def _trace() -> dict[str, str]:
    """The header every answer of Intuit carries; tokens are not for caches."""
    return {"intuit_tid": str(uuid.uuid4()), "Cache-Control": "no-store"}


def _json(body: Record, status: int = 200) -> Response:
    return JSONResponse(body, status, _trace())


def _text(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status, _trace())


def bearer(request: Request) -> str | None:
    """The bearer token of a request, None when it carries none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _is_our_client(request: Request, form: dict[str, str]) -> bool:
    """Whether the app's keys are right, in the header or, as the discovery document also offers, in the form."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if not scheme and "client_id" in form:
        return (form["client_id"], form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
    try:
        sent = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(sent, f"{CLIENT_ID}:{CLIENT_SECRET}".encode())


def _token_in(raw: bytes) -> str | None:
    """The token of a revocation, sent as JSON or as a form."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return parse_qs(raw.decode("utf-8", "replace")).get("token", [None])[0]
    token = body.get("token") if isinstance(body, dict) else None
    return token if isinstance(token, str) else None
