"""Which sub-account of a trust liability is whose: the clients or matters of Clio beside what QuickBooks has. Pure.

A ledger is known by its binding, else by the mark in its description, else by its name. Nobody gets a second ledger
while one that may be theirs is there: that is a finding instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from provisioner.engine.holdings import ACCOUNT, Folio, Holdings, bank_of, banks_of, following
from provisioner.model.address import Address
from provisioner.model.funds import ZERO, in_bank
from provisioner.model.ledger import FROM_CLIO, LISTED, filled, numbered, tag_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from provisioner.engine.match import Match
    from provisioner.model.firm import Firm
    from provisioner.model.funds import Bank, Funds, Holder
    from provisioner.model.resource import Binding, Desired, Observed, Remote, Snapshot
    from provisioner.model.trust import TrustAccount


def holdings(
    firm: Firm,
    desired: Sequence[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    points: Mapping[Address, Match],
) -> list[Holdings]:
    """Every trust account whose ledgers follow Clio, with its holders and their ledgers; none unless both were read.

    ``points`` are the fixed points.
    """
    trusts = following(firm)
    clio = snapshots.get("clio")
    if not trusts or clio is None or clio.funds is None or "qbo" not in snapshots:
        return []
    banks = banks_of(firm, points)
    known = frozenset(bank_of(each) for each in clio.objects.get("clio.bank_account", ()))
    accounts = snapshots["qbo"].objects.get(ACCOUNT, ())
    below, by_id = _by_parent(accounts), {each.id: each for each in accounts}
    declared = {each.address for each in desired}
    bound = {
        address: by_id[each.remote_id]
        for address, each in bindings.items()
        if address.kind == ACCOUNT and each.remote_id in by_id
    }
    others = {seen.remote for address, seen in bound.items() if address in declared}
    found = []
    for key, trust in trusts.items():
        liability = points.get(Address("qbo", "account", trust.liability))
        parent = liability.observed.remote if liability is not None and liability.observed is not None else None
        one = Holdings(key, trust, banks[key], parent)
        amounts = _amounts(one, clio.funds, known)
        prefix = str(one.address(""))
        own = {str(each).removeprefix(prefix): seen for each, seen in bound.items() if str(each).startswith(prefix)}
        kept = _names_below(Address("qbo", "account", trust.liability), desired)
        holders = clio.funds.holders.get(one.kind, {})
        _Sorting(one, holders, amounts, own, others, below.get(parent, ()), kept).sort()
        found.append(one)
    _leave_out_astray(found, accounts)
    return found


def _by_parent(accounts: Iterable[Observed]) -> dict[object, list[Observed]]:
    below: dict[object, list[Observed]] = defaultdict(list)
    for each in accounts:
        below[each.fields.get("parent")].append(each)
    below.pop(None, None)
    return below


def _amounts(one: Holdings, funds: Funds, known: frozenset[Bank]) -> dict[str, Decimal]:
    """What each holder has in the trust account's bank account, those with nothing left out."""
    if one.bank is None:
        return {}
    holders = funds.holders.get(one.kind, {})
    return {number: amount for number, each in holders.items() if (amount := in_bank(each, one.bank, known))}


def _names_below(liability: Address, desired: Iterable[Desired]) -> list[str]:
    """The names that entries of the firm file have below a liability."""
    below = (each for each in desired if each.fields.get("parent") == liability and not each.retired)
    return [_folded(each.fields.get("name")) for each in below]


