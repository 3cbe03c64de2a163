"""The ledgers that rules count on are the ones a plan makes."""

import pytest

from provisioner.model.ledger import ledgers
from provisioner.providers.qbo import ledgers as made

FIRM = """
trust:
  iolta:
    ledgers: { method: sub_accounts, from: listed, name: "{client.id} - {client.name}" }
    special_ledgers: { firm_funds: {}, unidentified: { name: Unknown }, unclaimed: {}, interest_payable: {} }
"""

CLIENTS = """
version: 1
clients:
  smith: { name: 'Ann "Annie" Smith: Estate', trust: [iolta] }
  jones: { name: Bob  Jones, id: "0042", clio_contact: "7001", trust: [iolta] }
"""


def test_names_tags_and_places_are_those_of_the_resources(firm_of):
    firm = firm_of(FIRM, CLIENTS)
    expected = [
        (each.fields["name"], each.tag, each.fields["parent"].key)
        for each in made.desired(firm, firm.section("accounts"))
    ]
    assert [(each.name, each.tag, each.parent) for each in ledgers(firm)] == expected
    assert len(expected) == 6


@pytest.mark.parametrize("method", ["customers", "clio_only"])
def test_other_methods_lead_to_no_ledger_accounts(method, firm_of):
    firm = firm_of(f"trust: {{ iolta: {{ ledgers: {{ method: {method}, from: listed }} }} }}", CLIENTS)
    assert list(ledgers(firm)) == []
    assert list(made.desired(firm, firm.section("accounts"))) == []
