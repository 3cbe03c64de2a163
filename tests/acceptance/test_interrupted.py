"""When an approved plan goes on after an interruption, or after a long look at it, and when not; over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

from provisioner.cli import environment
from provisioner.state.recorder import StateRecorder
from provisioner.workflows.connect import Systems

if TYPE_CHECKING:
    from pathlib import Path

    from provisioner.engine.ports import Request

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLIO = "practice_areas:\n  maritime: { name: Maritime Law }\n"
BODY = "accounts:\n  rent: { name: Rent, type: Expense, detail_type: RentOrLeaseOfBuildings }\n" + CLIO


class Killed(BaseException):
    """The end of the process, as far as the program can tell."""


@pytest.fixture
def today(monkeypatch):
    """When it is, for the program."""
    set_to: dict[str, Any] = {"now": NOON}
    monkeypatch.setattr(environment, "now", lambda: set_to["now"])
    return set_to


@pytest.fixture
def killed(cli, small, monkeypatch, today):
    """An apply that was killed before it sent its first request, which is Clio's; the firm."""

    def begin(body: str = BODY) -> Path:
        firm: Path = small(body, clio=True)
        intend = StateRecorder.intend

        def die(self: StateRecorder, request: Request) -> None:
            intend(self, request)
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(StateRecorder, "intend", die)
            with pytest.raises(Killed):
                cli("apply", firm, "--auto-approve", "-q")
        return firm

    return begin


def test_the_same_plan_goes_on_without_being_asked_for_again(cli, live, killed):
    with live():
        ended = cli("apply", killed())
    assert (ended.code, "Going on with the plan" in ended.err) == (0, True)
    assert "Apply complete! 2 added" in ended.out


@pytest.mark.parametrize("words", [("--exclude", "accounts.rent"), ("--target", "practice_areas.maritime")])
def test_another_selection_is_another_plan_and_has_to_be_approved(cli, live, killed, monkeypatch, words):
    with live() as twin:
        firm = killed()
        monkeypatch.setattr("builtins.input", lambda *_: "no")
        asked = cli("apply", firm, *words)
        assert (asked.code, "Nothing was applied." in asked.out) == (1, True)
        assert "With --target or --exclude another one was asked for." in asked.err
        assert not [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]
        assert cli("apply", firm, *words, "--auto-approve", "-q").code == 0
        assert not [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]


def test_an_approval_of_long_ago_holds_no_longer_than_a_saved_plan(cli, live, killed, today, monkeypatch):
    with live():
        firm = killed()
        today["now"] = NOON + timedelta(days=7)
        monkeypatch.setattr("builtins.input", lambda *_: "no")
        ended = cli("apply", firm)
    assert (ended.code, "Nothing was applied." in ended.out) == (1, True)
    assert "It could be applied until 2026-11-29 12:00:00 UTC." in ended.err


def test_another_plan_file_takes_its_place_and_says_so(cli, live, small, killed, tmp_path):
    file = tmp_path / "one.plan"
    with live():
        assert cli("plan", small(BODY, clio=True), "--target", "accounts.rent", "--out", file, "-q").code == 0
        killed()
        ended = cli("apply", file)
    assert (ended.code, "Apply complete! 1 added" in ended.out) == (0, True)
    assert "Finding out what became of one request of the interrupted apply" in ended.err
    assert "its plan does not hold any more: Another plan file was given." in ended.err


