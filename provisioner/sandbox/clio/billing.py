"""Bill arithmetic: what the lines, discounts, taxes, interest and payments of a bill make of its amounts and state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.clio.ledger import ZERO, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.sandbox.clio.shape import Record, View

_CENT = Decimal("0.01")
_PERCENT = Decimal("0.01")
_WIDE = Context(prec=80)  # an absurd rate times an absurd amount is still a number
LARGEST = Decimal(10**15)  # what a double holds to the cent ends before this
OPEN_STATES = ("draft", "awaiting_approval")
ISSUED_STATES = ("awaiting_payment", "paid")
ACTIVE_STATES = OPEN_STATES + ISSUED_STATES

# What a person can do with a bill (Clio help, bills; `void` and `deleted`: Clio OpenAPI 2026-04-08, Bill#destroy).
_TRANSITIONS = {
    "draft": ("awaiting_approval", "awaiting_payment", "deleted"),
    "awaiting_approval": ("awaiting_payment", "deleted"),
    "awaiting_payment": ("void",),
}


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to whole cents."""
    return amount.quantize(_CENT, ROUND_HALF_UP, _WIDE)


@dataclass(frozen=True)
class LineAmounts:
    """The amounts of one line; `sub_total` is before its discount."""

    sub_total: Decimal
    discount: Decimal
    tax: Decimal
    secondary_tax: Decimal

    @property
    def net(self) -> Decimal:
        """The line without taxes."""
        return self.sub_total - self.discount

    @property
    def total(self) -> Decimal:
        """The line with its taxes."""
        return self.net + self.tax + self.secondary_tax


def line_amounts(view: View, line: Record, bill: Record | None = None) -> LineAmounts:
    """The amounts of a line under the tax rates of its bill; what is not charged for is nothing."""
    bill = bill or view.find("bills", line["bill"]) or {}
    charged = line["type"] != "NoChargeLineItem"
    sub_total = cents(Decimal(line["quantity"]) * Decimal(line["price"])) if charged else ZERO
    discount = discount_of(line["discount"], sub_total)
    net = sub_total - discount
    tax = _tax(net, bill.get("tax_rate")) if line["taxable"] else ZERO
    base = net + (tax if _is_tax_on_tax(view) else ZERO)
    secondary = _tax(base, bill.get("secondary_tax_rate")) if line["secondary_taxable"] else ZERO
    return LineAmounts(sub_total, discount, tax, secondary)


def _tax(amount: Decimal, rate: str | None) -> Decimal:
    return cents(amount * Decimal(rate or 0) * _PERCENT)


def _is_tax_on_tax(view: View) -> bool:
    """Assumption: the rule `Post` takes the secondary tax on what the first tax has been added to."""
    return any(row["secondary_tax_rule"] == "Post" for row in view.rows("settings/billing"))


def discount_of(discount: Record | None, amount: Decimal) -> Decimal:
    """What a discount takes off an amount; never more than there is."""
    rate = Decimal((discount or {}).get("rate") or 0)
    taken = rate if (discount or {}).get("type") == "money" else cents(amount * rate * _PERCENT)
    return min(max(taken, ZERO), max(amount, ZERO))


def lines_of(view: View, bill: int) -> list[Record]:
    """The lines of a bill, in the order in which they were added."""
    if "lines by bill" not in view.memo:
        grouped: dict[int, list[Record]] = defaultdict(list)
        for row in view.rows("line_items"):
            grouped[row["bill"]].append(row)
        view.memo["lines by bill"] = grouped
    found: list[Record] = view.memo["lines by bill"].get(bill, [])
    return found


def _sum(view: View, table: str, bill: int) -> Decimal:
    rows = [row for row in view.rows(table) if row["bill"] == bill]
    return sum((Decimal(row["total"]) for row in rows), ZERO)


def allocations_of(view: View, bill: int) -> list[Record]:
    """What has been put towards a bill and not been voided."""
    return [row for row in view.rows("allocations") if row["bill"] == bill and row["voided_at"] is None]


def _allocated(rows: Iterable[Record], parent: str) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows if row[parent] is not None), ZERO)


