"""XML beside JSON: for a client that asks for it (Intuit API reference, XML examples; read 2026-11)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from provisioner.sandbox.kernel import dumps
from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.store import stamp_ms

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record

NAMESPACE = "http://schema.intuit.com/finance/v3"
MEDIA_TYPES = ("application/xml", "text/xml")
# Written as attributes of an element, as in the reference's examples; of an Error and a Fault, more than elsewhere.
ATTRIBUTES = words("domain sparse status bId startPosition maxResults totalCount operation")
OF_FAULTS = {"Fault": words("type"), "Error": words("code element")}
FIRST = ("Id", "SyncToken", "MetaData")
REFERENCES = words("DefaultTerms DefaultMarkupAccount HomeCurrency ShipTo Entity")  # beside the names that end in Ref
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_wanted(accept: str) -> bool:
    """Whether XML is asked for by name and JSON is not.

    The service also sends XML to a client that names neither; this twin sends JSON then (a deviation: nobody who
    omits the header in a trial expects XML).
    """
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    return bool(kinds & set(MEDIA_TYPES)) and not kinds & {"application/json", "text/json", "*/*", "application/*"}


def render(body: Record) -> str:
    """An answer as ``IntuitResponse``."""
    gateway, time = body.get("fault"), body["time"]
    if gateway:
        time = stamp_ms(datetime.fromtimestamp(time / 1000, UTC))
        body = {"Fault": {"type": gateway["type"], "Error": [_capital(error) for error in gateway["error"]]}}
    root = ET.Element("IntuitResponse", {"xmlns": NAMESPACE, "time": time})
    for name, value in body.items():
        if name != "time":
            _add(root, name, value)
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + ET.tostring(root, encoding="unicode")


def _capital(error: Record) -> Record:
    return {"Message": error["message"], "Detail": error["detail"], "code": error["code"]}


def _add(parent: ET.Element, name: str, value: object) -> None:
    if isinstance(value, list):
        for item in value:
            # An extension block holds its pairs alone (reference, XML example of Purchase).
            _add(parent, *(("NameValue", item["value"]) if name == "any" else (name, item)))
    elif isinstance(value, dict):
        _add_object(ET.SubElement(parent, name), value)
    elif value is not None:
        ET.SubElement(parent, name).text = _text(value)


def _add_object(element: ET.Element, value: Record) -> None:
    """Attributes, then what identifies the object, then the rest; a reference is text with a name."""
    if "value" in value and set(value) <= {"value", "name", "type"}:
        element.text = _text(value["value"])
        element.attrib.update({name: _text(item) for name, item in value.items() if name != "value"})
        return
    own = ATTRIBUTES | OF_FAULTS.get(element.tag, frozenset())
    element.attrib.update({name: _text(item) for name, item in value.items() if name in own and item is not None})
    rest = [name for name in value if name not in own]
    for name in sorted(rest, key=lambda each: FIRST.index(each) if each in FIRST else len(FIRST)):
        _add(element, name, value[name])


def _text(value: object) -> str:
    if isinstance(value, bool | Decimal | int):
        return dumps(value)
    return UNPRINTABLE.sub("", str(value))


def parse(text: str) -> Record:
    """The object in a body; the root's own name says nothing that the address does not, so it is left out."""
    try:
        if "<!DOCTYPE" in text:
            raise errors.bad_property("A document type is not supported")
        root = ET.fromstring(text)  # noqa: S314 - without a document type there are no entities to expand
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise errors.bad_property(str(error)[:200]) from None
    body = _object(root)
    if _name(root) == "IntuitBatchRequest":
        items = body.get("BatchItemRequest", [])
        body = {"BatchItemRequest": items if isinstance(items, list) else [items]}
    return body


def _object(element: ET.Element) -> Record:
    found: Record = {name: text for name, text in element.attrib.items() if not name.startswith("{")}
    for child in element:
        name, value = _name(child), _value(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _value(element: ET.Element) -> object:
    name, text = _name(element), (element.text or "").strip()
    if name == "CustomerMemo" and not len(element):  # text with an id of the memo list (Intuit's Java SDK, MemoRef)
        return {"value": text}
    if (name.endswith("Ref") or name in REFERENCES) and not len(element):  # AttachableRef is an object
        return {"value": text, **element.attrib}
    return _object(element) if len(element) else text


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