def test_what_the_file_does_not_ask_for_any_more_is_not_sent_again(cli, live, small, killed, monkeypatch):
    """The plan was stopped because of a mistake in the file: nothing of it may be made now."""
    costs = "  costs: { name: Costs, type: Expense, detail_type: Travel }\n"
    before = f"accounts:\n{costs}  rent: {{ name: Rent, type: Expense, detail_type: RentOrLeaseOfBuildings }}\n"
    with live() as twin:
        killed(before)
        firm = small(f"accounts:\n{costs}", clio=True)
        monkeypatch.setattr("builtins.input", lambda *_: "no")
        ended = cli("apply", firm)
        assert (ended.code, "Nothing was applied." in ended.out) == (1, True)
        assert "its plan does not hold any more: The firm file was changed since." in ended.err
        assert not [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert cli("plan", firm, "--detailed-exitcode", "-q").code == 0


def test_what_was_made_is_known_although_nothing_in_the_file_is_of_its_type_any_more(cli, live, small, monkeypatch):
    """The answer of Clio was lost with the process, and the entry was taken out of the file."""
    conclude = StateRecorder.conclude

    def die(self, request_id, conclusions):
        raise Killed

    firm = small(CLIO, clio=True)
    with live():
        monkeypatch.setattr(StateRecorder, "conclude", die)
        with pytest.raises(Killed):
            cli("apply", firm, "--auto-approve", "-q")
        monkeypatch.setattr(StateRecorder, "conclude", conclude)
        firm = small("", clio=True)
        ended = cli("apply", firm, "--auto-approve")
        assert ended.code == 0, ended.err
        assert "clio.practice_area.maritime" in ended.out, "made, and no longer managed"


def test_a_run_of_a_company_that_is_gone_is_closed_and_said(cli, live, killed):
    with live() as twin:
        twin.clock.set(NOON - timedelta(days=30))
        twin.reset(SMALL)
        firm = killed()
        twin.clock.set(NOON)
        twin.reset(SMALL)
        ended = cli("apply", firm, "--auto-approve")
        assert ended.code == 0, ended.out + ended.err
        assert "The company or account it wrote to is not there any more" in ended.err
        assert "was interrupted" not in cli("plan", firm).out


@pytest.mark.parametrize(
    ("later", "waits"),
    [
        (timedelta(), [20.0]),
        (timedelta(minutes=5), [20.0]),  # it may have waited for room in Clio's limits before it was sent
        (timedelta(minutes=11), []),
        (timedelta(hours=-1), [20.0]),  # a clock that was set back, or that of another machine
    ],
)
def test_clio_has_time_to_finish_and_nobody_waits_longer(cli, live, killed, today, monkeypatch, later, waits):
    waited: list[float] = []
    monkeypatch.setattr(Systems, "pause", lambda _, seconds: waited.append(seconds))
    with live():
        firm = killed(CLIO)
        today["now"] = NOON + later
        assert cli("apply", firm, "-q").code == 0
    assert waited == waits


@pytest.mark.parametrize(("minutes", "made"), [(0, 2), (5, 1)])
def test_what_somebody_made_while_the_plan_was_on_the_screen_is_not_made_again(
    cli, small, live, today, monkeypatch, minutes, made
):
    """Clio would take a second one of the same name. Who answers at once is trusted: reading again costs calls."""
    with live() as twin:

        def answer(*_: object) -> str:
            twin.clio.edit({"resource": "practice_areas", "create": {"name": "Maritime Law"}})
            today["now"] += timedelta(minutes=minutes)
            return "yes"

        monkeypatch.setattr("builtins.input", answer)
        ended = cli("apply", small(BODY, clio=True))
        there = [name for kind, name, _ in twin.clio.objects() if (kind, name) == ("practice_areas", "Maritime Law")]
        assert len(there) == made
        if minutes:
            assert ended.code == 1
            assert "Something changed while the plan was on the screen" in ended.err
            assert "Maritime Law (clio.practice_area.maritime) was to be added and is there already." in ended.err
            assert not [
                entry for vendor in ("qbo", "clio") for entry in vendor_requests(twin, vendor) if is_write(entry)
            ]


def test_a_plan_that_was_looked_at_for_long_is_applied_when_nothing_moved(cli, small, live, today, monkeypatch):
    with live():

        def answer(*_: object) -> str:
            today["now"] += timedelta(hours=1)
            return "yes"

        monkeypatch.setattr("builtins.input", answer)
        ended = cli("apply", small(BODY, clio=True))
    assert (ended.code, "Apply complete! 2 added" in ended.out) == (0, True)
    assert "Reading once more ..." in ended.err
