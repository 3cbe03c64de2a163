"""A firm, two vendors and a memory, all in memory: what the engine's tests plan against and write to.

The vendors take the real bodies of the real resource types and are strict: they process one batch in random order,
refuse a name or number that is still in use, a reference to what is missing or inactive, a parent below its own child,
and an update made from an outdated version; a full update blanks what it leaves out.
"""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

import provisioner.providers.clio.resources
import provisioner.providers.qbo.resources
from provisioner.engine.execute import execute
from provisioner.engine.plan import make_plan
from provisioner.engine.ports import Entry, Request, WriteResult, item_of
from provisioner.engine.registry import resource_types
from provisioner.engine.selection import Selection
from provisioner.engine.verify import verify
from provisioner.model.address import Address
from provisioner.model.errors import VendorProblem
from provisioner.model.firm import Firm, FirmBase, PlaceFinder
from provisioner.model.resource import Binding, Desired, Remote, Snapshot
from provisioner.model.source import Place
from provisioner.providers.qbo.facts import class_tracking
from provisioner.state.codec import decode, encode

REGISTRY = resource_types(provisioner.providers.qbo.resources, provisioner.providers.clio.resources)
SUFFIX = " (deleted)"
COMPUTED = {"CurrentBalanceWithSubAccounts", "MetaData"}
SECTIONS = {
    "qbo.account": "accounts",
    "qbo.class": "classes",
    "qbo.item": "products",
    "qbo.term": "terms",
    "qbo.payment_method": "payments",
    "qbo.preferences": "preferences",
    "clio.activity_description": "categories",
    "clio.expense_category": "expense_categories",
    "clio.bank_account": "accounts",
    "clio.practice_area": "practice_areas",
}


class Refused(Exception):
    """The vendor's no."""


class _Places(PlaceFinder):
    def __call__(self, path, *, key=False):
        return Place("firm.yaml", 1 + sum(map(len, map(str, path))), 3)


def firm(tree=None):
    config = FirmBase.model_validate(
        {"version": 1, "firm": {"name": "Harbor & Pine LLP"}, "systems": {"quickbooks": {"company_id": "9341"}}}
    )
    return Firm("firm.yaml", config, {}, tree or {}, _Places(), "digest")


def at(text):
    """The address written as ``text``; ``account.fees`` is one of QuickBooks."""
    return Address.parse(text if text.startswith(("qbo.", "clio.")) else f"qbo.{text}")


def desired(address, *, retired=False, found_by=None, **fields):
    """A declared resource. A field's value that is an address in words has to be given as ``at(...)``."""
    address = at(address) if isinstance(address, str) else address
    path = (*(("retired",) if retired else ()), SECTIONS[address.kind], address.key)
    return Desired(
        address,
        {name.rstrip("_"): value for name, value in fields.items()},
        path,
        firm().place(*path),
        covers=frozenset(fields),
        found_by=found_by,
        retired=retired,
    )


def account(key, name=None, **fields):
    """A declared income account; ``type=None`` leaves the types unmanaged."""
    kinds = {"type": "Income", "detail_type": "ServiceFeeIncome"} if fields.get("type", "") is not None else {}
    fields = {**kinds, **{name: value for name, value in fields.items() if name != "type" or value is not None}}
    return desired(f"account.{key}", name=name or key.title(), **fields)


def item(key, income, **fields):
    return desired(f"item.{key}", **{"name": key.title(), "type": "Service", "income": income, **fields})


def klass(key, **fields):
    return desired(f"class.{key}", **{"name": key.title(), **fields})


def gone(address, **fields):
    """An entry under ``retired:``."""
    address = at(address)
    return desired(address, retired=True, **{"name": address.key.title(), **fields})


