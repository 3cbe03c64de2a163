"""What QuickBooks says changed: taken over exactly, and never believed where it may not be everything."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.engine.merge import Changes, Reading
from provisioner.model.errors import VendorProblem
from provisioner.model.money import loads
from provisioner.providers.qbo import changes
from provisioner.providers.qbo.changes import CannotTell
from provisioner.workflows.catalog import registry

TYPES = registry().of("qbo")
ENTITIES = changes.entities_of(TYPES)
THEN = "2026-11-01T12:00:00+00:00"
MADE = "2026-01-01T08:00:00-08:00"


def info(made=MADE, name="Harbor"):
    return {"Id": "1", "CompanyName": name, "MetaData": {"CreateTime": made}}


def account(number, name="Fees", **fields):
    return {"Id": str(number), "SyncToken": "0", "Name": name, "AccountType": "Income", "Active": True, **fields}


def known(read_at=THEN, **lists):
    keeper = changes.Keeper()
    for entity, rows in {"CompanyInfo": [info()], "Preferences": [{"Id": "1"}], **lists}.items():
        keeper.keep(entity, rows)
    return Reading(read_at, changes.form(ENTITIES), keeper.objects, revision=1)


def answer(*parts):
    return {"CDCResponse": [{"QueryResponse": list(parts)}], "time": "2026-11-01T04:00:00.000-08:00"}


def stub(number):
    return {"status": "Deleted", "domain": "QBO", "Id": str(number), "MetaData": {"LastUpdatedTime": THEN}}


@pytest.mark.parametrize(
    "row",
    [
        {"Id": "1", "Name": "株式会社 \u202e🙂 \x00 \ud800", "Active": True, "None": None, "Level": 2},
        {"Id": "1", "Balance": Decimal("12.30"), "Tiny": Decimal("0.00000000000001"), "Lines": [{"A": Decimal("1.0")}]},
    ],
)
def test_an_object_is_remembered_digit_for_digit(row):
    (found,) = changes.rows({"Account": {"1": changes.as_text(row)}}, "Account")
    assert repr(found) == repr(row)


def test_many_objects_come_back_in_their_order_whatever_their_number():
    texts = {str(n): changes.as_text({"Id": str(n)}) for n in range(2 * changes.STRETCH + 1)}
    assert [row["Id"] for row in changes.rows({"Account": texts}, "Account")] == list(texts)
    assert list(changes.rows({}, "Account")) == []


def test_changes_are_asked_for_from_a_little_before_the_last_reading():
    assert changes.since(known(), changes.form(ENTITIES)) == "2026-11-01T11:55:00+00:00"


@pytest.mark.parametrize("form", ["", "0 another", changes.form(ENTITIES[:-1])])
def test_a_reading_that_is_damaged_or_of_other_lists_is_of_no_use(form):
    with pytest.raises(CannotTell):
        changes.since(Reading(THEN, form, {}), changes.form(ENTITIES))


def test_every_list_of_an_answer_is_taken_with_its_stubs():
    found = changes.found_in(
        answer({"Account": [account(1), account(2, Active=False), stub(3)]}, {}, {"Term": [stub(4)]}), ENTITIES, "now"
    )
    assert {entity: list(texts) for entity, texts in found.changed.items()} == {"Account": ["1", "2"]}
    assert found.gone == {"Account": {"3"}, "Term": {"4"}}
    assert loads(found.changed["Account"]["2"])["Active"] is False


@pytest.mark.parametrize("nothing", [answer({}), answer(), {"CDCResponse": []}, answer({"Account": []})])
def test_nothing_changed(nothing):
    assert changes.found_in(nothing, ENTITIES, "now") == Changes("now", {}, {})


@pytest.mark.parametrize(
    "odd",
    [
        None,
        {},
        {"CDCResponse": None},
        {"CDCResponse": [{}]},
        {"CDCResponse": [{"QueryResponse": [{"Account": [{"Name": "without an id"}]}]}]},
        {"CDCResponse": [{"QueryResponse": [{"Account": [account("")]}]}]},
        {"CDCResponse": [{"QueryResponse": [{"Account": ["Fees"]}]}]},
        {"CDCResponse": [{"QueryResponse": [{"Account": 1}]}]},
        {"CDCResponse": [{"QueryResponse": [{"Account": [account(1)]}, {"Fault": {"Error": [{"code": "4000"}]}}]}]},
        {"CDCResponse": [{"QueryResponse": [], "Fault": {"Error": [{"code": "4000"}]}}]},
    ],
)
def test_an_odd_answer_is_no_answer(odd):
    with pytest.raises(CannotTell, match="clearly"):
        changes.found_in(odd, ENTITIES, "now")


@pytest.mark.parametrize(("count", "fits"), [(999, True), (1000, False)])
def test_an_answer_that_is_full_may_have_left_something_out(count, fits):
    full = answer({"Account": [account(n) for n in range(count - 1)]}, {"Term": [stub(1)]})
    if fits:
        assert len(changes.found_in(full, ENTITIES, "now").changed["Account"]) == count - 1
    else:
        with pytest.raises(CannotTell, match="1,000"):
            changes.found_in(full, ENTITIES, "now")


def read_at(text, **changed):
    texts = {entity: {row["Id"]: changes.as_text(row)} for entity, row in changed.items()}
    return Changes(text, texts)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("", "what time"),
        ("2026-11-01T11:59:59+00:00", "gone back"),
        ("2026-11-30T12:00:01+00:00", "29 days"),
    ],
)
def test_times_that_do_not_fit_together_are_a_reason_to_read_everything(now, why):
    with pytest.raises(CannotTell, match=why):
        changes.refuse(known(), read_at(now))


@pytest.mark.parametrize("now", [THEN, "2026-11-30T12:00:00+00:00"])
def test_changes_of_up_to_29_days_are_enough(now):
    changes.refuse(known(), read_at(now))


def test_a_company_opened_since_has_nothing_to_do_with_what_is_remembered():
    with pytest.raises(CannotTell, match="opened anew"):
        changes.refuse(known(), read_at(THEN, CompanyInfo=info("2026-11-01T04:00:01-08:00")))


def test_a_company_opened_in_the_very_second_of_the_last_reading_may_be_another_one():
    made = "2026-11-01T04:00:00-08:00"
    with pytest.raises(CannotTell, match="only just"):
        changes.refuse(known(CompanyInfo=[info(made)]), read_at(THEN, CompanyInfo=info(made)))


def test_a_company_that_only_has_another_name_is_the_same():
    changes.refuse(known(), read_at(THEN, CompanyInfo=info(name="Harbor & Pine")))


@pytest.mark.parametrize("times", [[], "", 7, {"CreateTime": None}, {"CreateTime": ["x"]}])
def test_a_company_without_a_time_is_another_one(times):
    with pytest.raises((CannotTell, VendorProblem)):
        changes.refuse(known(), read_at(THEN, CompanyInfo={**info(), "MetaData": times}))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("Deleted"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Id", "status", "Account", "QueryResponse", "MetaData", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(junk=JUNK, part=JUNK, row=JUNK)
def test_whatever_is_answered_is_understood_or_refused(junk, part, row):
    for each in (junk, {"CDCResponse": junk}, answer(part), answer({"Account": row}), answer({"Account": [row]})):
        try:
            found = changes.found_in(each, ENTITIES, THEN)
            changes.refuse(known(), found)
        except (CannotTell, VendorProblem):
            continue
        assert all(isinstance(loads(text), dict) for texts in found.changed.values() for text in texts.values())


def test_settings_cannot_be_deleted():
    with pytest.raises(CannotTell):
        changes.refuse(known(), Changes(THEN, {}, {"Preferences": {"1"}}))


# the reader


def asked(said, date="Sun, 01 Nov 2026 13:00:00 GMT"):
    return lambda _: (200, said, {"Date": date})


def test_one_request_for_changes_gives_everything(quickbooks):
    company = quickbooks(asked(answer({"Account": [account(2, "Costs"), stub(3)]})))
    before = known(Account=[account(10, "Ten"), account(2), account(3, "Gone")])
    snapshot, after = company.reader().read_changes(TYPES, before, 0)
    (sent,) = company.sent
    assert (sent.method, sent.path) == ("GET", "cdc")
    assert parse_qs(sent.url.query.decode()) == {
        "entities": [",".join(ENTITIES)], "changedSince": ["2026-11-01T11:55:00+00:00"], "minorversion": ["75"]
    }  # fmt: skip
    found = snapshot.objects["qbo.account"]
    assert [(each.id, each.fields["name"]) for each in found] == [("2", "Costs"), ("10", "Ten")]
    assert (snapshot.title, snapshot.calls, snapshot.calls_in_full) == ("Harbor", 1, 1)
    assert (snapshot.instance, snapshot.refresh.since) == ("2026-01-01T16:00:00+00:00", THEN)
    assert snapshot.read_at == after.read_at == "2026-11-01T13:00:00+00:00"
    assert (list(after.objects["Account"]), after.revision) == (["10", "2"], 1)


def test_settings_that_changed_are_those_of_now(quickbooks):
    preferences = {"Id": "1", "AccountingInfoPrefs": {"ClassTrackingPerTxn": True}}
    company = quickbooks(asked(answer({"CompanyInfo": [info(name="New")]}, {"Preferences": [preferences]})))
    snapshot, _ = company.reader().read_changes(TYPES, known(), 0)
    assert (snapshot.title, snapshot.facts["class_tracking"]) == ("New", "per_transaction")


def test_a_fault_is_a_problem_with_its_code(quickbooks):
    fault = {"Fault": {"Error": [{"code": "2070", "Message": "Out of range"}], "type": "ValidationFault"}}
    with pytest.raises(VendorProblem) as caught:
        quickbooks(lambda _: (400, fault, {})).reader().read_changes(TYPES, known(), 0)
    assert (caught.value.code, caught.value.stops_run) == ("2070", False)


def test_an_answer_without_a_date_is_not_enough(quickbooks):
    with pytest.raises(CannotTell, match="what time"):
        quickbooks(lambda _: answer({})).reader().read_changes(TYPES, known(), 0)
