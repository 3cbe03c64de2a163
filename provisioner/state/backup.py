"""A firm's bindings as a file: to keep, to carry to another place, and to put back. One changed byte is noticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provisioner.model.address import Address
from provisioner.model.errors import StateProblem, UsageProblem
from provisioner.model.resource import Binding
from provisioner.state.codec import decode, encode
from provisioner.state.records import Kept, Scope
from provisioner.state.whole import is_of_format, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "provisioner-state"
VERSION = "1.0"
MOST_BYTES = 256 * 1024 * 1024
ANEW = "Write a new one with `provisioner state export`."


@dataclass(frozen=True)
class Backup:
    """The bindings of a scope, and which company and account they belong to."""

    scope: Scope
    made_at: str
    instances: Mapping[str, str]
    kept: tuple[Kept, ...]


def dump(backup: Backup) -> str:
    """The text of the file. The same state at the same time gives the same bytes."""
    tree = _tree(backup)
    whole = json.dumps(tree, sort_keys=True, separators=(",", ":")).encode()
    return json.dumps({**tree, "hash": hashlib.sha256(whole).hexdigest()}, indent=1, sort_keys=True) + "\n"


def write(backup: Backup, target: Path) -> None:
    """Write the file for its owner alone, whole or not at all. UsageProblem rather than replacing another file."""
    if target.exists() and not is_of_format(target, FORMAT, MOST_BYTES):
        raise UsageProblem(f"{target} is no export of a state", "It was left as it is.", "Choose another name.")
    write_whole(dump(backup), target)


def read(path: Path) -> Backup:
    """The backup in a file. StateProblem when it cannot be read, was edited, or is of another format."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise StateProblem(f"{path} cannot be read", f"{error.strerror}.") from error
    if len(raw) > MOST_BYTES:
        raise StateProblem(f"{path} is no export of a state", "It is larger than any state.", ANEW)
    try:
        tree = json.loads(raw.decode("utf-8"))
        if not isinstance(tree, dict) or tree.get("format") != FORMAT:
            raise StateProblem(f"{path} is no export of a state", "It was not written by `state export`.", ANEW)
        if tree.get("format_version") != VERSION:
            raise StateProblem(
                f"{path} was written by another release of provisioner",
                f"Its format is {tree.get('format_version')!r}; this program reads {VERSION}.",
                "Use the release that wrote it, or write a new one with this release.",
            )
        backup = _backup(tree)
        is_whole = dump(backup).encode() == raw
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise StateProblem(
            f"{path} is no export of a state, or it is damaged", "It cannot be understood.", ANEW
        ) from error
    if not is_whole:
        raise StateProblem(
            f"{path} was edited",
            "Its content does not belong to its checksum. To change a binding, use `state mv` and `state rm`.",
            ANEW,
        )
    return backup


def _tree(backup: Backup) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "made_at": backup.made_at,
        "environment": backup.scope.environment,
        "tenants": dict(backup.scope.tenants),
        "instances": dict(backup.instances),
        "bindings": [plain(each) for each in backup.kept],
    }


def plain(kept: Kept) -> dict[str, Any]:
    """One binding as JSON."""
    binding = kept.binding
    return {
        "address": str(binding.address),
        "id": binding.remote_id,
        "last_applied": None if binding.last_applied is None else json.loads(encode(binding.last_applied)),
        "protected": binding.protected,
        "bound_at": kept.at,
        "bound_by": kept.by,
    }


def _backup(tree: Mapping[str, Any]) -> Backup:
    scope = Scope(_word(tree["environment"]), _words(tree["tenants"]))
    kept = tuple(_kept(each) for each in tree["bindings"])
    instances = _words(tree["instances"])
    addresses = {each.binding.address for each in kept}
    if (
        len(addresses) != len(kept)
        or not {each.system for each in addresses} | instances.keys() <= scope.tenants.keys()
    ):
        raise ValueError("An address stands there twice, or belongs to no system")
    return Backup(scope, _word(tree["made_at"]), instances, kept)


def _kept(tree: Mapping[str, Any]) -> Kept:
    last = tree["last_applied"]
    binding = Binding(
        Address.parse(tree["address"]),
        _word(tree["id"]),
        None if last is None else decode(json.dumps(last)),
        tree["protected"] is True,
    )
    return Kept(binding, _word(tree["bound_at"]), _word(tree["bound_by"]))


def _words(tree: Mapping[str, Any]) -> dict[str, str]:
    return {name: _word(value) for name, value in tree.items()}


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
