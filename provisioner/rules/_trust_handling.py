"""What rules ask about Clio's export of trust transactions, and about the firm's own rules for its trust accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.rules._shapes import payments, trust_banks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from provisioner.model.firm import Firm
    from provisioner.model.source import Place
    from provisioner.rules._shapes import PaymentLike

BOOKED_BY_OTHERS = {
    "staff_posts": "staff book",
    "journal_pair": "staff, with a pair of journal entries, book",
    "leanlaw": "LeanLaw books",
}
"""The posting modes in which somebody other than Clio books trust payments, and who does."""


def mode(firm: Firm) -> str | None:
    """Who books trust payments; None when the file does not say."""
    return firm.config.posting.trust_payments if firm.config.posting else None


def via(firm: Firm) -> str | None:
    """How Clio is connected to QuickBooks; None when the file does not say."""
    integration = firm.config.systems.integration
    return integration.via if integration else None


def exported(firm: Firm) -> Sequence[str]:
    """The kinds of trust transactions that Clio exports; empty when there are none, or the file does not say."""
    declared = firm.config.sync.trust_export if firm.config.sync else None
    return () if declared is None or isinstance(declared, str) else declared


def export_place(firm: Firm, kinds: Collection[str]) -> Place:
    """Where the export names the first of ``kinds``."""
    index = next(number for number, kind in enumerate(exported(firm)) if kind in kinds)
    return firm.place("sync", "trust_export", index)


def chosen(firm: Firm, key: str, value: str) -> Iterator[tuple[str, Place]]:
    """The trust accounts whose policy says ``value`` for ``key``, and where."""
    for account, trust in firm.config.trust.items():
        if trust.policy is not None and getattr(trust.policy, key) == value:
            yield account, firm.place("trust", account, "policy", key)


# What firms call these ways to pay. A name proves nothing, so rules that go by it only warn.
_TRUST = re.compile(r"\b(?:trust|iolta|iola|iota|escrow|retainers?|clients?(?:'s?)? (?:funds?|money))\b")
_APPLIED = re.compile(
    r"\b(?:appl(?:y|ied|ications?)|transfers?(?:red)?|draws?|use of|to[- ]operating"
    r"|(?:from|out of) (?:(?:the )?clients?(?:'s?)? )?(?:trust|iolta|iola|iota|escrow|retainer|funds?|money))\b"
)
_EARNED = re.compile(r"\b(?:availability|true|classic|general|earned|non-?refundable)\b")


def is_trust_application(name: str) -> bool:
    """True when a payment method's name says that trust money pays a bill: "Trust Application", "Retainer Applied"."""
    folded = name.casefold()
    return bool(_TRUST.search(folded) and _APPLIED.search(folded))


def is_trust_deposit(name: str) -> bool:
    """True when a payment method's name says that the money belongs in trust: "Trust Check", "Retainer"."""
    folded = name.casefold()
    return bool(_TRUST.search(folded)) and not _APPLIED.search(folded) and not _EARNED.search(folded)


def to_trust_unsafely(firm: Firm, *, card: bool) -> Iterator[tuple[str, PaymentLike, str]]:
    """Card or other payments that a processor not said to be trust-safe brings to a trust account.

    The key of each, the payment, and its processor.
    """
    to_trust = trust_banks(firm) | firm.config.trust.keys()
    for key, payment in payments(firm).items():
        if (payment.kind == "credit_card") is not card or payment.route not in to_trust or payment.processor is None:
            continue
        if not firm.config.processors[payment.processor].trust_safe:
            yield key, payment, payment.processor
