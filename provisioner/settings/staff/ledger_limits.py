"""How much of the firm's own money may be in trust, and how long money may stay without an owner."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.model.ledger import SPECIAL_NAMES, tag_in
from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, each_trust, says, value_at
from provisioner.settings._making import QUARTER
from provisioner.settings._sources import ABA_115, STATE_TITLES
from provisioner.settings._watching import balances_known, below, children, entry_key, liability, own_balance, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Sayings

KIND = "staff.procedure.ledger_limits"
FIRM_FUNDS = "firm_funds"
STEPS = (
    "Neither program has a limit: it is what the reviewer looks at every month.",
    "In QuickBooks, open each of these ledgers below the trust liability, and compare its balance.",
    "For money without an owner: see since when it is there, and what was done to find out.",
    "Take out what is too much, or put in what is too little, by a check with a line on that ledger.",
)


def _sayings(firm: Firm, trust: str) -> Sayings:
    found: dict[str, object] = {}
    for kind, usual in SPECIAL_NAMES.items():
        entry = value_at(firm.tree, ("trust", trust, "special_ledgers", kind))
        name = str(entry.get("name") or usual) if hasattr(entry, "get") else usual
        found |= {
            **_name(firm, trust, kind, usual, entry),
            f"{kind}.min": lambda least, name=name: f"{name} holds at least {least}.",
            f"{kind}.max": lambda most, name=name: f"{name} holds at most {most}.",
            f"{kind}.max_days": lambda days, name=name: f"Nothing stays in {name} for more than {days} days.",
        }
    return found  # type: ignore[return-value]


def _name(firm: Firm, trust: str, kind: str, usual: str, entry: object) -> dict[str, object]:
    """Without sub-accounts nothing makes such a ledger: staff keep its money apart under its name."""
    if firm.config.trust[trust].ledgers.method == "sub_accounts":
        return {}
    apart = "is kept apart, and never counted as a client's."
    return {kind: lambda _: f"{usual} {apart}"} if entry == {} else {f"{kind}.name": lambda name: f"{name} {apart}"}


def _asked(firm: Firm) -> Iterator[Asked]:
    for key, path, bank in each_trust(firm):
        said = says(firm, (*path, "special_ledgers"), _sayings(firm, key))
        evidence = "The registers of these ledgers, to the end of last month."
        yield from asked(firm, KIND, f"Limits of special ledgers in {bank}", said, STEPS, evidence, key)


def _otherwise(asked: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    special = firm.config.trust[entry_key(asked)].special_ledgers
    limits = special.firm_funds if special is not None else None
    parent = liability(firm, entry_key(asked), snapshots) if balances_known(snapshots) else None
    if limits is None or (limits.max is None and limits.min is None) or parent is None:
        return None
    known = children(snapshots)
    for each in below(parent, known):
        own = own_balance(each, known) if tag_in(each.fields.get("description")) == f"ledger:{FIRM_FUNDS}" else None
        if own is not None:
            held = -own
            if limits.max is not None and held > limits.max:
                return f"In QuickBooks {shown(each)} holds {held:,.2f}, more than {limits.max:,.2f}."
            if limits.min is not None and Decimal(0) < held < limits.min:
                return f"In QuickBooks {shown(each)} holds {held:,.2f}, less than {limits.min:,.2f}."
            return ""
    return None


SETTING = Setting(
    kind=KIND,
    noun="Limits of special ledgers",
    nature=Nature.PROCEDURE,
    valid_days=QUARTER,
    asked=_asked,
    observable="The balance of the firm's own money in trust in QuickBooks, now. How long money stays is not seen.",
    sources=(ABA_115, STATE_TITLES),
    contradiction=_otherwise,
    catalogue="T13 T14 T20",
    system="staff",
)
