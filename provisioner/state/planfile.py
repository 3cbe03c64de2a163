"""Plan files: a saved plan as text with a checksum, so that one changed byte is noticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provisioner.engine.saved import Approval, SavedPlan, Touch
from provisioner.model.address import Address
from provisioner.model.change import Action
from provisioner.model.errors import PlanFileProblem
from provisioner.state.codec import decode, encode

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "provisioner-plan"
VERSION = "1.0"
MOST_BYTES = 256 * 1024 * 1024
MAKE_ANEW = "Make a new plan file with plan --out, and have it approved again if the firm asks for that."


def dump(saved: SavedPlan) -> str:
    """The text of a plan file. The same plan gives the same bytes."""
    tree = _tree(saved)
    return _text({**tree, "hash": _digest(tree), "approvals": [_approval(each) for each in saved.approvals]})


def sealed(saved: SavedPlan) -> SavedPlan:
    """The plan with its hash."""
    return replace(saved, hash=_digest(_tree(saved)))


def approve(saved: SavedPlan, by: str, at: str) -> SavedPlan:
    """The plan with one more approval, bound to its hash."""
    return replace(saved, approvals=(*saved.approvals, Approval(by, at, seal(saved.hash, by, at))))


def seal(plan_hash: str, by: str, at: str) -> str:
    """What binds an approval to a plan: a checksum over the plan's hash, who and when."""
    return hashlib.sha256(f"{plan_hash}\n{by}\n{at}".encode()).hexdigest()


def read(path: Path) -> SavedPlan:
    """The plan in a file. PlanFileProblem when it cannot be read, was edited, or is of another format."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PlanFileProblem(f"{path} cannot be read", f"{error.strerror}.") from error
    if len(raw) > MOST_BYTES:
        raise PlanFileProblem(f"{path} is no plan file", "It is larger than any plan.", MAKE_ANEW)
    return load(raw, str(path))


def load(raw: bytes, name: str) -> SavedPlan:
    """The plan in the bytes of the file ``name``; see ``read``."""
    try:
        tree = json.loads(raw.decode("utf-8"))
        if not isinstance(tree, dict) or tree.get("format") != FORMAT:
            raise PlanFileProblem(f"{name} is no plan file", "It was not written by plan --out.", MAKE_ANEW)
        if tree.get("format_version") != VERSION:
            raise PlanFileProblem(
                f"{name} was written by another release of provisioner",
                f"Its format is {tree.get('format_version')!r}; this program reads {VERSION}.",
                MAKE_ANEW,
            )
        saved = _saved(tree)
        is_whole = dump(saved).encode() == raw
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise PlanFileProblem(f"{name} is no plan file, or it is damaged", _first_line(error), MAKE_ANEW) from error
    if not is_whole or any(each.seal != seal(saved.hash, each.by, each.at) for each in saved.approvals):
        raise PlanFileProblem(
            f"{name} was edited",
            "Its content does not belong to its checksum, so it is not what was planned and approved.",
            MAKE_ANEW,
        )
    return saved


def is_plan_file(path: Path) -> bool:
    """Whether a path given on the command line looks like a plan file rather than a firm."""
    if not path.is_file() or path.suffix in {".yaml", ".yml"}:
        return False
    with path.open("rb") as file:
        return file.read(1) == b"{"


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'not as expected'}."


def _text(tree: dict[str, Any]) -> str:
    return json.dumps(tree, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def _digest(tree: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(tree, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _tree(saved: SavedPlan) -> dict[str, Any]:
    """Everything but hash and approvals."""
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "firm": saved.firm,
        "file": saved.file,
        "path": saved.path,
        "config_digest": saved.digest,
        "environment": saved.environment,
        "systems": {name: {"id": tenant, "made": made} for name, (tenant, made) in saved.identities.items()},
        "made_at": saved.made_at,
        "made_by": saved.made_by,
        "expires_at": saved.expires_at,
        "as_of": saved.as_of,
        "accepted": list(saved.accepted),
        "targets": None if saved.targets is None else [str(each) for each in saved.targets],
        "excluded": [str(each) for each in saved.excluded],
        "released": [str(each) for each in saved.released],
        "touches": [_touch(each) for each in saved.touches],
        "plan": saved.document,
    }


def _touch(touch: Touch) -> dict[str, Any]:
    return {
        "address": str(touch.address),
        "title": touch.title,
        "action": touch.action.value,
        "fields": json.loads(encode(touch.fields)),
        "id": touch.remote_id,
        "version": touch.version,
        "was": json.loads(encode(touch.was)),
        "was_active": touch.was_active,
    }


def _approval(approval: Approval) -> dict[str, str]:
    return {"by": approval.by, "at": approval.at, "seal": approval.seal}


def _saved(tree: dict[str, Any]) -> SavedPlan:
    return SavedPlan(
        firm=_word(tree["firm"]),
        file=_word(tree["file"]),
        path=_word(tree["path"]),
        digest=_word(tree["config_digest"]),
        environment=_word(tree["environment"]),
        identities={name: (_word(each["id"]), _word(each["made"])) for name, each in tree["systems"].items()},
        made_at=_word(tree["made_at"]),
        made_by=_word(tree["made_by"]),
        expires_at=_word(tree["expires_at"]),
        as_of=_word(tree["as_of"]),
        touches=tuple(_touched(each) for each in tree["touches"]),
        released=tuple(Address.parse(each) for each in tree["released"]),
        accepted=tuple(_word(each) for each in tree["accepted"]),
        targets=None if tree["targets"] is None else tuple(Address.parse(each) for each in tree["targets"]),
        excluded=tuple(Address.parse(each) for each in tree["excluded"]),
        document=dict(tree["plan"]),
        approvals=tuple(
            Approval(_word(each["by"]), _word(each["at"]), _word(each["seal"])) for each in tree["approvals"]
        ),
        hash=_word(tree["hash"]),
    )


def _touched(tree: dict[str, Any]) -> Touch:
    return Touch(
        Address.parse(tree["address"]),
        _word(tree["title"]),
        Action(tree["action"]),
        decode(json.dumps(tree["fields"])),
        None if tree["id"] is None else _word(tree["id"]),
        None if tree["version"] is None else _word(tree["version"]),
        decode(json.dumps(tree["was"])),
        bool(tree["was_active"]),
    )


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
