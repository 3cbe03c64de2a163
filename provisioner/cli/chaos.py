"""Rehearses an apply while the vendors fail: random fault scripts, apply until nothing is left to do, then compare.

``random_script``, ``Contents`` and ``Comparison`` stand on their own; longer tests use them as well.
"""

from __future__ import annotations

import logging
import os
import random
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import stamina

from provisioner.cli.environment import now, today, user
from provisioner.cli.twin import twin_with
from provisioner.model.errors import ProvisionerError, UsageProblem
from provisioner.sandbox.server import running
from provisioner.state.places import VARIABLE
from provisioner.state.store import open_state
from provisioner.workflows.apply import Doing, apply
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.plan import Options, state_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from provisioner.engine.report import ApplyReport
    from provisioner.sandbox.kernel import FirmSeed
    from provisioner.sandbox.server import Twin

MOST_RULES = 5
MOST_APPLIES = 25  # a script runs dry long before
ATTEMPTS = 5


def _nothing(dice: random.Random) -> dict[str, Any]:
    del dice
    return {}


def _share(dice: random.Random) -> dict[str, Any]:
    return {"share": round(dice.random(), 2)}


def _error(dice: random.Random) -> dict[str, Any]:
    return {"status": dice.choice([500, 502, 503, 504]), "body": dice.choice(["json", "html", "text", "empty"])}


def _short_hang(dice: random.Random) -> dict[str, Any]:
    """To a client, a connection that ends late and one that it gives up are the same; nobody wants to wait for it."""
    return {"seconds": round(dice.random() / 50, 3)}


# Kind -> its random parameters; the writes of a run are what most of them are about.
KINDS: Mapping[str, Callable[[random.Random], dict[str, Any]]] = {
    "throttle_before": lambda dice: {"retry_after": dice.choice([None, 0, 1, 30])},
    "error_before": _error,
    "error_after": _error,
    "cut_before": _nothing,
    "cut_after": _nothing,
    "cut_mid_body_after": _share,
    "hang_before": _short_hang,
    "hang_after": _short_hang,
    "truncated_after": _share,
    "not_json_after": _nothing,
    "empty_after": _nothing,
    "drip_after": lambda dice: {"bytes": dice.choice([16, 200]), "pause": 0},
    "oversized_after": lambda _: {"mebibytes": 1},
    "redirect_before": lambda dice: {"status": dice.choice([302, 307])},
    "fault_200_before": _nothing,
    "expire_access": _nothing,
    "revoke_connection": _nothing,
    "skew_clock": lambda dice: {"seconds": dice.randint(-300, 300)},
    "fail_items": lambda dice: {
        "items": sorted(dice.sample(range(1, 31), dice.randint(1, 5))),
        "code": dice.choice([5010, 6000, 6240, 10000]),
    },
    "account_ceiling": lambda dice: {"first": dice.randint(1, 40)},
}
QUICKBOOKS_ONLY = frozenset({"fault_200_before", "fail_items", "account_ceiling"})


def random_script(dice: random.Random, requests: Mapping[str, int]) -> dict[str, Any]:
    """A fault script for a run that sends about so many ``requests`` to each vendor. Its faults end after a while."""
    return {
        "seed": dice.randrange(2**32),
        "rules": [_rule(dice, requests) for _ in range(dice.randint(1, MOST_RULES))],
    }


def _rule(dice: random.Random, requests: Mapping[str, int]) -> dict[str, Any]:
    kind = dice.choice(sorted(KINDS))
    vendor = "qbo" if kind in QUICKBOOKS_ONLY else dice.choice(sorted(requests))
    rule = {"vendor": vendor, "kind": kind, "params": KINDS[kind](dice)}
    if vendor != "oauth" and dice.random() < 0.7:  # noqa: PLR2004 - writes are where something can be lost
        rule["only"] = "writes"
    after = int(requests[vendor] * dice.random() ** 2)  # rather early: most of the writes come after few reads
    once = dice.random() < 0.75  # noqa: PLR2004 - else now and then longer than a client keeps trying
    return rule | {"after": after, "times": 1 if once else dice.randint(2, 2 * ATTEMPTS)}


@dataclass(frozen=True)
class Contents:
    """What the twins hold: how often each object, by vendor, kind and name; and everything it says."""

    names: Counter[tuple[str, str, str]]
    texts: Counter[tuple[str, str, str, str]]

    @classmethod
    def of(cls, twin: Twin) -> Contents:
        """What ``twin`` holds now."""
        found = [(name, *each) for name, vendor in twin.vendors.items() for each in vendor.objects()]
        return cls(
            Counter((vendor, kind, name) for vendor, kind, name, _ in found),
            Counter((vendor, kind, name, str(sorted(content.items()))) for vendor, kind, name, content in found),
        )


