"""Checks the merged tree against the model, and says in plain words what does not fit, and where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from provisioner.config import words
from provisioner.config.misfits import misfit
from provisioner.config.places import Map, Seq
from provisioner.config.shape import Shape, of_spec
from provisioner.model.finding import Finding, Level
from provisioner.model.source import dotted
from provisioner.model.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provisioner.model.firm import PlaceFinder
    from provisioner.model.source import Path

M = TypeVar("M", bound=Spec)

KEY_HELP = "A key begins with a small letter and goes on with small letters, digits and `_`, 60 characters at most."

_ELSEWHERE = {"clients": "Clients are listed in a file of their own, `clients.yaml` beside this one."}


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint of the model: its kind, the path of the value, and the key that is missing or too much.

    ``choice`` is set where a value may be of several kinds: the path of that value, and the kind this is about.
    """

    kind: str
    path: Path
    context: dict[str, Any]
    key: str | None = None
    choice: tuple[Path, str] | None = None


def validate(
    model: type[M], tree: Map, places: PlaceFinder, *, handled: Sequence[str] = ()
) -> tuple[M | None, list[Finding]]:
    """The tree as an instance of ``model``, or None and what is wrong with it.

    ``handled`` are further keys that may stand at the top, dealt with elsewhere.
    """
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        problems = [_located(tree, details) for details in error.errors(include_url=False, include_input=False)]
    explainer = _Explainer(of_spec(model), tree, places, handled)
    return None, [explainer.finding(problem) for problem in _decided(problems)]


def _located(tree: Map, details: Any) -> Problem:
    """A complaint with its path in the file: the model's own names for the kinds of a value are taken out."""
    kind, location = details["type"], details["loc"]
    node: Any = tree
    path: Path = ()
    choice = key = None
    for index, part in enumerate(location):
        is_last = index == len(location) - 1
        if (isinstance(node, Map) and part in node) or (
            isinstance(node, Seq) and isinstance(part, int) and part < len(node)
        ):
            node = node[part]
            path = (*path, part)
        elif part == "[key]" and is_last:
            kind = "bad_key"
        elif kind == "missing" and is_last:
            key = str(part)
        elif choice is None:
            choice = (path, str(part))
    if kind == "extra_forbidden":
        key = str(location[-1])
    return Problem(kind, path, details.get("ctx") or {}, key, choice)


def _decided(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem where a value may be of several kinds and fits none: that of the nearest kind, or all as one."""
    choices: dict[Path, dict[str, list[Problem]]] = {}
    for problem in problems:
        if problem.choice is None:
            yield problem
        else:
            spot, kind = problem.choice
            choices.setdefault(spot, {}).setdefault(kind, []).append(problem)
    for spot, kinds in choices.items():
        nearer = [
            found
            for found in kinds.values()
            if all(len(p.path) > len(spot) or p.key or p.kind == "coded" for p in found)
        ]
        if nearer:
            yield from min(nearer, key=len)
        else:
            yield Problem("no_choice", spot, {})


class _Explainer:
    """Turns complaints into findings, for one file."""

    def __init__(self, shape: Shape, tree: Map, places: PlaceFinder, handled: Sequence[str]) -> None:
        self._shape = shape
        self._tree = tree
        self._places = places
        self._handled = tuple(handled)
        self._homes: dict[str, list[str]] | None = None

    def finding(self, problem: Problem) -> Finding:
        """The finding a complaint becomes."""
        if problem.kind == "missing":
            return self._missing(problem.path, str(problem.key))
        if problem.kind == "extra_forbidden":
            return self._unknown_key(problem.path, str(problem.key))
        if problem.kind == "bad_key":
            return self._bad_key(problem.path)
        place = self._places(problem.path)
        if problem.kind == "coded":
            told = problem.context
            return Finding(told["code"], told["name"], Level.ERROR, told["what"], told["why"], told["fix"], place)
        value = self._value(problem.path)
        code, name, what, fix = misfit(problem.kind, problem.context, problem.path, value, self._shape.at(problem.path))
        return Finding(code, name, Level.ERROR, what, fix=fix, place=place)

    def _value(self, path: Path) -> Any:
        node: Any = self._tree
        for part in path:
            node = node[part]
        return node

    def _missing(self, path: Path, key: str) -> Finding:
        takes = words.wanted(self._shape.at((*path, key)))
        owner = f"`{dotted(path)}`" if path else "The file"
        node = self._value(path)
        if isinstance(node, Map) and key in node.at:
            what, place = (
                f"`{key}` has no value, and {owner if path else 'the file'} needs one.",
                self._places((*path, key), key=True),
            )
        else:
            what, place = f"{owner} has no `{key}`, and needs one.", self._places(path, key=True)
        return Finding("SYN107", "missing-key", Level.ERROR, what, fix=f"Add `{key}:` with {takes}.", place=place)

    def _bad_key(self, path: Path) -> Finding:
        key = str(path[-1])
        what = f"`{words.shown(key)}` cannot be the key of an entry."
        guess = words.as_key(key)
        fix = f"{KEY_HELP} For example `{guess}`; the name can be anything." if guess else KEY_HELP
        return Finding("SYN109", "malformed-key", Level.ERROR, what, fix=fix, place=self._places(path, key=True))

    def _unknown_key(self, path: Path, key: str) -> Finding:
        parent = path[:-1]
        allowed = self._shape.at(parent).fixed_keys()
        if not parent:
            allowed = (*self._handled, *allowed)
        owner = f"`{dotted(parent)}`" if parent else "a file like this"
        hint = (
            (_ELSEWHERE.get(key) if not parent else None)
            or words.did_you_mean(key, allowed)
            or self._home(key)
            or words.few(allowed)
        )
        return Finding(
            "SYN104",
            "unknown-key",
            Level.ERROR,
            f"`{words.shown(key)}` is not a key of {owner}.",
            "It would be ignored, so nothing it says would happen.",
            hint or "Remove it, or correct its spelling.",
            self._places(path, key=True),
        )

    def _home(self, key: str) -> str:
        if self._homes is None:
            self._homes = {}
            _collect(self._shape, "", self._homes)
        homes = [home for home in self._homes.get(key, []) if home]
        return f"`{key}` belongs in {words.either(words.ticked(homes[:3]))}." if homes else ""


def _collect(shape: Shape, path: str, homes: dict[str, list[str]]) -> None:
    """Note for every key of the model the places it belongs to: ``due_days`` to ``terms.<key>``."""
    for key in shape.fixed_keys():
        homes.setdefault(key, []).append(path or "the top of the file")
        below = shape.child(key)
        if below is not None:
            _collect(below, f"{path}.{key}" if path else key, homes)
    if shape.values is not None:
        _collect(shape.values, f"{path}.<key>", homes)
    if shape.items is not None:
        _collect(shape.items, f"{path}[]", homes)