class _Sorting:
    """Sorts the ledgers of one trust account.

    ``bound`` are its ledgers by the number of the holder they were made for, ``others`` the accounts that entries of
    the firm file stand for, ``children`` what stands below the liability, ``kept_names`` what entries are called there.
    """

    def __init__(
        self,
        one: Holdings,
        holders: Mapping[str, Holder],
        amounts: Mapping[str, Decimal],
        bound: Mapping[str, Observed],
        others: set[Remote],
        children: Sequence[Observed],
        kept_names: Iterable[str],
    ) -> None:
        self.one = one
        self.holders = holders
        self.amounts = amounts
        self.bound = bound
        self.others = others
        self.children = children
        self.kept_names = kept_names
        self.books: dict[str, Observed] = {}

    def sort(self) -> None:
        """Fill ``one``."""
        self._by_binding()
        self._by_mark()
        names = self._names()
        self._by_name(names)
        numbers = {*self.books, *self.amounts} - self._undecided()
        self.one.folios = {each: self._folio(each, names) for each in sorted(numbers, key=_in_order)}
        self._left()

    def _left(self) -> None:
        """Note the active accounts that no holder has and no entry of the firm file is going to stand for."""
        known = {each.remote for each in self.books.values()} | self.others
        for each in self.children:
            if each.active and each.remote not in known and _folded(each.fields.get("name")) not in self.kept_names:
                tag = tag_in(each.fields.get("description"))
                if tag is None:
                    self.one.unmarked.append(each)
                elif tag.startswith(LISTED):
                    self.one.listed.append(each)
                elif tag.startswith(FROM_CLIO) and self._marked(each) is None:
                    self.one.others.append(each)
        if self.one.listed:
            self.one.held = [number for number, each in self.one.folios.items() if each.live is None]
            self.one.folios = {number: each for number, each in self.one.folios.items() if each.live is not None}

    def _undecided(self) -> set[str]:
        return {*self.one.alike, *self.one.torn} - self.books.keys()

    def _folio(self, number: str, names: Mapping[str, str]) -> Folio:
        holder = self.holders.get(number)
        name = names.get(number, "")
        return Folio(number, holder, self.amounts.get(number, ZERO), name, self.books.get(number))

    def _by_binding(self) -> None:
        """A bound ledger is its holder's, whatever was written on it since; one of nobody's goes by a new mark."""
        for number, seen in self.bound.items():
            other = self._marked(seen)
            has_moved = number not in self.holders and other != number and other in self.holders
            if not has_moved or other in self.bound:
                self.books[number] = seen

    def _by_mark(self) -> None:
        taken = {each.remote for each in self.books.values()} | self.others
        marked: dict[str, list[Observed]] = defaultdict(list)
        for each in self.children:
            number = self._marked(each)
            if number is not None and each.remote not in taken:
                marked[number].append(each)
        for number, found in marked.items():
            live = [each for each in found if each.active]
            own = self.books.get(number)
            if own is not None and live:
                self.one.alike[number] = [own, *live]
            elif own is None and len(live or found) == 1:
                self.books[number] = (live or found)[0]
            elif own is None and (live or number in self.amounts):
                self.one.alike[number] = live or found

    def _by_name(self, names: Mapping[str, str]) -> None:
        """Who has no ledger yet takes the one with the right name, unless its mark says that it is somebody else's."""
        bound = {each.remote for number, each in self.books.items() if self.bound.get(number) is each} | self.others
        named: dict[str, list[Observed]] = defaultdict(list)
        for each in self.children:
            if each.remote not in bound:
                named[_folded(each.fields.get("name"))].append(each)
        owner = {each.remote: number for number, each in self.books.items()}
        for number in sorted(self.amounts.keys() - self.books.keys() - self._undecided()):
            found = named.get(_folded(names[number]), ())
            live = [each for each in found if each.active] or list(found)
            if len(live) == 1:
                self.books.pop(owner.get(live[0].remote, ""), None)
                if self._is_somebodys(live[0]):
                    self.one.torn[number] = live[0]
                else:
                    self.books[number] = live[0]

    def _is_somebodys(self, seen: Observed) -> bool:
        """True for a mark of another holder that Clio knows, or of an entry of the firm file."""
        tag = tag_in(seen.fields.get("description"))
        if tag is None or tag.startswith(LISTED):
            return False
        marked = self._marked(seen)
        return marked is None or marked in self.holders

    def _marked(self, seen: Observed) -> str | None:
        """The number of the holder whose mark a ledger carries."""
        tag = tag_in(seen.fields.get("description"))
        prefix = self.one.mark("")
        return tag.removeprefix(prefix) if tag is not None and tag.startswith(prefix) else None

    def _names(self) -> dict[str, str]:
        """The names of all ledgers there are or have to be, each by the number of its holder.

        Where two come out alike, capitals aside, or one is that of another live account below the same liability, every
        one of them gets the number of its holder behind it. So the names do not depend on the order in which Clio
        tells of the holders, and no two are the same: the numbers are not.
        """
        own = {each.remote for each in self.books.values()}
        taken = Counter(self.kept_names)
        for each in self.children:
            tag = tag_in(each.fields.get("description"))
            is_known = each.remote in self.others or (tag is not None and not tag.startswith(LISTED))
            if each.active and is_known and each.remote not in own:
                taken[_folded(each.fields.get("name"))] = 1
        names: dict[str, str] = {}
        for number in sorted({*self.books, *self.amounts}, key=_in_order):
            if number in self.holders:
                names[number] = self._template(self.holders[number])
            elif number in self.bound:  # without a binding its name may be all that says whose it is
                taken[_folded(self.books[number].fields.get("name"))] += 1
        while alike := self._alike(names, taken):
            names |= alike
        return names

    def _alike(self, names: Mapping[str, str], taken: Mapping[str, int]) -> dict[str, str]:
        """Names with numbers for those that are not the only ones and have no number behind them yet."""
        times = Counter(map(_folded, names.values()))
        return {
            number: with_number
            for number, name in names.items()
            if times[_folded(name)] > 1 or _folded(name) in taken
            if (with_number := numbered(self._template(self.holders[number]), number)) != name
        }

    def _template(self, holder: Holder) -> str:
        client = holder.client or holder.id
        names = {"client.name": holder.name, "matter.name": holder.title}
        made = filled(self.one.trust.ledgers.name, names, {"client.id": client, "matter.number": holder.number})
        return made or f"{self.one.kind.title()} {holder.id}"