@dataclass
class Vendor:
    """One QuickBooks company or Clio account."""

    system: str
    seed: int = 0
    batch_size: int = 30
    facts: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    calls: int = 0
    reads: int = 0
    sent: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    problems: dict = field(default_factory=dict)
    """Addresses whose writes are answered with this problem."""
    ignored: set = field(default_factory=set)
    """Keys that are taken with a friendly answer and thrown away."""
    settings: dict | None = None
    """The company's settings, in the vendor's form."""
    stubborn: set = field(default_factory=set)
    """Keys of settings that are taken with a friendly answer and left as they were."""
    spoil: object = None
    """Called with each raw object after it was written, to do it some harm."""

    def __post_init__(self):
        self.random = random.Random(self.seed)  # noqa: S311 - a shuffle that can be repeated

    # what a person does on screen, and what was there before

    def add(self, kind, *, active=True, balance=None, raw=None, **fields):
        """A new object, without any check; its id."""
        made = self._type(kind).body({k.rstrip("_"): v for k, v in fields.items()}, None, active=active)
        row = {**made, **(raw or {})}
        if self.system == "qbo":
            row |= {"Id": str(len(self.rows) + 1), "SyncToken": "0", "Active": active}
            row["MetaData"] = {"LastUpdatedTime": "2026-01-01T00:00:00Z"}
            if balance is not None:
                row["CurrentBalanceWithSubAccounts"] = Decimal(balance)
            if not active:
                row["Name"] += SUFFIX
        else:
            row |= {"id": len(self.rows) + 1, "etag": "0", "updated_at": "2026-01-01T00:00:00Z"}
        remote = Remote(f"{self.system}.{kind}", str(row.get("Id", row.get("id"))))
        self.rows[remote] = row
        return remote

    def edit(self, remote, *, active=None, **fields):
        """Change an object on screen."""
        row = self.rows[remote]
        wire = self._wire(remote)
        for name, value in fields.items():
            each = wire[name.rstrip("_")]
            row.pop(each.key, None)
            if value is not None:
                row[each.key] = each.encode(value)
        if self.system == "qbo":
            row["Active"] = row["Active"] if active is None else active
            row["Name"] = row["Name"].removesuffix(SUFFIX) + ("" if row["Active"] else SUFFIX)
        self._touch(row)

    def set(self, section, **values):
        """Change the company's settings on screen."""
        old = self.settings or {"Id": "1", "SyncToken": "0"}
        token = "0" if self.settings is None else str(int(old["SyncToken"]) + 1)
        self.settings = {**old, "SyncToken": token, section: {**old.get(section, {}), **values}}
        self.facts["class_tracking"] = class_tracking(self.settings.get("AccountingInfoPrefs", {}))

    def try_edit(self, remote, **changes):
        """An edit on screen that the vendor may refuse; nothing is different then."""
        row, old = self.rows[remote], self.get(remote)
        self.rows[remote] = deepcopy(row)
        self.edit(remote, **changes)
        try:
            self._check(self._type(remote.kind), self.get(remote), old)
            self._check_unique(self._type(remote.kind), remote, self.rows[remote])
        except Refused:
            self.rows[remote] = row

    def remove(self, remote):
        del self.rows[remote]

    def get(self, remote):
        return self._type(remote.kind).observe(deepcopy(self.rows[remote]))

    # Reader

    def read(self, types, expected=0):
        self.reads += 1
        return self.snapshot(types)

    def snapshot(self, types=None):
        kinds = [each.kind for each in types or REGISTRY.of(self.system)]
        objects = {kind: [self.get(each) for each in self.rows if each.kind == kind] for kind in kinds}
        if self.settings is not None:
            objects["qbo.preferences"] = [self._type("preferences").observe(deepcopy(self.settings))]
        return Snapshot(self.system, "9341", "Harbor & Pine LLP", objects, dict(self.facts), calls=1)

    # Writer

    def prepare(self, writes, request_id, since):
        items = [item_of(each, each.type.body(each.fields, each.observed, active=each.active)) for each in writes]
        return Request(request_id, self.system, tuple(items), since)

    def send(self, request):
        items = request.items
        assert 0 < len(items) <= self.batch_size
        assert len({each.address for each in items}) == len(items)
        self.calls += 1
        results = [None] * len(items)
        for index in self.random.sample(range(len(items)), len(items)):
            results[index] = self._one(items[index])
        return results

    def _one(self, item):
        self.sent.append((item.address, dict(item.fields), item.active))
        if item.address in self.problems:
            return WriteResult(problem=self.problems[item.address])
        kind = self._type(item.address.kind)
        body = {key: value for key, value in item.body.items() if key not in self.ignored}
        before = None if item.remote_id is None else Remote(kind.kind, item.remote_id)
        if kind.kind == "qbo.preferences":
            return self._settle(kind, body)
        try:
            remote = (self._clio if self.system == "clio" else self._qbo)(kind, body, before, item.version)
        except Refused as no:
            self.refusals.append(f"{item.address}: {no}")
            return WriteResult(problem=VendorProblem(str(no), system=self.system))
        if self.spoil is not None:
            self.spoil(self.rows[remote])
        return WriteResult(self.get(remote))

    def _settle(self, kind, body):
        """A full update of the settings: what is left out is blank, and what is stubborn stays as it was."""
        if body["SyncToken"] != self.settings["SyncToken"]:
            return WriteResult(problem=VendorProblem("stale object", system=self.system))
        for section, values in body.items():
            kept = self.settings.get(section)
            if isinstance(values, dict):
                kept = {**values, **{key: kept[key] for key in kept if key in self.stubborn}}
            self.settings[section] = kept
        self.set("AccountingInfoPrefs")
        return WriteResult(kind.observe(deepcopy(self.settings)))

    def _clio(self, kind, body, before, version):
        if kind.kind == "clio.expense_category" and body.get("rate") is not None:
            body["rate"] = int(Decimal(body["rate"]).quantize(Decimal(1), ROUND_HALF_UP))
        if before is None:
            row = {"id": 1 + max((int(each.id) for each in self.rows), default=0), "etag": "0"}
        else:
            row = self.rows[before]
            _need(row["etag"] == version, "the etag is outdated")
        row = {**row, **{key: value for key, value in body.items() if value is not None}}
        self._touch(row)
        remote = Remote(kind.kind, str(row["id"]))
        self.rows[remote] = row
        return remote

    def _qbo(self, kind, body, before, version):
        if before is None:
            old = None
            row = {"Id": str(1 + max((int(each.id) for each in self.rows), default=0)), "SyncToken": "0", **body}
            row.setdefault("Active", True)
        else:
            old = self.rows[before]
            _need(body.pop("SyncToken") == old["SyncToken"], "stale object")
            _need(body.pop("Id") == old["Id"], "another object")
            kept = (
                old if body.pop("sparse") else {key: old[key] for key in (*COMPUTED, "Id", "SyncToken") if key in old}
            )
            row = {**kept, "Active": True, **body}
            self._mark(row, old)
        self._touch(row)
        remote = Remote(kind.kind, row["Id"])
        self._check(kind, kind.observe(row), None if old is None else kind.observe(old))
        self._check_unique(kind, remote, row)
        self.rows[remote] = row
        return remote

    def _mark(self, row, old):
        if row["Active"]:
            row["Name"] = row["Name"].removesuffix(SUFFIX) if not old["Active"] else row["Name"]
        elif old["Active"]:
            row["Name"] += SUFFIX

    def _touch(self, row):
        name = "SyncToken" if self.system == "qbo" else "etag"
        row[name] = str(int(row.get(name, "-1")) + 1)
        when = f"2026-02-{int(row[name]) % 28 + 1:02}T00:00:00Z"
        row.update({"MetaData": {"LastUpdatedTime": when}} if self.system == "qbo" else {"updated_at": when})

    def _check(self, kind, new, old):
        _need(self.facts.get("class_tracking") != "none" or kind.kind != "qbo.class", "class tracking is off")
        _need(new.fields["name"], "a name is needed")
        if kind.kind in {"qbo.account", "qbo.item"} and old is not None:
            _need(new.fields["type"] == old.fields["type"], "the type is fixed")
        for name, value in new.fields.items():
            if isinstance(value, Remote):
                _need(value in self.rows, f"{name} points at nothing")
                is_new = old is None or old.fields[name] != value
                _need(
                    not is_new or self.rows[value]["Active"] or not new.active, f"{name} points at something inactive"
                )
        self._check_family(new, old)

    def _check_family(self, new, old):
        above = new.fields.get("parent")
        if above is not None and new.active and old is not None and not old.active:
            _need(self.rows[above]["Active"], "the parent is inactive")
        while above is not None:
            _need(above != new.remote, "it would be below itself")
            above = self.get(above).fields["parent"]
        if old is not None and old.active and not new.active:
            users = [each for each in self.rows if self.rows[each]["Active"] and each != new.remote]
            used = [each for each in users if new.remote in self.get(each).fields.values()]
            _need(not used, f"{used} still point at it")
            _need(not new.balance, "it has a balance")

    def _check_unique(self, kind, remote, row):
        for other, theirs in self.rows.items():
            if other.kind == kind.kind and other != remote:
                same = (theirs["Active"] or row["Active"]) and theirs["Name"].casefold() == row["Name"].casefold()
                _need(
                    not (same and theirs.get("ParentRef") == row.get("ParentRef")), f"the name {row['Name']} is taken"
                )
                number = row.get("AcctNum") if row["Active"] and theirs["Active"] else None
                _need(number is None or theirs.get("AcctNum") != number, f"the number {number} is taken")

    def _type(self, kind):
        return REGISTRY[kind if "." in kind else f"{self.system}.{kind}"]

    def _wire(self, remote):
        return self._type(remote.kind).wire


