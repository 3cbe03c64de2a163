"""What the editions of QuickBooks Online track beside accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.model.firm import Firm

# Editions without classes, locations and projects, and the classes and locations that Plus takes together.
# QuickBooks help L6THMltE4 and 228520 (usage limits); read 2026-11
_WITHOUT_TRACKING = {"simple_start": "Simple Start", "essentials": "Essentials"}
MOST_CLASSES = 40


def without_tracking(firm: Firm) -> str | None:
    """The name of the firm's edition where it has no classes, locations or projects; else None."""
    return _WITHOUT_TRACKING.get(firm.config.systems.quickbooks.edition)