def amounts(view: View, bill: Record) -> Record:
    """The amounts of a bill as it keeps them.

    `total` has taxes and interest in it, `due` is less the bill's discount, `balance` is what is left of `due` (Clio
    OpenAPI 2026-04-08, Bill). Assumption: nothing is left to pay on a void or deleted bill.
    """
    found = _line_sums(view, bill)
    interest = _sum(view, "interest_charges", bill["id"])
    total = found["sub_total"] + found["tax_sum"] + found["secondary_tax_sum"] + interest
    due = total - discount_of(bill["discount"], found["sub_total"])
    rows = allocations_of(view, bill["id"])
    paid, credits_issued = _allocated(rows, "payment"), _allocated(rows, "credit_memo")
    balance = due - paid - credits_issued if bill["state"] in ACTIVE_STATES else ZERO
    found |= {"total": total, "due": due, "paid": paid, "credits_issued": credits_issued, "balance": balance}
    found |= {"interest_total": interest, "total_tax": found["tax_sum"] + found["secondary_tax_sum"]}
    return {name: text(amount) for name, amount in found.items()}


def _line_sums(view: View, bill: Record) -> dict[str, Decimal]:
    """The sums over lines: of everything, of the services, and of what is taxed."""
    lines = [(line, line_amounts(view, line, bill)) for line in lines_of(view, bill["id"])]
    services = [(line, each) for line, each in lines if line["kind"] == "Service"]
    sums = {"tax_sum": _over(lines, "tax"), "secondary_tax_sum": _over(lines, "secondary_tax")}
    sums |= {"sub_total": _over(lines, "net") + _sum(view, "trust_line_items", bill["id"])}
    sums |= {"services_sub_total": _over(services, "net"), "services_tax": _over(services, "tax")}
    sums |= {"services_secondary_tax": _over(services, "secondary_tax")}
    for prefix, rows in (("", lines), ("services_", services)):
        for mark in ("taxable", "secondary_taxable"):
            sums[f"{prefix}{mark}_sub_total"] = _over([(line, each) for line, each in rows if line[mark]], "net")
    return sums


def _over(lines: Iterable[tuple[Record, LineAmounts]], name: str) -> Decimal:
    return sum((getattr(each, name) for _, each in lines), ZERO)


def state_after(bill: Record, balance: Decimal) -> str:
    """The state of a bill with that balance: an issued one is paid when nothing is left."""
    if bill["state"] not in ISSUED_STATES:
        return str(bill["state"])
    return "awaiting_payment" if balance > 0 else "paid"


def has_payments(bill: Record) -> bool:
    """Whether anything was paid or credited."""
    return Decimal(bill["paid"]) + Decimal(bill["credits_issued"]) > 0


def is_editable(bill: Record) -> bool:
    """Whether a bill and its lines can be changed: until something is paid (Clio help, bills: edits after approval)."""
    return bill["state"] in OPEN_STATES or (bill["state"] == "awaiting_payment" and not has_payments(bill))


def transitions(bill: Record) -> list[str]:
    """The states a bill can be brought into now; one with payments cannot be voided."""
    possible = _TRANSITIONS.get(bill["state"], ())
    return [state for state in possible if state not in {"void", "deleted"} or not has_payments(bill)]


def is_open(view: View, bill: int | None) -> bool:
    """Whether the lines of the bill can be changed; what is on no bill can be."""
    found = view.find("bills", bill) if bill is not None else None
    return found is None or is_editable(found)


def line_of(view: View, activity: Record) -> Record:
    """What a bill's line takes from an activity: time in hours, which activities keep in seconds."""
    category = _category(view, activity)
    kind = "Service" if activity["type"] == "TimeEntry" else "Expense"
    return {
        "type": "NoChargeLineItem" if activity["no_charge"] else "ActivityLineItem",
        "kind": kind,
        "quantity": text(billed_quantity(view, activity)),
        "price": activity["price"],
        "description": (category or {}).get("name") or activity["note"],
        **{name: activity[name] for name in ("note", "date", "matter", "user")},
    }


def _category(view: View, activity: Record) -> Record | None:
    table = "activity_descriptions" if activity["type"] == "TimeEntry" else "expense_categories"
    number = activity["activity_description" if activity["type"] == "TimeEntry" else "expense_category"]
    return view.find(table, number) if number is not None else None


def rounded_seconds(view: View, activity: Record) -> Decimal:
    """The time of an activity, rounded up to the firm's smallest unit (settings/billing, `rounding`, in minutes)."""
    seconds = Decimal(activity["quantity"])
    unit = next((int(row["rounding"] or 0) * 60 for row in view.rows("settings/billing")), 0)
    return (seconds / unit).quantize(Decimal(1), ROUND_CEILING) * unit if unit > 0 else seconds


def billed_quantity(view: View, activity: Record) -> Decimal:
    """The number by which the price counts: rounded hours, or pieces; a flat rate counts once."""
    if activity["type"] != "TimeEntry":
        return Decimal(activity["quantity"])
    return Decimal(1) if activity["flat_rate"] else cents(rounded_seconds(view, activity) / 3600)