@dataclass(frozen=True)
class Comparison:
    """Objects there are too many of, those that are missing, and those that are not as they should be."""

    twice: tuple[tuple[str, str, str], ...]
    lost: tuple[tuple[str, str, str], ...]
    different: tuple[tuple[str, str, str], ...]

    @classmethod
    def between(cls, wanted: Contents, found: Contents) -> Comparison:
        """How ``found`` differs from ``wanted``."""
        twice, lost = found.names - wanted.names, wanted.names - found.names
        odd = {(vendor, kind, name) for vendor, kind, name, _ in found.texts - wanted.texts}
        return cls(tuple(sorted(twice.elements())), tuple(sorted(lost.elements())), tuple(sorted(odd - twice.keys())))

    @property
    def is_equal(self) -> bool:
        """True when nothing differs."""
        return not (self.twice or self.lost or self.different)


@dataclass(frozen=True)
class Rehearsal:
    """One run: its faults by kind, after how many applies nothing was left to do, the objects made, what came of it.

    ``problem`` is what the last apply said when there was still something to do after the most of them.
    """

    seed: int
    faults: Counter[str]
    applies: int
    made: int
    comparison: Comparison
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """True when it ended as if nothing had gone wrong."""
        return not self.problem and self.comparison.is_equal


@dataclass
class _Run:
    """A firm in a twin of its own."""

    twin: Twin
    before: Contents
    applies: int = 0
    problem: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class Stage:
    """Rehearsals of one firm. Nothing is read or written but the firm's files and ``folder``, a temporary one."""

    def __init__(self, firm: Path, planted: FirmSeed, folder: Path) -> None:
        self._firm = firm
        self._planted = planted
        self._folder = folder
        quiet = self._run({"rules": []}, "undisturbed")
        if quiet.problem:
            raise UsageProblem(
                "There is nothing to rehearse", f"Even with nothing going wrong, apply does not finish: {quiet.problem}"
            )
        self._wanted = Contents.of(quiet.twin)
        self._requests = {vendor: quiet.requests[vendor] for vendor in ("qbo", "clio", "oauth")}
        self._requests = {vendor: count for vendor, count in self._requests.items() if count}

    def rehearse(self, seed: int) -> Rehearsal:
        """One run with the random fault script of ``seed``."""
        script = random_script(random.Random(seed), self._requests)  # noqa: S311 - repeatable, no secret
        try:
            run = self._run(script, str(seed))
        except Exception as error:
            error.add_note(f"It happened in run {seed}, with this fault script: {script}")
            raise
        after = Contents.of(run.twin)
        made = sum((after.names - run.before.names).values())
        return Rehearsal(seed, run.faults, run.applies, made, Comparison.between(self._wanted, after), run.problem)

    def _run(self, script: Mapping[str, Any], name: str) -> _Run:
        """Apply until nothing is left to do, while the script's faults happen."""
        twin = twin_with(None, self._planted)
        run = _Run(twin, Contents.of(twin))
        twin.faults.load(script)
        with running(twin) as url, _patient(), _own_state(self._folder / f"{name}.sqlite3"):
            while run.applies < MOST_APPLIES:
                run.problem = self._apply(twin, url)
                if not run.problem:
                    break
                run.applies += 1
        run.requests = Counter(str(entry["vendor"]) for entry in twin.log.entries)
        for rule in twin.faults.rules:
            run.faults[rule.kind.name] += rule.fired
        run.faults += Counter()  # without those that never came
        return run

    def _apply(self, twin: Twin, url: str) -> str:
        """One apply by somebody who has just logged in; empty when nothing was left to do, else what it says."""
        tokens = twin.credentials(self._planted)
        app = {"client_id": tokens["client_id"], "client_secret": tokens["client_secret"]}
        qbo, clio = (Credentials(url, refresh_token=tokens[f"{name}_refresh_token"], **app) for name in twin.vendors)
        reached = Connection("sandbox", qbo, clio, limits=False)
        doing = Doing(user(), now, lambda _: True, rehearsal=True)
        try:
            with open_state(state_file(self._firm)) as store:
                return _left(apply(self._firm, reached, store, Options(today(None)), doing))
        except ProvisionerError as problem:
            return str(problem.summary)


def _left(report: ApplyReport) -> str:
    """What is left to do after an apply, or was until now; empty for one that found nothing to do."""
    if report.failed:
        return "Something was not done."
    plan = report.report.plan
    return "There was something to do." if plan is None or plan.pending or report.outcomes else ""


@contextmanager
def _patient() -> Iterator[None]:
    """Try again as ever, without waiting in between and without telling about it."""
    log = logging.getLogger("provisioner")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with stamina.set_testing(True, attempts=ATTEMPTS, cap=True):
            yield
    finally:
        log.setLevel(level)


@contextmanager
def _own_state(path: Path) -> Iterator[None]:
    """Keep state and tokens in ``path`` and beside it, not with the firm."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(path)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
