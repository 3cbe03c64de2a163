"""Writes confirmations into the text of ``attestations.yaml``; whatever else stands there stays, comments included."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import CommentMark, YAMLError, YAMLWarning
from ruamel.yaml.tokens import CommentToken

from provisioner.config.attestations import ATTESTATIONS_FILE, AttestationsFile
from provisioner.config.ignores import QUOTED
from provisioner.config.places import SourceLines
from provisioner.config.yaml import parse
from provisioner.model.errors import ConfigProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provisioner.config.attestations import AttestationEntry
    from provisioner.model.setting import Attestation

SCHEMA = "../../schemas/attestations.v1.schema.json"
NEW = """\
# yaml-language-server: $schema={schema}
#
# What people have confirmed of this firm: settings that no program can make or read, and what staff keep to.
# `provisioner attest` writes it; comments and the order of what is here are kept.
version: 1
attestations:
"""
_POST = 2  # where ruamel keeps what follows a value: a comment on its line, and the lines below it
_WIDEST = 1_000_000
_ODD = (
    YAMLError,
    YAMLWarning,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
)
"""What ruamel raises about text that it cannot keep as it is."""
_COMMENT = re.compile(r"(?:^|\s)#(?P<said>.*)")
_INDENTED = re.compile(r"^( +)[^\s#-]", re.MULTILINE)


def new_text(firm_text: str) -> str:
    """The text of a file without a confirmation; its first line leads editors to the schema beside the firm file's."""
    first, _, _ = firm_text.partition("\n")
    _, found, schema = first.partition("$schema=")
    is_ours = first.startswith("#") and found and "firm.v1" in schema
    return NEW.format(schema=schema.strip().replace("firm.v1", "attestations.v1") if is_ours else SCHEMA)


def with_confirmed(text: str, said: Sequence[Attestation]) -> str:
    """``text`` with each of ``said``: in its place where it was confirmed before, else at the end.

    Raises ConfigProblem rather than losing anything: when what comes out does not read as what went in and ``said``.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        with catch_warnings():
            simplefilter("error", YAMLWarning)
            written = _written(plain, said)
    except _ODD as error:
        raise _by_hand() from error
    expected = {**_read(plain), **{str(each.address): _plain(each) for each in said}}
    if _read(written) != expected or _comments(plain) - _comments(written):
        raise _by_hand()
    return written.replace("\n", "\r\n") if "\r\n" in text else written


def _by_hand() -> ConfigProblem:
    return ConfigProblem(
        f"{ATTESTATIONS_FILE} is written in a way that this program cannot add to",
        "Something in it would be lost. Nothing was changed.",
        "Write the entries one below the other, as in a new file, without anchors and aliases, and try again.",
    )


def _written(text: str, said: Sequence[Attestation]) -> str:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.explicit_start = any(line.rstrip() == "---" for line in text.splitlines())
    if indented := _INDENTED.search(text):
        yaml.indent(mapping=len(indented[1]))
    tree = yaml.load(text)
    if tree.get("attestations") is None:
        tree["attestations"] = CommentedMap()
    entries = tree["attestations"]
    for each in said:
        fields = _plain(each)
        if str(each.address) in entries:
            _update(entries[str(each.address)], fields)
        else:
            entries[str(each.address)] = CommentedMap(fields)
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _plain(each: Attestation) -> dict[str, Any]:
    """The keys of an entry as they are written, empty ones left out. One date for two keys would become an alias."""
    fields = {
        "says": each.says,
        "by": each.by,
        "on": date.fromordinal(each.on.toordinal()),
        "expires": date.fromordinal(each.expires.toordinal()),
        "note": each.note,
        "evidence": each.evidence,
        "sha256": each.digest,
    }
    return {key: value for key, value in fields.items() if value}


def _update(entry: CommentedMap, fields: Mapping[str, Any]) -> None:
    """Give an entry other values. What follows its last key follows its new last key."""
    below = _taken_below(entry)
    for key in [key for key in entry if key not in fields]:
        if (token := _post(entry, key)) is not None:
            below = f"{token.value.rstrip()}\n{below}"
            del entry.ca.items[key]  # else it comes back when the key does
        del entry[key]
    entry.update(fields)
    if below:
        last = list(entry)[-1]
        token = _post(entry, last)
        if token is not None:
            token.value = f"{token.value.rstrip()}\n{below}"
        else:
            entry.ca.items[last] = [None, None, CommentToken(f"\n{below}", CommentMark(0), None), None]


def _taken_below(entry: CommentedMap) -> str:
    """The lines below an entry that hang on its last key, taken off it; a comment on the line of that key stays."""
    last = list(entry)[-1]
    token = _post(entry, last)
    if token is None:
        return ""
    own, _, below = token.value.partition("\n")
    if own.strip():
        token.value = f"{own}\n"
    else:
        del entry.ca.items[last]
    return str(below)


def _post(entry: CommentedMap, key: str) -> Any:
    slots = entry.ca.items.get(key)
    return slots[_POST] if slots is not None and len(slots) > _POST else None


def _read(text: str) -> dict[str, dict[str, Any]]:
    """The entries of a text as our own reader takes them."""
    root = parse(text.encode("utf-8", "surrogatepass"), ATTESTATIONS_FILE, SourceLines()).root
    try:
        model = AttestationsFile.model_validate(_without_nothing(root))
    except ValidationError:
        return {}
    return {key: _as_written(entry) for key, entry in model.attestations.items()}


def _as_written(entry: AttestationEntry) -> dict[str, Any]:
    return {key: value for key, value in entry.model_dump().items() if value}


def _without_nothing(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    return {key: _without_nothing(value) for key, value in node.items() if value is not None}


def _comments(text: str) -> Counter[str]:
    """The comments, on lines of their own and behind values. What is quoted on one line is none."""
    found = (_COMMENT.search(QUOTED.sub("", line)) for line in text.splitlines())
    return Counter(each["said"].strip() for each in found if each is not None)
