"""Attached files: their bytes, and the addresses that hand them out for a quarter of an hour.

Intuit API reference, Attachable, download an attachment; read 2026-11. The vendor's addresses lead to Amazon S3, whose
answers to a late or changed address these are (documentation of S3, presigned URLs); this twin serves them itself.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

    from provisioner.sandbox.qbo.store import Company, Row
    from provisioner.sandbox.qbo.twin import QboTwin

PREFIX = "/v3/files"
GOOD_FOR = 15 * 60  # seconds
_KEY = secrets.token_bytes(32)  # addresses need not outlive the process
_REFUSAL = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>{}</Message></Error>'


def pack(content: bytes) -> str:
    """Bytes in the form a row keeps them."""
    return base64.b64encode(content).decode("ascii")


def has_file(row: Row) -> bool:
    """Whether a file is attached; an empty one is one, too."""
    return "content" in row.inner


def access_path(company: Company, row: Row, kind: str = "download") -> str:
    """Where a client asks for a fresh address."""
    return f"/v3/company/{company.realm}/{kind}/{row.id}"


def temporary_address(company: Company, row: Row) -> str:
    """An address that needs no token, good for 15 minutes from now."""
    expires = int(company.clock.now().timestamp()) + GOOD_FOR
    name = quote(str(row.values.get("FileName", row.id)), safe="", errors="replace")
    signed = f"Expires={expires}&Signature={_signature(company.realm, row.id, str(expires))}"
    return f"{company.base_url}{PREFIX}/{company.realm}/{row.id}/{name}?{signed}"


def _signature(realm: str, row_id: str, expires: str) -> str:
    return hmac.new(_KEY, f"{realm}/{row_id}/{expires}".encode(), "sha256").hexdigest()


def serve(twin: QboTwin, request: Request) -> Response:
    """The bytes behind a temporary address; 403 for one that is late or was changed, 404 for what is gone."""
    realm, row_id = request.path_params["realm"], request.path_params["row_id"]
    expires = request.query_params.get("Expires", "")
    signature = request.query_params.get("Signature", "")
    if not hmac.compare_digest(signature.encode(), _signature(realm, row_id, expires).encode()):
        return _refused(403, "The request signature we calculated does not match the signature you provided.")
    if int(expires) < twin.clock.now().timestamp():
        return _refused(403, "Request has expired")
    company = twin.companies.get(realm)
    row = company.find("Attachable", row_id) if company else None
    if row is None or not has_file(row):
        return _refused(404, "The specified key does not exist.")
    kind = str(row.values.get("ContentType", "application/octet-stream"))
    return Response(base64.b64decode(row.inner["content"]), headers={"Content-Type": _header(kind)})


def _header(kind: str) -> str:
    """What a client once said about its file, made fit for a header."""
    return "".join(mark for mark in kind if " " <= mark <= "~").strip() or "application/octet-stream"


def _refused(status: int, message: str) -> Response:
    return Response(_REFUSAL.format(message), status, media_type="application/xml")
