"""The mapping document: each billing category, the product behind it, and the account its money is booked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from provisioner.render.docs.blocks import Block, Document, Heading, PageKind, Subject, Table, Text, Warn
from provisioner.render.docs.names import account_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm


class _Category(Protocol):
    name: str
    product: str


class _Expense(_Category, Protocol):
    cost: str | None
    utbms: str | None


class _Product(Protocol):
    name: str
    income: str


HEAD = ("Category in Clio", "Product in QuickBooks", "Account it is booked to")
COSTS = {"hard": "Hard cost: paid to others for the client", "soft": "Soft cost: the firm's own, recovered"}


def make(subject: Subject) -> list[Document]:
    """One document: time and fees, expenses, lines without a category, accounts that nothing leads to."""
    firm = subject.firm
    return [
        Document(
            "mapping",
            "Where each line of a bill goes",
            "Clio's sync sends every line of a bill to a product in QuickBooks, and the product decides the account. "
            "This is what the firm has agreed on; compare it with Clio's Bill Syncing screen and with QuickBooks.",
            tuple(_blocks(firm)),
        )
    ]


def _blocks(firm: Firm) -> Iterator[Block]:
    categories: Mapping[str, _Category] = firm.section("categories")
    expenses: Mapping[str, _Expense] = firm.section("expense_categories")
    if not categories and not expenses:
        yield Warn("The firm's file has no categories: nobody can say where a line of a bill is meant to go.")
        return
    yield Heading("Time and fees")
    yield Table(HEAD, tuple((each.name, *_behind(firm, each.product)) for each in categories.values()))
    yield Heading("Expenses")
    yield Table(
        (*HEAD[:1], "Kind", "Code on electronic bills", *HEAD[1:]),
        tuple(
            (each.name, COSTS.get(each.cost or "", ""), each.utbms or "", *_behind(firm, each.product))
            for each in expenses.values()
        ),
    )
    used = {each.product for each in (*categories.values(), *expenses.values())}
    others = [key for key in firm.section("products") if key not in used]
    if others:
        yield Heading("Products without a category")
        yield Text("Clio uses them for lines that have no category, such as interest and credit notes, or nobody does.")
        yield Table(HEAD[1:], tuple(_behind(firm, key) for key in others))
    yield Heading("What has no place here")
    yield Text(
        "A line without a category has no account anybody agreed on. Give it a category before the bill is approved."
    )


def _behind(firm: Firm, key: str) -> tuple[str, str]:
    products: Mapping[str, _Product] = firm.section("products")
    product = products.get(key)
    return (product.name, account_title(firm, product.income)) if product is not None else (key, "")


PAGE = PageKind("mapping", "Where each line of a bill goes", make, catalogue="C04 C06 C08 C15 C19")
