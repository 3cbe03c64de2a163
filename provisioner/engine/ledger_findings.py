"""What a plan says about ledgers that follow Clio: who cannot be told apart, who is gone, and what does not add up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.finding import Finding, Level
from provisioner.model.funds import CONTACT, MATTER, ZERO, Bank, in_bank, in_no_bank
from provisioner.model.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from provisioner.engine.holdings import Folio, Holdings
    from provisioner.model.firm import Firm
    from provisioner.model.funds import Funds
    from provisioner.model.resource import Desired, Observed, Snapshot

LISTED = 5


def unreadable(
    firm: Firm, keys: Iterable[str], desired: Sequence[Desired], snapshots: Mapping[str, Snapshot]
) -> Iterator[Finding]:
    """Why Clio cannot tell whose money is in the trust accounts ``keys``. Not knowing is never taken for nobody."""
    clio = snapshots.get("clio")
    declared = {each.address for each in desired if not each.retired}
    hidden = clio is not None and clio.funds is not None and clio.funds.hidden
    for key in keys:
        trust = firm.config.trust[key]
        if firm.config.systems.clio is None or Address("clio", "bank_account", trust.bank) not in declared:
            yield Finding(
                "LED102",
                "ledgers-from-nowhere",
                Level.ERROR,
                f"The client ledgers of `{key}` follow Clio, and nothing says which bank account of Clio it is.",
                "Without that nobody can tell whose money it holds, and no ledger would be made.",
                f"Name it under `clio:` of `accounts.{trust.bank}`, or list the clients with `from: listed`.",
                firm.place("trust", key, "ledgers", "from"),
                _parent(firm, key),
            )
        elif hidden:
            yield Finding(
                "LED101",
                "clio-hides-balances",
                Level.ERROR,
                f"Clio does not show this connection whose money is in `{key}`.",
                "The connection has no permission to see accounting, and a client without a ledger would go unnoticed.",
                "In Clio, give the app the permission Accounting, and connect again with provisioner auth login.",
                firm.place("trust", key, "ledgers", "from"),
                _parent(firm, key),
            )


def about(one: Holdings, firm: Firm, idle: Sequence[Folio]) -> Iterator[Finding]:
    """What is to be said about the ledgers of one trust account; ``idle`` are those that Clio has done with."""
    yield from _alike(one, firm)
    yield from _torn(one, firm)
    yield from _astray(one, firm)
    yield from _of_nobody(one, firm)
    yield from _not_empty(one, firm, idle)
    yield from _unmarked(one, firm)
    yield from _beside_listed(one, firm)
    yield from _of_other_kind(one, firm)


def in_use(one: Holdings, firm: Firm, used: Sequence[Folio]) -> Iterator[Finding]:
    """Ledgers that would be closed if nothing active referred to them, as a sub-account does."""
    kept = [each.live for each in used if each.live is not None]
    if kept:
        yield Finding(
            "LED114",
            "empty-ledger-in-use",
            Level.WARNING,
            f"{counted(len(kept), 'ledger')} of `{one.key}` {'is' if len(kept) == 1 else 'are'} empty long enough to "
            f"be closed, and something active in QuickBooks uses {'it' if len(kept) == 1 else 'them'}: "
            f"{_names(_shown(each) for each in kept)}.",
            "A sub-account below a ledger, or a product that posts to it, would be left hanging.",
            "In QuickBooks, move or make inactive the sub-account or product. The ledger is closed by the next plan.",
            firm.place("trust", one.key, "ledgers", "close_after_days_at_zero"),
            _parent(firm, one.key),
        )


def _alike(one: Holdings, firm: Firm) -> Iterator[Finding]:
    for number, found in one.alike.items():
        yield _finding(
            "LED103",
            "ledgers-with-one-mark",
            Level.ERROR,
            f"{_whose(one, number)} has {len(found)} ledgers with the mark {one.mark(number)}: "
            f"{', '.join(_shown(each) for each in found)}.",
            "One client's money must stand in one ledger.",
            "In QuickBooks, move what is in the others to the right one by a journal entry, take the mark out of their "
            "descriptions, and make them inactive.",
            firm,
            one,
            number,
        )


def _torn(one: Holdings, firm: Firm) -> Iterator[Finding]:
    for number, seen in one.torn.items():
        yield _finding(
            "LED106",
            "ledger-marked-for-another",
            Level.ERROR,
            f"{_shown(seen)} has the name of the ledger of {_whose(one, number)} and the mark of another, "
            f"{seen.fields.get('description')!r}.",
            "Nothing remembers whose it was, so taking it for either would be a guess with client money.",
            f"In QuickBooks, correct its name, or write {one.mark(number)} in its description. Then plan again.",
            firm,
            one,
            number,
        )


def _astray(one: Holdings, firm: Firm) -> Iterator[Finding]:
    for number, seen in one.astray.items():
        yield _finding(
            "LED110",
            "ledger-below-another-account",
            Level.ERROR,
            f"{_shown(seen)} has the mark of {_whose(one, number)}, {one.mark(number)}, and does not stand below the "
            f"liability of `{one.key}`.",
            "A second ledger for the same money is never made.",
            "In QuickBooks, make it a sub-account of the liability again, or take the mark out of its description.",
            firm,
            one,
            number,
        )


def _of_nobody(one: Holdings, firm: Firm) -> Iterator[Finding]:
    """Open ledgers of contacts or matters that Clio does not list any more, one finding each: each needs a decision."""
    noun = "matter" if one.kind == MATTER else "client"
    gone = "was deleted there" if one.kind == MATTER else "was merged into another, was deleted, or has no matter now"
    for each in one.folios.values():
        if each.is_open and each.holder is None and each.live is not None:
            balance = each.live.balance or ZERO
            way = (
                f"In QuickBooks, move the {_owed(balance)} to the ledger of the {noun} it belongs to now by a journal "
                "entry, and make this one inactive. If it is the only ledger, write that one's mark in its description "
                "instead."
                if balance
                else "In QuickBooks, make it inactive."
            )
            yield _finding(
                "LED104",
                "ledger-of-nobody",
                Level.WARNING,
                f"{_shown(each.live)} is marked {one.mark(each.number)}, and Clio lists no such {noun}.",
                f"The {noun} {gone}. The ledger is left as it is.",
                f"Find out in Clio where the {noun} went. {way}",
                firm,
                one,
                each.number,
            )


def _not_empty(one: Holdings, firm: Firm, idle: Sequence[Folio]) -> Iterator[Finding]:
    kept = [each.live for each in idle if each.live is not None and each.live.balance]
    if kept:
        days = one.trust.ledgers.close_after_days_at_zero
        yield Finding(
            "LED105",
            "ledger-empty-in-clio-only",
            Level.WARNING,
            f"{counted(len(kept), 'ledger')} of `{one.key}` {'has' if len(kept) == 1 else 'have'} been at zero in Clio "
            f"for {counted(days or 0, 'day')} and not in QuickBooks: {_names(_shown(each) for each in kept)}.",
            "The two disagree about a client's money, so these ledgers are not proposed to be closed.",
            "Find the entry that one of the two does not have.",
            firm.place("trust", one.key, "ledgers", "close_after_days_at_zero"),
            _parent(firm, one.key),
        )


def _unmarked(one: Holdings, firm: Firm) -> Iterator[Finding]:
    """Hand-made ledgers beside which others are made now: they may be the same clients'."""
    new = sum(1 for each in one.folios.values() if each.live is None)
    if new and one.unmarked:
        are, stand = "is" if new == 1 else "are", "stands" if len(one.unmarked) == 1 else "stand"
        yield Finding(
            "LED112",
            "new-ledgers-beside-unmarked-ones",
            Level.WARNING,
            f"{counted(new, 'ledger')} {are} to be made for `{one.key}`, and below its liability "
            f"{stand} {counted(len(one.unmarked), 'account')} without a mark: "
            f"{_names(_shown(each) for each in one.unmarked)}.",
            "Where one of these is the ledger of such a client already, that client would have two.",
            f"In QuickBooks, write the client's mark, such as {one.mark('7001')}, in its description, then plan again.",
            firm.place("trust", one.key, "ledgers"),
            _parent(firm, one.key),
        )


