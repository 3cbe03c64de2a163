"""``/download/12``: a fresh address of an attached file, as text (Intuit API reference, Attachable; 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities.attachable import ENTITY
from provisioner.sandbox.qbo.files import has_file, temporary_address
from provisioner.sandbox.qbo.lifecycle import find_row

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.store import Company

HEAD = "download"


def answer(company: Company, call: Call) -> str:
    """The address; 610 where no file is attached (assumption)."""
    if call.method != "GET" or len(call.parts) != 1:
        raise errors.unsupported(HEAD)
    row = find_row(company, ENTITY, call.parts[0])
    if not has_file(row):
        raise errors.not_found()
    return temporary_address(company, row)
