"""Clio's expense categories: client costs the firm advances (hard) or recovers (soft)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from provisioner.engine.normalise import amount as as_amount
from provisioner.engine.ports import FieldInfo
from provisioner.model.address import Address
from provisioner.model.resource import Desired
from provisioner.model.section import Section
from provisioner.model.spec import Amount, ProductKey, Spec
from provisioner.providers.clio.base import ClioType
from provisioner.providers.entries import FieldPlaces, keys_of, retired
from provisioner.providers.names import ClioName
from provisioner.providers.wire import WireField, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Value

ENTRY_TYPES = {"hard": "hard_cost", "soft": "soft_cost"}


class ExpenseCategorySpec(Spec):
    """A kind of client cost, and the product its lines become in QuickBooks."""

    name: ClioName
    product: ProductKey
    cost: Literal["hard", "soft"] | None = None
    """Hard: paid to somebody for the client. Soft: the firm's own cost, recovered."""
    rate: Amount | None = None
    """A price of its own, in whole dollars and quotes: Clio shows it without cents."""
    utbms: Annotated[str, Field(pattern=r"^E\d{3}$")] | None = None
    """The UTBMS expense code, for e-billing."""
    shared: bool | None = None


class RetiredExpenseCategory(Spec):
    """An expense category that should no longer be used."""

    name: ClioName


def whole_dollars(value: Value) -> Value:
    """The rate as Clio answers it: its read schema has whole numbers. Clio OpenAPI document of 2026-04-08."""
    rate = as_amount(value)
    return rate.quantize(Decimal(1), ROUND_HALF_UP).quantize(Decimal("0.01")) if isinstance(rate, Decimal) else None


class ExpenseCategory(ClioType):
    """See the module docstring."""

    kind: ClassVar[str] = "clio.expense_category"
    noun: ClassVar[str] = "expense category"
    path: ClassVar[str] = "expense_categories"
    heading: ClassVar[str] = "Expense categories in Clio"
    menu: ClassVar[str] = "Activities, then Manage categories"  # Clio help 115002111193; read 2026-11
    wire = {
        "name": text("name", "name"),
        "cost": text("entry_type", "kind of cost"),
        "rate": WireField("rate", FieldInfo("rate", normal=as_amount, stored=whole_dollars), decode=as_amount),
    }
    sections = (
        Section(
            "expense_categories",
            ExpenseCategorySpec,
            RetiredExpenseCategory,
            "Clio expense categories, each with its QuickBooks product.",
            "clio",
        ),
    )

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared expense categories, and those no longer to be used."""
        for key, spec in firm.entries("expense_categories", ExpenseCategorySpec).items():
            path = ("expense_categories", key)
            fields: dict[str, Value] = {"name": spec.name}
            if spec.cost is not None:
                fields["cost"] = ENTRY_TYPES[spec.cost]
            if spec.rate is not None:
                fields["rate"] = spec.rate
            places, covers = FieldPlaces(firm, path, fields), keys_of(fields, "shared")
            address = Address("clio", "expense_category", key)
            yield Desired(address, fields, path, firm.place(*path), places, covers)
        yield from retired(firm, self.kind, "expense_categories")
