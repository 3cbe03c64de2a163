"""A processor pays into a trust account and is not known to be safe for trust money.

## What it finds

A processor with `trust_to` that does not say `trust_safe: true`. A trust account under Arizona's rules is left alone:
Arizona lets a firm keep money of its own there for such fees.

## Why it matters

An ordinary processor takes its fees and chargebacks out of the account it pays into, or pays in what is left after its
fee. In a trust account both are taken from clients: the client's ledger says 2,000, the bank received 1,942. Texas, for
one, lets no card fee be paid from trust.

## Example that fails

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  card_shop: { fees_from: operating, fee_account: merchant_fees, trust_to: iolta }
```

## Fix

Use a processor that pays in the whole amount and takes fees and chargebacks from operating, and say so; or let this one
pay into operating only.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  card_shop: { fees_from: operating, fee_account: merchant_fees, trust_safe: true, trust_to: iolta }
```

## Sources

- North Carolina State Bar, RPC 247 (card fees and chargebacks on a trust account); read 2026-11
- Tex. Disc. R. Prof. Conduct 1.15, since 2024-10-01, as explained by the Texas Lawyers' Insurance Exchange (card fees
  may not be paid from trust)
- Ariz. R. Sup. Ct. 43, text as amended to 2023-12 (fees and chargebacks, reasonably estimated)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

# Arizona alone lets card fees and chargebacks be met in trust: Ariz. R. Sup. Ct. 43, text to 2023-12; read 2026-11
_ALLOWED_IN = frozenset({"US-AZ"})


def _check(firm: Firm) -> Iterator[Hit]:
    for key, processor in firm.config.processors.items():
        if processor.trust_to is None or processor.trust_safe:
            continue
        if firm.config.trust[processor.trust_to].jurisdiction not in _ALLOWED_IN:
            said = "says `trust_safe: false`" if processor.trust_safe is False else "does not say `trust_safe: true`"
            yield Hit(
                firm.place("processors", key, "trust_to"),
                f"The processor `{key}` pays into `{processor.trust_to}` and {said}.",
                related=(firm.place("trust", processor.trust_to),),
            )


RULE = Rule(
    code="PRO203",
    name="unsafe-processor-for-trust",
    level=Level.ERROR,
    why="Fees and chargebacks would be taken out of the trust account, and so from other clients.",
    fix="Write `trust_safe: true` if it takes fees and chargebacks from operating; otherwise remove `trust_to`.",
    check=_check,
    catalogue="T15",
)
