"""All kinds of income are booked to one account.

## What it finds

- The only income account of a file, when three or more products are sold to it, or three or more billing categories end
  there. Categories that say `shared: true` do not count. With a name that says nothing, such as Legal Services, two
  products are enough, and every category counts.
- One of several, when three or more products are sold to it, more than to all others together, and its name says
  nothing, such as Legal Services, Legal Fees or Fee Income.
- One of several, when at least four of five products are sold to it, three or more, and they bill different things:
  work by the hour (`billing: hourly`), flat fees (`billing: flat`), costs beside fees.

Accounts for discounts and unapplied payments do not count as income accounts here. A firm connected through LeanLaw is
left alone: LeanLaw knows one income account only.

## Why it matters

An account called "Legal Services" that takes everything tells nobody what the firm earns from hourly work, flat fees
or recovered costs, and it cannot be split afterwards except invoice by invoice.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  flat: { name: Flat Fee, income: hourly_fees }
  copies: { name: Copies, income: hourly_fees }
```

## Fix

Declare an income account for each kind of income, and let the products name them.

```yaml
accounts:
  flat_fees: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }
  recovery: { name: Soft Cost Recovery, type: Income, detail_type: OtherPrimaryIncome, number: "4200" }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  flat: { name: Flat Fee, income: flat_fees }
  copies: { name: Copies, income: recovery }
```

## Sources

- CPA Practice Advisor, law firm chart of accounts, 2019; read 2026-11
- LeanLaw help 636044 (one income account); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import fee_and_recovery_accounts, ways_of_billing, words
from provisioner.rules._shapes import accounts, categories, products, title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from provisioner.model.firm import Firm

_MANY = 3
_NEARLY_ALL = 5, 4
"""Of so many products, so many are nearly all."""

# Words that say no more than "income of a law firm", as _chart.words makes them.
_SAY_NOTHING = frozenset(
    {"legal", "law", "firm", "attorney", "lawyer", "professional", "fee", "income", "revenue", "service", "sale"}
    | {"billing", "billed", "client", "general", "miscellaneous", "other", "total", "all", "of", "from", "the", "for"}
)


def _check(firm: Firm) -> Iterator[Hit]:
    integration = firm.config.systems.integration
    if integration is not None and integration.via == "leanlaw":
        return
    sold_to: dict[str, list[str]] = {key: [] for key in fee_and_recovery_accounts(firm)}
    for key, product in products(firm).items():
        sold_to.get(product.income, []).append(key)
    everything = sum(map(len, sold_to.values()))
    for key, sold in sold_to.items():
        if len(sold_to) == 1:
            yield from _only(firm, key, sold)
        elif len(sold) >= _MANY and _is_catch_all(firm, key, sold, everything):
            yield Hit(
                firm.place("accounts", key),
                f"{title(key, accounts(firm)[key])} takes {len(sold)} of the {everything} products that are sold to "
                "income accounts.",
            )


def _only(firm: Firm, key: str, products_sold: Collection[str]) -> Iterator[Hit]:
    sold, is_vague = frozenset(products_sold), _says_nothing(firm, key)
    ending = [each for each in categories(firm).values() if each.product in sold and (is_vague or not each.shared)]
    many = _MANY - 1 if is_vague else _MANY
    if len(sold) >= many or len(ending) >= _MANY:
        counted = f"{len(sold)} products" if len(sold) >= many else f"{len(ending)} billing categories"
        yield Hit(
            firm.place("accounts", key),
            f"{title(key, accounts(firm)[key])} is the only income account, and {counted} are booked to it.",
        )


def _is_catch_all(firm: Firm, key: str, sold: Collection[str], everything: int) -> bool:
    """True when its name says nothing and it takes most products, or it takes nearly all, of several kinds."""
    if _says_nothing(firm, key):
        return len(sold) * 2 > everything
    of, many = _NEARLY_ALL
    if len(sold) * of < everything * many:
        return False
    billed = {way for product in sold for way in ways_of_billing(firm)[product]}
    charged = {category.product for category in categories(firm).values()}
    return len(billed) > 1 or ("cost" in billed and not charged.isdisjoint(sold))


def _says_nothing(firm: Firm, key: str) -> bool:
    """True when the account's name says no more than that a law firm has income."""
    return _SAY_NOTHING.issuperset(words(accounts(firm)[key].name or ""))


RULE = Rule(
    code="COA209",
    name="catch-all-income-account",
    level=Level.WARNING,
    why="Reports then cannot say what the firm earns from which kind of work, and it is hard to split afterwards.",
    fix="Declare an income account for each kind of income, and let the products name them.",
    check=_check,
    needs_whole=True,
    catalogue="C04",
)
