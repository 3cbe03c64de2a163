"""The last reading: kept as it was, rewritten only where it differs, never mixed up, and never trusted when damaged."""

from __future__ import annotations

import pytest
from state_tools import LIVE, OTHERS

from provisioner.engine.merge import Reading

TEXTS = {"Account": {"1": '{"Name":"Fees"}', "2": '{"Name":"\\u202e \\u0000"}'}, "Item": {"1": "{}"}}


def reading(objects=None, read_at="2026-11-01T12:00:00+00:00", form="1"):
    return Reading(read_at, form, TEXTS if objects is None else objects)


def bodies(store):
    with store._database.reading() as cursor:
        return cursor.execute("SELECT entity, id, body FROM seen ORDER BY entity, id").fetchall()


def test_nothing_is_known_before_the_first_reading(store):
    assert store.recall(LIVE, "qbo") is None


def test_a_reading_is_there_again_as_it_was(store, again):
    store.remember(LIVE, "qbo", None, reading())
    with again() as other:
        found = other.recall(LIVE, "qbo")
    assert (found.objects, found.read_at, found.form, found.revision) == (TEXTS, reading().read_at, "1", 1)


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_another_environment_or_tenant_shares_nothing(store, other):
    store.remember(LIVE, "qbo", None, reading())
    assert store.recall(other, "qbo") is None
    store.remember(other, "qbo", None, reading({"Account": {"1": "other"}}))
    assert store.recall(LIVE, "qbo").objects == TEXTS


def test_only_what_changed_is_written(store):
    store.remember(LIVE, "qbo", None, reading())
    with store._database.writing() as cursor:
        cursor.execute("UPDATE seen SET body = 'untouched' WHERE entity = 'Item'")
    before = Reading(reading().read_at, "1", TEXTS, revision=1)
    after = reading({"Account": {"2": "changed", "3": "new"}, "Item": dict(TEXTS["Item"])}, "later")
    store.remember(LIVE, "qbo", before, after)
    assert [tuple(each) for each in bodies(store)] == [
        ("Account", "2", "changed"), ("Account", "3", "new"), ("Item", "1", "untouched")
    ]  # fmt: skip


def test_a_reading_of_another_form_replaces_everything(store):
    store.remember(LIVE, "qbo", None, reading())
    store.remember(LIVE, "qbo", store.recall(LIVE, "qbo"), reading({"Term": {"1": "t"}}, form="2"))
    found = store.recall(LIVE, "qbo")
    assert (found.objects, found.form, found.revision) == ({"Term": {"1": "t"}}, "2", 2)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE seen SET body = '{\"Name\":\"Fess\"}' WHERE entity = 'Account' AND id = '1'",
        "DELETE FROM seen WHERE entity = 'Item'",
        "UPDATE seen SET id = '9' WHERE entity = 'Item'",
        "UPDATE reading SET digest = ''",
    ],
)
def test_a_damaged_reading_is_not_used_and_can_be_replaced(store, harm):
    store.remember(LIVE, "qbo", None, reading())
    with store._database.writing() as cursor:
        cursor.execute(harm)
    damaged = store.recall(LIVE, "qbo")
    assert damaged.form == ""
    store.remember(LIVE, "qbo", damaged, reading())
    assert (store.recall(LIVE, "qbo").objects, store.recall(LIVE, "qbo").form) == (TEXTS, "1")


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_that_read_at_once_the_one_that_keeps_its_reading_first_wins(store, again, is_first):
    if not is_first:
        store.remember(LIVE, "qbo", None, reading())
    known = store.recall(LIVE, "qbo")
    store.remember(LIVE, "qbo", known, reading({"Account": {"1": "mine"}}, "one"))
    with again() as other:
        other.remember(LIVE, "qbo", known, reading({"Account": {"1": "late"}}, "two"))
        found = other.recall(LIVE, "qbo")
    assert (found.objects, found.read_at) == ({"Account": {"1": "mine"}}, "one")


def test_forgetting_a_scope_forgets_its_readings(store):
    sandbox = OTHERS[0]
    for scope in (LIVE, sandbox):
        store.remember(scope, "qbo", None, reading())
    store.forget(sandbox)
    assert store.recall(sandbox, "qbo") is None
    assert len(bodies(store)) == 3
    assert store.recall(LIVE, "qbo").objects == TEXTS
