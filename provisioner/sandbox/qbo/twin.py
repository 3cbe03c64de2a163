"""The QuickBooks Online twin: its companies, its grants and its journal behind one lock."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.kernel import without
from provisioner.sandbox.qbo import edits, scenario
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.entities.company_info import EDITIONS
from provisioner.sandbox.qbo.entitlements import Entitlements
from provisioner.sandbox.qbo.oauth import OAuth
from provisioner.sandbox.qbo.responses import Api
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.store import Company
from provisioner.sandbox.qbo.throttle import Throttle
from provisioner.sandbox.qbo.tokens import Tokens
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.routing import BaseRoute

    from provisioner.sandbox.kernel import Clock, FirmSeed, Journal, Record


# What depends on the order of work; references keep their names. CompanyInfo holds a time among its name-value pairs.
PASSING = words("Id SyncToken MetaData value NameValue ParentRef")
NAMES = ("FullyQualifiedName", "DisplayName", "Name", "DocNumber")


class QboTwin:
    """QuickBooks Online as ``kernel.Vendor``; what its journal holds is loaded at once."""

    name = "qbo"
    kinds = tuple(ENTITIES)

    def __init__(self, journal: Journal, clock: Clock, *, limits: str = "off") -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.companies: dict[str, Company] = {}
        self.tokens_store = Tokens(journal, clock)
        self.throttle = Throttle(clock, enabled=limits == "vendor")
        self._journal = journal
        journal.replay(self._replay)

    def routes(self) -> list[BaseRoute]:
        """The company endpoints and Intuit's OAuth server."""
        api = Api(self)
        return [*api.routes(), *Entitlements(api).routes(), *OAuth(self).routes()]

    def ensure(self, seed: FirmSeed) -> None:
        """Open the firm's company from its scenario unless it is there already."""
        with self.lock:
            if seed.company_id not in self.companies:
                self._open(seed)

    def reset(self, seed: FirmSeed) -> None:
        """Forget all companies and open the firm's anew. Connections stay: they are no part of a company's data."""
        with self.lock:
            check_seed(seed)
            self.companies.clear()
            self._journal.replace(self.tokens_store.records())
            self._open(seed)

    def edit(self, change: Mapping[str, Any]) -> Record:
        """Change one object as a person in the web screens would; the object afterwards."""
        with self.lock:
            realm = self.consenting_company(change.get("company_id"))
            if realm is None:
                raise ValueError("There is no such company in this sandbox.")
            company = self.companies[realm]
            answer = edits.apply(company, change)
            self._journal.append(_company_record(company), *company.save())
            return answer

    def tokens(self, seed: FirmSeed) -> dict[str, str]:
        """Fresh tokens for the firm's company."""
        with self.lock:
            answer = self.tokens_store.issue(seed.company_id)
            return {"access_token": answer["access_token"], "refresh_token": answer["refresh_token"]}

    def end_tokens(self, *, refresh_too: bool) -> None:
        """End every access token at once, with ``refresh_too`` every grant."""
        with self.lock:
            self.tokens_store.end(refresh_too=refresh_too)

    def objects(self) -> Iterator[tuple[str, str, Record]]:
        """Every object: kind, name, and content without ids, versions and times."""
        with self.lock:
            for company in self.companies.values():
                for kind, table in company.tables.items():
                    for row in table.rows.values():
                        content = without(wire(company, table.entity, row), PASSING)
                        name = next((str(content[key]) for key in NAMES if key in content), row.id)
                        yield kind, name, content

    def health(self) -> Record:
        """The companies with their scenario and how many objects of each kind they hold."""
        with self.lock:
            return {
                "companies": [
                    {
                        "company_id": company.realm,
                        "company_name": company.tables["CompanyInfo"].rows["1"].values["CompanyName"],
                        "edition": company.edition,
                        "scenario": company.scenario,
                        "objects": {name: len(table.rows) for name, table in company.tables.items()},
                    }
                    for company in self.companies.values()
                ]
            }

    def commit(self, company: Company, replay_id: str, status: int, text: str) -> None:
        """Write what a request changed, with its answer when it may be asked again, in one append.

        Faults are answers too, and repeated (assumption), for as long as the company lives (the vendor names no time).
        """
        records = company.save()
        if replay_id:
            company.replays[replay_id] = (status, text)
            records.append({"k": "replay", "c": company.realm, "id": replay_id, "s": status, "b": text})
        if records:
            self._journal.append(*records)

    def consenting_company(self, realm: str | None) -> str | None:
        """The company meant by ``realm``; without one, the company opened last."""
        if realm:
            return realm if realm in self.companies else None
        return next(reversed(self.companies), None)

    def _open(self, seed: FirmSeed) -> None:
        check_seed(seed)
        company = Company(seed.company_id, seed.company_name, seed.edition, self.clock, ENTITIES)
        scenario.fill(company, seed.scenario)
        self.companies[seed.company_id] = company
        self._journal.append(_company_record(company), *company.save())

    def _replay(self, record: Record) -> None:
        match record["k"]:
            case "company":
                known = self.companies.get(record["c"])
                if known is None:
                    known = Company(record["c"], record["name"], record["edition"], self.clock, ENTITIES)
                    self.companies[record["c"]] = known
                known.edition, known.scenario = record["edition"], record["scenario"]
            case "row":
                self.companies[record["c"]].restore(record["e"], record["r"])
            case "gone":
                self.companies[record["c"]].restore_gone(record["e"], record["id"], record["at"])
            case "replay":
                self.companies[record["c"]].replays[record["id"]] = (record["s"], record["b"])
            case _:
                self.tokens_store.replay(record)


def check_seed(seed: FirmSeed) -> None:
    """ValueError, naming what there is, for an unknown scenario or edition."""
    scenario.check_name(seed.scenario)
    if seed.edition not in EDITIONS:
        raise ValueError(f"There is no edition {seed.edition!r}. There are: {', '.join(EDITIONS)}.")


def _company_record(company: Company) -> Record:
    return {
        "k": "company",
        "c": company.realm,
        "name": company.name,
        "edition": company.edition,
        "scenario": company.scenario,
    }