def _beside_listed(one: Holdings, firm: Firm) -> Iterator[Finding]:
    """Ledgers known by an entry of a list, beside which nobody gets a new one: they may be the same clients'."""
    if one.held:
        are, stand = "is" if len(one.held) == 1 else "are", "stands" if len(one.listed) == 1 else "stand"
        noun = "matter" if one.kind == MATTER else "client"
        yield Finding(
            "LED113",
            "ledgers-under-other-marks",
            Level.ERROR,
            f"{counted(len(one.held), noun)} with money in `{one.key}` {are} without a ledger, and below its liability "
            f"{stand} {counted(len(one.listed), 'ledger')} marked for a client of `clients.yaml`: "
            f"{_names(_shown(each) for each in one.listed)}.",
            "These may be the same clients, and nobody gets a second ledger, so no new ones are made.",
            f"In QuickBooks, write the number in Clio, such as {one.mark('7001')}, in the description in place of the "
            "mark that is there; where the client is gone, take the mark out. Then plan again.",
            firm.place("trust", one.key, "ledgers", "from"),
            _parent(firm, one.key),
        )


def beside_known(key: str, new: Sequence[Desired], known: Sequence[Observed]) -> Iterator[Finding]:
    """Listed clients who would get a ledger beside ledgers that are marked with a number of Clio."""
    for each in new:
        yield Finding(
            "LED113",
            "ledgers-under-other-marks",
            Level.ERROR,
            f"{each.fields.get('name')} would be made below the liability of `{key}`, where "
            f"{counted(len(known), 'ledger')} with a mark of Clio {'belongs' if len(known) == 1 else 'belong'} to "
            f"nobody who is listed: {_names(_shown(one) for one in known)}.",
            "One of these may be the same client's, and nobody gets a second ledger.",
            "Write the client's number in Clio, as the mark in the description has it, as `clio_contact` in this "
            "entry. Where a ledger's client is not listed, take the mark out of its description in QuickBooks.",
            each.place,
            str(each.address),
        )


