"""Forms on paper and by mail: ``/invoice/12/pdf``, ``/invoice/12/send`` (Intuit API reference, Invoice; 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.lifecycle import find_row
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.store import Row, stamp
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company

FORM_ENTITIES = words("Invoice Estimate SalesReceipt CreditMemo RefundReceipt PurchaseOrder Payment")
_PAGE = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length {length}>>stream
{text}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def _pdf(company: Company, entity: Entity, call: Call) -> bytes:
    """A page that names the form."""
    row = find_row(company, entity, call.parts[0])
    number = str(row.values.get("DocNumber", row.id)).encode("ascii", "replace").decode()
    text = f"BT /F 24 Tf 72 700 Td ({entity.name} {number.translate(str.maketrans('()', '[]', chr(92)))}) Tj ET"
    return _PAGE.format(length=len(text), text=text).encode("ascii")


def _send(company: Company, entity: Entity, call: Call) -> Record:
    """The form marked as sent, to ``sendTo`` or else to the address it has; without either 2020 (assumption)."""
    if call.method != "POST":
        raise errors.unsupported("send")
    row = find_row(company, entity, call.parts[0])
    name = "POEmail" if entity.name == "PurchaseOrder" else "BillEmail"
    address = call.params.get("sendTo") or row.values.get(name, {}).get("Address")
    if not address:
        raise errors.missing(name)
    if "@" not in address or "." not in address:
        raise errors.bad_value(2210, "sendTo", address)
    now = stamp(company.clock.now())
    values = row.values | {"EmailStatus": "EmailSent", name: {"Address": address}}
    inner = row.inner | {"delivered": {"DeliveryType": "Email", "DeliveryTime": now}}
    sent = Row(**(row.record() | {"token": row.token + 1, "updated": now, "values": values, "inner": inner}))
    company.put(entity, sent)
    return {entity.name: wire(company, entity, sent)}


FORMS: Mapping[str, Callable[[Company, Entity, Call], Record | bytes]] = {"pdf": _pdf, "send": _send}
