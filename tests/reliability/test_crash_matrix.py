"""The crash matrix: an apply is killed at every write of its state and at every request, and the next one ends it.

However an apply died, after the next one both vendors hold exactly what an uninterrupted apply leaves there, every
object once; the state remembers the same; nothing is left open or locked; and a plan finds nothing to do.
"""

from __future__ import annotations

import random
import signal
import zlib
from collections import Counter

import pytest
from reliability.tally import count

STATE = ("alone", "settle", "start_run", "flush", "intend", "conclude", "protect", "finish_run")
KINDS = [
    *(f"state {name} {when}" for name in STATE for when in ("before", "after")),
    *(
        f"{system} {what} {when}"
        for system in ("qbo", "clio")
        for what in ("read", "write")
        for when in ("before", "answered")
    ),
]
SHARES = 24
GOES_ON = "Going on with the plan that was approved then"


def test_the_kinds_of_points_are_these(uninterrupted):
    """A write or request that is new in the product has to be added to the list, and is killed at from then on."""
    points, _ = uninterrupted
    assert {each.rpartition(" #")[0] for each in points} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_apply_that_was_killed_is_brought_to_its_end(stage, uninterrupted, kind):
    """One point of each kind, always the same one, spread over the run."""
    found = [each for each in uninterrupted[0] if each.startswith(f"{kind} #")]
    die_and_go_on(stage, uninterrupted, sorted(found)[zlib.crc32(kind.encode()) % len(found)])


@pytest.mark.soak
@pytest.mark.parametrize("share", range(SHARES))
def test_wherever_an_apply_was_killed_it_is_brought_to_its_end(stage, uninterrupted, share):
    for point in sorted(uninterrupted[0])[share::SHARES]:
        die_and_go_on(stage, uninterrupted, point)


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(4, 200))])
def test_an_apply_that_was_killed_and_killed_again_is_brought_to_its_end(stage, uninterrupted, seed):
    dice = random.Random(seed)  # noqa: S311 - a story that can be told again
    first = dice.choice(sorted(each for each in uninterrupted[0] if "write" in each or "conclude" in each))
    die_and_go_on(stage, uninterrupted, first, *(f"@{dice.randrange(1, 80)}" for _ in range(dice.choice((1, 1, 2)))))


def die_and_go_on(stage, uninterrupted, first, *more):
    """Kill an apply at the point ``first``, kill those after it at ``more``, and let the last one end it."""
    _, expected = uninterrupted
    with stage.case() as case:
        died = case.apply(at=first)
        assert died.code == -signal.SIGKILL, died.said
        open_since = has_started(died.points)
        killed = 1
        for point in more:
            again = case.apply(at=point, ask=open_since)
            killed += again.code == -signal.SIGKILL
            assert again.code in (0, -signal.SIGKILL), again.said
            open_since = (open_since or has_started(again.points)) and not has_ended(again.points)
        resumed = case.apply(ask=open_since)
        assert resumed.code == 0, resumed.said
        assert (GOES_ON in resumed.said) == open_since, resumed.said
        planned = case.plan()
        assert planned.code == 0, planned.said
        world = case.world()
    doubled, lost = world.objects - expected.objects, expected.objects - world.objects
    count(points_killed=killed, resumed=1, duplicates=doubled.total(), losses=lost.total())
    assert (lost, doubled) == (Counter(), Counter())
    assert world.bindings == expected.bindings
    assert set(world.results) == {"done"}
    assert (world.is_open, world.is_locked) == (False, False)


def has_started(points):
    """Whether the journal says that the run has begun, and not that it has ended."""
    return "state start_run after #1" in points and not has_ended(points)


def has_ended(points):
    return "state finish_run after #1" in points
