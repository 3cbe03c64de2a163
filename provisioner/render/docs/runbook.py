"""The runbook: what staff do when trust money comes in, moves or goes out, step by step, with figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.render.docs.blocks import Block, Document, Heading, PageKind, Steps, Subject, Text, Warn
from provisioner.render.docs.booked import as_booked, booking
from provisioner.render.docs.entries import balance_table, entry_table
from provisioner.render.docs.figures import APPROVED, workflows
from provisioner.render.docs.names import Role, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.trust import TrustAccount
    from provisioner.render.docs.figures import Workflow
    from provisioner.render.docs.names import Names

POLICY = {
    "transfer_requires": {
        "approved_bill": "No fee leaves trust before its bill is approved.",
        "signed_authorization": "No money leaves trust without the client's signed authorization.",
    },
    "posts_to": {
        "trust_ledgers_only": "The other side of a trust entry is a ledger in trust, never income or an expense."
    },
    "negative_balances": {
        "never": "No ledger is ever below zero, not for an hour. QuickBooks does not stop it: look first."
    },
    "deposit_slip": {
        "client_and_number": "A deposit slip names the client and the number; both are compared with the ledger.",
        "client": "A deposit slip names the client; it is compared with the ledger.",
    },
    "client_transfers_require": {
        "signed_authorization": "Money moves from one client to another only with the first one's signature on file."
    },
    "trust_paid_costs": {"non_billable": "A cost that trust has paid is not billed again."},
    "batch_transfers": {"line_per_client": "A transfer for several clients has a line for each of them."},
    "returned_items": {
        "same_day": "A returned check is reversed at the bank, in QuickBooks and in Clio on the same day.",
        "next_business_day": "A returned check is reversed everywhere by the next business day.",
    },
    "closing_statement": {
        "required": "A settlement is paid out on a signed closing statement that leaves nothing over."
    },
}
"""The firm's own rules for staff, by key and value of ``trust.<key>.policy``."""

POOLED = frozenset({"W07", "W11", "W13", "W16", "W17"})
"""What happens only in an account that holds the money of many."""
SIGNED = "The client has signed for this payment; the paper is on file."


def make(subject: Subject) -> list[Document]:
    """A runbook for each trust account."""
    firm = subject.firm
    several = len(firm.config.trust) > 1
    return [
        _runbook(firm, trust, f"runbook-{key}" if several else "runbook") for key, trust in firm.config.trust.items()
    ]


def _on_the_liability(trust: TrustAccount, liability: str, *, exported: bool) -> str:
    """What may stand on the liability itself."""
    method = trust.ledgers.method
    if method == "clio_only":
        return f"{liability} is one sum. Whose it is stands in Clio alone: record every entry there too."
    if method == "customers":
        return f"Every line on {liability} names the client as customer."
    if exported:
        return f"Nobody but Clio posts to {liability} itself; staff move what it posts to the client's ledger."
    return f"Nothing is posted to {liability} itself."


def _runbook(firm: Firm, trust: TrustAccount, name: str) -> Document:
    called = names(firm, trust)
    return Document(
        name,
        f"Trust runbook: {called[Role.TRUST]}",
        "What is recorded when trust money comes in, moves or goes out. Every example starts from the same position: "
        "client A has $5,000.00 in trust, client B $7,500.00, the firm $50.00 for bank charges, and the bank holds "
        "$12,550.00. In the end the bank, QuickBooks and Clio show the same.",
        tuple(_blocks(firm, trust, called)),
    )


def _blocks(firm: Firm, trust: TrustAccount, called: Names) -> Iterator[Block]:
    yield Heading("What always holds")
    yield Steps(tuple(_rules(trust)))
    mode = firm.config.posting.trust_payments if firm.config.posting is not None else "staff_posts"
    by = booking(firm, trust)
    is_exported = bool(by.exported) or mode == "clio_posts"
    if trust.kind == "client_interest":
        yield Warn("The interest is the client's: it goes to the client's own ledger, and nowhere else.")
    yield Warn(_on_the_liability(trust, called[Role.LIABILITY], exported=is_exported))
    if called.missing:
        listed = ", ".join(role.value.lower() for role in called.missing)
        yield Text(
            f"The firm's file has no account for: {listed}. Where one is needed below, its purpose stands instead."
        )
    for each in workflows(mode, split=by.split):
        if each.number not in POOLED or trust.kind != "client_interest":
            entries = tuple(as_booked(each.entries, by))
            yield from _workflow(replace(each, entries=entries, check=_check(each, trust)), called)


def _check(each: Workflow, trust: TrustAccount) -> tuple[str, ...]:
    """What must be true before; with the client's signature where this account asks for it."""
    is_asked = trust.policy is not None and trust.policy.transfer_requires == "signed_authorization"
    return (*each.check, SIGNED) if is_asked and APPROVED in each.check else each.check


def _rules(trust: TrustAccount) -> Iterator[str]:
    yield "Bank, QuickBooks and Clio show one figure for the account, and one for each client."
    policy = trust.policy
    for key, said in POLICY.items():
        value = getattr(policy, key, None)
        if value in said:
            yield said[value]
    if policy is not None and policy.hold_days is not None:
        held = policy.hold_days
        days = [(word, getattr(held, word)) for word in ("check", "card", "ach", "wire")]
        listed = ", ".join(f"{word} {count} days" for word, count in days if count is not None)
        yield f"A deposit is held before it counts as collected: {listed}."
    if policy is not None and policy.sweep_days is not None:
        yield f"An earned fee leaves trust within {policy.sweep_days} days."


def _workflow(each: Workflow, called: Names) -> Iterator[Block]:
    yield Heading(f"{each.number} {each.title}")
    if each.check:
        yield Steps(each.check, ticked=True)
    yield entry_table(each.entries, called)
    yield balance_table(each.entries, called)
    for sentence in each.watch:
        yield Text(sentence)


PAGE = PageKind(
    "runbook",
    "What staff do with trust money",
    make,
    catalogue="T01 T05 T06 T07 T08 T09 T10 T11 T13 T14 T15 T16 T17 T18 T19 T20 T23 T25 T28 S24",
    workflows="W01 W02 W03 W04 W04b W05 W05b W06 W07 W08 W08b W09 W10 W11 W12 W13 W14 W15 W16 W17 W18 W19",
)
