"""The posting mode: who books it when trust money pays an invoice, entry by entry, and what must not happen beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provisioner.render.docs.blocks import Block, Chain, Document, Heading, PageKind, Subject, Text, Warn
from provisioner.render.docs.booked import as_booked, booking
from provisioner.render.docs.entries import entry_table
from provisioner.render.docs.figures import payment_from_trust
from provisioner.render.docs.names import Role, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.trust import TrustAccount

AMOUNT = 1_000


class Mode(NamedTuple):
    """What a posting mode means for staff."""

    title: str
    what: str
    never: str


MODES = {
    "clio_posts": Mode(
        "Clio posts the trust side, to the liability as a whole",
        "Clio's sync books the payment, and its trust export books the trust side. It knows one liability account and "
        "no client's ledger, so staff move each amount to the client's ledger afterwards.",
        "Never write a check or an entry from trust in QuickBooks for what Clio exports: it would be there twice.",
    ),
    "staff_posts": Mode(
        "Staff post the trust side",
        "Clio's sync books the payment of the invoice and nothing else. Staff book that the money left trust, on the "
        "client's ledger, and deposit the payment in the operating account.",
        "Never deposit the payment straight to operating without the entry on the client's ledger: the books would "
        "show money in trust that is gone.",
    ),
    "journal_pair": Mode(
        "Staff post two journal entries, and Clio's payment does not sync",
        "Staff book the money's way from trust to operating, and the client's ledger against the invoice. This is "
        "right only where Clio sends no payment for such an invoice, and Clio cannot be told to leave those out.",
        "Never use it while Clio's sync sends payments: the invoice would be paid twice.",
    ),
    "leanlaw": Mode(
        "LeanLaw posts",
        "LeanLaw books payments from trust on the clients' ledgers. The money itself is moved by staff at the bank.",
        "Never use Clio's own trust export or entries by hand beside it.",
    ),
}


def make(subject: Subject) -> list[Document]:
    """One document, or none where the file does not say who posts, or has no trust account."""
    firm = subject.firm
    posting = firm.config.posting
    if posting is None or not firm.config.trust:
        return []
    mode = MODES[posting.trust_payments]
    return [Document("posting", f"Who books it: {mode.title}", mode.what, tuple(_blocks(firm, mode)))]


def _blocks(firm: Firm, mode: Mode) -> Iterator[Block]:
    assert firm.config.posting is not None  # noqa: S101 - make() has looked
    yield Text(
        "QuickBooks and Clio do not know which of these ways a firm has chosen, and neither of them routes a payment "
        "by its name. What keeps the books right is that everybody does the same."
    )
    yield Warn(mode.never)
    for trust in firm.config.trust.values():
        yield from _account(firm, trust)


def _account(firm: Firm, trust: TrustAccount) -> Iterator[Block]:
    assert firm.config.posting is not None  # noqa: S101 - make() has looked
    called = names(firm, trust)
    by = booking(firm, trust)
    made = payment_from_trust(firm.config.posting.trust_payments, Role.CLIENT_A, AMOUNT, split=by.split)
    entries = tuple(as_booked(made, by))
    yield Heading(f"{called[Role.TRUST]}: an invoice of ${AMOUNT:,} is paid from trust")
    yield Chain(
        (called[Role.TRUST], "The bank", called[Role.OPERATING]),
        (f"${AMOUNT:,} leave trust", f"${AMOUNT:,} arrive"),
    )
    yield Text("The money moves once, at the bank. In the books it takes these entries:")
    yield entry_table(entries, called)
    yield Text(
        f"In the end {called[Role.CLIENT_A]} is ${AMOUNT:,} lower, {called[Role.TRUST]} is ${AMOUNT:,} lower, "
        f"{called[Role.OPERATING]} is ${AMOUNT:,} higher, and nothing is left in {called[Role.UNDEPOSITED]} or "
        f"{called[Role.RECEIVABLE]}."
    )


PAGE = PageKind("posting", "Who books a payment from trust", make, catalogue="T01 T02 T03 S17 S19", workflows="W02")
