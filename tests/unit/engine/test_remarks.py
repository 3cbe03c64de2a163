"""Remarks: what is not there yet and live objects nobody declared, once for each sort."""

import pytest
from fakes import World, account, desired

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


@pytest.fixture
def world():
    return World()


def remarks(plan):
    assert all(each.level == "advice" for each in plan.findings)
    return [f"{each.code} {each.what}" for each in plan.findings]


def test_undeclared_income_accounts_are_one_remark_with_a_few_names(world):
    for n in range(7):
        world.qbo.add("account", name=f"Fees {n}", number=f"400{n}", **INCOME)
    (remark,) = remarks(world.plan())
    assert remark.startswith("MAT106 There are 7 income accounts that no entry declares: '4000 Fees 0', '4001 Fees 1',")
    assert remark.endswith("'4003 Fees 3', '4004 Fees 4' and 2 more.")


def test_declared_inactive_and_other_accounts_are_no_remark(world):
    world.qbo.add("account", name="Fees", **INCOME)
    world.qbo.add("account", name="Old", active=False, **INCOME)
    world.qbo.add("account", name="Rent", type="Expense", detail_type="RentOrLeaseOfBuildings")
    assert remarks(world.plan(account("fees"))) == []


def test_a_ledger_under_a_trust_liability_that_is_no_client_s_is_a_remark(world):
    trust = {"type": "Other Current Liability", "detail_type": "TrustAccountsLiabilities"}
    above = world.qbo.add("account", name="Client Trust", **trust)
    world.qbo.add("account", name="Who is this", parent=above, **trust)
    plan = world.plan(account("trust", "Client Trust", **trust))
    assert remarks(plan) == [
        "MAT106 There are ledgers under a trust liability that belong to no declared client: 'Who is this'."
    ]


def test_a_system_account_that_is_not_there_yet_is_a_remark(world):
    plan = world.plan(desired("account.receivables", found_by="AccountsReceivable"))
    assert remarks(plan) == ["MAT105 QuickBooks has not made qbo.account.receivables in this company yet."]
