"""A remembered reading with what changed since is what reading everything again would have given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provisioner.engine.merge import Changes, Reading, difference, merge

TEXTS = st.dictionaries(
    st.sampled_from(["Account", "Item"]), st.dictionaries(st.sampled_from("123456"), st.sampled_from(["{}", '{"a":1}']))
)


def reading(objects):
    return Reading("then", "form", objects, revision=3)


def filled(objects):
    return {entity: texts for entity, texts in objects.items() if texts}


def test_changed_objects_replace_new_ones_are_added_and_those_gone_are_removed():
    known = reading({"Account": {"1": "a", "2": "b", "3": "c"}, "Item": {"1": "i"}})
    found = merge(known, Changes("now", {"Account": {"2": "B", "4": "d"}, "Term": {"1": "t"}}, {"Account": {"3"}}))
    assert found.objects == {"Account": {"1": "a", "2": "B", "4": "d"}, "Item": {"1": "i"}, "Term": {"1": "t"}}
    assert (found.read_at, found.form, found.revision) == ("now", "form", 3)
    assert known.objects["Account"] == {"1": "a", "2": "b", "3": "c"}


def test_an_object_that_was_never_there_can_be_gone():
    assert merge(reading({}), Changes("now", {}, {"Account": {"9"}})).objects == {"Account": {}}


def test_what_did_not_change_is_not_looked_through():
    known = reading({"Account": {"1": "a"}})
    found = difference(known, merge(known, Changes("now", {})))
    assert (found.changed, found.gone, found.read_at) == ({}, {}, "now")


@given(before=TEXTS, after=TEXTS)
def test_the_difference_of_two_readings_leads_from_one_to_the_other(before, after):
    found = difference(reading(before), reading(after))
    assert filled(merge(reading(before), found).objects) == filled(after)
    assert all(
        before.get(entity, {}).get(key) != text for entity in after for key, text in found.changed[entity].items()
    )
