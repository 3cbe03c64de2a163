"""What the company's QuickBooks plan has room for: accounts, classes and locations, and Clio's integration. Pure.

Judged by the edition that QuickBooks itself reports, or by the declared one where it reports none that is known; where
neither says anything, nothing is judged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from provisioner.model.change import Action
from provisioner.model.finding import Finding, Level
from provisioner.model.ledger import tag_in
from provisioner.model.resource import Remote
from provisioner.model.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Observed, Snapshot
    from provisioner.model.source import Place


class Ceiling(NamedTuple):
    """How many active accounts an edition takes, and classes and locations together; None is no limit."""

    accounts: int | None
    tracked: int | None


# By edition, the smallest first. Only active ones count. QuickBooks help L6THMltE4 and 228520 (usage limits); read
# 2026-11.
CEILINGS: Mapping[str, Ceiling] = {
    "simple_start": Ceiling(250, 0),
    "essentials": Ceiling(250, 0),
    "plus": Ceiling(250, 40),
    "advanced": Ceiling(None, None),
}
UNKNOWN = Ceiling(None, None)
WITHOUT_CLASSES = frozenset(name for name, each in CEILINGS.items() if each.tracked == 0)
"""Editions without class tracking."""
OWN_COUNT = "QuickBooks shows its own count under the gear, Account and settings, Usage."
CLOSE = 90
"""The per cent of a limit from which on a plan warns."""
ACCOUNT = "qbo.account"
CLASS = "qbo.class"
WAIVER = "capacity:qbo"
"""The scope of --accept for whoever has seen that QuickBooks itself counts fewer accounts."""
REPEATED = frozenset({"SYS204"})
"""Rules that say from the firm file alone what a finding here says from what is live."""

_OVER = {
    ACCOUNT: ("SAF109", "live-accounts-over-the-edition-limit"),
    CLASS: ("SAF111", "live-classes-over-the-edition-limit"),
}
_NEAR = {ACCOUNT: ("SAF110", "accounts-close-to-the-limit"), CLASS: ("SAF112", "classes-close-to-the-limit")}
_ADDING = frozenset({Action.CREATE, Action.REACTIVATE})


class Count(NamedTuple):
    """How many active objects count towards a limit: now, and what the plan adds to them and makes inactive."""

    now: int
    added: int
    freed: int

    @property
    def after(self) -> int:
        """How many there are once the plan is applied."""
        return self.now + self.added - self.freed


def capacity(
    firm: Firm, changes: Sequence[Change], snapshots: Mapping[str, Snapshot], accepted: frozenset[str] = frozenset()
) -> list[Finding]:
    """Findings about a plan that leads to more than the company's edition takes, or close to it, with the ways out.

    What we count is the most it can be: with ``WAIVER`` among the ``accepted`` scopes it does not stop a plan.
    """
    snapshot = snapshots.get("qbo")
    if snapshot is None:
        return []
    return [
        *_edition_differs(firm, snapshot),
        *_clio(firm, snapshot),
        *_accounts(firm, changes, snapshot, is_waived=WAIVER in accepted),
        *_classes(firm, changes, snapshot),
    ]


def needs_room(firm: Firm, changes: Sequence[Change], snapshots: Mapping[str, Snapshot]) -> frozenset[str]:
    """The kinds of which some have to be made inactive before others are added, for want of room in between."""
    snapshot = snapshots.get("qbo")
    if snapshot is None:
        return frozenset()
    ceiling = _ceiling(firm, snapshot)
    limits = {ACCOUNT: ceiling.accounts, CLASS: ceiling.tracked}
    counts = {kind: _count(kind, changes, snapshot) for kind in limits}
    return frozenset(
        kind for kind, each in counts.items() if each.freed and _is_over(each.now + each.added, limits[kind])
    )


def without_repeats(findings: Sequence[Finding], live: Sequence[Finding]) -> list[Finding]:
    """``findings`` of the firm file without those that ``live`` says better."""
    known = {each.code for each in live}
    return [each for each in findings if each.code not in REPEATED or not known & {"SAF109", "SAF110"}]


def edition_of(firm: Firm, snapshot: Snapshot) -> str | None:
    """The edition that QuickBooks reports, or else the one that the firm file says."""
    live = snapshot.facts.get("edition")
    if isinstance(live, str) and live in CEILINGS:
        return live
    quickbooks = firm.config.systems.quickbooks
    return quickbooks.edition if "edition" in quickbooks.model_fields_set else None


def _ceiling(firm: Firm, snapshot: Snapshot) -> Ceiling:
    return CEILINGS.get(edition_of(firm, snapshot) or "", UNKNOWN)


def _place(firm: Firm) -> Place:
    return firm.place("systems", "quickbooks", "edition")


def _title(edition: str | None) -> str:
    return f"QuickBooks {(edition or 'Online').replace('_', ' ').title()}"


def _is_over(count: int, limit: int | None) -> bool:
    return limit is not None and count > limit


def _count(kind: str, changes: Sequence[Change], snapshot: Snapshot) -> Count:
    """Accounts that QuickBooks is known to have made by itself are left out; locations count with the classes."""
    now = sum(each.active and each.system_kind is None for each in snapshot.objects.get(kind, ()))
    if kind == CLASS:
        now += int(snapshot.facts.get("locations_in_use") or 0)
    ours = [each for each in changes if each.address.kind == kind]
    added = sum(each.action in _ADDING for each in ours)
    return Count(now, added, sum(each.action is Action.RETIRE for each in ours))


def _judged(
    kind: str, count: Count, limit: int, where: Place, title: str, things: str, why: str, ways: Sequence[str]
) -> Iterator[Finding]:
    """An error where QuickBooks would refuse something; a warning where it would soon."""
    is_refused = _is_refused(count, limit)
    if not is_refused and count.after * 100 < limit * CLOSE:
        return
    code, name = (_OVER if is_refused else _NEAR)[kind]
    moves = [f"{count.now:,} now"]
    moves += [f"{count.added:,} added by this plan"] if count.added else []
    moves += [f"{count.freed:,} made inactive by it"] if count.freed else []
    yield Finding(
        code,
        name,
        Level.ERROR if is_refused else Level.WARNING,
        f"This company would have {count.after:,} active {things}, and {title} takes {limit:,}: {', '.join(moves)}.",
        why,
        f"Ways out: {' '.join(f'({number}) {way}' for number, way in enumerate(ways, start=1))}",
        where,
    )


def _is_refused(count: Count, limit: int) -> bool:
    return count.added > 0 and count.after > limit


def _accounts(firm: Firm, changes: Sequence[Change], snapshot: Snapshot, *, is_waived: bool) -> Iterator[Finding]:
    limit = _ceiling(firm, snapshot).accounts
    if limit is None or ACCOUNT not in snapshot.objects:
        return
    count = _count(ACCOUNT, changes, snapshot)
    own = sum(each.active and each.system_kind is not None for each in snapshot.objects[ACCOUNT])
    left_out = f", and {counted(own, 'such account')} {'is' if own == 1 else 'are'} left out" if own else ""
    why = (
        "QuickBooks refuses every account above the limit. Accounts it made by itself are said not to count; not all "
        f"of them can be told apart{left_out}, so this is the most it can be."
    )
    ways = list(_ways_out(changes, snapshot, count.after, limit))
    if _is_refused(count, limit) and count.after - limit <= count.now:
        ways.append(f"{OWN_COUNT} If that leaves room, apply with --accept {WAIVER}.")
    for each in _judged(ACCOUNT, count, limit, _place(firm), _title(edition_of(firm, snapshot)), "accounts", why, ways):
        yield replace(each, level=Level.WARNING) if is_waived else each


def _ways_out(changes: Sequence[Change], snapshot: Snapshot, after: int, limit: int) -> Iterator[str]:
    """What can be done about client ledgers, in numbers of this firm."""
    over = after - limit
    planned = [each for each in changes if each.address.kind == ACCOUNT]
    retiring = {each.observed.remote for each in planned if each.action is Action.RETIRE and each.observed is not None}
    live = [each for each in _client_ledgers(snapshot) if each.remote not in retiring]
    coming = sum(each.action in _ADDING and _is_clients(each.desired.tag) for each in planned)
    helps = False
    if live:
        zero = list(_closable(live, snapshot))
        helps = 0 < len(zero) >= over
        yield _closing(zero, planned, over, is_known=not snapshot.refresh.since)
    if live or coming:
        left = after - coming - len(live)
        helps = helps or left <= limit
        yield _other_method(left, len(live), limit)
    else:
        yield "No account here is the ledger of a client; make inactive what nobody uses."
        helps = True
    yield "Move the company to Advanced, which has no limit." + ("" if helps else " Nothing else here is enough.")


def _is_clients(tag: str | None) -> bool:
    return tag is not None and not tag.startswith("ledger:")


def _client_ledgers(snapshot: Snapshot) -> list[Observed]:
    return [
        each
        for each in snapshot.objects.get(ACCOUNT, ())
        if each.active and _is_clients(tag_in(each.fields.get("description")))
    ]


def _closable(ledgers: Sequence[Observed], snapshot: Snapshot) -> Iterator[Observed]:
    """Those at zero with nothing active below them."""
    parents = {each.fields.get("parent") for each in snapshot.objects[ACCOUNT] if each.active}
    return (each for each in ledgers if each.balance == 0 and Remote(ACCOUNT, each.id) not in parents)


def _closing(zero: Sequence[Observed], planned: Sequence[Change], over: int, *, is_known: bool) -> str:
    if not is_known:
        return "Make client ledgers at zero inactive; a plan that reads everything says how many there are."
    if not zero:
        return "No client ledger is at zero, so none could be made inactive."
    declared = {each.observed.remote for each in planned if each.observed is not None and not each.desired.retired}
    listed = sum(each.remote in declared for each in zero)
    enough = "which is enough" if len(zero) >= over else f"{counted(over - len(zero), 'account')} short of enough"
    first = (
        f"; the firm file still asks for {listed:,} of them, so it has to let go of these clients first"
        if listed
        else ""
    )
    is_one = len(zero) == 1
    return (
        f"{counted(len(zero), 'client ledger')} {'is' if is_one else 'are'} at zero and could be made inactive, "
        f"{enough if over > 0 else 'which makes room'}{first}."
    )


def _other_method(left: int, live: int, limit: int) -> str:
    later = (
        f" once the {counted(live, 'client ledger')} there now {'is' if live == 1 else 'are'} closed" if live else ""
    )
    fits = "" if left <= limit else ", which is still too many"
    return (
        f"Tell clients apart by `method: customers` (or `clio_only`), which needs no account for each: "
        f"{counted(left, 'account')} would remain{later}{fits}."
    )


def _classes(firm: Firm, changes: Sequence[Change], snapshot: Snapshot) -> Iterator[Finding]:
    """Without class tracking in the edition, the step for a person says so."""
    limit = _ceiling(firm, snapshot).tracked
    if not limit or CLASS not in snapshot.objects:
        return
    count = _count(CLASS, changes, snapshot)
    declared = {each.observed.remote for each in changes if each.observed is not None}
    free = sum(each.active and each.remote not in declared for each in snapshot.objects[CLASS])
    over = count.after - limit
    enough = "which is enough" if free >= over else f"{over - free:,} short of enough"
    ways = [
        f"{counted(free, 'class')} that no entry declares could be made inactive, {enough}."
        if free
        else "Every active class is declared; retire some, or make locations inactive.",
        "Move the company to Advanced, which has no limit.",
    ]
    unread = snapshot.facts.get("locations") and snapshot.facts.get("locations_in_use") is None
    why = "QuickBooks refuses every class and location above the limit." + (
        " Locations are in use and were not counted, so they come on top." if unread else ""
    )
    things = "classes and locations"
    yield from _judged(CLASS, count, limit, _place(firm), _title(edition_of(firm, snapshot)), things, why, ways)


def _edition_differs(firm: Firm, snapshot: Snapshot) -> Iterator[Finding]:
    """The firm file says one edition and QuickBooks reports another. What the file does not say cannot be wrong."""
    declared, live = firm.config.systems.quickbooks.edition, edition_of(firm, snapshot)
    if live is None or live == declared or "edition" not in firm.config.systems.quickbooks.model_fields_set:
        return
    order = list(CEILINGS)
    is_less = order.index(live) < order.index(declared)
    yield Finding(
        "SAF113",
        "edition-differs",
        Level.WARNING if is_less else Level.ADVICE,
        f"The firm file says {_title(declared)}; the company is on {_title(live)}.",
        "The file's own checks go by what it says; this plan goes by what QuickBooks reports.",
        "Move the company to the declared plan, or correct `edition:`." if is_less else "Correct `edition:`.",
        _place(firm),
    )


def _clio(firm: Firm, snapshot: Snapshot) -> Iterator[Finding]:
    """Clio connects to Essentials, Plus and Advanced; with Essentials some things stay out.

    Clio help 9290134235163; read 2026-11. What the declared edition leads to is found in the file by itself.
    """
    systems, live = firm.config.systems, edition_of(firm, snapshot)
    if systems.integration is None or systems.integration.via != "clio_native" or live == systems.quickbooks.edition:
        return
    if live not in {"simple_start", "essentials"}:
        return
    is_refused = live == "simple_start"
    yield Finding(
        "SAF114",
        "edition-too-small-for-clio",
        Level.ERROR if is_refused else Level.WARNING,
        f"The company is on {_title(live)}, "
        + (
            "to which Clio does not connect."
            if is_refused
            else "with which Clio tracks no firm users by class and imports no hard costs."
        ),
        "Clio's integration needs Essentials, Plus or Advanced." if is_refused else "Both need Plus or Advanced.",
        "Move the company to Plus or Advanced.",
        _place(firm),
        related=(firm.place("systems", "integration", "via"),),
    )
