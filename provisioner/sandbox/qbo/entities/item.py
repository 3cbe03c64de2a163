"""Item: products and services (Intuit API reference, Item; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import post, system_account
from provisioner.sandbox.qbo.shape import Computed, Draft, Entity, Field, Unique, words
from provisioner.sandbox.qbo.tree import ancestors, check_parent, check_reference, full_name, refuse_active_children

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Key
    from provisioner.sandbox.qbo.store import Company, Row

# The reference asks for income accounts; companies point cost and trust items at other kinds too. That a bank, credit
# card, receivable, payable, fixed-asset, long-term or equity account is refused is an assumption.
INCOME_TYPES = frozenset(
    {"Income", "Other Income", "Other Current Asset", "Other Current Liability", "Expense", "Cost of Goods Sold"}
)
EXPENSE_TYPES = frozenset({"Expense", "Other Expense", "Cost of Goods Sold", "Other Current Asset"})
NEEDED = {
    "Service": ("IncomeAccountRef",),
    "NonInventory": (),
    "Inventory": ("IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef", "InvStartDate", "QtyOnHand"),
    "Category": (),
}


def _check(draft: Draft) -> None:
    values = draft.values
    if values.get("SubItem") and "ParentRef" not in values:
        raise errors.no_parent()
    if "ParentRef" in values and not values.get("SubItem"):
        raise errors.conflict("SubItem", "SubItem must be true when ParentRef is given.")
    if values["Type"] == "Category":
        _strip(values)
    check_parent(draft, levels=4 if values["Type"] == "Category" else 5)
    refuse_active_children(draft)
    if values["Type"] == "Inventory" and draft.company.edition not in ("plus", "advanced"):
        raise errors.not_in_plan("Inventory is not part of this QuickBooks plan.")
    if draft.was("Type") == "Inventory" and values["Type"] != "Inventory":
        raise errors.business("The type of an inventory item cannot be changed.")
    for name in NEEDED[values["Type"]]:
        if name not in values:
            raise errors.missing(name)
    _check_accounts(draft)
    for name in ("ClassRef", "PrefVendorRef", "SalesTaxCodeRef", "PurchaseTaxCodeRef"):
        check_reference(draft, name)


def _strip(values: Record) -> None:
    """A category has a name and a parent, and neither price nor tax (reference, sample)."""
    for name in ("Taxable", "UnitPrice", "PurchaseCost", "TrackQtyOnHand"):
        values.pop(name, None)


def _check_accounts(draft: Draft) -> None:
    for name, allowed in (("IncomeAccountRef", INCOME_TYPES), ("ExpenseAccountRef", EXPENSE_TYPES)):
        account = check_reference(draft, name)
        if account is not None and account.values["AccountType"] not in allowed:
            raise errors.wrong_account_type(name)
    asset = check_reference(draft, "AssetAccountRef")
    if asset is not None and asset.values["AccountType"] != "Other Current Asset":
        raise errors.wrong_account_type("AssetAccountRef")


def _stock(draft: Draft, row: Row) -> None:
    """Stock on hand at creation is posted against Opening Balance Equity (that the API does so is an assumption)."""
    if draft.before is not None or row.values["Type"] != "Inventory":
        return
    worth = Decimal(row.values["QtyOnHand"]) * row.values.get("PurchaseCost", Decimal(0))
    if worth:
        equity = system_account(draft.company, "opening_balance_equity")
        post(draft.company, row.values["AssetAccountRef"], equity.id, worth)


def _name_key(company: Company, row: Row) -> Key | None:
    """Unique among all items, whatever the parent (reference)."""
    del company
    return ("item", str(row.values["Name"]).casefold())


def _level(company: Company, row: Row) -> int | None:
    depth = len(ancestors(company.tables["Item"], row.id)) - 1
    return depth or None


ENTITY = Entity(
    name="Item",
    source="Intuit API reference, Item; read 2026-11",
    gaps={"create": "bundles cannot be made; stock is posted against Opening Balance Equity (assumption)"},
    fields=(
        Field("Name", limit=100, banned=":\t\n", required=True, filter=True, sort=True),
        Field("Description", limit=4000),
        # Bundles ("Group") cannot be created through the API.
        Field(
            "Type", choices=("Service", "NonInventory", "Inventory", "Category"), required=True, filter=True, sort=True
        ),
        Field("SubItem", "bool", filter=True),
        Field("ParentRef", "ref", target="Item", filter=True),
        Field("Sku", limit=100),
        Field("Taxable", "bool", default=False, filter=True),
        Field("SalesTaxIncluded", "bool"),
        Field("UnitPrice", "amount", sort=True, default=0),
        Field("IncomeAccountRef", "ref", target="Account"),
        Field("PurchaseDesc", limit=1000),
        Field("PurchaseCost", "amount", sort=True, default=0),
        Field("PurchaseTaxIncluded", "bool"),
        Field("ExpenseAccountRef", "ref", target="Account"),
        Field("AssetAccountRef", "ref", target="Account"),
        Field("TrackQtyOnHand", "bool", default=False),
        Field("QtyOnHand", "amount"),
        Field("InvStartDate", "date"),
        Field("ReorderPoint", "amount"),
        Field("ClassRef", "ref", target="Class"),
        Field("PrefVendorRef", "ref", target="Vendor"),
        Field("SalesTaxCodeRef", "ref", target="TaxCode"),
        Field("PurchaseTaxCodeRef", "ref", target="TaxCode"),
    ),
    computed=(full_name("Item"), Computed("Level", "int", _level)),
    ignored=words(
        "ItemCategoryType Source TaxClassificationRef UQCDisplayText UQCId DeferredRevenue AbatementRate "
        "ReverseChargeRate ServiceType"
    ),
    check=_check,
    after=_stock,
    unique=(Unique(_name_key, lambda: errors.duplicate_name("item")),),
)
