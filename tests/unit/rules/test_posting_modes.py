"""Every combination of connection, posting mode, trust export, ledgers and reclassification against a truth table.

The table is written from what each mode books, not from the rules: the payment of a bill is synced only by Clio's own
connection; its trust side is booked by exactly one of Clio's export, staff and LeanLaw; and what Clio posts to the
liability itself is spread over the clients where they have sub-accounts, and only there.
"""

from copy import copy
from dataclasses import replace
from datetime import date
from itertools import chain, combinations, product

import pytest

from provisioner.model.finding import Level
from provisioner.model.firm import Integration
from provisioner.model.practice import Posting

KINDS = ("deposits", "disbursements", "bill_payments", "transfers")
EXPORTS = (None, "none", *chain.from_iterable(combinations(KINDS, size) for size in range(len(KINDS) + 1)))
MODES = ("clio_posts", "staff_posts", "journal_pair", "leanlaw")
VIAS = ("clio_native", "leanlaw", "none")
METHODS = ("sub_accounts", "customers", "clio_only")
RECLASSES = (None, "none", "weekly", "monthly")


def trust_sides(mode, via, export):
    """How often the trust side of one payment of a bill is booked."""
    by_clio = via == "clio_native" and "bill_payments" in export
    by_staff = mode in ("staff_posts", "journal_pair")
    by_leanlaw = via == "leanlaw"
    return by_clio + by_staff + by_leanlaw


def receivable_credits(mode, via):
    """How often accounts receivable is credited for one payment of a bill."""
    synced = via in ("clio_native", "leanlaw")
    by_hand = mode == "journal_pair" or (mode == "staff_posts" and via == "none")
    return synced + by_hand


def is_documented(mode, via, export, method, reclass):
    """Whether this is one of the four modes as they are meant to be used."""
    kinds = () if export in (None, "none") else export
    if trust_sides(mode, via, kinds) != 1 or receivable_credits(mode, via) != 1:
        return False
    if kinds and via != "clio_native":  # the export is a part of Clio's own connection
        return False
    # Where Clio posts, it keeps the trust register: what comes in as well as what pays bills.
    is_exported = "deposits" in kinds if mode == "clio_posts" else not kinds
    reaches_parent = bool(kinds) and method == "sub_accounts"
    is_spread = reclass in ("weekly", "monthly")
    return is_exported and (export is None or is_spread == reaches_parent)


def changed(spec, **values):
    """A copy of part of a firm file with other values."""
    made = copy(spec)
    made.__dict__.update(values)
    return made


@pytest.fixture
def variant(firm_of):
    """Makes the base firm with another way of posting."""
    base = firm_of("")
    iolta = base.config.trust["iolta"]

    def make(mode, via, export, method, reclass):
        integration = Integration(via=via, bills_from=date(2026, 1, 1)) if via else None
        config = changed(
            base.config,
            systems=changed(base.config.systems, integration=integration),
            trust={"iolta": changed(iolta, ledgers=changed(iolta.ledgers, method=method))},
            posting=Posting(trust_payments=mode, parent_reclass=reclass) if mode else None,
            sync=changed(
                base.config.sync,
                trust_export=export,
                trust_export_accounts=["iolta"],
                trust_opening_agreed_on=date(2025, 12, 31),
            ),
        )
        return replace(base, config=config)

    return make


@pytest.fixture
def found(rules):
    """The findings of the rules about posting and the export."""
    about = [rule for rule in rules if rule.code.startswith("POS") or rule.code == "TRU209"]
    return lambda firm: [finding for rule in about for finding in rule.findings(firm)]


def test_exactly_the_documented_combinations_are_free_of_findings(variant, found):
    for combination in product(MODES, VIAS, EXPORTS, METHODS, RECLASSES):
        codes = [finding.code for finding in found(variant(*combination))]
        assert bool(codes) != is_documented(*combination), (combination, codes)


def test_each_mode_is_documented_in_some_combination():
    documented = {each[0] for each in product(MODES, VIAS, EXPORTS, METHODS, RECLASSES) if is_documented(*each)}
    assert documented == set(MODES)


def test_a_payment_booked_twice_or_never_is_an_error(variant, found):
    for mode, via, export in product(MODES, VIAS, EXPORTS):
        kinds = () if export in (None, "none") else export
        if trust_sides(mode, via, kinds) != 1 or receivable_credits(mode, via) != 1:
            levels = {finding.level for finding in found(variant(mode, via, export, "customers", None))}
            assert Level.ERROR in levels, (mode, via, export)


def test_without_a_mode_or_a_connection_only_what_is_written_can_contradict(variant, found):
    for export, method in product((None, "none"), METHODS):
        for via in (None, "none"):
            assert found(variant(None, via, export, method, None)) == []
        for mode in ("staff_posts", "journal_pair", "leanlaw"):
            assert found(variant(mode, None, export, method, None)) == []
        for via in ("clio_native", "leanlaw"):
            assert [finding.code for finding in found(variant(None, via, export, method, None))] == ["POS201"]


def test_without_a_connection_in_the_file_the_export_is_taken_for_clios_own(variant, found):
    for mode, export, method, reclass in product(MODES, EXPORTS, METHODS, RECLASSES):
        if mode in ("clio_posts", "staff_posts"):
            same = [found(variant(mode, via, export, method, reclass)) for via in (None, "clio_native")]
            assert [each.code for each in same[0]] == [each.code for each in same[1]]
