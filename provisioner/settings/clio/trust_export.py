"""Whether Clio exports trust transactions to QuickBooks, which kinds, and of which trust accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import NOTHING, asked, bank_of, liability_of, listed, value_at
from provisioner.settings._making import NOT_SEEN, QUARTER
from provisioner.settings._sources import CLIO_NO_API, CLIO_TRUST, CLIO_TRUST_CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Said

KIND = "clio.setting.trust_export"
KINDS = ("deposits", "disbursements", "bill_payments", "transfers")
WORDS = {
    "deposits": "trust deposits",
    "disbursements": "trust disbursements",
    "bill_payments": "trust payments of bills",
    "transfers": "trust transfers",
}
STEPS = (
    "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, then the sync settings.",
    "Look at Export trust transactions: for each kind its check box is as declared.",
    "Where a kind is exported: the trust bank account and the liability chosen there are those named here.",
    "Clio's help speaks of the primary trust account alone: if the page offers fewer than declared, do not confirm.",
    "Save the sync settings.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    said: Said = []
    exported = value_at(firm.tree, ("sync", "trust_export"))
    if exported is not NOTHING and exported is not None:
        said.append((("sync", "trust_export"), _kinds(exported)))
    accounts = value_at(firm.tree, ("sync", "trust_export_accounts"))
    if accounts is not NOTHING and accounts is not None:
        said.append((("sync", "trust_export_accounts"), _accounts(firm, accounts)))
    evidence = "A screenshot of Export trust transactions with every check box."
    yield from asked(firm, KIND, "Export of trust transactions", said, STEPS, evidence)


def _kinds(exported: object) -> str:
    chosen = [] if exported == "none" or not isinstance(exported, (list, tuple)) else [str(each) for each in exported]
    if not chosen:
        return "Clio exports no trust transactions to QuickBooks."
    left = [WORDS[each] for each in KINDS if each not in chosen]
    without = f" It does not export {listed(left)}." if left else ""
    return f"Clio exports {listed([WORDS[each] for each in KINDS if each in chosen])} to QuickBooks.{without}"


def _accounts(firm: Firm, keys: object) -> str:
    chosen = [str(each) for each in keys] if isinstance(keys, (list, tuple)) else []
    if not chosen:
        return "No trust account is exported."
    pairs = [f"{bank_of(firm, key)} with {liability_of(firm, key)}" for key in chosen]
    return f"Exported is {listed(pairs)}."


SETTING = Setting(
    kind=KIND,
    noun="Export of trust transactions",
    nature=Nature.SWITCH,
    valid_days=QUARTER,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(CLIO_TRUST, CLIO_TRUST_CHECKS, CLIO_NO_API),
    catalogue="S17 S18 S19 S20",
    system="clio",
)
