"""Random stories: what goes wrong while the next file is applied to a world.

A story is plain data made from a seed, so that it can be printed as a test and pasted.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reliability.chance import Tree

QUIET = ("cut_before", "cut_after", "hang_before", "hang_after", "error_before", "error_after", "throttle_before")
SPOILT = ("truncated_after", "not_json_after", "empty_after", "cut_mid_body_after")
LYING = ("fail_items", "fault_200_before")
REFUSING = {*LYING, "throttle_before", "expire_access"}


@dataclass(frozen=True)
class Story:
    """What happens. ``troubles`` are those of one apply after the other; after them nothing goes wrong any more."""

    before: Tree
    screen: tuple[Tree, ...]
    after: Tree
    troubles: tuple[Tree, ...]

    @property
    def is_edited(self) -> bool:
        """Whether somebody edits on screen while an apply is going on."""
        return any(each.get("edits") for each in self.troubles)

    @property
    def is_honest(self) -> bool:
        """Whether the vendors refuse nothing: answers are only lost, late or spoilt."""
        return not any(rule["kind"] in REFUSING for each in self.troubles for rule in each.get("rules", ()))

    def __str__(self) -> str:
        """A test to paste."""
        parts = ",\n".join(
            f"        {name}={getattr(self, name)!r}" for name in ("before", "screen", "after", "troubles")
        )
        return (
            "from reliability.inside import Company\nfrom reliability.law import broken\n"
            "from reliability.story import Story\n\n\n"
            "def test_a_story_that_went_wrong(tmp_path):\n"
            f"    story = Story(\n{parts},\n    )\n    assert broken(story, Company(tmp_path)) == []\n"
        )


def troubles(seed: int | str, after: Tree) -> tuple[Tree, ...]:
    """What goes wrong in one to three applies."""
    dice = random.Random(f"troubles {seed}")  # noqa: S311 - a story that can be told again
    return tuple(_trouble(dice, after) for _ in range(dice.choice((1, 1, 1, 2, 3))))


def lost_answers(seed: int | str, vendor: str) -> tuple[Tree, ...]:
    """Answers of one vendor are lost although the write was carried out, the first among them; perhaps all of them."""
    dice = random.Random(f"lost {seed}")  # noqa: S311 - a story that can be told again
    kinds = ("cut_after", "hang_after", "error_after", *SPOILT)
    shared = {"vendor": vendor, "only": "writes"}
    if dice.random() < 0.5:
        return ({"rules": [{"kind": dice.choice(kinds), "times": 0, **shared}]},)
    return ({"rules": [{"kind": dice.choice(kinds), "nth": [each], **shared} for each in (1, 2, 4)]},)


def _trouble(dice: random.Random, after: Tree) -> Tree:
    kind = dice.choice(("crash", "crash", "rules", "rules", "rules", "both", "edits"))
    found: Tree = {}
    if kind in {"crash", "both"}:
        found["dies"] = dice.randint(1, 70)
    if kind in {"rules", "both"}:
        found["rules"] = [_rule(dice) for _ in range(dice.randint(1, 3))]
    if kind == "edits":
        found["edits"] = {dice.randint(1, 6): edit for edit in _meddling(dice, after)}
        if dice.random() < 0.5:
            found["dies"] = dice.randint(20, 70)
    return found


def _rule(dice: random.Random) -> Tree:
    kind = dice.choice((*QUIET, *QUIET, *SPOILT, *LYING, "skew_clock", "expire_access"))
    rule: Tree = {"kind": kind, "only": dice.choice(("writes", "writes", "reads"))}
    if kind in LYING:
        rule["vendor"] = "qbo"
    elif dice.random() < 0.6:
        rule["vendor"] = dice.choice(("qbo", "clio"))
    if kind in {"error_before", "error_after"}:
        rule["params"] = {"status": dice.choice((500, 502, 503, 504)), "body": dice.choice(("json", "html", "empty"))}
    if kind == "fail_items":
        rule |= {"only": "writes"}
        rule["params"] = {
            "items": sorted(dice.sample(range(1, 6), 2)),
            "code": dice.choice((6000, 5010, 6240, 610, 10000)),
        }
    if kind == "skew_clock":
        rule["params"] = {"seconds": dice.choice((5, 90))}  # so little that no token ends
    how = dice.random()
    if how < 0.5:
        rule["nth"] = sorted(dice.sample(range(1, 9), dice.randint(1, 3)))
    elif how < 0.8:
        rule |= {"after": dice.randint(0, 4), "times": dice.randint(1, 6)}
    else:
        rule |= {"after": dice.randint(0, 6), "times": 0}
    return rule


def _meddling(dice: random.Random, after: Tree) -> Iterator[Tree]:
    """Edits on screen in the middle of an apply, on what it is about to write or has just written."""
    for _ in range(dice.randint(1, 2)):
        entry = dice.choice(list(after["accounts"].values()))
        change = dice.choice(({"Description": "just now"}, {"AcctNum": "9999"}, {"Name": "Just now"}))
        yield {"vendor": "qbo", "entity": "Account", "name": entry["name"], "set": change}
        for area in list(after.get("practice_areas", {}).values())[:1]:
            yield {"vendor": "clio", "resource": "practice_areas", "name": area["name"], "set": {"code": "J"}}
