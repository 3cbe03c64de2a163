"""Bodies as bytes: JSON with exact numbers both ways, and the form encodings Clio takes as well."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from provisioner.sandbox.clio.errors import bad_body

_MAX_EXPONENT = 15  # Clio keeps amounts as doubles; beyond this they stop being exact


class FormText(str):
    """A value from a form: text that may stand for a number, a yes or a no."""

    __slots__ = ()


def dump(value: Any) -> str:
    """JSON text; a Decimal becomes a number with at least one decimal place, as Clio's doubles do."""
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return text if "." in text else text + ".0"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{dump(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(dump(each) for each in value) + "]"
    return json.dumps(value)


def day(text: str) -> str | None:
    """The date in an ISO-8601 date or timestamp."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):  # not the week dates that Python reads as well
        return None
    try:
        return datetime.fromisoformat(text.replace(" ", "+")).date().isoformat()
    except ValueError:
        return None


def read_data(content_type: str, body: bytes) -> dict[str, Any]:
    """The object under `data`; a 400 when there is none."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        content = _nest(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "multipart/form-data":
        content = _nest(_parts(content_type, body))
    else:
        content = _load(body)
    data = content.get("data") if isinstance(content, dict) else None
    if not isinstance(data, dict):
        raise bad_body("The request body must be a JSON object with a `data` object in it")
    return data


def _load(body: bytes) -> Any:
    try:
        return json.loads(body, parse_float=_number, parse_int=_integer, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise bad_body("The request body is not valid JSON") from None


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if number and abs(number.adjusted()) > _MAX_EXPONENT:
        raise ValueError(text)
    return number or Decimal(0)


def _integer(text: str) -> int:
    if len(text) > 2 * _MAX_EXPONENT:
        raise ValueError(text)
    return int(text)


def _constant(text: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(text)


def _parts(content_type: str, body: bytes) -> list[tuple[str, str]]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("utf-8", "replace")
    message = message_from_bytes(head + body, policy=HTTP)
    pairs = []
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            pairs.append((name, payload.decode("utf-8", "replace")))
    return pairs


def _nest(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`data[groups][][id]=1` as nested objects and lists; a 400 when two names contradict each other."""
    content: dict[str, Any] = {}
    for name, text in pairs:
        head, rest = re.match(r"([^\[]*)(.*)", name, re.DOTALL).groups()  # type: ignore[union-attr] # matches anything
        try:
            _put(content, [head, *re.findall(r"\[([^\]]*)\]", rest)], FormText(text))
        except (TypeError, RecursionError):
            raise bad_body(f"The form field {name!r} contradicts another") from None
    return content


def _put(target: Any, path: list[str], value: FormText) -> None:
    """Set one value. A step in brackets names a member of an object, empty brackets add to a list."""
    if path[0] and isinstance(target, dict):
        _put_in_object(target, path, value)
    elif not path[0] and isinstance(target, list):
        _put_in_list(target, path[1:], value)
    else:
        raise TypeError(path[0])


def _put_in_object(target: dict[str, Any], path: list[str], value: FormText) -> None:
    step, *rest = path
    if rest:
        _put(target.setdefault(step, {} if rest[0] else []), rest, value)
    else:
        target[step] = value


def _put_in_list(target: list[Any], rest: list[str], value: FormText) -> None:
    """Add a value, or set one of the last row; a name that comes twice starts the next row."""
    if not rest:
        target.append(value)
        return
    if not target or not isinstance(target[-1], dict) or rest[0] in target[-1]:
        target.append({})
    _put(target[-1], rest, value)
