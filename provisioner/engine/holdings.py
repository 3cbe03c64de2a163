"""Which sub-account of a trust liability is whose: the clients or matters of Clio beside what QuickBooks has. Pure.

A ledger is known by its binding, else by the mark in its description, else by its name. Nobody gets a second ledger
while one that may be theirs is there: that is a finding instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from provisioner.engine.match import match
from provisioner.engine.order import references
from provisioner.model.address import Address
from provisioner.model.funds import CONTACT, MATTER, ZERO, Bank, Funds, Holder, in_bank
from provisioner.model.ledger import filled, numbered, tag_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from provisioner.engine.match import Match
    from provisioner.engine.ports import Registry
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Binding, Desired, Observed, Remote, Snapshot
    from provisioner.model.trust import TrustAccount

ACCOUNT = "qbo.account"


class Folio(NamedTuple):
    """One client or matter of a trust account: what Clio says of it (None: it has no such one), and its ledger."""

    number: str
    holder: Holder | None
    amount: Decimal
    name: str
    live: Observed | None

    @property
    def is_open(self) -> bool:
        """True for a ledger that is active in QuickBooks."""
        return self.live is not None and self.live.active


@dataclass
class Holdings:
    """One trust account whose ledgers follow Clio. ``bank`` and ``parent`` are None while they are not there yet.

    ``folios`` are those that have money or a ledger, by number, in a fixed order. What could not be decided is in the
    other fields: ``alike`` are live ledgers with one mark, ``torn`` a ledger whose mark and name lead to two holders,
    ``astray`` a ledger that stands below something else, by the number of the holder who gets none.
    """

    key: str
    trust: TrustAccount
    bank: Bank | None
    parent: Remote | None
    folios: dict[str, Folio] = field(default_factory=dict)
    alike: dict[str, list[Observed]] = field(default_factory=dict)
    torn: dict[str, Observed] = field(default_factory=dict)
    astray: dict[str, Observed] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Whose the ledgers are: clients' (``contact``) or matters'."""
        return MATTER if self.trust.ledgers.per == "matter" else CONTACT

    def address(self, number: str) -> Address:
        """The address of a holder's ledger."""
        return Address("qbo", "account", f"{self.key}.{self.kind}_{number}")

    def mark(self, number: str) -> str:
        """The mark in its description."""
        return f"clio:{self.kind}:{number}"


def following(firm: Firm) -> dict[str, TrustAccount]:
    """The trust accounts whose ledgers are made from what Clio says, by key."""
    return {
        key: trust
        for key, trust in firm.config.trust.items()
        if trust.ledgers.source == "clio" and trust.ledgers.method == "sub_accounts"
    }


def whose(firm: Firm, address: Address) -> tuple[str, str, str] | None:
    """The trust account, ``contact`` or ``matter``, and its number, of the address of a ledger that follows Clio."""
    key, _, rest = address.key.partition(".")
    trust = following(firm).get(key)
    kind = MATTER if trust is not None and trust.ledgers.per == "matter" else CONTACT
    number = rest.removeprefix(f"{kind}_")
    if trust is None or address.kind != ACCOUNT or number == rest or not number.isdecimal():
        return None
    return key, kind, number


def wanted_lists(firm: Firm) -> tuple[str, ...]:
    """What Clio has to be asked for: clients, and matters where ledgers are kept for them.

    Clients are asked for in any case: what they hold for no matter in particular has no ledger of a matter.
    """
    kept = [each for each in firm.config.trust.values() if _asks_clio(each)]
    per_matter = any(each.ledgers.per == "matter" and each.ledgers.method == "sub_accounts" for each in kept)
    return ((CONTACT,) if kept else ()) + ((MATTER,) if per_matter else ())


def _asks_clio(trust: TrustAccount) -> bool:
    return trust.ledgers.source == "clio" and trust.ledgers.method != "clio_only"


def banks_of(firm: Firm, found: Mapping[Address, Match]) -> dict[str, Bank | None]:
    """The bank account in Clio of each trust account, by key; None for one that Clio does not have yet."""
    banks: dict[str, Bank | None] = {}
    for key, trust in firm.config.trust.items():
        each = found.get(Address("clio", "bank_account", trust.bank))
        seen = each.observed if each is not None else None
        banks[key] = bank_of(seen) if seen is not None else None
    return banks


def bank_of(seen: Observed) -> Bank:
    """A bank account of Clio as its balances name it."""
    return Bank(seen.id, str(seen.fields.get("name") or ""), str(seen.fields.get("type") or ""))


def fixed_points(
    firm: Firm,
    desired: Sequence[Desired],
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    registry: Registry,
) -> Mapping[Address, Match]:
    """The objects of the trust accounts' liabilities and bank accounts in Clio, found as the plan will find them."""
    declared = {each.address: each for each in desired if not each.retired}
    wanted: dict[Address, Desired] = {}
    stack = [
        address
        for trust in firm.config.trust.values()
        for address in (Address("qbo", "account", trust.liability), Address("clio", "bank_account", trust.bank))
    ]
    while stack:
        address = stack.pop()
        if address in declared and address not in wanted:
            wanted[address] = declared[address]
            stack += references(declared[address].fields)
    return match(wanted.values(), snapshots, bindings, registry).by_address


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
        if tag is None or tag.startswith("client:"):
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
            is_known = each.remote in self.others or tag_in(each.fields.get("description")) is not None
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
    """Note the ledgers with a mark that somebody moved away from their liability: whoever they are of gets no other."""
    missing = {one.mark(each.number) for one in found for each in one.folios.values() if each.live is None}
    parents = {one.parent for one in found}
    astray: dict[str, Observed] = {}
    for each in accounts if missing else ():
        tag = tag_in(each.fields.get("description"))
        if tag in missing and each.active and each.fields.get("parent") not in parents:
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


def with_customers(snapshot: Snapshot, customers: frozenset[str]) -> Snapshot:
    """The snapshot of Clio with the names of QuickBooks's customers beside those of its clients."""
    return replace(snapshot, funds=replace(snapshot.funds or Funds(), customers=customers))


def with_movements(snapshot: Snapshot, bank: str, movements: Mapping[str, str], calls: int) -> Snapshot:
    """The snapshot of Clio with the transactions of a bank account, and the requests they took."""
    funds = snapshot.funds or Funds()
    return replace(
        snapshot,
        calls=snapshot.calls + calls,
        funds=replace(funds, movements={**funds.movements, bank: movements}),
    )


def _folded(name: object) -> str:
    return str(name or "").strip().casefold()


def _in_order(number: str) -> tuple[int, str]:
    return len(number), number
