"""The worked figures of the runbook: every entry balances, and the positions are those worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest

from provisioner.model.practice import PostingMode
from provisioner.render.docs.entries import LEDGERS, owed
from provisioner.render.docs.figures import START, balances, workflows
from provisioner.render.docs.names import Role
from provisioner.workflows.docs import page_kinds

if TYPE_CHECKING:
    from provisioner.render.docs.figures import Workflow

R = Role
MODES = get_args(PostingMode)
# Worked out on paper for the mode in which staff post: only what changed, as it stands on screen.
BY_HAND: dict[str, dict[Role, str]] = {
    "W01": {R.TRUST: "14550", R.CLIENT_A: "7000"},
    "W02": {R.OPERATING: "21200", R.TRUST: "11350", R.CLIENT_A: "3800", R.FEES: "1200"},
    "W03": {R.TRUST: "11750", R.CLIENT_A: "4200"},
    "W04": {R.TRUST: "12535", R.FIRM_FUNDS: "35", R.FIRM_FUNDS_ASSET: "35", R.BANK_CHARGES: "15"},
    "W04b": {R.OPERATING: "19940", R.BANK_CHARGES: "60"},
    "W05": {R.TRUST: "12538", R.FIRM_FUNDS: "38", R.FIRM_FUNDS_ASSET: "38", R.BANK_CHARGES: "12"},
    "W05b": {
        R.OPERATING: "18500",
        R.TRUST: "7538",
        R.CLIENT_A: "0",
        R.FIRM_FUNDS: "38",
        R.FIRM_FUNDS_ASSET: "38",
        R.RETURNED: "1500",
        R.BANK_CHARGES: "12",
    },
    "W06": {R.OPERATING: "19985", R.TRUST: "11550", R.CLIENT_B: "6500", R.CHARGEBACK_FEES: "15"},
    "W07": {R.CLIENT_A: "4500", R.CLIENT_B: "8000"},
    "W08": {R.TRUST: "12115", R.CLIENT_A: "4565"},
    "W08b": {R.TRUST: "12115", R.CLIENT_A: "4565"},
    "W09": {R.OPERATING: "23000", R.TRUST: "10550", R.CLIENT_A: "3000", R.FEES: "3000"},
    "W10": {R.OPERATING: "21500", R.TRUST: "11050", R.CLIENT_B: "6000", R.FLAT_FEES: "1500"},
    "W11": {R.OPERATING: "22000", R.TRUST: "10550", R.CLIENT_A: "3800", R.CLIENT_B: "6700", R.FEES: "2000"},
    "W12": {R.TRUST: "11750", R.CLIENT_A: "4200"},
    "W13": {R.TRUST: "12850", R.CLIENT_B: "7800"},
    "W14": {R.OPERATING: "20971", R.FEES: "1000", R.MERCHANT: "29"},
    "W15": {R.OPERATING: "19942", R.TRUST: "14550", R.CLIENT_A: "7000", R.MERCHANT: "58"},
    "W16": {},
    "W17": {R.TRUST: "7550", R.OWN_INTEREST: "5011", R.CLIENT_B: "7511"},
    "W18": {R.TRUST: "14550", R.CLIENT_A: "7000"},
    "W19": {R.OPERATING: "50000", R.CONTINGENCY: "30000"},
}
ON_THE_CREDIT_SIDE = {*LEDGERS, R.FEES, R.FLAT_FEES, R.CONTINGENCY}


def _all(mode: PostingMode, *, split: bool) -> dict[str, Workflow]:
    return {each.number: each for each in workflows(mode, split=split)}


@pytest.mark.parametrize("number", BY_HAND)
def test_each_workflow_ends_where_it_does_on_paper(number: str) -> None:
    after = balances(_all("staff_posts", split=True)[number].entries)
    expected = {role: -value if role in ON_THE_CREDIT_SIDE else value for role, value in START.items()}
    expected |= {role: Decimal(value) for role, value in BY_HAND[number].items()}
    shown = {role: -value if role in ON_THE_CREDIT_SIDE else value for role, value in after.items()}
    assert shown == {role: value for role, value in expected.items() if value}


def test_every_workflow_is_worked_out_on_paper_and_named_by_the_page() -> None:
    (page,) = [each for each in page_kinds() if each.name == "runbook"]
    assert set(_all("staff_posts", split=True)) == set(BY_HAND) == set(page.workflows.split())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("split", [True, False])
def test_debits_are_credits_and_trust_is_owed_to_the_ledgers_in_the_end(mode: PostingMode, split: bool) -> None:  # noqa: FBT001 - a test
    for each in _all(mode, split=split).values():
        for entry in each.entries:
            assert sum(line.amount for line in entry.lines) == 0, (each.number, entry.what)
        after = balances(each.entries)
        in_banks = sum((after.get(role, Decimal(0)) for role in (R.TRUST, R.OWN_INTEREST)), Decimal(0))
        assert in_banks == owed(after), each.number


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_ends_in_the_same_position_when_each_client_has_a_ledger(mode: PostingMode) -> None:
    for number, each in _all(mode, split=True).items():
        assert balances(each.entries) == balances(_all("staff_posts", split=True)[number].entries), number


def test_nothing_stays_on_the_liability_itself() -> None:
    for mode in MODES:
        for each in _all(mode, split=True).values():
            assert R.LIABILITY not in balances(each.entries), (mode, each.number)
