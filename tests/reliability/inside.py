"""One firm, both twins and the whole program in this process, without sockets: fast enough for thousands of runs.

Everything is real but the wires: the twins' own app is called by an adapter of ``requests`` and a transport of
``httpx``, below all of our code. ``Trouble`` says what goes wrong: a fault script in the twin, a crash at some point
(an exception that nothing catches, after which neither the state nor a vendor hears from this run again), somebody's
edit on screen.
"""

from __future__ import annotations

import ssl
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from unittest import mock

import requests
from reliability import wires
from reliability.world import Thing, World, things, world

from provisioner.model.errors import ProvisionerError
from provisioner.providers import limits
from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin
from provisioner.state.sqlite import SqliteDatabase
from provisioner.state.store import Scope, StateStore
from provisioner.workflows import apply as applying
from provisioner.workflows import connect
from provisioner.workflows import plan as planning
from provisioner.workflows.check import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from provisioner.engine.report import ApplyReport
    from provisioner.model.plan import Plan

SEED = FirmSeed(company_id="9130350000000001", company_name="Chance LLP", clio_account_name="Chance LLP")
TENANTS = {"qbo": SEED.company_id, "clio": f"us:{SEED.clio_account_name}"}
URL = "http://127.0.0.1:9"  # nobody listens there
HOUR = 3600


class Crash(BaseException):
    """The end of the process, as far as the program and its state can tell."""


@dataclass
class Trouble:
    """What goes wrong in one apply: it dies at the point number ``dies``; ``edits`` happen before some requests."""

    dies: int = 0
    rules: Sequence[Mapping[str, Any]] = ()
    edits: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    passed: int = 0
    writes: int = 0
    dead: bool = False
    fired: int = 0

    def point(self) -> None:
        """One point is passed; Crash from the one to die at, and from all that follow."""
        self.passed += 1
        self.dead = self.dead or self.passed == self.dies
        self.alive()

    def alive(self) -> None:
        """Crash once the process is dead."""
        if self.dead:
            raise Crash


NONE = Trouble()


@dataclass(frozen=True)
class Frozen:
    """A world to start from, again and again."""

    journals: Mapping[str, list[dict[str, Any]]]
    state: bytes
    offset: Any


class Company:
    """A firm's folder with its state, and a twin."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / ".provisioner" / "state.sqlite3"
        self.twin = Twin(seed=SEED)
        self.tokens = self.twin.credentials(SEED)
        self.twin.qbo.edit({"entity": "Preferences", "set": {"AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True}}})
        self.trouble = NONE
        self.said: list[str] = []
        (folder / ".provisioner").mkdir(parents=True, exist_ok=True)

    def write(self, text: str) -> None:
        """Put the firm file in its folder."""
        (self.folder / "firm.yaml").write_text(text, encoding="utf-8")
        _checked.pop(self.folder, None)

    def frozen(self) -> Frozen:
        """Everything as it is now."""
        journals = {name: list(vendor._journal.read()) for name, vendor in self.twin.vendors.items()}
        return Frozen(journals, self.state.read_bytes() if self.state.exists() else b"", self.twin.clock.offset)

    def thaw(self, world: Frozen) -> None:
        """Everything as it was then."""
        self.twin = _Revived(world)
        for each in self.state.parent.glob("state.sqlite3*"):
            each.unlink()
        if world.state:
            self.state.write_bytes(world.state)

    def edit(self, change: Mapping[str, Any]) -> None:
        """What a person does on screen, unless the vendor refuses it."""
        vendor, rest = change["vendor"], {name: value for name, value in change.items() if name != "vendor"}
        try:
            self.twin.vendors[vendor].edit(deepcopy(rest))
        except ValueError as error:
            self.said.append(f"refused edit: {error}")

    @contextmanager
    def store(self, trouble: Trouble = NONE) -> Iterator[StateStore]:
        """The state, which dies with the trouble."""
        database = _Database(self.state, trouble)
        try:
            yield StateStore(database)
        finally:
            database.close()

    def apply(self, trouble: Trouble | None = None) -> ApplyReport | None:
        """Apply the firm's file as the program would; None when the process died or ended with a problem."""
        trouble = trouble or Trouble()
        self.twin.clock.advance(HOUR)
        self.tokens = self.twin.credentials(SEED)
        self.twin.faults.load({"rules": list(trouble.rules)})
        doing = applying.Doing("chance", _now, lambda _: True, tell=self.said.append)
        options = planning.Options("2026-11-22", frozenset({"brake:qbo", "brake:clio"}))
        try:
            with _wired(self, trouble), self.store(trouble) as store:
                return applying.apply(self.folder, self.connection, store, options, doing)
        except Crash:
            return None
        except ProvisionerError as problem:
            self.said.append(f"{problem.summary} {problem.detail}")
            return None
        finally:
            trouble.fired = sum(rule.fired for rule in self.twin.faults.rules)
            self.twin.faults.clear()

    def plan(self) -> Plan:
        """What is left to do."""
        with _wired(self, NONE), self.store() as store:
            report = planning.plan(self.folder, self.connection, store, planning.Options("2026-11-22"))
        assert report.plan is not None, report.check.findings
        return report.plan

    def send(
        self,
        trouble: Trouble,
        method: str,
        url: str,
        headers: Any,
        body: bytes,
        writes: bool,  # noqa: FBT001 - called by the wires alone
    ) -> tuple[wires.Answer | None, wires.Cut | None]:
        """One request; the process may die before it is sent, and after it was carried out."""
        if trouble is not NONE:
            trouble.point()
        if writes:
            trouble.writes += 1
            if trouble.writes in trouble.edits:
                self.edit(trouble.edits[trouble.writes])
        answered = wires.call(self.twin.app, method, url, headers, body)
        if trouble is not NONE:
            trouble.point()
        return answered

    @property
    def connection(self) -> connect.Connection:
        """How the program would reach the twins."""
        given = {
            system: connect.Credentials(URL, access_token=self.tokens[f"{system}_access_token"])
            for system in ("qbo", "clio")
        }
        return connect.Connection("chance", given["qbo"], given["clio"], limits=False)

    def things(self) -> list[Thing]:
        """Every object of both vendors."""
        return list(things(self.twin))

    def world(self, found: Sequence[Thing]) -> World:
        """How everything stands, with these objects."""
        with self.store() as store:
            return world(found, store, Scope("chance", TENANTS))


