"""Two applies, a plan, somebody on screen, a signal, a token that ends: in the middle of an apply of real processes.

An apply is stopped (SIGSTOP) at a point of its way, others do what they do, and it goes on (SIGCONT): nothing here
depends on who is faster.
"""

from __future__ import annotations

import getpass

import pytest
from reliability.tally import count
from reliability.test_crash_matrix import GOES_ON

INTERRUPTED = 130


@pytest.fixture
def case(stage):
    """A copy of the prepared world."""
    with stage.case() as found:
        yield found


@pytest.fixture
def halfway(case):
    """An apply that stands still just before its first request that writes, and is brought to an end afterwards."""
    return stopped(case, "state intend after #1")


def stopped(case, point):
    """An apply that stands still at ``point``."""
    running = case.start("apply", case.firm, "--auto-approve", at=f"SIGSTOP: {point}")
    running.reach(point)
    return running


def writes(ended):
    """The requests that write which were sent."""
    return [each for each in ended.points if "write before" in each]


def is_as_if_nothing_had_happened(case, uninterrupted):
    """The end state is that of an apply alone, and a plan finds nothing to do."""
    planned = case.plan()
    assert planned.code == 0, planned.said
    world, expected = case.world(), uninterrupted[1]
    count(concurrent_runs=1, duplicates=(world.objects - expected.objects).total())
    assert world.objects == expected.objects
    assert {key: each[0] for key, each in world.bindings.items()} == {
        key: each[0] for key, each in expected.bindings.items()
    }
    return (world.is_open, world.is_locked) == (False, False)


class TestTwoApplies:
    def test_the_second_one_is_refused_and_told_who_is_at_work_and_since_when(self, case, halfway, uninterrupted):
        second = case.run("apply", case.firm, "--auto-approve")
        assert second.code == 1
        assert "Another apply of this firm is running" in second.said
        assert f"{getpass.getuser()} on host" in second.said
        assert f"process {halfway.pid}" in second.said
        assert " ago" in second.said
        assert not writes(second)
        first = halfway.go_on()
        assert first.code == 0, first.said
        assert is_as_if_nothing_had_happened(case, uninterrupted)

    def test_of_two_that_start_at_once_exactly_one_does_the_work(self, case, uninterrupted):
        both = [case.start("apply", case.firm, "--auto-approve") for _ in range(2)]
        ended = [each.wait() for each in both]
        codes = sorted(each.code for each in ended)
        assert codes in ([0, 1], [0, 0]), [each.said for each in ended]
        worked = [each for each in ended if writes(each)]
        assert [len(writes(each)) for each in worked] == [len([e for e in uninterrupted[0] if "write before" in e])]
        assert is_as_if_nothing_had_happened(case, uninterrupted)

    def test_one_that_was_killed_holds_nobody_up(self, case, uninterrupted):
        case.apply(at="state intend after #1")
        assert case.world().is_locked is False
        assert case.apply().code == 0
        assert is_as_if_nothing_had_happened(case, uninterrupted)


def test_a_plan_during_an_apply_says_so_and_changes_nothing(case, halfway, uninterrupted):
    planned = case.run("plan", case.firm, "--detailed-exitcode", "--accept", "brake:qbo")
    assert planned.code == 2, planned.said
    assert "An apply of this firm is running" in planned.said
    assert not writes(planned)
    assert halfway.go_on().code == 0
    assert is_as_if_nothing_had_happened(case, uninterrupted)


def test_a_plan_after_an_interrupted_apply_says_so(case):
    case.apply(at="state intend after #1")
    planned = case.run("plan", case.firm, "--accept", "brake:qbo")
    assert planned.code == 0, planned.said
    assert "was interrupted" in planned.said


class TestSavedPlans:
    """Saved by one process and applied by another one."""

    @pytest.fixture
    def file(self, case):
        """A saved plan."""
        path = case.firm.parent / "friday.plan"
        assert case.run("plan", case.firm, "--out", path).code == 0
        return path

    def refused(self, case, file):
        before = case.world().objects
        ended = case.run("apply", file)
        assert ended.code == 1
        assert not writes(ended)
        assert case.world().objects == before
        return ended.said

    def test_one_is_applied_as_it_is(self, case, file, uninterrupted):
        ended = case.run("apply", file)
        assert ended.code == 0, ended.said
        assert is_as_if_nothing_had_happened(case, uninterrupted)

    def test_one_that_is_stale_is_refused_by_the_name_of_what_moved(self, case, file):
        edit = {"vendor": "qbo", "entity": "Account", "name": "Rent", "set": {"Description": "by hand"}}
        case.control("/_sandbox/edits", edit)
        said = self.refused(case, file)
        assert "The plan is out of date" in said
        assert "Rent (qbo.account.rent) was changed since" in said

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_one_with_a_flipped_byte_is_refused(self, case, file, share):
        content = bytearray(file.read_bytes())
        content[int(len(content) * share)] ^= 1
        file.write_bytes(content)
        said = self.refused(case, file)
        assert "was edited" in said or "is no plan file" in said or "another release" in said

    def test_one_of_another_company_is_refused(self, case, file):
        firm = case.firm / "firm.yaml"
        firm.write_text(firm.read_text("utf-8").replace("9130350000000001", "9130350000000002"), "utf-8")
        ended = case.run("apply", file)
        assert ended.code == 1
        assert not writes(ended)


