"""plan: reads everything live in as few requests as possible and says what would change. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

from provisioner.engine.holdings import wanted_lists, whose
from provisioner.engine.plan import make_plan
from provisioner.engine.report import CheckReport, PlanReport
from provisioner.engine.selection import Selection
from provisioner.model.address import Address
from provisioner.model.change import Action
from provisioner.model.errors import UsageProblem
from provisioner.model.finding import Finding, Level
from provisioner.model.source import dotted
from provisioner.model.words import moment
from provisioner.state.store import Scope, state_path, token_path
from provisioner.state.tokens import TokenFile
from provisioner.workflows.attested import read_attested
from provisioner.workflows.catalog import registry
from provisioner.workflows.check import check
from provisioner.workflows.connect import Connection, Systems, refresh
from provisioner.workflows.following import Followed, asked_on, followed
from provisioner.workflows.standing import warnings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from provisioner.engine.ports import ResourceType
    from provisioner.engine.saved import SavedPlan
    from provisioner.model.firm import Firm
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Binding, Desired, Snapshot
    from provisioner.providers.clio.client import ClioReader
    from provisioner.state.places import Place
    from provisioner.state.store import StateStore
    from provisioner.workflows.attested import Attested

BALANCES = "an account is to be retired, and that depends on its balance"


@dataclass(frozen=True)
class Options:
    """What the user asked of a plan. ``as_of`` is the day it is made for, ``accepted`` the scopes of --accept.

    ``targets`` and ``excluded`` narrow it down: addresses, or entries of the firm file as ``section.key``. With
    ``changes`` QuickBooks is only asked for what changed since it was last read in this way.
    """

    as_of: str
    accepted: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    changes: bool = False


@dataclass(frozen=True)
class Session:
    """A firm that has passed its checks, with all that a run needs."""

    path: Path
    firm: Firm
    report: CheckReport
    desired: tuple[Desired, ...]
    connection: Connection
    systems: Systems
    store: StateStore
    scope: Scope
    attested: Attested
    notes: tuple[Finding, ...] = ()

    def types(self, bindings: Mapping[Address, Binding]) -> dict[str, list[ResourceType]]:
        """The types to read: all of QuickBooks (one request), and of Clio those that are declared or bound."""
        used = {each.address.kind for each in self.desired} | {address.kind for address in bindings}
        found = {"qbo": registry().of("qbo")}
        if "clio" in self.systems.names:
            found["clio"] = [each for each in registry().of("clio") if each.kind in used]
        return found

    def bindings(self) -> dict[Address, Binding]:
        """What we remember for this environment."""
        return self.store.bindings(self.scope)

    def refresh(
        self, bindings: Mapping[Address, Binding], as_of: str | None = None
    ) -> tuple[dict[str, Snapshot], dict[Address, Binding]]:
        """Everything live, and those of ``bindings`` that are to objects of the company and account that answered.

        With ``as_of``, the day of a plan, also who has money in trust, where ledgers follow that.
        """
        reader = self._ledger_reader(as_of)
        readers = {} if reader is None else {"clio": reader}
        snapshots = refresh(self.firm, self.systems, self.types(bindings), bindings, readers)
        ours = self._ours(bindings, snapshots)
        return self._asked_on(snapshots, ours, reader, as_of), ours

    def recall(
        self,
        bindings: Mapping[Address, Binding],
        as_of: str | None = None,
        before: Mapping[str, Snapshot] | None = None,
    ) -> tuple[dict[str, Snapshot], dict[Address, Binding]]:
        """As ``refresh``, but of QuickBooks only what changed since the last time, which is remembered for the next.

        ``before`` is what this gave a moment ago where it is not enough: QuickBooks is then read in full.
        """
        types, known = self.types(bindings), self.store.recall(self.scope, "qbo")
        recalled = self.systems.recalled(known, BALANCES if before else "")
        wanted = {"qbo": types["qbo"]} if before else types
        reader = None if before else self._ledger_reader(as_of)
        readers = {"qbo": recalled} | ({} if reader is None else {"clio": reader})
        snapshots = refresh(self.firm, self.systems, wanted, bindings, readers)
        if recalled.after is not None:
            self.store.remember(self.scope, "qbo", known, recalled.after)
        if before:
            calls = before["qbo"].calls + snapshots["qbo"].calls
            snapshots = {**before, "qbo": replace(snapshots["qbo"], calls=calls)}
        ours = self._ours(bindings, snapshots)
        return self._asked_on(snapshots, ours, reader, as_of), ours

    def _ledger_reader(self, as_of: str | None) -> ClioReader | None:
        """What reads who has money in trust; None where nothing follows that."""
        if as_of is None or "clio" not in self.systems.names or not wanted_lists(self.firm):
            return None
        return self.systems.ledger_reader()

    def _asked_on(
        self,
        snapshots: dict[str, Snapshot],
        bindings: Mapping[Address, Binding],
        reader: ClioReader | None,
        as_of: str | None,
    ) -> dict[str, Snapshot]:
        if reader is None or as_of is None:
            return snapshots
        return asked_on(self.firm, self.desired, snapshots, bindings, reader, self.systems.books, as_of)

    def followed(self, snapshots: Mapping[str, Snapshot], bindings: Mapping[Address, Binding], as_of: str) -> Followed:
        """The ledgers that follow from what was read."""
        return followed(self.firm, self.desired, snapshots, bindings, as_of)

    def _ours(self, bindings: Mapping[Address, Binding], snapshots: Mapping[str, Snapshot]) -> dict[Address, Binding]:
        stale = self.store.stale(self.scope, instances(snapshots))
        return {address: each for address, each in bindings.items() if address.system not in stale}

    def selection(self, options: Options, made: Followed) -> Selection:
        """What ``options`` narrow the plan down to. UsageProblem for what is neither declared nor among ``made``."""
        desired = (*self.desired, *made.desired)
        targets = frozenset(self._addresses(options.targets, desired)) if options.targets else None
        undecided = frozenset(filter(self._is_undecided, options.excluded))
        left_out = [*self._addresses([each for each in options.excluded if each not in undecided], desired)]
        return Selection(targets, frozenset(left_out).union(map(Address.parse, undecided)))

    def _is_undecided(self, name: str) -> bool:
        """True for the address of a ledger that follows Clio, planned or not: what stands in its way names it too."""
        try:
            return whose(self.firm, Address.parse(name)) is not None
        except ValueError:
            return False

    def _addresses(self, names: Iterable[str], desired: Sequence[Desired]) -> Iterator[Address]:
        known = {str(each.address): each.address for each in desired} if names else {}
        for name in names:
            found = [known[name]] if name in known else addresses_under(desired, name)
            if not found:
                from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

                close = get_close_matches(name, [*known, *(dotted(each.path[:2]) for each in desired)], 1)
                raise UsageProblem(
                    f"The firm file declares no {name}",
                    f"Did you mean {close[0]}?" if close else "Plans and `provisioner explain` show the addresses.",
                    "Name an address such as qbo.account.operating, or an entry such as accounts.operating.",
                )
            yield from found

    def plan(
        self,
        snapshots: Mapping[str, Snapshot],
        bindings: Mapping[Address, Binding],
        options: Options,
        selection: Selection | None = None,
        made: Followed | None = None,
    ) -> Plan:
        """The plan from what was just read and what we remember.

        ``selection`` is that of ``options`` otherwise, ``made`` the ledgers that follow from the snapshots.
        """
        made = self.followed(snapshots, bindings, options.as_of) if made is None else made
        chosen = self.selection(options, made) if selection is None else selection
        day = date.fromisoformat(options.as_of)
        confirmed = self.attested.confirmations(day, snapshots)
        return make_plan(
            self.firm,
            (*self.desired, *made.desired),
            snapshots,
            bindings,
            registry(),
            findings=(*self.report.findings, *self.notes, *made.about(chosen), *self.attested.remarks(confirmed, day)),
            environment=self.scope.environment,
            as_of=options.as_of,
            accepted=options.accepted,
            selection=chosen,
            confirmations=confirmed,
        )


def firm_folder(path: Path) -> Path:
    """The folder a firm lives in. ConfigProblem when there is no such firm, before anything is made beside it."""
    if not path.exists():
        check(path)
    return path if path.is_dir() else path.parent


def session(path: Path, connection: Connection, store: StateStore) -> tuple[CheckReport, Session | None]:
    """The checked firm, ready to be planned; None with findings of level error."""
    report, firm = check(path)
    if firm is None or report.failed:
        return report, None
    attested = read_attested(path, firm)
    report = attested.added_to(report)
    if report.failed:
        return report, None
    scope = scope_of(firm, connection.environment)
    desired = tuple(each for system in scope.tenants for kind in registry().of(system) for each in kind.desired(firm))
    tokens = TokenFile(token_path(firm_folder(path)))
    systems = Systems(firm, connection, tokens)
    return report, Session(path, firm, report, desired, connection, systems, store, scope, attested)


def scope_of(firm: Firm, environment: str) -> Scope:
    """Whose bindings a run in this environment reads and writes: those of the firm's company and Clio account."""
    quickbooks, clio = firm.config.systems.quickbooks, firm.config.systems.clio
    tenants = {"qbo": quickbooks.company_id} | ({"clio": f"{clio.region}:{clio.account_name}"} if clio else {})
    return Scope(environment, tenants)


