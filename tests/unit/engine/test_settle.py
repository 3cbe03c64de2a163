"""What became of a write whose answer was lost is told by identity, version and the time of making, never by luck."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fakes import at
from hypothesis import given
from hypothesis import strategies as st

from provisioner.engine.ports import Item
from provisioner.engine.settle import carried_out
from provisioner.model.change import Operation
from provisioner.model.resource import Observed, Remote
from provisioner.workflows.catalog import registry

KIND = registry()["clio.bank_account"]
ACCOUNT = registry()["qbo.account"]
SINCE = "2026-11-22T12:00:00+00:00"
EARLIER, LATER = "2026-11-22T11:59:59Z", "2026-11-22T12:00:30Z"
ASKED = {"name": "Operating", "type": "Operating", "institution": "First Example"}
CREATE = Item(at("clio.bank_account.operating"), Operation.CREATE, {}, ASKED)
UPDATE = Item(CREATE.address, Operation.UPDATE, {}, {"institution": "First Example"}, remote_id="7", version="1")


def seen(number, created_at=LATER, version="1", *, active=True, **fields):
    row = {"default": False, "currency": "USD", **ASKED, **fields}
    return Observed(KIND.kind, str(number), version, row, active=active, created_at=created_at)


def found(item, *objects, since=SINCE, taken=(), kind=KIND):
    return [each.id for each in carried_out(item, kind, objects, since, {Remote(kind.kind, each) for each in taken})]


class TestCreate:
    def test_one_of_that_name_made_since_is_the_one(self):
        assert found(CREATE, seen(7)) == ["7"]

    def test_none_was_made_where_none_has_the_name(self):
        assert found(CREATE) == found(CREATE, seen(7, name="Trust")) == []

    def test_an_older_one_of_the_same_name_was_made_by_somebody_else(self):
        assert found(CREATE, seen(7, EARLIER)) == []
        assert found(CREATE, seen(7, EARLIER), seen(8)) == ["8"]

    def test_one_that_another_address_stands_for_is_not_this_one(self):
        assert found(CREATE, seen(7), taken=["7"]) == []
        assert found(CREATE, seen(7), seen(8), taken=["7"]) == ["8"]

    def test_of_two_the_one_that_is_exactly_as_asked_wins(self):
        assert found(CREATE, seen(7, institution=None), seen(8)) == ["8"]

    def test_of_two_that_are_exactly_as_asked_neither_wins(self):
        assert found(CREATE, seen(7), seen(8)) == ["7", "8"]

    def test_of_two_that_are_both_not_as_asked_neither_wins(self):
        assert found(CREATE, seen(7, institution=None), seen(8, institution="Other")) == ["7", "8"]

    def test_one_that_was_changed_right_after_it_was_made_is_found_by_its_identity(self):
        assert found(CREATE, seen(7, institution="Changed by hand", version="4")) == ["7"]

    def test_where_a_time_is_not_known_the_identity_decides(self):
        assert found(CREATE, seen(7, None)) == found(CREATE, seen(7, EARLIER), since="") == ["7"]
        assert found(CREATE, seen(7, "yesterday")) == ["7"]

    def test_an_account_is_found_by_its_number_too(self):
        item = Item(at("account.fees"), Operation.CREATE, {}, {"name": "Fees", "number": "4000", "parent": None})
        rows = [
            ACCOUNT.observe({"Id": "1", "SyncToken": "0", "Name": "Renamed since", "AcctNum": "4000"}),
            ACCOUNT.observe({"Id": "2", "SyncToken": "0", "Name": "Other", "AcctNum": "4010"}),
        ]
        assert found(item, *rows, kind=ACCOUNT) == ["1"]

    @pytest.mark.parametrize(
        ("made", "since", "is_ours"),
        [
            ("2026-11-22T12:00:00Z", "2026-11-22T12:00:00+00:00", True),
            ("2026-11-22T04:00:00-08:00", "2026-11-22T12:00:00+00:00", True),
            ("2026-11-22T03:59:59-08:00", "2026-11-22T12:00:00+00:00", False),
            ("2026-11-22T12:30:00+01:00", "2026-11-22T12:00:00+00:00", False),
            ("2026-11-22T21:00:00+09:00", "2026-11-22T04:00:00-08:00", True),
            ("2026-11-22T12:00:00.001Z", "2026-11-22T12:00:00.999+00:00", True),  # a clock that ticks in seconds
            ("2026-11-22T12:00:00", "2026-11-22T12:00:00+00:00", True),  # cannot be compared
        ],
    )
    def test_instants_are_compared_whatever_their_offset(self, made, since, is_ours):
        assert bool(found(CREATE, seen(7, made), since=since)) is is_ours

    @given(
        seconds=st.integers(-7200, 7200),
        offset=st.integers(-12 * 4, 14 * 4),
        days=st.integers(0, 3000),
    )
    def test_one_moment_written_in_any_zone_is_the_same_moment(self, seconds, offset, days):
        base = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=days)
        zone = timezone(timedelta(minutes=15 * offset))
        made = (base + timedelta(seconds=seconds)).astimezone(zone).isoformat()
        assert bool(found(CREATE, seen(7, made), since=base.isoformat())) is (seconds >= 0)


class TestUpdate:
    def test_done_when_it_has_another_version_and_is_as_asked(self):
        assert found(UPDATE, seen(7, version="2")) == ["7"]

    def test_not_done_while_the_version_is_that_of_before(self):
        assert found(UPDATE, seen(7, institution=None)) == found(UPDATE, seen(7)) == []

    def test_not_done_when_somebody_else_changed_it_into_something_else(self):
        assert found(UPDATE, seen(7, version="2", institution="Other")) == []

    def test_what_was_not_asked_may_have_changed_as_well(self):
        assert found(UPDATE, seen(7, version="3", name="Renamed by hand")) == ["7"]

    def test_another_object_that_is_as_asked_is_nothing(self):
        assert found(UPDATE, seen(8, version="2")) == []

    def test_its_age_and_who_stands_for_it_do_not_matter(self):
        assert found(UPDATE, seen(7, EARLIER, version="2"), taken=["7"]) == ["7"]

    def test_what_is_gone_was_not_done(self):
        assert found(UPDATE) == []

    def test_making_inactive_is_done_when_it_is_inactive(self):
        retire = replace(UPDATE, fields={}, active=False)
        assert found(retire, seen(7, version="2", active=False)) == ["7"]
        assert found(retire, seen(7, version="2")) == []


OBJECTS = st.lists(
    st.builds(
        seen,
        st.integers(1, 4),
        st.sampled_from([EARLIER, LATER, None]),
        st.sampled_from(["1", "2"]),
        active=st.booleans(),
        name=st.sampled_from(["Operating", "Trust"]),
        institution=st.sampled_from(["First Example", "Other", None]),
    ),
    unique_by=lambda each: each.id,
    max_size=4,
)


@given(objects=OBJECTS, taken=st.sets(st.sampled_from("1234")))
def test_what_is_found_was_there_and_could_be_it(objects, taken):
    """Whatever is live: a create never finds what is older, taken or of another name; an update only its object."""
    ids = found(CREATE, *objects, taken=taken)
    by_id = {each.id: each for each in objects}
    assert all(
        by_id[each].fields["name"] == "Operating" and by_id[each].created_at != EARLIER and each not in taken
        for each in ids
    )
    update = replace(UPDATE, remote_id="1")
    assert found(update, *objects) in ([], ["1"])


@given(objects=OBJECTS)
def test_the_order_of_what_is_live_does_not_matter(objects):
    assert sorted(found(CREATE, *objects)) == sorted(found(CREATE, *reversed(objects)))


@given(objects=OBJECTS)
def test_the_object_that_was_really_made_is_always_among_what_is_found(objects):
    """The object that was really made, untouched since, is never overlooked."""
    really = seen(9)
    assert "9" in found(CREATE, *objects, really)
