"""What settings share: which declared values a question is about, its sentence, and the names of this firm in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from provisioner.model.address import Address
from provisioner.model.setting import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.source import Path

    Sayings = Mapping[str, "Mapping[str, str] | Callable[[Any], str]"]

Said = list[tuple["Path", str]]
"""Declared values by their paths, each with its sentence."""

NOTHING = object()


def value_at(tree: object, path: Path) -> Any:
    """The value at ``path``; NOTHING where the file does not say."""
    for part in path:
        if not isinstance(tree, Mapping) or part not in tree:
            return NOTHING
        tree = tree[part]
    return tree


def says(firm: Firm, base: Path, sayings: Sayings) -> Said:
    """What the firm file declares below ``base`` of the keys in ``sayings``, in that order.

    A key may be dotted. Its saying is a text for each value it may have, or makes the text; with an empty text, or no
    text for a value, nothing is asked: ``unknown`` is nothing that anybody could confirm.
    """
    found: Said = []
    for key, saying in sayings.items():
        path = (*base, *key.split("."))
        value = value_at(firm.tree, path)
        if value is NOTHING or value is None:
            continue
        text = saying.get(str(value), "") if isinstance(saying, Mapping) else saying(value)
        if text:
            found.append((path, text))
    return found


def asked(
    firm: Firm,
    kind: str,
    title: str,
    said: Sequence[tuple[Path, str]],
    steps: Sequence[str],
    evidence: str,
    key: str = "",
) -> Iterator[Asked]:
    """One question about ``said``; none when nothing of it is declared."""
    if said:
        address = Address.parse(f"{kind}.{key}" if key else kind)
        paths, texts = tuple(path for path, _ in said), tuple(text for _, text in said)
        yield Asked(address, title, " ".join(filter(None, texts)), paths, firm.place(*paths[0]), tuple(steps), evidence)


def each_trust(firm: Firm) -> Iterator[tuple[str, Path, str]]:
    """Each trust account: its key, the way to it, and its name as on screen."""
    for key in firm.config.trust:
        yield key, ("trust", key), bank_of(firm, key)


def account(firm: Firm, key: str) -> str:
    """An account as on screen: ``1010 IOLTA Trust``; its key where QuickBooks gives the name."""
    entry = firm.section("accounts").get(key)
    number, name = getattr(entry, "number", None), getattr(entry, "name", None)
    return " ".join(part for part in (number, name) if part) or SYSTEM_NAMES.get(getattr(entry, "system", None), key)


# What QuickBooks calls its own accounts in a new US company. Intuit's sample company; read 2026-11.
SYSTEM_NAMES: dict[str | None, str] = {
    "undeposited_funds": "Undeposited Funds",
    "accounts_receivable": "Accounts Receivable (A/R)",
    "accounts_payable": "Accounts Payable (A/P)",
    "retained_earnings": "Retained Earnings",
    "opening_balance_equity": "Opening Balance Equity",
}


def bank_of(firm: Firm, trust: str) -> str:
    """The bank account of a trust account, as on screen."""
    return account(firm, firm.config.trust[trust].bank)


def liability_of(firm: Firm, trust: str) -> str:
    """The liability of a trust account, as on screen."""
    return account(firm, firm.config.trust[trust].liability)


def listed(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def is_clio(firm: Firm) -> bool:
    """Whether Clio's own connection to QuickBooks is declared, or nothing is said of another one."""
    integration = firm.config.systems.integration
    return integration is None or integration.via == "clio_native"
