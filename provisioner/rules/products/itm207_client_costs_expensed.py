"""Money laid out for clients is booked as the firm's own expense.

## What it finds

`posting: { hard_costs: expense }`.

## Why it matters

A filing fee or an expert that the firm pays for a client, and that the client repays, is a loan to the client: the tax
office does not let the firm deduct it, and the repayment is no income. Booked as an expense it is deducted in one year
and taxed in another, and what clients still owe stands nowhere in the books.

## Example that fails

```yaml
posting: { hard_costs: expense }
```

## Fix

Book such costs to an asset account for advanced client costs. A firm whose tax adviser wants them expensed says so with
an `ignore` on the line.

```yaml
posting: { hard_costs: asset }
```

## Sources

- IRS, Attorneys Audit Technique Guide (advanced client costs are loans, not deductible); read 2026-11
- ABA Law Practice, 2022 (hard costs do not pass through the income statement); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if posting is not None and posting.hard_costs == "expense":
        yield Hit(firm.place("posting", "hard_costs"), "Costs paid for clients are booked as the firm's own expense.")


RULE = Rule(
    code="ITM207",
    name="client-costs-expensed",
    level=Level.ADVICE,
    why="A cost the client repays is a loan to the client: it is not deductible, and its repayment is no income.",
    fix="Write `hard_costs: asset`, and let the products of hard costs book to an account for advanced client costs.",
    check=_check,
    catalogue="C14",
)