def plan(
    path: Path, connection: Connection, store: StateStore, options: Options, saving: Saving | None = None
) -> PlanReport:
    """The plan for the firm at ``path``. Its checks come first: with an error in the file nothing is read.

    With ``saving`` a plan without errors is also written to a file. UsageProblem when that cannot be written.
    """
    report, ready = session(path, connection, store)
    if ready is None:
        return PlanReport(report)
    ready = replace(ready, notes=(*_going_on(ready), *ending(ready, options)))
    planned = PlanReport(report, _recalled(ready, options) if options.changes else _read(ready, options))
    return planned if saving is None or planned.failed else replace(planned, saved=saving(ready, planned))


def _read(ready: Session, options: Options) -> Plan:
    return ready.plan(*ready.refresh(ready.bindings(), options.as_of), options)


def _recalled(ready: Session, options: Options) -> Plan:
    """The same plan from what changed: read in full all the same when it would retire something of QuickBooks.

    Whether that may be is for the balance to decide, and a balance moves without its account being changed.
    """
    snapshots, bindings = ready.recall(ready.bindings(), options.as_of)
    made = ready.followed(snapshots, bindings, options.as_of)
    plan = ready.plan(snapshots, bindings, options, made=made)
    settled = {each.address for each in plan.changes if each.action in {Action.NO_OP, Action.ATTEST}}
    retiring = (each for each in (*ready.desired, *made.desired) if each.retired and each.address.system == "qbo")
    if plan.refresh.since and any(each.address not in settled for each in retiring):
        return ready.plan(*ready.recall(bindings, options.as_of, snapshots), options)
    return plan


