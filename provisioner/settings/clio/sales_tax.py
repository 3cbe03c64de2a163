"""Where the sales tax line of Clio's bills goes: to a product, since it never reaches QuickBooks's Sales Tax Center."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import account, asked, says
from provisioner.settings._making import NOT_SEEN, YEAR
from provisioner.settings._sources import CLIO_NO_API, CLIO_SYNC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked

KIND = "clio.setting.sales_tax"
STEPS = (
    "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, then the sync settings.",
    "Under Export approved bills and recorded payments, link the tax lines to the declared product.",
    "Save the sync settings.",
    "File the tax from that account: QuickBooks's Sales Tax Center does not know of it.",
)


def _asked(firm: Firm) -> Iterator[Asked]:
    def goes_to(product: object) -> str:
        item = firm.section("products").get(str(product))
        income = f" ({account(firm, item.income)})" if item is not None else ""
        return f"Sales tax on Clio's bills goes to {getattr(item, 'name', product)}{income}."

    said = says(firm, ("posting",), {"sales_tax": goes_to})
    yield from asked(firm, KIND, "Sales tax on bills", said, STEPS, "A screenshot of the mapping of tax lines.")


SETTING = Setting(
    kind=KIND,
    noun="Sales tax on bills",
    nature=Nature.SWITCH,
    valid_days=YEAR,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(CLIO_SYNC, CLIO_NO_API),
    catalogue="S28",
    system="clio",
)
