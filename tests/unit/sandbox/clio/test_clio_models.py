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
def test_orders_are_fields(resource):
    assert all(resource.field(name) is not None for name in resource.order)


@each
def test_nested_records_that_can_be_shown_have_a_table(resource):
    linked = [field.of for field in resource.fields if field.kind in {Kind.RECORD, Kind.RECORDS}]
    assert set(linked) <= set(RESOURCES)


@each
def test_actions_are_words_the_paths_know(resource):
    assert set(resource.actions.split()) <= set(_METHODS)


def test_no_two_tables_start_at_one_id():
    starts = [resource.first_id for resource in RESOURCES.values() if resource.actions and not resource.is_singleton]
    assert len(starts) == len(set(starts))


def test_practice_areas_have_fifty_eight_categories():
    field = RESOURCES["practice_areas"].field("category")
    assert len(field.values) == len(set(field.values)) == 58
