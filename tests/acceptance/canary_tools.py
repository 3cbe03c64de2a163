"""Looks for secrets in everything that commands leave behind or let others see."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from credential_tools import Office


def spellings(secret: str, client_id: str = "") -> set[bytes]:
    """A secret as it is, in an address, in JSON, in base64, and in a Basic header."""
    plain = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
    packed = {base64.b64encode(secret.encode()).decode().rstrip("=")}
    if client_id:
        packed.add(base64.b64encode(f"{client_id}:{secret}".encode()).decode().rstrip("="))
    return {each.encode() for each in plain | packed}


def sightings(secrets: Mapping[str, set[bytes]], places: Mapping[str, bytes]) -> list[str]:
    """Which secret was seen where, each once."""
    return sorted(
        f"{name} in {place}"
        for place, content in places.items()
        for name, written in secrets.items()
        if any(each in content for each in written)
    )


def files(*roots: Path, spared: Iterable[Path] = ()) -> dict[str, bytes]:
    """Every file below some folders, its name included, but for those that are there to hold secrets."""
    away = set(spared)
    return {
        str(path): str(path).encode() + b"\n" + path.read_bytes()
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file() and path not in away
    }


def left_behind(office: Office) -> dict[str, bytes]:
    """Everything that others can see of an office: what was printed, written, logged, and shown in process lists."""
    said = {
        f"{stream} of {number}: {' '.join(ended.words)}": text.encode()
        for number, ended in enumerate(office.ended)
        for stream, text in (("stdout", ended.out), ("stderr", ended.err))
    }
    log = json.dumps(office.twin.log.entries, default=str).encode()
    shown = "\n".join(sorted(office.watch.seen)).encode()
    return {
        **said,
        **files(office.firm.parent, office.home, spared=[office.tokens]),
        "the request log of the vendors": log,
        "the process list": shown,
    }
