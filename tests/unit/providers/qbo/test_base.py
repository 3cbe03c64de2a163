"""What is kept of a QuickBooks object: what an update has to send back, and one copy of what many objects say."""

from fakes import REGISTRY

WIRE = {
    "Id": "7",
    "Name": "Fees",
    "FullyQualifiedName": "Fees",
    "AccountType": "Income",
    "AccountSubType": "ServiceFeeIncome",
    "Active": True,
    "SyncToken": "3",
    "CurrencyRef": {"value": "USD", "name": "United States Dollar"},
    "CurrentBalanceWithSubAccounts": 0,
    "MetaData": {"CreateTime": "2026-01-02T03:04:05-08:00", "LastUpdatedTime": "2026-01-03T03:04:05-08:00"},
}
ACCOUNT = REGISTRY["qbo.account"]


def again(**changes):
    """The same object as another answer would hold it: equal, and not the very same."""
    return ACCOUNT.observe({"".join(list(key)): copied(value) for key, value in {**WIRE, **changes}.items()})


def copied(value):
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}
    return "".join(list(value)) if isinstance(value, str) else value


def test_what_quickbooks_computes_is_not_kept():
    kept = ACCOUNT.observe(WIRE).raw
    assert WIRE.keys() - kept.keys() == {"FullyQualifiedName", "CurrentBalanceWithSubAccounts", "MetaData"}


def test_an_update_echoes_what_was_kept():
    body = ACCOUNT.body({"name": "Hours"}, ACCOUNT.observe(WIRE), active=None)
    assert body["CurrencyRef"] == WIRE["CurrencyRef"]
    assert (body["Id"], body["SyncToken"], body["Name"], body["Active"]) == ("7", "3", "Hours", True)
    assert "FullyQualifiedName" not in body


def test_objects_that_say_the_same_share_it():
    first, second = again(Id="7"), again(Id="8")
    assert first.raw["CurrencyRef"] is second.raw["CurrencyRef"]
    assert first.fields["detail_type"] is second.fields["detail_type"]
    assert first.changed_at is second.changed_at


def test_a_reference_with_more_to_it_is_kept_as_it_is():
    odd = {"value": "1", "name": "One", "type": "Account"}
    assert again(ParentRef=odd).raw["ParentRef"] == odd
    assert again(CurrencyRef={"value": 1, "name": None}).raw["CurrencyRef"] == {"value": 1, "name": None}


def test_times_and_balance_are_those_of_the_answer():
    seen = ACCOUNT.observe(WIRE)
    assert (seen.created_at, seen.changed_at) == tuple(WIRE["MetaData"].values())
    assert seen.balance == 0
    assert ACCOUNT.observe({**WIRE, "CurrentBalanceWithSubAccounts": ""}).balance is None
