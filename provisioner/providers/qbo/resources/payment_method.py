"""QuickBooks payment methods. The route of a payment is a rule for staff: neither QuickBooks nor Clio routes by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from provisioner.model.change import Action
from provisioner.model.section import Section
from provisioner.model.spec import AccountKey, ProcessorKey, Reference, Spec, TrustKey
from provisioner.providers.entries import entry, retired
from provisioner.providers.names import ShortName
from provisioner.providers.qbo.base import QboType
from provisioner.providers.wire import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired, Value

API_KINDS = {"credit_card": "CREDIT_CARD", "other": "NON_CREDIT_CARD"}


class PaymentSpec(Spec):
    """A way clients pay, and the bank account its money goes to."""

    name: ShortName
    kind: Literal["credit_card", "other"] | None = None
    route: Literal["trust_transfer"] | Annotated[str, Reference(("accounts", "trust"))] | None = None
    """The bank account or trust account it goes to; `trust_transfer` for trust money applied to an invoice."""
    processor: ProcessorKey | None = None
    from_: Annotated[TrustKey | None, Field(alias="from")] = None
    """For a trust transfer: the trust account the money leaves."""
    to: AccountKey | None = None
    """For a trust transfer: the bank account the money arrives in."""


class RetiredPayment(Spec):
    """A payment method to be made inactive."""

    name: ShortName


class PaymentMethod(QboType):
    """See the module docstring."""

    kind: ClassVar[str] = "qbo.payment_method"
    noun: ClassVar[str] = "payment method"
    entity: ClassVar[str] = "PaymentMethod"
    wire = {"name": text("Name", "name"), "kind": text("Type", "kind")}
    sections = (Section("payments", PaymentSpec, RetiredPayment, "How clients pay."),)

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared payment methods, and those to be made inactive."""
        for key, spec in firm.entries("payments", PaymentSpec).items():
            kind = API_KINDS[spec.kind] if spec.kind else None
            made = entry(firm, self.kind, ("payments", key), spec, {"name": spec.name, "kind": kind})
            yield replace(made, note=_route(firm, spec)) if spec.route else made
        yield from retired(firm, self.kind, "payments")

    def group(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - one heading for all
        """The heading in a plan."""
        return "Payment methods"

    def effect(self, change: Change) -> str:
        """What is different, and that a route is kept by staff, not by a program."""
        said = super().effect(change)
        if change.action in (Action.NO_OP, Action.RETIRE) or not change.desired.note:
            return said
        return f"{said} {change.desired.note}"


def _route(firm: Firm, spec: PaymentSpec) -> str:
    """What the route asks of staff."""
    if spec.route == "trust_transfer":
        ends = (("leaves", spec.from_), ("arrives in", spec.to))
        named = " and ".join(f"{what} {_bank(firm, key)}" for what, key in ends if key)
        books = f"book that it {named or 'comes from trust'}"
    else:
        books = f"book it to {_bank(firm, str(spec.route))}"
    return f"Its route is a rule for staff, who {books}: neither QuickBooks nor Clio routes money by it."


def _bank(firm: Firm, key: str) -> str:
    """An account, or the bank account of a trust account, as on screen."""
    account = firm.config.trust[key].bank if key in firm.config.trust else key
    spec = firm.section("accounts").get(account)
    named = " ".join(part for part in (spec.number, spec.name) if part) if spec is not None else ""
    return named or account.replace("_", " ").title()
