"""What a plan says about the route of a payment: a rule for staff, which no program carries out."""

import pytest

from provisioner.config.load import load
from provisioner.model.change import Action, Change
from provisioner.providers.qbo.resources.payment_method import PaymentMethod
from provisioner.workflows.catalog import registry

FIRM = """
version: 1
firm: { name: Harbor & Pine LLP }
systems: { quickbooks: { company_id: "9341" } }
accounts:
  operating: { name: Operating Checking, type: Bank, detail_type: Checking, number: "1000" }
  undeposited_funds: { system: undeposited_funds }
  iolta_bank: { name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, number: "1010" }
  iolta_liability: { name: Client Trust, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: iolta_bank
    liability: iolta_liability
    ledgers: { method: clio_only, from: clio }
payments: { each: { name: Check, %s } }
"""


@pytest.fixture
def effect(tmp_path):
    """The effect of an action on a payment method that says ``text``."""

    def said(text, action=Action.CREATE):
        (tmp_path / "firm.yaml").write_text(FIRM % text)
        firm = load(tmp_path, registry().sections, registry().extensions, cwd=tmp_path).firm
        (desired,) = PaymentMethod().desired(firm)
        return PaymentMethod().effect(Change(desired.address, action, desired))

    return said


@pytest.mark.parametrize(
    ("text", "books"),
    [
        ("route: operating", "book it to 1000 Operating Checking"),
        ("route: undeposited_funds", "book it to Undeposited Funds"),
        ("route: iolta", "book it to 1010 IOLTA Trust"),
        (
            "route: trust_transfer, from: iolta, to: operating",
            "book that it leaves 1010 IOLTA Trust and arrives in 1000 Operating Checking",
        ),
        ("route: trust_transfer", "book that it comes from trust"),
    ],
)
def test_a_route_is_said_to_be_kept_by_staff(effect, text, books):
    said = f"Its route is a rule for staff, who {books}: neither QuickBooks nor Clio routes money by it."
    assert effect(text) == f"A new payment method appears in QuickBooks. {said}"


@pytest.mark.parametrize("action", [Action.UPDATE, Action.ADOPT, Action.REACTIVATE])
def test_so_it_is_with_every_change(effect, action):
    assert effect("route: operating", action).endswith("neither QuickBooks nor Clio routes money by it.")


@pytest.mark.parametrize("action", [Action.RETIRE, Action.NO_OP])
def test_what_is_not_changed_or_no_longer_used_says_nothing_of_it(effect, action):
    assert "route" not in effect("route: operating", action)


def test_a_payment_without_a_route_says_nothing_of_it(effect):
    assert effect("kind: other") == "A new payment method appears in QuickBooks."


def test_no_resource_stands_for_the_route(tmp_path):
    (tmp_path / "firm.yaml").write_text(FIRM % "route: operating")
    firm = load(tmp_path, registry().sections, registry().extensions, cwd=tmp_path).firm
    (desired,) = PaymentMethod().desired(firm)
    assert desired.covers == {"name"}
    assert "route" not in desired.fields
