"""Addresses: shell-safe, unique, and the same after writing and reading."""

import pytest

from provisioner.model.address import Address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("qbo.account.operating", ("qbo", "account", "operating")),
        ("qbo.account.iolta.contact_7001", ("qbo", "account", "iolta.contact_7001")),
        ("clio.activity_description.a-b", ("clio", "activity_description", "a-b")),
        ("qbo.account.7", ("qbo", "account", "7")),
    ],
)
def test_an_address_is_read_and_written(text, parts):
    address = Address.parse(text)
    assert address == parts
    assert str(address) == text
    assert address.kind == ".".join(parts[:2])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "qbo",
            "qbo.account",
            "qbo.account.",
            "qbo..fees",
            ".account.fees",
            "qbo.account.a b",
            "qbo.account.a..b",
        ),
        *(
            "QBO.account.fees",
            "qbo.account.fees\n",
            "qbo.account.-a",
            "qbo.account.$(x)",
            "qbo.account.é",
            "7.account.a",
        ),
    ],
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"is not an address like qbo\.account\.operating"):
        Address.parse(text)
