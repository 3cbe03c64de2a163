"""Damage done to bytes and to JSON documents, the same for the same seed."""

from __future__ import annotations

import copy
import os
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = int(os.environ.get("PROVISIONER_FUZZ_ROUNDS", "1"))
"""How many times as many seeds as usual are tried: ``make soak`` asks for more."""


def seeded(seed: str) -> Random:
    """Chance that is the same for the same seed."""
    return Random(seed)  # noqa: S311 - no secrets are made


@contextmanager
def blamed(what: str, damaged: bytes | str = "") -> Iterator[None]:
    """Says which damage an unexpected error came from, so that it can be made a test."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"{what}: {type(error).__name__}: {error}\n{damaged!r}") from error


TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xc3\x28", b"\xed\xa0\x80", b"\r\n", b"\r", b"\t", b"\x85",
    b"[" * 70, b"{a: " * 70, b"- " * 70, b"- - - - ", b"[", b"]", b"{", b"}", b": ", b"? ", b"! ",
    b"!!python/object:os ", b"&a ", b"*a", b"<<: *a\n", b"&a [*a, *a]", b"---\n", b"...\n", b"%YAML 1.1\n",
    b"|\n", b">+9\n", b"#", b"'", b'"',
    b"\\", b'"\\ud800"', b"null", b"~", b"true", b"0x7f", b"1e999999999", b"9" * 5000, b".nan", b"-.inf", b"2026-02-30",
    b"1_000", b"0o17", b"a" * 5000, b"\n" * 50, "\u202e".encode(), "\U0001f600".encode(), b"version: 2\n",
    b"extends: [../../../etc/passwd]\n", b"extends: firm.yaml\n", b"clients: {}\n", b"retired: 5\n",
)  # fmt: skip


def mutated_bytes(random: Random, content: bytes) -> bytes:
    """``content`` with a few pieces flipped, cut out, repeated, moved, or put in."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        at = random.randrange(len(content) + 1)
        to = min(len(content), at + random.choice((1, 2, 5, 40, 400)))
        piece = content[at:to]
        other = random.randrange(len(content) + 1)
        content = random.choice(
            (
                content[:at] + bytes([random.randrange(256)]) + content[at + 1 :],
                content[:at] + random.choice(TOKENS) + content[at:],
                content[:at] + random.choice(TOKENS) + content[to:],
                content[:at] + content[to:],
                content[:at] + piece * random.choice((2, 3, 30)) + content[to:],
                content[:other] + piece + content[other:],
                content[:at],
                content[at:],
                content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\n \t"))),
                content.replace(b"  ", random.choice((b" ", b"   ", b"\t", b""))),
            )
        )
    return content


VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**40, -(10**18), 0.1, 1e99, float("1e-99"), "", " ", "x" * 5000, "9" * 500, "-0",
    "1e999", "NaN", "\x00", "\u202e", "\ud800", "=1+1", "2026-02-30", "../../etc/passwd", [], {}, [None], [[]], [{}],
    {"": ""}, {"Id": None}, {"value": {"value": "1"}}, [[[[[[[[]]]]]]]], ["x"] * 300, "0", "true", "Account", "45",
)  # fmt: skip


def mutated_json(random: Random, document: Any) -> Any:
    """A copy of ``document`` with a few values replaced, left out, repeated, swapped, or under another key."""
    document = copy.deepcopy(document)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        spots = list(_spots(document))
        if not spots:
            return random.choice(VALUES)
        holder, key = random.choice(spots)
        _damage(random, holder, key, random.choice(spots))
    return document


def _spots(document: Any) -> list[tuple[Any, Any]]:
    """Every (container, key or index) of the document."""
    found, pending = [], [document]
    while pending:
        each = pending.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each)) if isinstance(each, list) else ()
        found += [(each, key) for key in keys]
        pending += [each[key] for key in keys]
    return found


def _damage(random: Random, holder: Any, key: Any, other: tuple[Any, Any]) -> None:
    kind = random.randrange(7)
    value = holder[key]
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(value))
    elif kind == 2 and isinstance(holder, dict):
        holder[random.choice(("", "Id", "id", "name", "data", str(key).swapcase(), "x" * 300))] = holder.pop(key)
    elif kind == 3:
        holder[key] = copy.deepcopy(other[0][other[1]])
    elif kind == 4:
        holder[key] = random.choice(([value], {"value": value}, str(value), {str(key): value}))
    else:
        holder[key] = copy.deepcopy(random.choice(VALUES))
