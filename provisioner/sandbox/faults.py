"""Fault scripts: which requests go wrong, how often, and in which way. ``injector`` carries them out.

A script is ``{"seed": 7, "rules": [{"vendor": "qbo", "only": "writes", "nth": 2, "kind": "cut_after"}, ...]}``. Of the
rules that want a request the first one has it. Everything goes by counts and by the seed: a run repeats itself.
"""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.fault_kinds import KINDS, Kind, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.kernel import Record

VENDORS = ("qbo", "clio", "oauth")
ONLY = ("reads", "writes")
KEYS = ("vendor", "method", "path", "only", "nth", "after", "times", "chance", "kind", "params")
MOST_RULES = 1000


@dataclass(frozen=True)
class Asked:
    """What a rule sees of a request. ``creates`` is how many accounts it would make in QuickBooks."""

    vendor: str
    method: str
    path: str
    is_write: bool
    creates: int = 0


@dataclass
class Rule:
    """One rule. The counts are of the requests that fit it: ``seen`` in all, ``fired`` those that went wrong."""

    kind: Kind
    params: Record
    vendor: str | None = None
    method: str | None = None
    path: str = "*"
    only: str | None = None
    nth: frozenset[int] = frozenset()
    after: int = 0
    times: int = 1
    chance: float = 1.0
    dice: random.Random = field(default_factory=random.Random, repr=False)
    seen: int = 0
    fired: int = 0
    counted: int = 0  # account creates so far, for the ceiling

    def fits(self, asked: Asked) -> bool:
        """Whether the rule is about requests like this one."""
        return (
            self.vendor in (None, asked.vendor)
            and asked.vendor in self.kind.vendors
            and self.method in (None, asked.method)
            and self._is_path(asked.path)
            and self.only in (None, "writes" if asked.is_write else "reads")
            and (asked.creates > 0 or not self.kind.needs_creates)
        )

    def wants(self) -> bool:
        """Count one request that fits, and say whether it is to go wrong."""
        self.seen += 1
        lucky = self.dice.random() < self.chance  # thrown every time, so that counts alone decide which throw it is
        due = self.seen in self.nth if self.nth else self.seen > self.after
        return due and lucky and (self.times == 0 or self.fired < self.times)

    def _is_path(self, path: str) -> bool:
        return re.search(self.path, path) is not None if self.path.startswith("^") else fnmatchcase(path, self.path)

    def record(self) -> Record:
        """The rule as it was given, with what became of it."""
        given = {"vendor": self.vendor, "method": self.method, "path": self.path, "only": self.only}
        counts = {"nth": sorted(self.nth), "after": self.after, "times": self.times, "chance": self.chance}
        return {
            "kind": self.kind.name,
            "params": self.params,
            **given,
            **counts,
            "seen": self.seen,
            "fired": self.fired,
        }


class Firing:
    """A rule that has a request. ``happened`` counts it, once, when the request really goes wrong."""

    def __init__(self, rule: Rule) -> None:
        self.kind = rule.kind
        self.params = rule.params
        self.rule = rule
        self.is_counted = False

    def happened(self) -> None:
        """Count it."""
        if not self.is_counted:
            self.is_counted = True
            self.rule.fired += 1


