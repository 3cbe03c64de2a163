"""The description of a client's ledger: its mark counts, and what people write beside it stays."""

import pytest

from provisioner.engine.normalise import normalise
from provisioner.workflows.catalog import registry

ACCOUNT = registry()["qbo.account"]
MARK = "clio:contact:7001"


def live(description):
    return ACCOUNT.observe({"Id": "7", "SyncToken": "1", "Name": "Ann", "Description": description})


def written(description, before):
    return ACCOUNT.body({"description": description}, live(before), active=None)["Description"]


@pytest.mark.parametrize(
    ("description", "counts"),
    [
        (MARK, MARK),
        (f"{MARK} call Lee first", MARK),
        (f"Smith estate {MARK}", MARK),
        ("clio:matter:81 x", "clio:matter:81"),
        ("client:ann_smith since May", "client:ann_smith"),
        ("ledger:firm_funds for charges", "ledger:firm_funds"),
        ("Costs of a client:recoverable", "Costs of a client:recoverable"),
        ("see clio:contact:", "see clio:contact:"),
        ("Rent", "Rent"),
        (None, None),
    ],
)
def test_a_description_with_a_mark_is_compared_by_the_mark(description, counts):
    found = normalise(live(description).fields, ACCOUNT.fields)["description"]
    assert found == counts
    assert normalise({"description": found}, ACCOUNT.fields)["description"] == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("call Lee first", f"{MARK} call Lee first"),
        ("clio:contact:9 call Lee", f"{MARK} call Lee"),
        (f"call Lee {MARK}", f"{MARK} call Lee"),
        ("x" * 100, f"{MARK} {'x' * 82}"),
        (MARK, MARK),
    ],
)
def test_a_mark_goes_before_what_people_wrote(before, after):
    assert written(MARK, before) == after
    assert len(after) <= 100


def test_another_description_takes_the_place_of_the_old_one():
    assert written("Rent of the office", "Rent") == "Rent of the office"
    assert ACCOUNT.body({"name": "Ann", "description": MARK}, None, active=None)["Description"] == MARK
