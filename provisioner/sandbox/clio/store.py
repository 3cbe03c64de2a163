"""The accounts: tables in memory, rebuilt from the journal, and one account as a token's user sees it."""

from __future__ import annotations

import copy
import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.shape import Field, Kind, Record, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provisioner.sandbox.kernel import Clock, Journal

Table = dict[int, Record]
Key = tuple[str, str]

# Timestamps carry an offset that is not zero where the account's region has one, as live answers do.
_HOURS = {"us": -5, "ca": -5, "eu": 0, "au": 10}


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
        self._unit: _Unit | None = None

    def clear(self) -> None:
        """Forget every account; the journal is the caller's to empty."""
        self.accounts.clear()
        self._next.clear()

    def replay(self, entry: Record) -> None:
        """Apply one journal record again."""
        if entry["op"] == "unit":
            for part in entry["parts"]:
                self.replay(part)
            return
        key = (entry["region"], entry["account"])
        if entry["op"] == "account":
            self.accounts[key] = Account(*key)
        elif entry["op"] == "finish":
            self.accounts[key].is_finished = True
        else:
            self._replay_records(self.accounts[key].tables.setdefault(entry["table"], {}), entry)

    def _replay_records(self, table: Table, entry: Record) -> None:
        """Fields that came after a record was kept have their defaults."""
        defaults = {each.name: each.default for each in self.resources[entry["table"]].stored}
        for record in entry["records"]:
            self._mark_used(entry["table"], record)
            if entry["op"] == "remove":
                table.pop(record["id"], None)
            else:
                table[record["id"]] = {**defaults, **record}

    def _mark_used(self, table: str, record: Record) -> None:
        """Ids of a record and of the rows inside it are not handed out again."""
        if isinstance(record["id"], int):
            self._next[table] = max(self._next.get(table, 0), record["id"] + 1)
        for name, row in _rows_inside(self.resources[table].stored, record):
            self._mark_used(name, row)

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
            stamped = [self.stamped(table, record) for record in changed]
            self._write({"op": "put", **_names(account), "table": table, "records": stamped})

    def remove(self, account: Account, table: str, number: int) -> None:
        """Drop one record for good."""
        self._write({"op": "remove", **_names(account), "table": table, "records": [{"id": number}]})

    @contextmanager
    def as_one(self) -> Iterator[None]:
        """Whatever is changed inside becomes one journal record; when anything is refused, nothing has changed."""
        if self._unit is not None:
            yield
            return
        self._unit = unit = _Unit()
        try:
            yield
            if unit.entries:
                is_one = len(unit.entries) == 1
                self._journal.append(unit.entries[0] if is_one else {"op": "unit", "parts": unit.entries})
        except BaseException:
            for (key, table), rows in unit.before.items():
                self.accounts[key].tables[table] = rows
            raise
        finally:
            self._unit = None

    def stamped(self, table: str, record: Record) -> Record:
        """The record as it is kept: with its timestamps and etag."""
        now = self.now()
        stamped = {**record, "created_at": record.get("created_at", now), "updated_at": now}
        return {**stamped, "etag": etag(table, stamped)}

    def _write(self, entry: Record) -> None:
        if self._unit is None:
            self._journal.append(entry)
        else:
            self._unit.take(entry, self.accounts)
        self.replay(copy.deepcopy(entry))


@dataclass
class _Unit:
    """Changes that belong together: their journal entries, and each table they touch as it was before."""

    entries: list[Record] = field(default_factory=list)
    before: dict[tuple[Key, str], Table] = field(default_factory=dict)

    def take(self, entry: Record, accounts: Mapping[Key, Account]) -> None:
        key = (entry["region"], entry["account"])
        if (key, entry["table"]) not in self.before:
            self.before[key, entry["table"]] = dict(accounts[key].tables.get(entry["table"], {}))
        self.entries.append(entry)


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
    minor: int = 13
    custom_field_ids: frozenset[int] = frozenset()
    memo: dict[str, Any] = field(default_factory=dict)

    def rows(self, table: str) -> Iterable[Record]:
        """Every record of a table, by id."""
        return self._table(table).values()

    def find(self, table: str, number: int) -> Record | None:
        """The record with this id, if there is one."""
        return self._table(table).get(number)

    def now(self) -> str:
        """The present instant, as records keep it."""
        return self.store.now()

    def today(self) -> str:
        """The date where the account is, as records keep it."""
        return parse_instant(self.now()).astimezone(zone(self.account.region)).date().isoformat()

    def blank(self, table: str) -> Record:
        """A record with the defaults of its fields and no id yet."""
        resource = self.store.resources[table]
        return {**{each.name: each.default for each in resource.stored}, **resource.begin(self)}

    def add(self, table: str, values: Record) -> Record:
        """Make a record out of the defaults of its fields and these values."""
        return self.put(table, {**self.blank(table), "id": self.store.new_id(table), **values})

    def stamped_row(self, table: str, row: Record) -> Record:
        """A row inside a record with its id, timestamps and etag; the record that holds it is what is kept."""
        return self.store.stamped(table, row if "id" in row else {"id": self.store.new_id(table), **row})

    def put(self, table: str, record: Record) -> Record:
        """Keep a record in its new form, and with it whatever hangs on it."""
        resource = self.store.resources[table]
        with self.store.as_one():
            before = self.find(table, record["id"])
            record = resource.complete(self, before, record)
            others = resource.settle(self, before, record)
            self.store.save(self.account, table, [record, *others])
            self.memo.clear()
            resource.follow(self, before, self._table(table)[record["id"]])
        return self._table(table)[record["id"]]

    def drop(self, table: str, record: Record) -> None:
        """Remove a record for good."""
        with self.store.as_one():
            self.store.remove(self.account, table, record["id"])
            self.memo.clear()
            self.store.resources[table].follow(self, record, None)

    def may_read(self, permission: str) -> bool:
        """Whether the app was given the permission at all."""
        return self.permissions is None or permission in self.permissions

    def may_write(self, permission: str) -> bool:
        """Whether the app was given the permission to read and write."""
        return self.permissions is None or self.permissions.get(permission) == "write"

    def _table(self, name: str) -> Table:
        resource = self.store.resources.get(name)
        kept = self.account.tables.get(name, {})
        if resource is None or (resource.is_kept and not resource.at_present):
            return kept
        if resource.at_present:
            present = [resource.at_present(self, row) for row in kept.values()]
            return {row["id"]: {**row, "etag": etag(name, row)} for row in present}
        known = f"table {name}"
        if known not in self.memo:
            rows = sorted(resource.worked_out(self) if resource.worked_out else resource.constants, key=_id)
            self.memo[known] = {row["id"]: {"etag": etag(name, row), **row} for row in rows}
        table: Table = self.memo[known]
        return table


def _id(row: Record) -> int:
    return int(row["id"])


def _rows_inside(fields: Iterable[Field], record: Record) -> Iterator[tuple[str, Record]]:
    """The rows kept inside a record, each with its table."""
    for each in fields:
        kept = record.get(each.name)
        if kept and each.kind is Kind.PART:
            yield from _rows_inside(each.parts, kept)
        elif kept and each.kind is Kind.ROW:
            yield each.of, kept
        elif kept and each.kind is Kind.ROWS:
            yield from ((each.of, row) for row in kept)


def zone(region: str) -> timezone:
    """The offset of a region's timestamps."""
    return timezone(timedelta(hours=_HOURS[region]))


def parse_instant(text: str) -> datetime:
    """The instant a record keeps as text."""
    return datetime.fromisoformat(text)
