"""The table of account types holds together."""

from __future__ import annotations

from provisioner.sandbox.qbo.account_types import ACCOUNT_TYPES, TYPE_OF_SUBTYPE, WITHOUT_SUBS

# In the reference, but of other countries' companies: no US type has them.
FOREIGN = {"CashExpenditureExpense"}


def test_fifteen_types_with_a_default_among_their_subtypes():
    assert len(ACCOUNT_TYPES) == 15
    for item in ACCOUNT_TYPES.values():
        assert item.default in item.subtypes
        assert len(item.subtypes) == len(item.names.split()), "no sub-type twice"


def test_a_subtype_of_two_types_belongs_to_the_first():
    assert TYPE_OF_SUBTYPE["Utilities"] == "Expense"
    assert "Utilities" in ACCOUNT_TYPES["Other Expense"].subtypes


def test_the_subtypes_without_subs_exist():
    assert set(TYPE_OF_SUBTYPE) >= WITHOUT_SUBS - FOREIGN
