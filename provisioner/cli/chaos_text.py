"""What a rehearsal with faults looks like: a line for each run, then how often which fault came, and the verdict."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.text import Text

from provisioner.render.documents import FORMAT_VERSION
from provisioner.sandbox.fault_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from provisioner.cli.chaos import Rehearsal
    from provisioner.cli.output import Output

HEAD = f"{'run':>6}  {'faults':>6}  {'applies':>7}  {'made':>5}  {'twice':>5}  {'lost':>4}  {'differ':>6}  end"
GOOD = "as if nothing had gone wrong"
MOST_NAMES = 5


class Told:
    """Tells a rehearsal while it goes on, to people."""

    def __init__(self, output: Output, firm: Path, name: str) -> None:
        self._output = output
        self._firm = firm
        self._name = name

    def begin(self, first: int, runs: int) -> None:
        """What is going to happen."""
        last = f" to {first + runs - 1}" if runs > 1 else ""
        self._say(f"Rehearsing {self._name} on a sandbox that is thrown away, run {first}{last}.", "", HEAD)

    def run(self, done: Rehearsal) -> Rehearsal:
        """The line of one run."""
        differs = done.comparison
        numbers = (
            f"{done.seed:>6}  {done.faults.total():>6}  {done.applies:>7}  {done.made:>5}  {len(differs.twice):>5}  "
            f"{len(differs.lost):>4}  {len(differs.different):>6}"
        )
        self._say(f"{numbers}  {verdict(done)}")
        return done

    def end(self, done: Sequence[Rehearsal]) -> None:
        """How often which fault came, what is wrong, and the verdict."""
        faults = total(done)
        self._say("", "What went wrong at the vendors:")
        self._say(*(f"{count:>6}  {kind:<20}  {KINDS[kind].about}" for kind, count in sorted(faults.items())))
        bad = [each for each in done if not each.is_good]
        self._say("", *(f"Run {each.seed}: {text}" for each in bad for text in _wrong(each)))
        if not bad:
            self._say(f"All {len(done)} runs ended {GOOD}: {faults.total()} faults, 0 objects twice, 0 lost.")
            return
        self._say(
            f"{len(bad)} of {len(done)} runs did not end {GOOD}. To see the first of them again:",
            f"    provisioner sandbox chaos {shlex.quote(str(self._firm))} --seed {bad[0].seed} --runs 1",
        )

    def _say(self, *lines: str) -> None:
        if not self._output.is_json:
            self._output.text(Text(each) for each in lines)


def verdict(done: Rehearsal) -> str:
    """How a run ended, in a few words."""
    if done.problem:
        return f"never finished: {done.problem}"
    return GOOD if done.is_good else "something is not as it should be"


def total(done: Iterable[Rehearsal]) -> Counter[str]:
    """How often each kind of fault came."""
    return sum((each.faults for each in done), Counter())


def _wrong(done: Rehearsal) -> Iterable[str]:
    """What is wrong after a run, object by object."""
    differs = done.comparison
    if done.problem:
        yield f"still something to do after {done.applies} applies. The last one said: {done.problem}"
    for what, objects in (("twice", differs.twice), ("lost", differs.lost), ("different", differs.different)):
        if objects:
            named = ", ".join(" ".join(each) for each in objects[:MOST_NAMES])
            more = f" and {len(objects) - MOST_NAMES} more" if len(objects) > MOST_NAMES else ""
            yield f"{what}: {named}{more}"


def document(name: str, done: Sequence[Rehearsal]) -> dict[str, Any]:
    """The rehearsal for programs."""
    return {
        "format_version": FORMAT_VERSION,
        "firm": name,
        "good": all(each.is_good for each in done),
        "faults": dict(sorted(total(done).items())),
        "runs": [
            {
                "seed": each.seed,
                "good": each.is_good,
                "faults": dict(sorted(each.faults.items())),
                "applies": each.applies,
                "made": each.made,
                "twice": [" ".join(name) for name in each.comparison.twice],
                "lost": [" ".join(name) for name in each.comparison.lost],
                "different": [" ".join(name) for name in each.comparison.different],
                "problem": each.problem,
            }
            for each in done
        ],
    }
