"""What the acceptance tests share beside their fixtures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.kernel import FirmSeed

if TYPE_CHECKING:
    from provisioner.sandbox.server import Twin

ROOT = Path(__file__).parents[2]
FIRMS = sorted(folder.parent.name for folder in (ROOT / "firm-configs").glob("*/firm.yaml"))
SMALL = FirmSeed(company_id="9130350000000001", company_name="Small LLP", clio_account_name="Small LLP")


def vendor_requests(twin: Twin, vendor: str) -> list[dict[str, Any]]:
    """What one vendor was asked, from the twin's own log."""
    return [entry for entry in twin.log.entries if entry["vendor"] == vendor]


def is_write(entry: dict[str, Any]) -> bool:
    """True when a logged request changes something."""
    if entry["method"] == "GET" or entry["path"].endswith("/query"):
        return False
    return not (entry["path"].endswith("/batch") and set(entry.get("items") or ()) == {"query"})
