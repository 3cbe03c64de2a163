"""Bank accounts in Clio, declared beside the QuickBooks account they stand for (``accounts.operating.clio``).

Clio sets type and balance only when an account is made; this program never sends a balance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol, cast

from pydantic import Field

from provisioner.model.address import Address
from provisioner.model.resource import Desired
from provisioner.model.section import Extension
from provisioner.model.spec import Digits, Spec
from provisioner.providers.clio.base import ClioType
from provisioner.providers.entries import FieldPlaces, keys_of
from provisioner.providers.names import ClioName
from provisioner.providers.wire import flag, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Observed, Value


CURRENCY = "USD"


class ClioBankSpec(Spec):
    """The bank account in Clio that stands for this account."""

    name: ClioName
    type: Literal["Trust", "Operating"]
    default: bool | None = None
    """Whether it comes first when a payment is recorded."""
    institution: str | None = None
    general_ledger_number: Annotated[Digits, Field(max_length=50)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = CURRENCY
    """Needed by Clio when the account is made; a live account keeps its own where this is not said."""


class _WithClio(Protocol):
    clio: ClioBankSpec | None


class BankAccount(ClioType):
    """See the module docstring."""

    kind: ClassVar[str] = "clio.bank_account"
    noun: ClassVar[str] = "bank account"
    path: ClassVar[str] = "bank_accounts"
    heading: ClassVar[str] = "Bank accounts in Clio"
    menu: ClassVar[str] = "Accounts"
    wire = {
        "name": text("name", "name"),
        "type": text(
            "type", "type", fixed="Clio cannot change it. Make a new bank account in Clio, or ask Clio's support."
        ),
        "default": flag("default_account", "default mark"),
        "institution": text("institution", "institution"),
        "general_ledger_number": text("general_ledger_number", "general ledger number"),
        "currency": text("currency", "currency", fixed="Clio sets the currency when the account is made."),
    }
    extensions = (Extension("accounts", "clio", ClioBankSpec),)

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """The bank accounts declared under ``clio:`` of an account."""
        entries: Mapping[str, _WithClio] = cast("Any", firm.config).accounts
        for key, account in entries.items():
            spec = account.clio
            if spec is None:
                continue
            path = ("accounts", key, "clio")
            values: dict[str, Value] = {
                "name": spec.name,
                "type": spec.type,
                "default": spec.default,
                "institution": spec.institution,
                "general_ledger_number": spec.general_ledger_number,
                "currency": spec.currency,
            }
            fields = {name: value for name, value in values.items() if spec.sets(name)}
            places = FieldPlaces(firm, path, fields)
            address = Address("clio", "bank_account", key)
            yield Desired(address, fields, path, firm.place(*path), places, keys_of(fields))

    def title(self, fields: Mapping[str, Value]) -> str:
        """Name and type."""
        return f"{fields.get('name')} ({fields.get('type')})" if fields.get("type") else str(fields.get("name") or "")

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:
        """As for every type; currency and type only when the account is made."""
        body = super().body(fields, observed, active=active)
        if observed is None:
            return {"currency": CURRENCY, **body}
        return {key: value for key, value in body.items() if key not in {"type", "currency"}}