def _need(holds, otherwise):
    if not holds:
        raise Refused(otherwise)


class Memory:
    """A recorder. What is not flushed is lost in a crash."""

    def __init__(self):
        self.bindings = {}
        self.pending = []
        self.flushes = 0
        self.journal = {}

    def intend(self, request):
        self.journal[request.id] = Entry(request, "2026-11-22T12:00:00+00:00")

    def conclude(self, request_id, conclusions):
        entry = self.journal[request_id]
        self.journal[request_id] = replace(entry, conclusions=(*entry.conclusions, *conclusions))
        self.flush()

    def bind(self, address, remote, applied):
        known = self.bindings.get(address, Binding(address, ""))
        for earlier in self.pending:
            known = earlier if earlier is not None and earlier.address == address else known
        values = decode(encode({**(known.last_applied or {}), **applied}))
        self.pending.append(Binding(address, remote.id, values, known.protected))

    def release(self, address):
        self.pending.append(Binding(address, ""))

    def protect(self, address):
        self.bindings[address] = replace(self.bindings[address], protected=True)

    def flush(self):
        self.flushes += 1
        for each in self.pending:
            if each.remote_id:
                self.bindings[each.address] = each
            elif not self.bindings.get(each.address, each).protected:
                self.bindings.pop(each.address, None)
        self.pending.clear()