class Saving(Protocol):
    """Writes a plan to a file; the plan as it was written."""

    def __call__(self, ready: Session, planned: PlanReport) -> SavedPlan:
        """See the class."""


def _going_on(ready: Session) -> Iterator[Finding]:
    """Remarks about an apply of this firm that is running just now, or that was interrupted."""
    holder, left = ready.store.holder(ready.scope), ready.store.unfinished(ready.scope)
    if holder is not None:
        yield Finding(
            "SAF106",
            "apply-running",
            Level.WARNING,
            f"An apply of this firm is running: {holder.owner} on {holder.host}, since {moment(holder.since)}.",
            "What is read now may be half done.",
            "Plan again when it has ended.",
        )
    elif left is not None:
        yield Finding(
            "SAF107",
            "apply-interrupted",
            Level.WARNING,
            f"An apply by {left.who}, started {moment(left.started)}, was interrupted.",
            "This plan shows what is there now; what became of its last request may not be known yet.",
            "Run apply: it finds that out first, and goes on with the plan that was approved then.",
        )


def ending(ready: Session, options: Options) -> Iterator[Finding]:
    """A warning for each connection that has to be made anew soon, seen from the day the plan is made for."""
    tokens = TokenFile(token_path(firm_folder(ready.path)))
    day = datetime.fromisoformat(options.as_of).replace(tzinfo=UTC)
    for sentence in warnings(ready.firm, ready.connection, tokens, day):
        yield Finding(
            "SAF108",
            "connection-ends-soon",
            Level.WARNING,
            sentence,
            "A connection ends for good some time after it was made, however often it is used.",
            "Run provisioner auth login before that day.",
        )


def instances(snapshots: Mapping[str, Snapshot]) -> dict[str, str]:
    """Which company and account answered, by system; one that does not say is left out."""
    return {system: snapshot.instance for system, snapshot in snapshots.items() if snapshot.instance}


def state_file(path: Path) -> Place:
    """Where the state of the firm at ``path`` lives; its folder is made on first use."""
    return state_path(firm_folder(path))


def addresses_under(desired: Sequence[Desired], entry: str) -> list[Address]:
    """The addresses that a ``section.key`` of the firm file stands for."""
    section, _, key = entry.partition(".")
    return [each.address for each in desired if (section, key) in {each.path[:2], *(path[:2] for path in each.also)}]
