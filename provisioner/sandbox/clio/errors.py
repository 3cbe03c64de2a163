"""Clio's errors as status, type and message, and where each one was seen.

Statuses: Clio OpenAPI 2026-04-08, responses of each operation. The names `InvalidFields`, `ForbiddenError`,
`UnauthorizedError` and `invalid_token` were seen live (lawyered0/clio-mcp, docs/clio-api-quirks.md, 2026-04, and a
public connector checked against live hosts 2026-08); every other `type` is ours, because no source prints one.
A client must go by the status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Body = dict[str, Any]


class ClioError(Exception):
    """An answer other than success, raised anywhere while a request is handled."""

    def __init__(self, status: int, body: Body, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(body)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def _error(status: int, kind: str, message: str) -> ClioError:
    """The usual shape (Clio OpenAPI 2026-04-08, schema Error)."""
    return ClioError(status, {"error": {"type": kind, "message": message}})


def bad_parameter(message: str) -> ClioError:
    """400 for a query parameter that has no such value."""
    return _error(400, "InvalidParameter", message)


def bad_body(message: str) -> ClioError:
    """400 for a body that is no JSON object with `data` in it."""
    return _error(400, "InvalidBody", message)


def invalid_fields(message: str) -> ClioError:
    """400 for `fields=` that names what the resource has not (type seen live, lawyered0/clio-mcp 2026-04)."""
    return _error(400, "InvalidFields", message)


def invalid_page_token() -> ClioError:
    """400 for a `page_token` this server did not hand out (message seen live, a law firm's public notes 2026-07)."""
    return _error(400, "InvalidPageToken", "page_token is invalid")


def unauthorized() -> ClioError:
    """401 without a usable Authorization header (measured on live hosts 2026-08)."""
    return _error(401, "UnauthorizedError", "User is not authorized")


def invalid_token() -> ClioError:
    """401 for a token unknown, expired or revoked: here `error` is a string (measured on live hosts 2026-08)."""
    described = "The access token provided is expired, revoked, malformed or invalid for other reasons."
    challenge = f'Bearer realm="Clio Manage API", error="invalid_token", error_description="{described}"'
    return ClioError(401, {"error": "invalid_token", "error_description": described}, {"WWW-Authenticate": challenge})


def forbidden(message: str) -> ClioError:
    """403 for a missing permission or a refused deletion (type: Clio developer docs, permissions)."""
    return _error(403, "ForbiddenError", message)


def not_found(message: str = "The requested resource was not found") -> ClioError:
    """404 for an unknown path or id, and for deleting twice."""
    return _error(404, "RecordNotFound", message)


def conflict(message: str) -> ClioError:
    """409 for a deletion that something still open stands against (seen live, lawyered0/clio-mcp 2026-04)."""
    return _error(409, "Conflict", message)


def version_gone(asked: str) -> ClioError:
    """410 for an X-API-VERSION that is invalid or retired (Clio OpenAPI 2026-04-08, Minor Versions)."""
    return _error(410, "InvalidApiVersion", f"API version {asked!r} is not supported")


def stale() -> ClioError:
    """412 when `If-Match` does not name the present ETag (Clio developer docs, etags)."""
    return _error(412, "PreconditionFailed", "The resource has changed since the given ETag")


def unprocessable(message: str) -> ClioError:
    """422 for a value that is missing, of the wrong type or not in its enumeration."""
    return _error(422, "UnprocessableEntity", message)


def rate_limited(retry_after: int) -> ClioError:
    """429 with `Retry-After` in seconds (Clio developer docs, rate limits)."""
    error = _error(429, "RateLimitExceeded", f"Rate limit exceeded, retry in {retry_after} seconds")
    error.headers["Retry-After"] = str(retry_after)
    return error


def oauth_error(status: int, code: str, description: str) -> ClioError:
    """The OAuth endpoints' own shape (RFC 6749 §5.2; `invalid_grant` seen live, lawyered0/clio-mcp 2026-04)."""
    return ClioError(status, {"error": code, "error_description": description})
