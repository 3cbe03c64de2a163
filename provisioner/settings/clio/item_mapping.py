"""Which QuickBooks product each of Clio's billing categories goes to: the way from a bill to an income account."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import NOTHING, account, asked, value_at
from provisioner.settings._making import QUARTER
from provisioner.settings._sources import ARTICLE, CLIO_MAPPING, CLIO_NO_API, CLIO_SYNC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Said

KIND = "clio.setting.item_mapping"
SECTIONS = ("categories", "expense_categories")
LISTED = 100
"""So many categories are told one by one; a fingerprint stands for the rest."""
STEPS = (
    "In QuickBooks, open Sales, then Products and services: each product named here is there and active.",
    "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, then the sync settings.",
    "Under Export approved bills and recorded payments, link the lines to the products as declared.",
    "Clio links to products, never to accounts: the product decides the income account.",
    "Clio's help does not say how fine the links go: where the page offers fewer than declared, do not confirm.",
    "Save the sync settings, approve one bill with a line of each kind, and look at the invoice in QuickBooks.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    mapped: Said = [
        ((section, key, "product"), _hop(firm, section, key, entry["product"]))
        for section in SECTIONS
        for key, entry in (firm.tree.get(section) or {}).items()
        if value_at(entry, ("product",)) not in {NOTHING, None}
    ]
    said: Said = mapped[:LISTED]
    if more := mapped[LISTED:]:
        fingerprint = sha256("\n".join(text for _, text in more).encode()).hexdigest()[:12]
        said += [(more[0][0], f"And {len(more):,} more categories (fingerprint {fingerprint}).")]
        said += [(path, "") for path, _ in more[1:]]
    evidence = "Screenshots of the mapping in Clio, and of the invoice with its products."
    yield from asked(firm, KIND, "Mapping of categories to products", said, STEPS, evidence)


def _hop(firm: Firm, section: str, key: str, product: object) -> str:
    category = firm.section(section).get(key)
    item = firm.section("products").get(str(product))
    income = f" ({account(firm, item.income)})" if item is not None else ""
    return f"{getattr(category, 'name', key)} goes to {getattr(item, 'name', product)}{income}."


SETTING = Setting(
    kind=KIND,
    noun="Mapping of categories to products",
    nature=Nature.SWITCH,
    valid_days=QUARTER,
    asked=_asked,
    observable="Not the mapping itself. That each product exists with its income account is checked by every plan.",
    sources=(CLIO_MAPPING, CLIO_SYNC, ARTICLE, CLIO_NO_API),
    catalogue="C06 C07 C15 C19",
    system="clio",
)
