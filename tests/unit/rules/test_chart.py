"""What rules about the chart of accounts build on: the words of a name, the accounts above one, who uses a bank."""

import pytest

from provisioner.rules._chart import (
    above,
    has_no_trust_bank,
    operating_banks,
    trust_liabilities,
    ways_of_billing,
    words,
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Filing Fees & Costs", ("filing", "fee", "cost")),
        ("Copies and  Postage", ("copy", "postage")),
        ("Client's Taxes", ("client", "tax")),
        ("Partners\u2019 Losses", ("partner", "loss")),
        ("Business_Status - Analysis", ("business", "status", "analysis")),
        ("Ties", ("tie",)),
        ("***", ()),
    ],
)
def test_a_name_is_taken_apart_into_words_in_the_singular(name, said):
    assert words(name) == said


def test_the_accounts_above_one_are_told_from_the_nearest_and_a_circle_ends(firm_of):
    firm = firm_of("""
accounts:
  top: { name: Top, type: Bank, detail_type: Checking }
  middle: { name: Middle, type: Bank, detail_type: Checking, parent: top }
  low: { name: Low, type: Bank, detail_type: Checking, parent: middle }
  one: { name: One, type: Bank, detail_type: Checking, parent: other }
  other: { name: Other, type: Bank, detail_type: Checking, parent: one }
""")
    assert list(above(firm, "low")) == ["middle", "top"]
    assert list(above(firm, "top")) == []
    assert list(above(firm, "one")) == ["other"]


def test_no_more_accounts_are_told_than_quickbooks_has_levels(firm_of):
    chain = "".join(
        f"  a{n}: {{ name: A{n}, type: Bank, detail_type: Checking, parent: a{n + 1} }}\n" for n in range(9)
    )
    firm = firm_of(f"accounts:\n{chain}  a9: {{ name: A9, type: Bank, detail_type: Checking }}\n")
    assert list(above(firm, "a0")) == ["a1", "a2", "a3", "a4"]


def test_an_operating_bank_is_one_that_clio_payments_or_fees_name_and_that_holds_no_client_money(firm_of):
    firm = firm_of("""
accounts:
  clio: { name: In Clio, type: Bank, detail_type: Checking, clio: { name: Clio, type: Operating } }
  paid: { name: Paid, type: Bank, detail_type: Checking }
  swept: { name: Swept, type: Bank, detail_type: Checking }
  fees: { name: Fees, type: Bank, detail_type: Checking }
  idle: { name: Idle, type: Bank, detail_type: Checking }
  undeposited: { system: undeposited_funds }
  merchant: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
payments:
  check: { name: Check, route: paid }
  waiting: { name: Waiting, route: undeposited }
  trust_check: { name: Trust Check, route: iolta }
  trust_wire: { name: Trust Wire, route: iolta_bank }
  application: { name: Application, route: trust_transfer, from: iolta, to: swept }
processors:
  cards: { fees_from: fees, fee_account: merchant }
""")
    assert operating_banks(firm) == {"clio", "paid", "swept", "fees"}


def test_trust_liabilities_are_those_named_and_those_typed(firm_of):
    firm = firm_of("""
accounts:
  loan: { name: Loan, type: Long Term Liability, detail_type: NotesPayable }
trust:
  iolta: { liability: loan }
""")
    assert trust_liabilities(firm) == {"loan", "iolta_liability"}


@pytest.mark.parametrize(
    ("accounts", "so"),
    [("{}", False), ("{ iolta_bank: null }", True), ("{ iolta_bank: null, operating: null }", False)],
)
def test_a_file_has_no_trust_bank_only_if_it_has_other_banks(accounts, so, firm_of):
    text = "trust: null\nprotect: []\n"
    firm = firm_of(text if accounts == "{}" else f"{text}accounts: {accounts}\n")
    assert has_no_trust_bank(firm) is so


def test_what_a_product_bills_is_told_by_its_categories(firm_of):
    firm = firm_of("""
products:
  flat: { name: Flat Fee, income: hourly_fees }
  idle: { name: Idle, income: hourly_fees }
categories:
  flat: { name: Flat Fee, product: flat, billing: flat }
expense_categories:
  copies: { name: Copies, product: flat, shared: true }
""")
    assert ways_of_billing(firm) == {"hourly": set(), "flat": {"flat", "cost"}, "idle": set()}