class TestSomebodyOnScreen:
    def test_an_account_that_was_edited_meanwhile_is_not_overwritten_unseen(self, case, halfway, uninterrupted):
        edit = {"vendor": "qbo", "entity": "Account", "name": "Rent", "set": {"Description": "by hand"}}
        case.control("/_sandbox/edits", edit)
        first = halfway.go_on()
        assert first.code == 1
        assert "Somebody changed it in QuickBooks a moment ago" in first.said
        rents = [each for each in case.world().objects if each[0] == "Account" and "Rent" in each[1]]
        assert any("by hand" in content for _, _, content in rents)
        assert case.apply().code == 0
        assert is_as_if_nothing_had_happened(case, uninterrupted)

    def test_a_record_in_clio_that_was_edited_meanwhile_is_not_overwritten_unseen(self, case, halfway, uninterrupted):
        edit = {"vendor": "clio", "resource": "practice_areas", "name": "Civil Litigation", "set": {"code": "HAND"}}
        case.control("/_sandbox/edits", edit)
        first = halfway.go_on()
        assert first.code == 1
        assert "Clio" in first.said
        assert "changed" in first.said
        assert any("HAND" in content for _, _, content in case.world().objects)
        assert case.apply().code == 0
        assert is_as_if_nothing_had_happened(case, uninterrupted)


class TestSignals:
    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    @pytest.mark.parametrize("point", ["qbo write before #1", "clio write answered #3", "state intend after #10"])
    def test_the_request_in_flight_is_finished_and_the_next_apply_goes_on(self, case, uninterrupted, name, point):
        ended = case.apply(at=f"{name}: {point}")
        assert ended.code == INTERRUPTED, ended.said
        after = ended.points[ended.points.index(point) :]
        assert len([each for each in after if "write before" in each]) <= 1
        assert len([each for each in after if "conclude after" in each]) == 1
        assert not [each for each in after if "intend before" in each]
        resumed = case.apply(ask=True)
        assert resumed.code == 0, resumed.said
        assert GOES_ON in resumed.said
        assert is_as_if_nothing_had_happened(case, uninterrupted)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("state intend after #1", "qbo write before #1"),
            ("qbo write before #1", "qbo write answered #1"),
            ("clio write before #2", "clio write answered #2"),
            ("clio write answered #2", "state conclude before #3"),
        ],
    )
    def test_a_second_one_stops_at_once_which_is_safe_too(self, case, uninterrupted, first, second):
        ended = case.apply(at=f"SIGINT: {first}; SIGINT: {second}")
        assert ended.code == INTERRUPTED, ended.said
        assert "provisioner apply " in ended.said, "how to go on"
        resumed = case.apply(ask=True)
        assert resumed.code == 0, resumed.said
        assert GOES_ON in resumed.said
        assert is_as_if_nothing_had_happened(case, uninterrupted)


@pytest.mark.parametrize("system", ["qbo", "clio"])
def test_a_token_that_ends_in_the_middle_is_renewed(case, uninterrupted, system):
    given = case.control("/_sandbox/tokens", {})
    name = f"PROVISIONER_{system.upper()}"
    env = {f"{name}_ACCESS_TOKEN": "", f"{name}_REFRESH_TOKEN": given[f"{system}_refresh_token"]}
    env |= {f"{name}_CLIENT_ID": given["client_id"], f"{name}_CLIENT_SECRET": given["client_secret"]}
    rule = {"kind": "expire_access", "vendor": system, "only": "writes", "nth": [2]}
    case.control("/_sandbox/faults", {"rules": [rule]})
    ended = case.run("apply", case.firm, "--auto-approve", **env)
    assert case.control("/_sandbox/faults")["rules"][0]["fired"] == 1
    assert ended.code == 0, ended.said
    case.env = {f"{name}_ACCESS_TOKEN": case.control("/_sandbox/tokens", {})[f"{system}_access_token"]}
    assert is_as_if_nothing_had_happened(case, uninterrupted)