def _leave_out_astray(found: Sequence[Holdings], accounts: Sequence[Observed]) -> None:
    """Note the ledgers with a mark that stand elsewhere, closed ones too: whoever they are of gets no other."""
    missing = {one.mark(each.number) for one in found for each in one.folios.values() if each.live is None}
    parents = {one.parent for one in found}
    astray: dict[str, Observed] = {}
    for each in accounts if missing else ():
        tag = tag_in(each.fields.get("description"))
        is_first = each.active or tag not in astray
        if tag in missing and is_first and each.fields.get("parent") not in parents:
            astray[str(tag)] = each
    for one in found if astray else ():
        for number in [each.number for each in one.folios.values() if each.live is None]:
            if one.mark(number) in astray:
                one.astray[number] = astray[one.mark(number)]
                del one.folios[number]


def left_below(
    trusts: Mapping[str, TrustAccount],
    desired: Sequence[Desired],
    qbo: Snapshot,
    bindings: Mapping[Address, Binding],
    points: Mapping[Address, Match],
) -> dict[str, list[Observed]]:
    """The active accounts below the liabilities of some trust accounts that no entry of the firm file stands for."""
    below = _by_parent(qbo.objects.get(ACCOUNT, ()))
    declared = {each.address for each in desired}
    bound = {each.remote_id for address, each in bindings.items() if address.kind == ACCOUNT and address in declared}
    found = {}
    for key, trust in trusts.items():
        liability = Address("qbo", "account", trust.liability)
        point = points.get(liability)
        names = set(_names_below(liability, desired))
        parent = point.observed.remote if point is not None and point.observed is not None else None
        found[key] = [
            each
            for each in below.get(parent, ())
            if each.active and each.id not in bound and _folded(each.fields.get("name")) not in names
        ]
    return found


def new_beside_known(
    trusts: Mapping[str, TrustAccount],
    desired: Sequence[Desired],
    qbo: Snapshot,
    bindings: Mapping[Address, Binding],
    points: Mapping[Address, Match],
) -> dict[str, tuple[list[Desired], list[Observed]]]:
    """The ledgers of listed clients that are to be made although ledgers with marks of Clio stand there, and those.

    By trust account. Only of clients whose entry does not say who they are in Clio: nobody else can be meant.
    """
    accounts = qbo.objects.get(ACCOUNT, ())
    below, live = _by_parent(accounts), {each.id for each in accounts}
    bound = {address: each.remote_id for address, each in bindings.items() if each.remote_id in live}
    kept = {bound[each.address] for each in desired if each.address in bound}
    tags = {each.tag for each in desired}
    found = {}
    for key, trust in trusts.items():
        liability = Address("qbo", "account", trust.liability)
        point = points.get(liability)
        children = below.get(point.observed.remote, ()) if point is not None and point.observed is not None else ()
        free = [each for each in children if each.id not in kept]
        marks = {id(each): tag_in(each.fields.get("description")) for each in free}
        known = [each for each in free if each.active and (marks[id(each)] or "").startswith(FROM_CLIO)]
        known = [each for each in known if marks[id(each)] not in tags]
        taken = {*marks.values(), *(_folded(each.fields.get("name")) for each in free)} if known else set()
        new = [
            each
            for each in desired
            if known and each.fields.get("parent") == liability and (each.tag or "").startswith(LISTED)
            if each.address not in bound and not {each.tag, _folded(each.fields.get("name"))} & taken
        ]
        found[key] = (new, known if new else [])
    return found


def _folded(name: object) -> str:
    return str(name or "").strip().casefold()


def _in_order(number: str) -> tuple[int, str]:
    return len(number), number