class _Revived(Twin):
    """A twin with the records of another."""

    def __init__(self, world: Frozen) -> None:
        self._world = world
        super().__init__(seed=SEED)
        self.clock.offset = world.offset

    def ensure(self, seed: FirmSeed) -> None:
        """The vendors read their records before the firm is asked for."""
        for name, vendor in self.vendors.items():
            vendor._journal._memory = list(self._world.journals[name])
            vendor._journal.replay(vendor._replay)
        super().ensure(seed)


def _now() -> datetime:
    return datetime.now(UTC)


_checked: dict[Path, Any] = {}


def _check_once(path: Path) -> Any:
    """The checks of a firm file; once is enough while it stays as it is."""
    if path not in _checked:
        _checked.clear()
        _checked[path] = check(path)
    return _checked[path]


class _Database(SqliteDatabase):
    """A state file whose every write is two points to die at. What it holds need not outlive this machine."""

    def __init__(self, path: Path, trouble: Trouble) -> None:
        self._trouble = NONE
        super().__init__(path)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._trouble = trouble

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A transaction: it is lost when we die before its end."""
        self._trouble.alive()
        with super().writing() as cursor:
            yield cursor
            if self._trouble is not NONE:
                self._trouble.point()
        if self._trouble is not NONE:
            self._trouble.point()


class _Systems(connect.Systems):
    """Readers and writers whose HTTP libraries are wired to the twin."""

    send: wires.Send

    def reader(self, system: str) -> Any:
        """A reader."""
        return self._wire(super().reader(system))

    def writer(self, system: str) -> Any:
        """A writer."""
        return self._wire(super().writer(system))

    def _wire(self, client: Any) -> Any:
        if hasattr(client, "_company"):
            session = requests.Session()
            session.trust_env = False
            session.auth = client._company.session._http.auth
            session.mount("http://", wires.Adapter(self.send))
            client._company.session._http = session
        else:
            account = client._account
            account._access = replace(account._access, sleep=lambda _: None)
            account._http.close()
            account._http = type(account._http)(transport=wires.Transport(self.send), follow_redirects=False)
        return client


@contextmanager
def _wired(company: Company, trouble: Trouble) -> Iterator[None]:
    systems = type("Systems", (_Systems,), {"send": partial(company.send, trouble)})
    with (
        mock.patch.object(planning, "Systems", systems),
        mock.patch.object(planning, "check", _check_once),
        mock.patch("httpx._transports.default.create_ssl_context", _no_certificates),
        mock.patch("tenacity.nap.time", _Sleepless),
        mock.patch.object(limits, "in_time", lambda send, _=0: send()),
        mock.patch.object(connect, "ThreadPoolExecutor", _OneAfterTheOther),
    ):
        yield


class _Sleepless:
    """What the retries take for the clock."""

    @staticmethod
    def sleep(seconds: float) -> None:
        """Go on at once."""


class _OneAfterTheOther(Executor):
    """Reads one system after the other, so that a run can be repeated point by point."""

    def __init__(self, max_workers: int) -> None:
        del max_workers

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """Do it now."""
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given, **named))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is awaited
            done.set_exception(error)
        return done


@cache
def _no_certificates(**_: Any) -> ssl.SSLContext:
    """Reading all certificates of the world takes longer than everything else that an apply does here."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
