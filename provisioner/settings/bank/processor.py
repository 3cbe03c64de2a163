"""How a card processor settles: where its fees are taken, and into which account client money is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import account, asked, bank_of, says
from provisioner.settings._making import HALF_YEAR, NOT_SEEN
from provisioner.settings._sources import TX_CARD_FEES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "bank.setting.processor"
STEPS = (
    "Open the processor's own settings or its agreement, at the accounts it pays to and takes its fees from.",
    "Compare both with what is declared; a refund or a chargeback must come from the same account as the fees.",
    "Look at the trust account's last statement: every card deposit is there in full, without a fee taken off.",
    "Look at last month's fees in QuickBooks: they are in the declared expense account.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key in firm.config.processors:
        title = key.replace("_", " ")
        said = says(
            firm,
            ("processors", key),
            {
                "fees_from": lambda bank: f"Its fees and chargebacks are taken from {account(firm, str(bank))}.",
                "fee_account": lambda expense: f"Its fees are booked to {account(firm, str(expense))}.",
                "trust_safe": {
                    "True": "It never takes a fee, refund or chargeback from a trust account.",
                    "False": "It may take fees, refunds or chargebacks from the account it pays to.",
                },
                "trust_to": lambda trust: f"Client money paid by card goes to {bank_of(firm, str(trust))}.",
            },
        )
        evidence = "The processor's page or agreement, and its statement of last month."
        yield from asked(firm, KIND, f"Payment processor {title}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Payment processor",
    nature=Nature.SWITCH,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(
        TX_CARD_FEES,
        "Clio help, Clio Payments (deposits in full, fees from operating); read 2026-11",
        "27 NCAC 02, North Carolina RPC 247 (card payments and trust); read 2026-11",
    ),
    catalogue="T15 T08 S23",
    system="bank",
)
