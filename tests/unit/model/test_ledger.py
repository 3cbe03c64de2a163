"""Names and tags of trust ledgers."""

import pytest

from provisioner.model.ledger import LONGEST_NAME, ledger_name, tag_in


@pytest.mark.parametrize(
    ("template", "name", "number", "expected"),
    [
        ("{client.name} ({client.id})", "Ann Smith", "7001", "Ann Smith (7001)"),
        ("{client.id} - {client.name}", "Ann Smith", "7001", "7001 - Ann Smith"),
        ("{client.name}", "A:B", "1", "A-B"),
        ("{client.name}", 'say "so"', "1", "say -so-"),
        ("{client.name}", " two  blanks ", "1", "two blanks"),
        ("{client.name}", "tab\tin it", "1", "tab in it"),
        ("{client.name}", "\u00c9lo\u00efse", "1", "\u00c9lo\u00efse"),
        ("{client.id}", "anybody", "0042", "0042"),
    ],
)
def test_a_name_follows_the_template_and_holds_only_what_quickbooks_takes(template, name, number, expected):
    assert ledger_name(template, name, number) == expected


@pytest.mark.parametrize("name", ["n" * 150, "word " * 40])
@pytest.mark.parametrize("number", ["7001", "a_very_long_client_key_of_a_firm"])
def test_a_long_name_is_cut_and_the_number_never(name, number):
    made = ledger_name("{client.name} ({client.id})", name, number)
    assert len(made) <= LONGEST_NAME
    assert made.endswith(f"({number})")
    assert made.startswith(name[:20])


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("clio:contact:7001", "clio:contact:7001"),
        ("Held for Ann, clio:matter:8101, since May", "clio:matter:8101"),
        ("client:ann_smith", "client:ann_smith"),
        ("ledger:firm_funds", "ledger:firm_funds"),
        ("a client: the best one", None),
        ("", None),
        (None, None),
    ],
)
def test_the_tag_is_found_in_a_description(description, expected):
    assert tag_in(description) == expected
