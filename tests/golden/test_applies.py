"""The end of an apply as a bookkeeper reads it and as JSON: all done, and every way of stopping short."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from fakes import World, account, at, desired, item
from rich.console import Console

from provisioner.engine.ports import WriteResult
from provisioner.engine.report import ApplyReport, CheckReport, PlanReport, Unapplied
from provisioner.model.change import Status
from provisioner.model.errors import VendorProblem
from provisioner.providers.clio import errors as clio_errors
from provisioner.providers.qbo import errors as qbo_errors
from provisioner.render.apply_text import apply_text, outcome_line
from provisioner.render.documents import apply_document

WANTED = [
    account("income", "Fees"),
    account("hourly", "Hourly Fees", parent=at("account.income"), number="4010"),
    item("attorney", at("account.hourly"), name="Hourly Attorney"),
    account("rent", "Rent", type="Income"),
    desired("clio.practice_area.maritime", name="Maritime Law"),
]
TAKEN = qbo_errors.problem(
    qbo_errors.Fault("6240", "Duplicate Name", "The name supplied already exists. : Id=71", "ValidationFault")
)


class Run:
    """A company and a Clio account, and an apply to them."""

    def __init__(self):
        self.world = World("qbo", "clio")
        self.stopping = lambda: False
        self.more = {}

    def refuse(self, address, problem):
        self.world.vendors[address.partition(".")[0]].problems[at(address)] = problem

    def lose(self, address, problem):
        """The answer about one object is lost."""
        vendor = self.world.vendors[address.partition(".")[0]]
        real = vendor._one

        def answer(item):
            result = real(item)
            return WriteResult(problem=problem, unknown=True) if item.address == at(address) else result

        vendor._one = answer

    def report(self):
        plan = self.world.plan(*WANTED)
        run = self.world.carry_out(plan, stopping=self.stopping)
        is_open = run.has_unknown or any(
            each.status is Status.SKIPPED and each.because is None for each in run.outcomes
        )
        after = None if is_open else self.world.plan(*WANTED)
        check = CheckReport(plan.file, plan.firm, (), lambda _: None)
        spent = {name: each.calls for name, each in self.world.vendors.items()}
        usual = {"is_open": is_open, "stopped_by": run.stopped_by, "after": after, "spent": spent}
        usual |= {} if after is None else {"calls": {"qbo": 1, "clio": 1}}
        return ApplyReport(PlanReport(check, plan), tuple(run.outcomes), **{**usual, **self.more})


def all_done(run):
    """Nothing went wrong."""


def refused(run):
    run.refuse("qbo.account.income", TAKEN)


def answer_lost(run):
    run.lose("qbo.account.hourly", qbo_errors.unreachable("quickbooks.api.intuit.com did not answer in time."))


def any_of_two(run):
    run.lose("clio.practice_area.maritime", clio_errors.ambiguous(at("clio.practice_area.maritime"), ["71", "72"]))


def asked_to_stop(run):
    run.stopping = lambda: bool(run.world.qbo.sent)


def not_allowed(run):
    run.refuse("clio.practice_area.maritime", clio_errors.problem(403, "{}", "POST /api/v4/practice_areas.json"))


def everything_at_once(run):
    """A refusal with what waits for it, and then an answer that is lost."""
    run.refuse("qbo.account.income", TAKEN)
    run.lose("clio.practice_area.maritime", clio_errors.unreachable("ReadTimeout: late", maybe_done=True))


def not_read_back(run):
    down = VendorProblem("Clio cannot be reached", "ConnectError: refused", "Check the network.", system="clio")
    run.more = {"unread": down, "after": None, "calls": {}}


def not_taken(run):
    run.more = {"unapplied": (Unapplied("qbo.account.rent", "Rent", "number is still empty"),)}


SITUATIONS = [
    all_done,
    refused,
    answer_lost,
    any_of_two,
    asked_to_stop,
    not_allowed,
    everything_at_once,
    not_read_back,
    not_taken,
]


@pytest.mark.parametrize("make", SITUATIONS, ids=lambda each: each.__name__)
def test_the_end_of_an_apply_is_as_expected(make, golden):
    run = Run()
    make(run)
    report = run.report()
    console = Console(file=io.StringIO(), width=160, no_color=True, soft_wrap=True, highlight=False, markup=False)
    for outcome in report.outcomes:
        console.print(outcome_line(outcome, report.report.plan))
    console.print("")
    for line in apply_text(report, ["firm-configs/my firm"]):
        console.print(line)
    golden(f"applies/{make.__name__}.txt", console.file.getvalue())
    document = {name: value for name, value in apply_document(report).items() if name != "plan"}
    golden(f"applies/{make.__name__}.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def test_every_file_belongs_to_a_situation():
    names = {file.stem for file in (Path(__file__).parent / "applies").iterdir()}
    assert names == {each.__name__ for each in SITUATIONS}
