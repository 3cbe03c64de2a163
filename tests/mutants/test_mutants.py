"""The list of deliberate defects fits the code of today, and each was noticed when the list was last run."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from mutants.run import RESULTS, ROOT, mutants

ALL = mutants()
NOTICED = json.loads(RESULTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("mutant", ALL, ids=lambda each: each.id)
def test_the_defect_can_be_built_in_at_exactly_one_place(mutant):
    assert mutant.places(ROOT) == 1, f"{mutant.file} has changed: write the defect anew, and run make mutants"
    assert mutant.old != mutant.new
    assert all((ROOT / test).exists() for test in mutant.tests)


def test_there_are_many_for_both_twins():
    count = Counter(each.vendor for each in ALL)
    assert set(count) == {"QuickBooks", "Clio"}
    assert min(count.values()) >= 15
    assert len({each.id for each in ALL}) == len(ALL) >= 40


def test_each_was_noticed():
    assert list(NOTICED) == [each.id for each in ALL], "run make mutants"


@pytest.mark.parametrize("name", NOTICED.values())
def test_what_noticed_it_is_still_there(name):
    path, _, rest = name.partition("::")
    function = rest.rpartition("::")[2].partition("[")[0]
    assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8") or function == "runTest"
