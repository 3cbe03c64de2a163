"""No finding claims more of a state's law than was confirmed: all jurisdictions, all rules about them."""

import re
import shutil
from copy import copy
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import provisioner.rules.jurisdictions
from provisioner.config.load import load
from provisioner.engine.rule import rules_in
from provisioner.jurisdictions import all_codes, get
from provisioner.jurisdictions.model import FIELDS, Basis
from provisioner.model.finding import Level
from provisioner.model.states import US_STATES
from provisioner.rules import _law

BASE = Path(__file__).parents[2] / "cases" / "rules" / "_base.yml"
RULES = rules_in(provisioner.rules.jurisdictions)
CLAIMS = re.compile(r"\b(must|shall|requires?|required|requirement|mandatory|obliged|obligation)\b", re.IGNORECASE)
CODES = [*all_codes(), "US-NV", "US-PR"]

ALL_WRONG = """
firm: { jurisdictions: [] }
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  cards: { fees_from: iolta_bank, fee_account: merchant_fees }
trust:
  iolta:
    at_bank:
      title: Harbor Checking
      state: HI
      overdraft_protection: linked
      approval: unknown
      overdraft_reporting: unknown
    ledgers: { method: clio_only, from: clio }
    special_ledgers: { firm_funds: { max: "9999.00" } }
calendar: { three_way: { every: none }, compliance_review: none, audit_readiness: none }
records: { keep_years: 1 }
people:
  ana: { name: Ana Ruiz, does: [reconciles, signs_trust] }
"""


def changed(spec, **values):
    """A copy of part of a firm file with other values; specs are frozen, and so are their own copies."""
    made = copy(spec)
    made.__dict__.update(values)
    return made


@pytest.fixture(scope="module")
def wrong(tmp_path_factory, registry):
    """Makes a firm in a state that does everything wrong which a rule of a state looks at."""
    folder = tmp_path_factory.mktemp("firm-configs")
    shutil.copy(BASE, folder)
    (folder / "firm.yaml").write_text(f"version: 1\nextends: [{BASE.name}]\n{ALL_WRONG}")
    firm = load(folder, registry.sections, registry.extensions, cwd=folder).firm

    def of(code, kind="iolta"):
        account = changed(firm.config.trust["iolta"], jurisdiction=code, kind=kind)
        return replace(firm, config=changed(firm.config, trust={"iolta": account}))

    return of


def judged(firm):
    """Each finding of each rule of a state, with the account and the breach behind it."""
    for rule in RULES:
        breaches = [(each, breach) for each in _law.accounts_under_law(firm) for breach in rule.check.__wrapped__(each)]
        for (account, breach), finding in zip(breaches, rule.findings(firm), strict=True):
            yield rule, account, breach, finding


def is_law(account, breach):
    """The law as it stands in the brief of the rules, told apart from how the rules compute it."""
    cell = breach.cell
    return (
        cell is not None
        and cell.verified
        and cell.basis is Basis.RULE
        and account.law.code == account.trust.jurisdiction != "ABA"
    )


def assert_claims_no_more_than_known(firm):
    for rule, account, breach, finding in judged(firm):
        if is_law(account, breach):
            assert finding.level is rule.level
        else:
            assert finding.level is Level.ADVICE, (rule.code, account.trust.jurisdiction)
            assert not CLAIMS.search(f"{finding.name} {finding.message}"), finding.message
        assert account.law.citation in finding.what


@pytest.mark.parametrize("kind", ["iolta", "escrow"])
@pytest.mark.parametrize("code", CODES)
def test_a_finding_above_advice_rests_on_a_confirmed_rule(code, kind, wrong):
    assert_claims_no_more_than_known(wrong(code, kind))


def test_every_rule_of_a_state_is_tried_and_most_find_a_confirmed_rule_somewhere(wrong):
    found = {}
    for code in CODES:
        for rule, _, _, finding in judged(wrong(code)):
            found.setdefault(rule.code, set()).add(finding.level)
    assert set(found) == {rule.code for rule in RULES}
    assert {code for code, levels in found.items() if levels == {Level.ADVICE}} == {"JUR209", "JUR214"}


STANDINGS = st.tuples(st.booleans(), st.sampled_from(Basis))


@given(st.sampled_from(all_codes()), st.lists(STANDINGS, min_size=len(FIELDS) + 8, max_size=len(FIELDS) + 8))
def test_whatever_is_confirmed_of_a_state_decides_and_nothing_else(wrong, code, standings):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_law, "get", lambda asked: _restated(get(asked), standings))
        assert_claims_no_more_than_known(wrong(code))


@pytest.mark.parametrize("standing", [(False, Basis.RULE), (False, Basis.NOT_REREAD), (True, Basis.POLICY)], ids=str)
def test_with_nothing_confirmed_every_finding_is_advice(standing, wrong, monkeypatch):
    monkeypatch.setattr(_law, "get", lambda asked: _restated(get(asked), [standing] * 99))
    for code in all_codes():
        for _, _, _, finding in judged(wrong(code)):
            assert finding.level is Level.ADVICE
            assert not CLAIMS.search(finding.message), finding.message


def _restated(law, standings):
    """The same law with other standings of its cells, one after the other."""
    if law is None:
        return None
    nth = count()

    def told(cell):
        verified, basis = standings[next(nth) % len(standings)]
        return replace(cell, verified=verified, basis=basis)

    cells = {name: told(cell) for name, cell in law.cells()}
    return replace(law, **cells, duties=tuple(map(told, law.duties)))


def test_a_rule_of_a_state_can_choose_neither_level_nor_words():
    for rule in RULES:
        assert rule.check.__wrapped__.__module__ == rule.check.__module__
        assert not {"Hit", "Rule"} & set(rule.check.__wrapped__.__globals__), rule.code


def test_a_state_without_data_is_compared_with_the_model_rules(wrong):
    for state in sorted(US_STATES - {code.removeprefix("US-") for code in all_codes()})[:5]:
        findings = [finding for *_, finding in judged(wrong(f"US-{state}"))]
        assert {"JUR201", "JUR206", "JUR207", "JUR214"} <= {each.code for each in findings}
        assert all(f"We have no data on US-{state}; the ABA model rules" in each.what for each in findings)


def test_accounts_of_two_states_are_each_compared_with_their_own(wrong):
    firm = wrong("US-FL")
    trust = firm.config.trust["iolta"]
    both = {"iolta": trust, "other": changed(trust, jurisdiction="US-CA")}
    firm = replace(firm, config=changed(firm.config, trust=both))
    (retention,) = (rule for rule in RULES if rule.code == "JUR207")
    assert [re.search(r"(\w+) requires .* (\d) years", each.what).groups() for each in retention.findings(firm)] == [
        ("Florida", "6"),
        ("California", "5"),
    ]