def _of_other_kind(one: Holdings, firm: Firm) -> Iterator[Finding]:
    """Ledgers of clients where ledgers are kept for matters, or the other way round."""
    if one.others:
        now, then = ("matter", "clients") if one.kind == MATTER else ("client", "matters")
        yield Finding(
            "LED109",
            "sub-accounts-beside-other-ledgers",
            Level.WARNING,
            f"The ledgers of `{one.key}` are kept for each {now}, and its liability has "
            f"{counted(len(one.others), 'sub-account')} of {then}: {_names(_shown(each) for each in one.others)}.",
            "The same money would be told apart in two ways at once. They are left as they are.",
            f"In QuickBooks, move what is in them to the ledger of each {now} by journal entries, and make them "
            "inactive.",
            firm.place("trust", one.key, "ledgers", "per"),
            _parent(firm, one.key),
        )


def unassigned(firm: Firm, found: Sequence[Holdings], funds: Funds, known: frozenset[Bank]) -> Iterator[Finding]:
    """Trust money in Clio that leads to no ledger: on no matter, or in a bank account that the file does not name."""
    clients = funds.holders.get(CONTACT, {}).values()
    for one in found:
        if one.kind == MATTER and one.bank is not None:
            yield from _on_no_matter(one, firm, funds, known)
    elsewhere: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for holder in clients:
        for each in in_no_bank(holder, known):
            elsewhere[each.name] += each.amount
    for name, amount in sorted(elsewhere.items()):
        yield Finding(
            "LED107",
            "trust-money-in-unnamed-account",
            Level.WARNING,
            f"Clients have {amount:,.2f} in Clio's trust account {name!r}, which no trust account of this file is.",
            "No ledger is made or kept for that money.",
            "Correct the name under `clio:` of the account it stands for, or declare a trust account for it.",
            firm.place("trust"),
        )


