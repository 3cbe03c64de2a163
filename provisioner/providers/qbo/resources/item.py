"""QuickBooks products and services. Clio's sync maps billing lines to these; each one decides its income account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from provisioner.model.address import Address
from provisioner.model.change import Action
from provisioner.model.resource import Desired
from provisioner.model.section import Section
from provisioner.model.spec import AccountKey, Amount, ClassKey, Spec
from provisioner.providers.entries import FieldPlaces, keys_of
from provisioner.providers.names import ProductName
from provisioner.providers.qbo.base import QboType, reference
from provisioner.providers.wire import amount, flag, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Value

API_TYPES = {"service": "Service", "non_inventory": "NonInventory"}


class ProductSpec(Spec):
    """A product or service that invoices are made of."""

    name: ProductName
    type: Literal["service", "non_inventory"] = "service"
    income: AccountKey
    """The account its sales go to: income, or other current asset for client costs advanced by the firm."""
    expense: AccountKey | None = None
    """The account its purchases go to, where the firm buys it too."""
    class_: Annotated[ClassKey | None, Field(alias="class")] = None
    """The class its invoice lines get by default."""
    description: Annotated[str, Field(max_length=4000)] | None = None
    rate: Amount | None = None
    """The sales price or rate, in quotes."""
    taxable: bool | None = None


class RetiredProduct(Spec):
    """A product or service to be made inactive."""

    name: ProductName


class Item(QboType):
    """See the module docstring."""

    kind: ClassVar[str] = "qbo.item"
    noun: ClassVar[str] = "product or service"
    entity: ClassVar[str] = "Item"
    sparse: ClassVar[bool] = True
    wire = {
        "name": text("Name", "name"),
        "type": text(
            "Type", "type", fixed="Declare a new product of the right type and list this one under `retired:`."
        ),
        "income": reference("IncomeAccountRef", "income account", "qbo.account"),
        "expense": reference("ExpenseAccountRef", "expense account", "qbo.account"),
        "class": reference("ClassRef", "class", "qbo.class"),
        "description": text("Description", "description"),
        "rate": amount("UnitPrice", "rate"),
        "taxable": flag("Taxable", "taxable"),
    }
    sections = (Section("products", ProductSpec, RetiredProduct, "QuickBooks products and services."),)

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared products, and those to be made inactive."""
        for key, spec in firm.entries("products", ProductSpec).items():
            yield _declared(firm, key, spec)
        for key, spec in firm.retired("products").items():
            path = ("retired", "products", key)
            yield Desired(Address("qbo", "item", key), {"name": spec.name}, path, firm.place(*path), retired=True)

    def group(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - one heading for all
        """The heading in a plan."""
        return "Products and services"

    def effect(self, change: Change) -> str:
        """Where invoices that use it are booked."""
        if change.action is Action.CREATE:
            return "Invoice lines can use it from now on; its income account decides where they are booked."
        if any(each.name == "income" for each in change.fields):
            return (
                "New invoice lines that use it are booked to the other account; invoices already made stay as they are."
            )
        return super().effect(change)


def _declared(firm: Firm, key: str, spec: ProductSpec) -> Desired:
    path = ("products", key)
    values: dict[str, Value] = {
        "name": spec.name,
        "type": API_TYPES[spec.type],
        "income": Address("qbo", "account", spec.income),
        "expense": Address("qbo", "account", spec.expense) if spec.expense else None,
        "class": Address("qbo", "class", spec.class_) if spec.class_ else None,
        "description": spec.description,
        "rate": spec.rate,
        "taxable": spec.taxable,
    }
    said = {"class" if name == "class_" else name for name in spec.model_fields_set} | {"type"}
    fields = {name: value for name, value in values.items() if name in said}
    places, covers = FieldPlaces(firm, path, fields), keys_of(fields)
    return Desired(Address("qbo", "item", key), fields, path, firm.place(*path), places, covers)
