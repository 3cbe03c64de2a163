"""Resources: where a field was written, and who an object is."""

from provisioner.model.address import Address
from provisioner.model.resource import Desired, Observed, Remote
from provisioner.model.source import Place

ENTRY, NAME = Place("firm.yaml", 3, 3), Place("firm.yaml", 4, 9)


def test_a_field_that_is_not_written_itself_stands_where_its_entry_does():
    desired = Desired(Address("qbo", "account", "a"), {}, ("accounts", "a"), ENTRY, {"name": NAME})
    assert (desired.place_of("name"), desired.place_of("type")) == (NAME, ENTRY)


def test_an_object_is_known_by_type_and_id():
    assert Observed("qbo.account", "7", "0", {}).remote == Remote("qbo.account", "7")
