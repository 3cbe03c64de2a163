"""Nouns in the plural."""

import pytest

from provisioner.model.words import plural_of


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("account", "accounts"),
        ("class", "classes"),
        ("billing category", "billing categories"),
        ("product or service", "products or services"),
        ("practice area", "practice areas"),
        ("day", "days"),
    ],
)
def test_a_noun_gets_its_right_plural(noun, plural):
    assert plural_of(noun) == plural
