"""The state store: bindings by environment, tenant and address, in SQLite through SQLAlchemy Core."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from provisioner.model.address import Address
from provisioner.model.errors import StateProblem
from provisioner.model.resource import Binding
from provisioner.state.codec import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from provisioner.model.resource import Remote, Value

SCHEMA_VERSION = 1
ELSEWHERE = (
    "Make the folder writable, or say where to keep it:",
    "export PROVISIONER_STATE=/some/folder/state.sqlite3",
)
MOVE_AWAY = "If the file is damaged, move it away: the next plan finds everything again and writes nothing new."
FOLDER = ".provisioner"

_metadata = sa.MetaData()
_meta = sa.Table(
    "meta", _metadata, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
_bindings = sa.Table(
    "binding",
    _metadata,
    sa.Column("environment", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("remote_id", sa.Text, nullable=False),
    sa.Column("last_applied", sa.Text),
    sa.Column("protected", sa.Boolean, nullable=False, default=False),
    sa.Column("bound_at", sa.Text, nullable=False),
    sa.Column("bound_by", sa.Text, nullable=False),
)
_runs = sa.Table(
    "run",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("environment", sa.Text, nullable=False),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("finished", sa.Text),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("result", sa.Text),
)


@dataclass(frozen=True)
class Scope:
    """Whose bindings are meant: an environment (``sandbox``, or a live host) and a tenant for each system."""

    environment: str
    tenants: Mapping[str, str]


class StateStore:
    """One firm's state. Every write is durable when the method returns."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        try:
            _metadata.create_all(engine)
        except sa.exc.OperationalError:  # another first run made a table between our look and our making it
            _metadata.create_all(engine)
        with engine.begin() as connection:
            found = connection.execute(sa.select(_meta.c.value).where(_meta.c.key == "schema")).scalar()
            if found is None:
                connection.execute(sa.insert(_meta).values(key="schema", value=str(SCHEMA_VERSION)))
            elif found != str(SCHEMA_VERSION):
                raise StateProblem(
                    "The state was written by a newer provisioner",
                    f"It has layout {found}; this program knows layouts up to {SCHEMA_VERSION}.",
                    "Install the newer release, or point PROVISIONER_STATE somewhere else.",
                )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def bindings(self, scope: Scope) -> dict[Address, Binding]:
        """All bindings of a scope, by address, in order."""
        query = sa.select(_bindings).where(_bindings.c.environment == scope.environment).order_by(_bindings.c.address)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        found = (_binding(row) for row in rows if scope.tenants.get(row.address.partition(".")[0]) == row.tenant)
        return {each.address: each for each in found}

    def stale(self, scope: Scope, instances: Mapping[str, str]) -> set[str]:
        """The systems in which another company or account has come under the old id, as a sandbox started anew does."""
        known = self._instances(scope)
        return {system for system, found in instances.items() if known.get(system, found) != found}

    def settle(self, scope: Scope, instances: Mapping[str, str]) -> None:
        """Remember which company and account answered, and forget bindings to the objects of others before them."""
        stale = self.stale(scope, instances)
        with self._engine.begin() as connection:
            for system, found in instances.items():
                tenant = scope.tenants[system]
                if system in stale:
                    ours = (_bindings.c.environment == scope.environment, _bindings.c.tenant == tenant)
                    connection.execute(
                        sa.delete(_bindings).where(*ours, _bindings.c.address.startswith(f"{system}.", autoescape=True))
                    )
                put = insert(_meta).values(key=_instance_key(scope, system), value=found)
                connection.execute(
                    put.on_conflict_do_update(index_elements=["key"], set_={"value": put.excluded.value})
                )

    def _instances(self, scope: Scope) -> dict[str, str]:
        keys = {_instance_key(scope, system): system for system in scope.tenants}
        query = sa.select(_meta.c.key, _meta.c.value).where(_meta.c.key.in_(keys))
        with self._engine.connect() as connection:
            return {keys[row.key]: row.value for row in connection.execute(query)}

    @contextmanager
    def alone(self, scope: Scope) -> Iterator[None]:
        """Be the only one that applies in this scope, or StateProblem at once. A process that ends lets go."""
        whose = hashlib.sha256(repr((scope.environment, sorted(scope.tenants.items()))).encode()).hexdigest()[:12]
        lock = sqlite3.connect(f"{self._engine.url.database}.{whose}.lock", timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            raise StateProblem(
                "Another apply of this firm is running",
                "Two at once could make things twice in Clio, which has no way to tell.",
                "Wait until it has ended, then run the same command again.",
            ) from error
        try:
            yield
        finally:
            lock.close()

    def recorder(self, scope: Scope, who: str, now: datetime) -> StateRecorder:
        """A recorder for one run, to be closed at its end."""
        return StateRecorder(self._engine, scope, who, now.isoformat())

    def protect(self, scope: Scope, addresses: Sequence[Address], *, protected: bool = True) -> None:
        """Remember, or forget, that objects must never be made inactive."""
        with self._engine.begin() as connection:
            for address in addresses:
                connection.execute(sa.update(_bindings).where(*_is(scope, address)).values(protected=protected))

    def forget(self, environment: str) -> None:
        """Drop every binding of an environment, the protected ones too: its objects are gone."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_bindings).where(_bindings.c.environment == environment))

    def start_run(self, run_id: str, scope: Scope, who: str, digest: str, now: datetime) -> None:
        """Note that an apply begins."""
        values = {"id": run_id, "environment": scope.environment, "who": who, "digest": digest}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_runs).values(**values, started=now.isoformat()))

    def finish_run(self, run_id: str, result: str, now: datetime) -> None:
        """Note how an apply ended."""
        with self._engine.begin() as connection:
            done = sa.update(_runs).where(_runs.c.id == run_id)
            connection.execute(done.values(finished=now.isoformat(), result=result))


class StateRecorder:
    """Records what an apply does. Bindings are written together by ``flush``, after each batch."""

    def __init__(self, engine: sa.Engine, scope: Scope, who: str, now: str) -> None:
        self._engine = engine
        self._scope = scope
        self._who = who
        self._now = now
        self._known: dict[Address, dict[str, Value]] = {}
        self._remotes: dict[Address, str] = {}
        self._bound: dict[Address, dict[str, Any]] = {}
        self._released: list[Address] = []

    def remember(self, bindings: Mapping[Address, Binding]) -> None:
        """The last applied values known before the run, which new ones are added to."""
        self._known = {address: dict(each.last_applied or {}) for address, each in bindings.items()}
        self._remotes = {address: each.remote_id for address, each in bindings.items()}

    def bind(self, address: Address, remote: Remote, applied: Mapping[str, Value]) -> None:
        """Bind, and add to the values known to be applied."""
        if self._remotes.get(address, remote.id) != remote.id:
            self._known.pop(address, None)  # another object now: what we knew of the old one says nothing about it
        self._remotes[address] = remote.id
        known = self._known.setdefault(address, {})
        known.update(applied)
        if address in self._released:
            self._released.remove(address)
        self._bound[address] = {
            "environment": self._scope.environment,
            "tenant": self._scope.tenants[address.system],
            "address": str(address),
            "remote_id": remote.id,
            "last_applied": encode(known),
            "bound_at": self._now,
            "bound_by": self._who,
        }

    def release(self, address: Address) -> None:
        """Forget the binding, unless it is protected: protection outlives the file."""
        self._bound.pop(address, None)
        self._released.append(address)

    def flush(self) -> None:
        """Make everything since the last flush durable, in one transaction."""
        with self._engine.begin() as connection:
            if self._bound:
                put = insert(_bindings).values(protected=False)
                changed = {name: put.excluded[name] for name in ("remote_id", "last_applied", "bound_at", "bound_by")}
                connection.execute(
                    put.on_conflict_do_update(index_elements=["environment", "tenant", "address"], set_=changed),
                    list(self._bound.values()),
                )
            for address in self._released:
                connection.execute(
                    sa.delete(_bindings).where(*_is(self._scope, address), _bindings.c.protected.is_(False))
                )
        self._bound.clear()
        self._released.clear()


def _instance_key(scope: Scope, system: str) -> str:
    return f"instance:{scope.environment}:{system}:{scope.tenants[system]}"


def _is(scope: Scope, address: Address) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _bindings.c.environment == scope.environment,
        _bindings.c.tenant == scope.tenants[address.system],
        _bindings.c.address == str(address),
    )


def _binding(row: Any) -> Binding:
    try:
        last = decode(row.last_applied) if row.last_applied is not None else None
        return Binding(Address.parse(row.address), row.remote_id, last, bool(row.protected))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise StateProblem("The state file is damaged", f"It cannot be read at {row.address!r}.", MOVE_AWAY) from error


def state_path(firm_folder: Path) -> Path:
    """Where a firm's state lives: beside its file, or where PROVISIONER_STATE says."""
    named = os.environ.get("PROVISIONER_STATE")
    return Path(named).expanduser() if named else own_folder(firm_folder) / "state.sqlite3"


def token_path(firm_folder: Path) -> Path:
    """Where a firm's rotated tokens live: beside its state."""
    state = state_path(firm_folder)
    return state.with_name("tokens.json" if "PROVISIONER_STATE" not in os.environ else f"{state.name}.tokens.json")


def own_folder(firm_folder: Path) -> Path:
    """The folder for what we keep beside the firm file, made on first use and kept out of git."""
    folder = firm_folder / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise StateProblem(
            f"Cannot write to {firm_folder}",
            f"provisioner remembers there which live objects belong to this firm file ({error.strerror}).",
            *ELSEWHERE,
        ) from error
    return folder


@contextmanager
def open_state(path: Path) -> Iterator[StateStore]:
    """The store in the file ``path``, made on first use. StateProblem when it cannot be opened, read or written."""
    engine = sa.create_engine(sa.URL.create("sqlite+pysqlite", database=str(path)))
    sa.event.listen(engine, "connect", _configure)
    try:
        with _explained(f"Cannot open the state file {path}", OSError, sa.exc.SQLAlchemyError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            store = StateStore(engine)
        with _explained(f"Cannot use the state file {path}", sa.exc.SQLAlchemyError):
            yield store
    finally:
        engine.dispose()


@contextmanager
def _explained(summary: str, *kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        detail = str(getattr(error, "orig", None) or error)
        if isinstance(error, OSError) or "readonly" in detail:
            raise StateProblem(summary, detail, *ELSEWHERE) from error
        raise StateProblem(summary, detail, MOVE_AWAY) from error


def _configure(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=5000")
