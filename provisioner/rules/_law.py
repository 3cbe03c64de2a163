"""How rules about states speak: one place decides, from the cell alone, the level of a finding and its words.

A rule of a state hands over what it saw and the cell it compared it with. It can choose neither level nor wording, so
that nothing unconfirmed, no firm policy and no model rule is ever called a requirement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.jurisdictions import MODEL_RULES, get
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provisioner.jurisdictions.model import Cell, Jurisdiction
    from provisioner.model.firm import Firm
    from provisioner.model.source import Place
    from provisioner.model.trust import TrustAccount


@dataclass(frozen=True, slots=True)
class Account:
    """A trust account and the law it is compared with: its jurisdiction's, or the model rules without data on it."""

    firm: Firm
    key: str
    trust: TrustAccount
    law: Jurisdiction

    @property
    def is_known(self) -> bool:
        """True when we have data on the account's own jurisdiction."""
        return self.law.code == self.trust.jurisdiction

    def place(self, *path: str) -> Place:
        """Where the value at ``path`` of this account was written."""
        return self.firm.place("trust", self.key, *path)


@dataclass(frozen=True, slots=True)
class Breach:
    """A place where the firm file differs from a cell of its account's jurisdiction.

    ``what`` is a finished sentence on the firm file. ``asks`` is what the cell asks for, to be read after "asks for".
    Without a cell nothing is said of the law but that we know of none.
    """

    cell: Cell | None
    place: Place
    what: str
    asks: str = ""
    fix: str = ""


def state_rule(
    *,
    code: str,
    name: str,
    level: Level,
    why: str,
    fix: str,
    check: Callable[[Account], Iterable[Breach]],
    catalogue: str,
) -> Rule:
    """A rule that looks at every trust account of a firm. ``level`` is for confirmed cells that rest on a rule."""

    @wraps(check)
    def hits(firm: Firm) -> Iterator[Hit]:
        for account in accounts_under_law(firm):
            for breach in check(account):
                yield _hit(account, breach, level)

    return Rule(code=code, name=name, level=level, why=why, fix=fix, check=hits, catalogue=catalogue)


def accounts_under_law(firm: Firm) -> Iterator[Account]:
    """The trust accounts of a firm, each with the law it is compared with."""
    for key, trust in firm.config.trust.items():
        law = get(trust.jurisdiction) or get(MODEL_RULES)
        assert law is not None  # noqa: S101 - the model rules come with the program
        yield Account(firm, key, trust, law)


def _hit(account: Account, breach: Breach, level: Level) -> Hit:
    is_required = breach.cell is not None and breach.cell.binds and account.law.binding
    return Hit(
        breach.place,
        f"{breach.what} {_law(account, breach, is_required=is_required)}",
        breach.fix,
        level=level if is_required else Level.ADVICE,
    )


def _law(account: Account, breach: Breach, *, is_required: bool) -> str:
    """What is known of the law, in one sentence that claims no more than that."""
    law, cell = account.law, breach.cell
    cited = f"{law.citation}, as of {law.as_of}"
    if is_required:
        return f"{law} requires {breach.asks} ({cited})."
    if not account.is_known:
        known = f"the {law} speak of {breach.asks}" if cell is not None else f"the {law} stand in, as advice only"
        return f"We have no data on {account.trust.jurisdiction}; {known} ({cited})."
    if cell is None:
        return f"We know of nothing that {law} says on this ({cited})."
    if cell.basis.value == "firm_policy":
        return f"No rule of {law} that we read has it ({cited}), but careful firms keep to {breach.asks}."
    if not law.binding:
        return f"The {law} speak of {breach.asks} ({cited}); they bind nobody until a state adopts them."
    return f"As far as we know {law} asks for {breach.asks} ({cited}); we have not confirmed it in the rule's text."
