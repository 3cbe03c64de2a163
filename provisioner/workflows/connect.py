"""How a run reaches the vendors: settings of the command line or environment become readers and writers."""

from __future__ import annotations

import shlex
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.engine.holdings import wanted_lists
from provisioner.model.errors import UnsafePlan
from provisioner.workflows.catalog import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provisioner.engine.merge import Reading
    from provisioner.engine.ports import Reader, ResourceType, Writer
    from provisioner.model.address import Address
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.providers.clio.client import ClioAccess, ClioReader
    from provisioner.providers.oauth import TokenStore
    from provisioner.providers.qbo.client import QboAccess, QboReader
    from provisioner.providers.qbo.session import Throttle, Tokens
    from provisioner.workflows.logins import Place
    from provisioner.workflows.recall import Recalled


@dataclass(frozen=True)
class Credentials:
    """How to reach one vendor: a base URL (empty for the real service) and a token, or what renews one."""

    base_url: str = ""
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_id: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Connection:
    """How to reach both vendors. ``environment`` keeps the bindings of a sandbox and of live systems apart."""

    environment: str
    qbo: Credentials
    clio: Credentials
    limits: bool = True

    def of(self, system: str) -> Credentials:
        """How to reach one of them."""
        return self.qbo if system == "qbo" else self.clio


class Systems:
    """The readers and writers of one run, made when first used so that a run imports only what it needs."""

    def __init__(self, firm: Firm, connection: Connection, tokens: TokenStore) -> None:
        self._firm = firm
        self._connection = connection
        self._tokens = tokens
        self._qbo: QboAccess | None = None
        self._throttle: Throttle | None = None
        self._clio: ClioAccess | None = None

    @property
    def is_sandbox(self) -> bool:
        """True when the built-in twins answer."""
        return self._connection.environment == "sandbox"

    @property
    def names(self) -> list[str]:
        """The systems this firm has."""
        return ["qbo", "clio"] if self._firm.config.systems.clio is not None else ["qbo"]

    def pause(self, seconds: float) -> None:
        """Wait for what a vendor may still be doing; a twin on this machine has always finished."""
        (time.sleep if self._connection.limits else _at_once)(seconds)

    def reader(self, system: str) -> Reader:
        """A reader: it has no method that writes."""
        if system == "qbo":
            return self.books()
        from provisioner.providers.clio.client import ClioReader  # noqa: PLC0415 - imports httpx

        return ClioReader(self._clio_access())

    def books(self) -> QboReader:
        """A reader of QuickBooks."""
        from provisioner.providers.qbo.client import QboReader  # noqa: PLC0415 - imports python-quickbooks

        access = self._qbo_access()
        return QboReader(access, self._qbo_throttle(access))

    def ledger_reader(self) -> ClioReader:
        """A reader of Clio that also asks who has money in trust, where this firm's ledgers follow that."""
        from provisioner.providers.clio.client import ClioReader  # noqa: PLC0415 - imports httpx

        return ClioReader(self._clio_access(), wanted_lists(self._firm))

    def recalled(self, known: Reading | None, why_not: str = "") -> Recalled:
        """A reader of QuickBooks that goes by what changed since ``known``; ``why_not`` says why it must not."""
        from provisioner.providers.qbo.client import QboReader  # noqa: PLC0415 - imports python-quickbooks
        from provisioner.workflows.recall import Recalled  # noqa: PLC0415 - with --refresh changes only

        access = self._qbo_access()
        return Recalled(QboReader(access, self._qbo_throttle(access)), known, why_not)

    def writer(self, system: str) -> Writer:
        """A writer."""
        if system == "qbo":
            from provisioner.providers.qbo.client import QboWriter  # noqa: PLC0415 - imports python-quickbooks

            access = self._qbo_access()
            return QboWriter(access, registry().types, self._qbo_throttle(access))
        from provisioner.providers.clio.client import ClioWriter  # noqa: PLC0415 - imports httpx

        return ClioWriter(self._clio_access(), registry().types)

    def _qbo_access(self) -> QboAccess:
        if self._qbo is None:
            from provisioner.providers.qbo.client import QboAccess  # noqa: PLC0415 - imports python-quickbooks

            place = self._place("qbo")
            company = self._firm.config.systems.quickbooks.company_id
            self._qbo = QboAccess(company, self._bearer(place), place.base_url, self._connection.limits)
        return self._qbo

    def _qbo_throttle(self, access: QboAccess) -> Throttle:
        """One budget for everything this run sends: reading, writing and reading back."""
        if self._throttle is None:
            self._throttle = access.throttle()
        return self._throttle

    def _clio_access(self) -> ClioAccess:
        if self._clio is None:
            from provisioner.providers.clio.client import ClioAccess  # noqa: PLC0415 - imports httpx

            place = self._place("clio")
            self._clio = ClioAccess(self._bearer(place), place.base_url, self.pause, self.pause)
        return self._clio

    def _place(self, system: str) -> Place:
        from provisioner.workflows.logins import place_of  # noqa: PLC0415 - live runs only

        return place_of(self._firm, self._connection, system)

    def _bearer(self, place: Place) -> Tokens:
        from provisioner.workflows.logins import bearer  # noqa: PLC0415 - live runs only

        return bearer(place, self._connection.of(place.system), self._tokens)


def _at_once(_: float) -> None:
    """Wait for nothing: a twin on this machine has always finished what it was asked."""


def refresh(
    firm: Firm,
    systems: Systems,
    types: Mapping[str, list[ResourceType]],
    bound: Iterable[Address] = (),
    readers: Mapping[str, Reader] | None = None,
) -> dict[str, Snapshot]:
    """Everything live, read from all systems at the same time, after checking that they are this firm's.

    ``bound`` are the addresses with a binding: at least so many objects are there. ``readers`` take the place of those
    that ``systems`` would make.

    Raises UnsafePlan when another company or Clio account answered, VendorProblem when one does not answer.
    """
    names = [name for name in systems.names if name in types]
    with ThreadPoolExecutor(max_workers=len(names)) as pool:
        expected = Counter(address.system for address in bound)
        given = readers or {}
        # All of them before the first one asks anything.
        readers = {name: given[name] if name in given else systems.reader(name) for name in names}
        reading = {name: pool.submit(each.read, types[name], expected[name]) for name, each in readers.items()}
        snapshots = {name: each.result() for name, each in reading.items()}
    refuse_strangers(firm, snapshots, sandbox=systems.is_sandbox)
    return snapshots


def refuse_strangers(firm: Firm, snapshots: Mapping[str, Snapshot], *, sandbox: bool) -> None:
    """Stop unless the company and the Clio account are those the firm file names."""
    quickbooks, clio = firm.config.systems.quickbooks, firm.config.systems.clio
    wanted: Iterable[tuple[str, str | None, str]] = (
        ("qbo", quickbooks.company_name, "QuickBooks company"),
        ("clio", clio.account_name if clio else None, "Clio account"),
    )
    for system, name, what in wanted:
        if system in snapshots and name is not None and _plain(snapshots[system].title) != _plain(name):
            raise UnsafePlan(
                f"This is not the firm's {what}",
                f"The firm file names {name!r}; the connection reaches {snapshots[system].title!r}.",
                "The sandbox was opened under the old name; start it over under the new one."
                if sandbox
                else "Connect to the right one, or correct the name under `systems:` in the firm file.",
                f"provisioner sandbox reset {shlex.quote(str(Path(firm.file).parent))}" if sandbox else "",
            )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
