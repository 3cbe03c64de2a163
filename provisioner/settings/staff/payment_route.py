"""Which bank account each way of paying goes to. Neither QuickBooks nor Clio routes by a payment method: staff do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import account, asked, bank_of, says
from provisioner.settings._making import HALF_YEAR
from provisioner.settings._sources import ARTICLE, CLIO_PAYMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "staff.procedure.payment_route"
TRUST_TRANSFER = "trust_transfer"
HONEST = "QuickBooks and Clio do not route by it: whoever records the payment does."
STEPS = (
    "Neither program sends money by the payment method: Clio posts every payment of a bill to Undeposited Funds.",
    "Show staff the firm's routing page, and where it hangs or is saved.",
    "In Clio, a payment from trust is recorded by choosing the trust account as its source.",
    "In QuickBooks, whoever makes the deposit looks at the payment method and chooses the declared bank account.",
    "Take three payments of last month by this method, and follow each to the bank account it reached.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, entry in firm.section("payments").items():

        def goes_to(route: object, name: str = entry.name) -> str:
            if str(route) == TRUST_TRANSFER:
                return (
                    f"{name}: trust money is applied to an invoice; the trust side is booked as the posting mode says."
                )
            target = str(route)
            bank = bank_of(firm, target) if target in firm.config.trust else account(firm, target)
            return f"{name}: the money goes to {bank}."

        said = says(
            firm,
            ("payments", key),
            {
                "route": goes_to,
                "from": lambda trust: f"It leaves {bank_of(firm, str(trust))}.",
                "to": lambda bank: f"It arrives in {account(firm, str(bank))}.",
                "processor": lambda name: f"It comes through {str(name).replace('_', ' ')}.",
            },
        )
        if said:
            said[-1] = (said[-1][0], f"{said[-1][1]} {HONEST}")
        evidence = "The routing page, and the three payments with their deposits."
        yield from asked(firm, KIND, f"Route of {entry.name}", said, STEPS, evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Route of a payment method",
    nature=Nature.PROCEDURE,
    valid_days=HALF_YEAR,
    asked=_asked,
    observable="Not the route itself. That the payment method exists in QuickBooks is checked by every plan.",
    sources=(CLIO_PAYMENTS, ARTICLE),
    catalogue="T02 T08 S24",
    system="staff",
)
