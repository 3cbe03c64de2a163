"""The accounts: tables in memory, rebuilt from the journal, and one account as a token's user sees it."""

from __future__ import annotations

import copy
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioner.sandbox.clio.shape import Record, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provisioner.sandbox.kernel import Clock, Journal

Table = dict[int, Record]
Key = tuple[str, str]


@dataclass
class Account:
    """One firm's Clio account: known by region and the name it had when it was made."""

    region: str
    name: str
    tables: dict[str, Table] = field(default_factory=dict)
    is_finished: bool = False  # false while its scenario is being laid out, so that a crash then leaves no half account

    @property
    def key(self) -> Key:
        """What tokens and journal records name the account by."""
        return (self.region, self.name)

    @property
    def owner(self) -> Record:
        """The user who connected the app: whoever owns the account. A record without a name before there is one."""
        users = self.tables.get("users", {}).values()
        return next((user for user in users if user["account_owner"]), {"id": 0})


class Store:
    """Every account, and the only place that changes one."""

    def __init__(self, journal: Journal, clock: Clock, resources: Mapping[str, Resource]) -> None:
        self.resources = resources
        self.accounts: dict[Key, Account] = {}
        self._journal = journal
        self._clock = clock
        self._next: dict[str, int] = {}

    def clear(self) -> None:
        """Forget every account; the journal is the caller's to empty."""
        self.accounts.clear()
        self._next.clear()

    def replay(self, entry: Record) -> None:
        """Apply one journal record again."""
        key = (entry["region"], entry["account"])
        if entry["op"] == "account":
            self.accounts[key] = Account(*key)
        elif entry["op"] == "finish":
            self.accounts[key].is_finished = True
        else:
            self._replay_records(self.accounts[key].tables.setdefault(entry["table"], {}), entry)

    def _replay_records(self, table: Table, entry: Record) -> None:
        for record in entry["records"]:
            self._next[entry["table"]] = max(self._next.get(entry["table"], 0), record["id"] + 1)
            if entry["op"] == "remove":
                table.pop(record["id"], None)
            else:
                table[record["id"]] = record

    def new_account(self, region: str, name: str) -> Account:
        """Make an empty account, in place of one that was never finished."""
        self._write({"op": "account", "region": region, "account": name})
        return self.accounts[region, name]

    def finish(self, account: Account) -> None:
        """The account has all its scenario gives it."""
        self._write({"op": "finish", **_names(account)})

    def new_id(self, table: str) -> int:
        """The next free id; ids are never used again, and no two accounts share one."""
        number = self._next.get(table, self.resources[table].first_id)
        self._next[table] = number + 1
        return number

    def now(self) -> str:
        """The present instant to the second, as records keep it."""
        return self._clock.now().astimezone(UTC).replace(microsecond=0).isoformat()

    def save(self, account: Account, table: str, records: Iterable[Record]) -> None:
        """Keep the records that differ from what is there, with a new timestamp and etag, as one journal record."""
        present = account.tables.get(table, {})
        changed = [record for record in records if record != present.get(record["id"])]
        if changed:
            stamped = [self._stamped(table, record) for record in changed]
            self._write({"op": "put", **_names(account), "table": table, "records": stamped})

    def remove(self, account: Account, table: str, number: int) -> None:
        """Drop one record for good."""
        self._write({"op": "remove", **_names(account), "table": table, "records": [{"id": number}]})

    def _stamped(self, table: str, record: Record) -> Record:
        now = self.now()
        stamped = {**record, "created_at": record.get("created_at", now), "updated_at": now}
        return {**stamped, "etag": etag(table, stamped)}

    def _write(self, entry: Record) -> None:
        self._journal.append(entry)
        self.replay(copy.deepcopy(entry))


def _names(account: Account) -> Record:
    return {"region": account.region, "account": account.name}


def etag(table: str, record: Record) -> str:
    """The entity tag of a record's content; the quotes are part of the value (Clio developer docs, etags)."""
    content = [table, {name: value for name, value in record.items() if name != "etag"}]
    text = json.dumps(content, sort_keys=True, default=str)
    return f'"{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}"'


@dataclass
class AccountView:
    """One account, the user who acts in it, and what the app may do there. `permissions` None means everything."""

    store: Store
    account: Account
    user: Record
    permissions: Mapping[str, str] | None = None
    options: Mapping[str, int] = field(default_factory=dict)

    def rows(self, table: str) -> Iterable[Record]:
        """Every record of a table, by id."""
        return self._table(table).values()

    def find(self, table: str, number: int) -> Record | None:
        """The record with this id, if there is one."""
        return self._table(table).get(number)

    def may_read(self, permission: str) -> bool:
        """Whether the app was given the permission at all."""
        return self.permissions is None or permission in self.permissions

    def may_write(self, permission: str) -> bool:
        """Whether the app was given the permission to read and write."""
        return self.permissions is None or self.permissions.get(permission) == "write"

    def _table(self, name: str) -> Table:
        resource = self.store.resources.get(name)
        if resource is not None and resource.constants:
            return {row["id"]: {**row, "etag": etag(name, row)} for row in resource.constants}
        return self.account.tables.get(name, {})


def parse_instant(text: str) -> datetime:
    """The instant a record keeps as text."""
    return datetime.fromisoformat(text)
