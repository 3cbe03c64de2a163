"""QuickBooks accounts: the chart of accounts, and the ledgers under a trust liability.

An account is recognised by its number if exactly one live account has it, else by its name below its parent; an
account QuickBooks makes by itself (``system:``) by its detail type, since people rename it; a client's ledger by the
tag in its description. Its type never changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from provisioner.engine.ports import Key
from provisioner.model.address import Address
from provisioner.model.change import Action
from provisioner.model.ledger import TAG, tag_in
from provisioner.model.resource import Desired, Observed
from provisioner.model.section import Section
from provisioner.model.spec import AccountKey, Spec, problem
from provisioner.providers.entries import FieldPlaces, keys_of
from provisioner.providers.names import AccountName, AccountNumber
from provisioner.providers.qbo import chart, chart_names, ledgers
from provisioner.providers.qbo.base import QboType, reference
from provisioner.providers.wire import text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Remote, Value

SystemKind = Literal[
    "undeposited_funds", "accounts_receivable", "accounts_payable", "retained_earnings", "opening_balance_equity"
]

LONGEST_DESCRIPTION = 100  # Intuit API reference, Account.Description; read 2026-11
_OUR_MARK = re.compile(r"\bclio:(?:contact|matter):\d+\b|^(?:client:[a-z0-9_]+|ledger:[a-z_]+)\b")
"""A mark wherever it stands, where no other text looks like one; the others only at the beginning."""

NEW_TYPE = "Declare a new account of the right type, move there what belongs there, and list this one under `retired:`."


class AccountSpec(Spec):
    """An account of the chart of accounts."""

    name: AccountName | None = None
    """The name on screen. It may change; the key of the entry may not."""
    type: chart_names.AccountType | None = None
    """The account type, as on screen: Bank, Income, Other Current Liability ..."""
    detail_type: str | None = None
    """The detail type, as on screen or as the API spells it."""
    number: AccountNumber | None = None
    parent: AccountKey | None = None
    """The account this is a sub-account of; both have the same type."""
    description: Annotated[str, Field(max_length=LONGEST_DESCRIPTION)] | None = None
    system: SystemKind | None = None
    """An account QuickBooks makes by itself: found by its kind, never made or renamed."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.system is not None:
            extra = sorted(self.model_fields_set & {"name", "type", "detail_type", "number", "parent", "description"})
            if extra:
                raise problem(
                    "COA105",
                    "system-account-described",
                    f"`system: {self.system}` stands alone; this entry also says {', '.join(extra)}.",
                    why="QuickBooks makes this account itself and its name differs between companies.",
                    fix="Remove the other keys, or remove `system:` if this is an account of your own.",
                )
            return self
        for name in ("name", "type", "detail_type"):
            if getattr(self, name) is None:
                raise problem(
                    "SYN107",
                    "missing-key",
                    f"This account has no `{name}`.",
                    why="QuickBooks would choose one, and not the one you mean." if name != "name" else "",
                    fix=f"Add `{name}:`, or `system:` for an account that QuickBooks makes by itself.",
                )
        return self

    @field_validator("detail_type")
    @classmethod
    def _matching(cls, detail: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("type")
        if detail is not None and isinstance(kind, str):
            chart_names.matching_detail(kind, detail)
        return detail

    @property
    def account_type(self) -> str | None:
        """The account type as the API spells it."""
        return chart.account_type(self.type) if self.type else None

    @property
    def api_detail_type(self) -> str | None:
        """The detail type as the API spells it."""
        kind = self.account_type
        return chart.detail_type(kind, self.detail_type) if kind and self.detail_type else None


class RetiredAccount(Spec):
    """An account to be made inactive. Name and number find it even when our memory of it is lost."""

    name: AccountName
    number: AccountNumber | None = None


def _mark_alone(description: Value) -> Value:
    """The mark that a description holds, which is all of it that matters; another description as it is."""
    found = _OUR_MARK.search(description) if isinstance(description, str) else None
    return found.group() if found else description


class Account(QboType):
    """See the module docstring."""

    kind: ClassVar[str] = "qbo.account"
    noun: ClassVar[str] = "account"
    entity: ClassVar[str] = "Account"
    balance_key = "CurrentBalanceWithSubAccounts"
    system_kinds = frozenset(chart.SYSTEM_KINDS.values())
    wire = {
        "name": text("Name", "name"),
        "number": text("AcctNum", "number"),
        "type": text("AccountType", "type", fixed=NEW_TYPE),
        "detail_type": text("AccountSubType", "detail type"),
        "parent": reference("ParentRef", "parent account", "qbo.account"),
        "description": text("Description", "description", stored=_mark_alone),
    }
    sections = (
        Section("accounts", AccountSpec, RetiredAccount, "The chart of accounts, by a key that never changes."),
    )

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared accounts, ledgers under the trust liabilities, and accounts to be made inactive."""
        for key, spec in firm.entries("accounts", AccountSpec).items():
            yield _declared(firm, key, spec)
        yield from ledgers.desired(firm, firm.entries("accounts", AccountSpec))
        for key, spec in firm.retired("accounts").items():
            path = ("retired", "accounts", key)
            number = {"number": spec.number} if spec.number else {}
            yield Desired(_address(key), {"name": spec.name, **number}, path, firm.place(*path), retired=True)

    def title(self, fields: Mapping[str, Value]) -> str:
        """Number and name, as on screen."""
        return " ".join(str(part) for part in (fields.get("number"), fields.get("name")) if part)

    def group(self, fields: Mapping[str, Value]) -> str:
        """Its part of the books."""
        if fields.get("detail_type") == "TrustAccountsLiabilities":
            return "Trust liability and client ledgers"
        return chart.GROUPS.get(str(fields.get("type")), "Other accounts")

    def keys(self, fields: Mapping[str, Value]) -> Iterable[Key]:
        """Tag of a client ledger, number, then name below its parent."""
        tag = tag_in(fields.get("description"))
        if tag:
            yield Key("tag", (fields.get("parent"), tag))
        if fields.get("number"):
            yield Key("number", fields["number"], live_only=True)
        yield from super().keys(fields)

    def tokens(self, fields: Mapping[str, Value]) -> Iterable[tuple[str, Hashable]]:
        """Names below one parent and account numbers are unique."""
        yield from super().tokens(fields)
        if fields.get("number"):
            yield ("number", fields["number"])

    def passing_value(self, name: str, observed: Observed) -> Value:
        """A number made from the id, which no other account has; or the name with a remark."""
        if name == "number":
            return f"~{observed.id[-6:]}"
        return f"{str(observed.fields.get('name'))[:80]} (moving {observed.id[-6:]})"

    def refusal(self, desired: Desired, observed: Observed, siblings: Sequence[Observed]) -> str:
        """A balance, a use, or being one of QuickBooks's own accounts forbids to make it inactive."""
        if observed.system_kind is not None:
            return "QuickBooks made this account itself and needs it"
        if observed.balance:
            return f"its balance is {observed.balance:,.2f}"
        return super().refusal(desired, observed, siblings)

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:
        """As for every type; a mark is put before what people wrote in the description, which stays."""
        mark = fields.get("description")
        written = observed.raw.get("Description") if observed is not None else None
        if isinstance(mark, str) and isinstance(written, str) and tag_in(mark) == mark:
            rest = " ".join(part for part in TAG.sub(" ", written).split() if part)
            fields = {**fields, "description": f"{mark} {rest}"[:LONGEST_DESCRIPTION].rstrip()}
        return super().body(fields, observed, active=active)

    def effect(self, change: Change) -> str:
        """What is different for whoever posts to it."""
        name = self.title({**(change.observed.fields if change.observed else {}), **change.desired.fields})
        if change.action is Action.CREATE:
            return f"Postings can be made to {name} from now on; its balance starts at zero."
        if change.desired.tag is not None and change.action is Action.RETIRE:
            return (
                "This ledger has been empty in both systems for as long as the firm file asks. Its history stays, "
                "and the same ledger is used again when the client returns."
            )
        if change.desired.tag is not None and change.action is Action.REACTIVATE:
            return "There is money for it again; the same ledger goes on, with its history."
        return super().effect(change)

    def undeclared(self, observed: Observed, owned: Mapping[Remote, Address]) -> str:
        """An income account nobody declared, and a ledger under a trust liability that is no client's."""
        parent = observed.fields.get("parent")
        if observed.fields.get("detail_type") == "TrustAccountsLiabilities" and parent in owned:
            return "ledgers under a trust liability that belong to no declared client"
        if observed.fields.get("type") == "Income":
            return "income accounts that no entry declares"
        return ""


def _address(key: str) -> Address:
    return Address("qbo", "account", key)


def _declared(firm: Firm, key: str, spec: AccountSpec) -> Desired:
    path = ("accounts", key)
    if spec.system is not None:
        return Desired(
            _address(key),
            {},
            path,
            firm.place(*path),
            covers=keys_of(("system", "clio")),
            found_by=chart.SYSTEM_KINDS[spec.system],
        )
    values: dict[str, Value] = {
        "name": spec.name,
        "number": spec.number,
        "type": spec.account_type,
        "detail_type": spec.api_detail_type,
        "parent": _address(spec.parent) if spec.parent else None,
        "description": spec.description,
    }
    said = spec.model_fields_set
    fields = {name: value for name, value in values.items() if name in said}
    places, covers = FieldPlaces(firm, path, fields), keys_of(fields, "clio")
    return Desired(_address(key), fields, path, firm.place(*path), places, covers)
