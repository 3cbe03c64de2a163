"""The tables of the Clio twin are consistent in themselves."""

from __future__ import annotations

import pytest

from provisioner.sandbox.clio import models
from provisioner.sandbox.clio.shape import Kind
from provisioner.sandbox.clio.urls import _METHODS

RESOURCES = models.load()
each = pytest.mark.parametrize("resource", RESOURCES.values(), ids=list(RESOURCES))


@each
def test_names_of_fields_and_filters_are_unique(resource):
    for things in ((*resource.fields, *resource.hidden), resource.filters):
        names = [thing.name for thing in things]
        assert len(names) == len(set(names))


@each
def test_orders_are_fields_or_have_a_key_of_their_own(resource):
    unknown = [name for name in resource.order if name not in resource.sort_keys and not is_field(resource, name)]
    assert unknown == []


def is_field(resource, name):
    """Whether it is a field, or with a dot in it one of a nested record."""
    outer, _, inner = name.partition(".")
    field = resource.field(outer)
    return field is not None and (not inner or RESOURCES[field.of].field(inner) is not None)


@each
def test_nested_records_that_can_be_shown_have_a_table(resource):
    linked = [field.of for field in resource.fields if field.is_nested and field.kind not in {Kind.PART, Kind.PARTS}]
    assert set(linked) <= set(RESOURCES)


@each
def test_actions_are_words_the_paths_know(resource):
    assert set(resource.actions.split()) <= set(_METHODS)


def test_no_two_tables_start_at_one_id():
    made = [each for each in RESOURCES.values() if each.actions and not (each.constants or each.worked_out)]
    starts = [resource.first_id for resource in made if not resource.is_singleton]
    assert len(starts) == len(set(starts))


def test_practice_areas_have_fifty_eight_categories():
    field = RESOURCES["practice_areas"].field("category")
    assert len(field.values) == len(set(field.values)) == 58
