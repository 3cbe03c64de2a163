"""Reports: what counts as failed."""

from fakes import World, account, at

from provisioner.engine.execute import Outcome
from provisioner.engine.report import ApplyReport, CheckReport, PlanReport, Unapplied
from provisioner.model.change import Status
from provisioner.model.errors import VendorProblem
from provisioner.model.finding import Finding, Level


def check(*levels):
    return CheckReport("firm.yaml", "Harbor", tuple(Finding("A", "a", each, "x") for each in levels), lambda _: None)


GOOD = PlanReport(check(), World().plan(account("fees")))
STEP = GOOD.plan.steps[0]


def test_a_check_fails_with_an_error_only():
    assert check(Level.WARNING, Level.ERROR).failed
    assert not check(Level.WARNING, Level.ADVICE).failed


def test_a_plan_fails_when_it_was_not_made_or_has_an_error():
    world = World()
    world.qbo.add("account", name="Fees", type="Expense", detail_type="x")
    assert PlanReport(check()).failed
    assert PlanReport(check(), world.plan(account("fees"))).failed
    assert not GOOD.failed


def test_an_apply_fails_when_something_was_not_done():
    assert not ApplyReport(GOOD, (Outcome(STEP, Status.DONE),)).failed
    assert ApplyReport(GOOD, (Outcome(STEP, Status.FAILED, problem=VendorProblem("no")),)).failed
    assert ApplyReport(GOOD, (Outcome(STEP, Status.SKIPPED, because=at("account.x")),)).failed
    assert ApplyReport(GOOD, unapplied=(Unapplied("a", "b", "c"),)).failed
    assert ApplyReport(PlanReport(check())).failed
