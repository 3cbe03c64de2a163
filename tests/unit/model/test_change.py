"""Changes: whether they write, and what caused them."""

import pytest

from provisioner.model.address import Address
from provisioner.model.change import Action, Cause, Change, FieldChange
from provisioner.model.resource import Desired
from provisioner.model.source import Place

ADDRESS = Address("qbo", "account", "fees")
DESIRED = Desired(ADDRESS, {}, ("accounts", "fees"), Place("firm.yaml", 1, 1))


def change(action, *causes):
    fields = tuple(FieldChange(f"f{number}", None, None, cause) for number, cause in enumerate(causes))
    return Change(ADDRESS, action, DESIRED, fields=fields)


@pytest.mark.parametrize("action", [Action.CREATE, Action.UPDATE, Action.REACTIVATE, Action.RETIRE])
def test_these_write(action):
    assert change(action).writes


@pytest.mark.parametrize("action", [Action.ADOPT, Action.NO_OP, Action.ATTEST])
def test_these_do_not(action):
    assert not change(action).writes


def test_an_adoption_with_differences_writes():
    assert change(Action.ADOPT, Cause.UNKNOWN).writes
    assert not change(Action.ATTEST, Cause.UNKNOWN).writes


@pytest.mark.parametrize(
    ("causes", "strongest"),
    [
        ((), Cause.CONFIG),
        ((Cause.CONFIG, Cause.UNKNOWN), Cause.UNKNOWN),
        ((Cause.UNKNOWN, Cause.DRIFT), Cause.DRIFT),
        ((Cause.DRIFT, Cause.CONFLICT, Cause.CONFIG), Cause.CONFLICT),
    ],
)
def test_the_strongest_cause_is_that_of_the_change(causes, strongest):
    assert change(Action.UPDATE, *causes).cause is strongest