def left_over(firm: Firm, key: str, left: Sequence[Observed]) -> Iterator[Finding]:
    """Sub-accounts of a trust account that keeps its ledgers elsewhere."""
    if left:
        where = "as customers" if firm.config.trust[key].ledgers.method == "customers" else "in Clio only"
        yield Finding(
            "LED109",
            "sub-accounts-beside-other-ledgers",
            Level.WARNING,
            f"The ledgers of `{key}` are kept {where}, and its liability has "
            f"{counted(len(left), 'sub-account')}: {_names(_shown(each) for each in left)}.",
            "The money of these clients is told apart in two ways at once. They are left as they are.",
            "In QuickBooks, move what is in them to the liability itself by journal entries"
            + (" that name the customer" if where == "as customers" else "")
            + ", and make them inactive.",
            firm.place("trust", key, "ledgers", "method"),
            _parent(firm, key),
        )


def no_customers(firm: Firm, key: str, missing: Sequence[str]) -> Iterator[Finding]:
    """Clients with money who are no customers in QuickBooks."""
    if missing:
        names = _names(each.title() for each in sorted(missing))
        yield Finding(
            "LED111",
            "clients-with-funds-no-customers",
            Level.ADVICE,
            f"{counted(len(missing), 'client')} with money in `{key}` {'is' if len(missing) == 1 else 'are'} no "
            f"{'customer' if len(missing) == 1 else 'customers'} in QuickBooks: {names}.",
            "Clio makes a client a customer with the first approved bill; until then a deposit cannot name them.",
            "Before a deposit is posted, add the client as a customer in QuickBooks under the name it has in Clio.",
            firm.place("trust", key, "ledgers", "method"),
            _parent(firm, key),
        )


def _on_no_matter(one: Holdings, firm: Firm, funds: Funds, known: frozenset[Bank]) -> Iterator[Finding]:
    assert one.bank is not None  # noqa: S101 - the caller has asked
    on_matters: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for matter in funds.holders.get(MATTER, {}).values():
        on_matters[matter.client] += in_bank(matter, one.bank, known)
    over = {
        each.name: rest
        for each in funds.holders.get(CONTACT, {}).values()
        if (rest := in_bank(each, one.bank, known) - on_matters.get(each.id, ZERO))
    }
    if over:
        names = _names(f"{name} {amount:,.2f}" for name, amount in sorted(over.items()))
        yield Finding(
            "LED108",
            "client-money-on-no-matter",
            Level.WARNING,
            f"{counted(len(over), 'client')} of `{one.key}` {'has' if len(over) == 1 else 'have'} money that is on "
            f"none of their matters: {names}.",
            "Ledgers are kept for each matter, so there is none for that money.",
            "In Clio, transfer it to the matter it is for.",
            firm.place("trust", one.key, "ledgers", "per"),
            _parent(firm, one.key),
        )


def _finding(
    code: str,
    name: str,
    level: Level,
    what: str,
    why: str,
    fix: str,
    firm: Firm,
    one: Holdings,
    number: str,
) -> Finding:
    place = firm.place("trust", one.key, "ledgers")
    return Finding(code, name, level, what, why, fix, place, str(one.address(number)))


def _parent(firm: Firm, key: str) -> str:
    return str(Address("qbo", "account", firm.config.trust[key].liability))


def _whose(one: Holdings, number: str) -> str:
    each = one.folios.get(number)
    noun = "matter" if one.kind == MATTER else "client"
    name = each.holder.title or each.holder.name if each is not None and each.holder is not None else ""
    return f"{name} ({noun} {number} in Clio)" if name else f"{noun} {number} of Clio"


def _shown(seen: Observed) -> str:
    state = "" if seen.active else "inactive, "
    return f"{str(seen.fields.get('name'))!r} (id {seen.id}, {state}balance {_owed(seen.balance or ZERO)})"


def _owed(balance: Decimal) -> str:
    """The balance of a liability as people read it: QuickBooks counts what is owed below zero."""
    return f"{-balance:,.2f}" if balance else "0.00"


def _names(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - LISTED:,} more" if len(found) > LISTED else ""
    return ", ".join(found[:LISTED]) + more
