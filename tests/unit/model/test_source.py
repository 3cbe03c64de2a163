"""Places and paths as an editor and a person write them."""

from provisioner.model.source import Place, dotted


def test_a_place_is_a_link_that_editors_know():
    assert str(Place("firm.yaml", 48, 16, 5)) == "firm.yaml:48:16"


def test_a_path_is_written_with_dots_and_brackets():
    assert dotted(("accounts", "operating", "number")) == "accounts.operating.number"
    assert dotted(("extends", 0)) == "extends[0]"
    assert dotted(()) == ""