class Faults:
    """The fault script of a twin, and how far it is."""

    def __init__(self) -> None:
        self.seed = 0
        self.rules: list[Rule] = []
        self._lock = threading.Lock()

    def load(self, script: Mapping[str, Any]) -> None:
        """Replace the script; ValueError, with a sentence, for one that cannot be understood, and nothing changes."""
        unknown = set(script) - {"seed", "rules"}
        if unknown:
            raise ValueError(f"Unknown: {', '.join(sorted(unknown))}. Possible: seed, rules.")
        seed, rules = script.get("seed", 0), script.get("rules", [])
        if not whole(seed, -(2**63), 2**63):
            raise ValueError("seed must be a whole number.")
        if not isinstance(rules, list) or len(rules) > MOST_RULES:
            raise ValueError(f"rules must be a list of at most {MOST_RULES} rules.")
        read = [_rule(number, each, seed) for number, each in enumerate(rules, 1)]
        with self._lock:
            self.seed, self.rules = seed, read

    def clear(self) -> None:
        """Forget the script. What its faults did to tokens and clock stays done."""
        with self._lock:
            self.seed, self.rules = 0, []

    def choose(self, asked: Asked) -> Firing | None:
        """The rule that has this request, None when it is to be answered as usual. Every rule it fits counts it."""
        with self._lock:
            wanting = [rule for rule in self.rules if rule.fits(asked) and rule.wants()]
            if not wanting:
                return None
            firing = Firing(wanting[0])
            if not firing.kind.needs_items:
                firing.happened()
            return firing

    def record(self) -> Record:
        """The script with how often each rule saw a request and fired, and the kinds there are."""
        with self._lock:
            kinds = {kind.name: {"about": kind.about, "params": kind.defaults()} for kind in KINDS.values()}
            return {"seed": self.seed, "rules": [rule.record() for rule in self.rules], "kinds": kinds}


def _rule(number: int, given: object, seed: int) -> Rule:
    try:
        return _read(number, given, seed)
    except ValueError as error:
        raise ValueError(f"Rule {number}: {error}") from None


def _read(number: int, given: object, seed: int) -> Rule:
    if not isinstance(given, dict):
        raise ValueError("it must be an object.")  # noqa: TRY004 - answered as HTTP 400
    unknown = set(given) - set(KEYS)
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(map(str, unknown)))}. Possible: {', '.join(KEYS)}.")
    kind = KINDS.get(str(given.get("kind")))
    if kind is None:
        raise ValueError(f"there is no kind {given.get('kind')!r}. The kinds are: {', '.join(KINDS)}.")
    vendor = _choice(given, "vendor", VENDORS)
    if vendor is not None and vendor not in kind.vendors:
        raise ValueError(f"{kind.name} can only happen at {', '.join(kind.vendors)}.")
    nth = given.get("nth", [])
    return Rule(
        kind,
        kind.read(given.get("params", {})),
        vendor,
        _method(given.get("method")),
        _path(given.get("path", "*")),
        _choice(given, "only", ONLY),
        frozenset(_count(each, "nth", 1) for each in (nth if isinstance(nth, list) else [nth])),
        _count(given.get("after", 0), "after", 0),
        _count(given.get("times", len(nth) if isinstance(nth, list) and nth else kind.times), "times", 0),
        _chance(given.get("chance", 1)),
        random.Random(f"{seed}:{number}"),  # noqa: S311 - a repeatable rehearsal, no secret
    )


def _choice(given: Mapping[str, Any], name: str, possible: tuple[str, ...]) -> str | None:
    value = given.get(name)
    if value is not None and value not in possible:
        raise ValueError(f"{name} must be one of {', '.join(possible)}.")
    return value


def _method(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("method must be a text such as POST.")
    return value.upper() if value else None


def _path(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("path must be a text: a pattern such as */batch, or a regular expression that starts with ^.")  # noqa: TRY004 - as above
    try:
        re.compile(value if value.startswith("^") else "")
    except re.error as error:
        raise ValueError(f"path is no regular expression: {error}.") from None
    return value


def _count(value: Any, name: str, least: int) -> int:
    if not whole(value, least, 10**9):
        raise ValueError(f"{name} must be a whole number from {least} on.")
    return int(value)


def _chance(value: object) -> float:
    try:
        chance = float(value) if not isinstance(value, bool | str) else -1.0  # type: ignore[arg-type] # tried
    except (TypeError, ValueError, OverflowError):
        chance = -1.0
    if not 0 <= chance <= 1:
        raise ValueError("chance must be a number from 0 to 1.")
    return chance