class World:
    """A firm with its vendors and its memory: plan, apply, plan again."""

    def __init__(self, *systems, seed=0, facts=None, tree=None):
        self.vendors = {name: Vendor(name, seed) for name in systems or ("qbo",)}
        self.vendors["qbo"].facts = facts or {}
        self.memory = Memory()
        self.firm = firm(tree)

    @property
    def qbo(self):
        return self.vendors["qbo"]

    @property
    def clio(self):
        return self.vendors["clio"]

    def plan(self, *wanted, accept=(), **more):
        snapshots = {name: each.snapshot() for name, each in self.vendors.items()}
        known, accepted = dict(self.memory.bindings), frozenset(accept)
        return make_plan(self.firm, wanted, snapshots, known, REGISTRY, accepted=accepted, **more)

    def plan_of(self, *wanted, targets=None, excluded=(), accept=()):
        """The plan narrowed down, addresses in words."""
        chosen = None if targets is None else frozenset(map(at, targets))
        return self.plan(*wanted, accept=accept, selection=Selection(chosen, frozenset(map(at, excluded))))

    def carry_out(self, plan, **more):
        ids = (f"request-{number}" for number in count(1))
        return execute(plan, self.vendors, self.memory, REGISTRY, new_id=lambda: next(ids), **more)

    def apply(self, *wanted, accept=()):
        """Plan and carry out, as a user would: nothing is done with an error in the way. The plan."""
        plan = self.plan(*wanted, accept=accept)
        errors = [each for each in plan.findings if each.level == "error"]
        assert not errors, errors
        run = self.carry_out(plan)
        assert not run.failed, [(str(each.step.address), each.problem, each.because) for each in run.failed.values()]
        return plan

    def unapplied(self, plan, run, *wanted):
        """What reading everything back after ``run`` shows not to be as it should."""
        return [(each.address, each.what) for each in verify(plan, run.outcomes, self.plan(*wanted), REGISTRY)]

    def forget(self):
        """Lose the state."""
        self.memory = Memory()


def actions(plan):
    """What the plan does, by short address."""
    return {str(each.address).removeprefix("qbo."): str(each.action) for each in plan.changes}


def codes(plan):
    """The codes of the plan's findings; remarks (level advice) are left out."""
    return [each.code for each in plan.findings if each.level != "advice"]


def levels(plan):
    """The level of each step, by short address; a passing step by its address and a star."""
    return {str(each.address).removeprefix("qbo.") + ("*" if each.temporary else ""): each.level for each in plan.steps}


def change(plan, address):
    """The change of one resource."""
    return next(each for each in plan.changes if each.address == at(address))


def fields(plan, address):
    """The field changes of one resource: name, before, after, cause."""
    return [(each.name, each.before, each.after, str(each.cause)) for each in change(plan, address).fields]
