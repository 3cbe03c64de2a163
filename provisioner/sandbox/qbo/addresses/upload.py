"""``/upload``: files for the attachment list, as form data (Intuit API reference, Attachable; read 2026-11)."""

from __future__ import annotations

import binascii
from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors, xml
from provisioner.sandbox.qbo.entities.attachable import ENTITY
from provisioner.sandbox.qbo.files import pack
from provisioner.sandbox.qbo.lifecycle import create, refuse_lapsed
from provisioner.sandbox.qbo.multipart import Part, split
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.store import Company

HEAD = "upload"
MOST_BYTES = 100 * 1024 * 1024  # of one request
CONTENT, METADATA = "file_content_", "file_metadata_"
# The types approved for uploading, by the end of the file's name.
TYPES = {
    "ai": "application/postscript",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eps": "application/postscript",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpg",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "rtf": "text/rtf",
    "tif": "image/tif",
    "txt": "text/plain",
    "xls": "application/vnd/ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "text/xml",
}
APPROVED = frozenset(TYPES.values())


def answer(company: Company, call: Call) -> Record:
    """What was made of each file; one that is refused has its own Fault (XSD, AttachableResponse)."""
    if call.parts or call.method != "POST":
        raise errors.unsupported(HEAD)
    refuse_lapsed(company)
    if len(call.raw) > MOST_BYTES:
        raise errors.upload_too_large(len(call.raw))
    parts = {part.name: part for part in split(call.content_type, call.raw)}
    marks = [name.removeprefix(CONTENT) for name in parts if name.startswith(CONTENT)]
    if not marks:
        raise errors.missing(f"{CONTENT}01")
    return {
        "AttachableResponse": [
            _result(company, call, parts[CONTENT + mark], parts.get(METADATA + mark)) for mark in marks
        ]
    }


def _result(company: Company, call: Call, content: Part, metadata: Part | None) -> Record:
    try:
        body = _metadata(call, metadata) if metadata else {}
        body = _described(body, content)
        data = _decoded(content)
        row = create(company, ENTITY, body, inner={"content": pack(data), "size": len(data)})
    except errors.FaultError as error:
        return {"Fault": error.fault()}
    return {ENTITY.name: wire(company, ENTITY, row)}


def _metadata(call: Call, part: Part) -> Record:
    """The Attachable sent with a file, in JSON or XML; 6040 for anything else."""
    kind = part.content_type if part.media_type in xml.MEDIA_TYPES else ""
    try:
        return replace(call, content_type=kind, raw=part.content).body()
    except errors.FaultError:
        raise errors.bad_metadata(part.media_type, part.name) from None


def _described(body: Record, content: Part) -> Record:
    """The metadata with what the file's own part says, where it says nothing itself."""
    name = body.get("FileName") or content.filename
    if not name:
        raise errors.missing("FileName")
    ending = str(name).rpartition(".")[2].lower()
    kind = body.get("ContentType") or content.content_type or TYPES.get(ending, "")
    if ending not in TYPES and str(kind).partition(";")[0].strip().lower() not in APPROVED:
        raise errors.business(f"Files of the type {str(kind)[:100]} cannot be uploaded.")  # (assumption)
    return {**body, "FileName": name, "ContentType": kind}


def _decoded(content: Part) -> bytes:
    if content.encoding != "base64":
        return content.content
    try:
        return binascii.a2b_base64(content.content)
    except binascii.Error:
        raise errors.bad_property(f"{content.name} is not valid base64") from None
