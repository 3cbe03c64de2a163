"""Field values and requests as JSON: they come back as they were, to the last digit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from provisioner.engine.ports import Item
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.resource import Remote
from provisioner.state.codec import decode, decode_items, encode, encode_items


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": 'a "quoted" name', "number": "0100", "on": True, "off": False, "days": 0, "none": None},
        {"rate": Decimal("350.10"), "most": Decimal("12345678901234567890.99")},
        {"parent": Remote("qbo.account", "5000000000000007280"), "to": Address("qbo", "account", "iolta.contact_7001")},
        {"name": "株式会社 \u202e🙂"},
    ],
)
def test_values_come_back_as_they_were(fields):
    assert decode(encode(fields)) == fields
    assert all(type(decode(encode(fields))[name]) is type(value) for name, value in fields.items())


def test_what_is_not_json_is_no_body():
    with pytest.raises(TypeError, match="not JSON"):
        encode_items([Item(Address("qbo", "account", "a"), Operation.CREATE, {"Name": object()}, {})])


def test_a_field_may_be_called_as_a_mark_is():
    fields = {"amount": "12", "address": "Main St", "remote": Decimal("1.10"), "$decimal": "x"}
    (item,) = decode_items(encode_items([Item(Address("qbo", "account", "a"), Operation.CREATE, fields, fields)]))
    assert (item.body, item.fields) == (fields, fields)
