"""Plans: what counts as pending, as drift, and as a step for a person."""

from provisioner.model.address import Address
from provisioner.model.change import Action, Cause, Change, FieldChange
from provisioner.model.plan import Plan
from provisioner.model.resource import Desired
from provisioner.model.source import Place


def change(key, action, cause=None):
    address = Address("qbo", "account", key)
    fields = (FieldChange("name", "a", "b", cause),) if cause else ()
    return Change(address, action, Desired(address, {}, ("accounts", key), Place("f", 1, 1)), fields=fields)


PLAN = Plan(
    "Harbor",
    "firm.yaml",
    "",
    "sandbox",
    "",
    (
        change("a", Action.CREATE),
        change("b", Action.UPDATE, Cause.DRIFT),
        change("c", Action.UPDATE, Cause.CONFIG),
        change("d", Action.ATTEST),
        change("e", Action.NO_OP),
        change("f", Action.ADOPT, Cause.CONFLICT),
    ),
    (),
    (),
)


def test_actions_are_counted():
    assert PLAN.counts == {"create": 1, "update": 2, "attest": 1, "no_op": 1, "adopt": 1}


def test_pending_is_what_this_program_would_do():
    assert [each.address.key for each in PLAN.pending] == ["a", "b", "c", "f"]


def test_drift_is_what_somebody_did_live():
    assert [each.address.key for each in PLAN.drifted] == ["b", "f"]


def test_steps_of_people_are_apart():
    assert [each.address.key for each in PLAN.human] == ["d"]
