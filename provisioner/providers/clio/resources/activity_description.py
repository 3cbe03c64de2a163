"""Clio's billing categories (activity descriptions): what time and flat fees are billed as.

The product each maps to is chosen on Clio's sync screen, which no program can read: that part of an entry is a
declaration for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

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
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Observed, Value


class CategorySpec(Spec):
    """A billing category for time or flat fees, and the product its lines become in QuickBooks."""

    name: ClioName
    product: ProductKey
    shared: bool | None = None
    """True says that it shares its product with another category on purpose."""
    rate: Amount | None = None
    """A rate of its own, in quotes; without it the user's or matter's rate applies."""
    billing: Literal["hourly", "flat"] | None = None
    """Whether `rate` is by the hour or for the whole; by the hour where a new category does not say."""


class RetiredCategory(Spec):
    """A category that should no longer be used."""

    name: ClioName


WAYS = {"FlatRate": "flat", "Custom": "hourly"}


def _rate(wire: Any) -> Value:
    return as_amount(wire.get("amount")) if isinstance(wire, dict) and wire.get("type") != "User" else None


class ActivityDescription(ClioType):
    """See the module docstring."""

    kind: ClassVar[str] = "clio.activity_description"
    noun: ClassVar[str] = "billing category"
    path: ClassVar[str] = "activity_descriptions"
    heading: ClassVar[str] = "Billing categories in Clio"
    menu: ClassVar[str] = "Activities, then Manage categories"  # Clio help 115002111193; read 2026-11
    wire = {
        "name": text("name", "name"),
        "rate": WireField(
            "rate",
            FieldInfo("rate", normal=as_amount),
            decode=_rate,
            encode=lambda value: {"amount": value},
            asked="rate{amount,type}",
        ),
        "billing": WireField(
            "rate",
            FieldInfo("way of billing"),
            decode=lambda wire: None if not isinstance(wire, dict) else WAYS.get(str(wire.get("type"))),
            encode=lambda value: {"type": {"flat": "FlatRate", "hourly": "Custom"}[value]},
            asked="rate{amount,type}",
        ),
    }
    sections = (
        Section(
            "categories",
            CategorySpec,
            RetiredCategory,
            "Clio billing categories, each with its QuickBooks product.",
            "clio",
        ),
    )

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:
        """As for every type; a rate always whole, since what Clio does with half of one is not documented."""
        body = super().body(fields, observed, active=active)
        if "rate" in body:
            live = observed.raw.get("rate") if observed is not None else None
            own = live if isinstance(live, dict) and live.get("type") in WAYS else {}
            body["rate"] = {
                "type": "Custom",
                **{key: own[key] for key in ("amount", "type") if key in own},
                **body["rate"],
            }
        return body

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared categories, and those no longer to be used."""
        for key, spec in firm.entries("categories", CategorySpec).items():
            path = ("categories", key)
            fields: dict[str, Value] = {"name": spec.name}
            if spec.rate is not None:
                fields |= {"rate": spec.rate} | ({"billing": spec.billing} if spec.billing else {})
            places, covers = FieldPlaces(firm, path, fields), keys_of(fields, "shared")
            address = Address("clio", "activity_description", key)
            yield Desired(address, fields, path, firm.place(*path), places, covers)
        yield from retired(firm, self.kind, "categories")
