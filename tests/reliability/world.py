"""How the world stands: what both vendors hold and what the state remembers of it, without ids, versions and times."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provisioner.model.resource import VERSION, Remote
from provisioner.sandbox.clio.store import AccountView
from provisioner.sandbox.kernel import dumps, without
from provisioner.sandbox.qbo.twin import NAMES, PASSING
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provisioner.sandbox.server import Twin
    from provisioner.state.store import Scope, StateStore

PASSING_IN_CLIO = {"id", "etag", "created_at", "updated_at"}
TABLES = {
    "qbo.account": "Account",
    "qbo.class": "Class",
    "qbo.item": "Item",
    "qbo.payment_method": "PaymentMethod",
    "qbo.preferences": "Preferences",
    "qbo.term": "Term",
    "clio.activity_description": "activity_descriptions",
    "clio.bank_account": "bank_accounts",
    "clio.expense_category": "expense_categories",
    "clio.practice_area": "practice_areas",
}
"""The vendors' names for our kinds."""


@dataclass(frozen=True)
class Thing:
    """One object of a vendor. ``content`` has references by name; ``version`` is the vendor's own."""

    kind: str
    id: str
    name: str
    content: str
    version: str


@dataclass(frozen=True)
class World:
    """Everything there is. ``results`` are how the runs ended, oldest first."""

    objects: Counter[tuple[str, str, str]]
    bindings: Mapping[str, tuple[str, str, bool]]
    results: tuple[str | None, ...]
    is_open: bool
    is_locked: bool


def things(twin: Twin) -> Iterator[Thing]:
    """Every object of both vendors."""
    for company in twin.qbo.companies.values():
        for kind, table in company.tables.items():
            for row in table.rows.values():
                content = without(wire(company, table.entity, row), PASSING)
                name = next((str(content[key]) for key in NAMES if key in content), "")
                yield Thing(kind, row.id, name, _text(content), str(row.token))
    store = twin.clio._store
    for account in store.accounts.values():
        view = AccountView(store, account, account.owner)
        for kind in twin.clio.kinds:
            for row in view.rows(kind):
                content = without(twin.clio._named(view, store.resources[kind], row), PASSING_IN_CLIO)
                yield Thing(kind, str(row["id"]), str(content.get("name") or ""), _text(content), str(row.get("etag")))


def _text(content: Any) -> str:
    return json.dumps(json.loads(dumps(content)), sort_keys=True)


def world(found: Iterable[Thing], store: StateStore, scope: Scope) -> World:
    """The objects ``found``, with what ``store`` remembers of them."""
    objects = list(found)
    names = {(each.kind, each.id): each.name for each in objects}

    def named(value: object) -> str:
        return names.get((TABLES[value.kind], value.id), "gone") if isinstance(value, Remote) else repr(value)

    bindings = {
        str(address): (
            named(Remote(address.kind, each.remote_id)),
            str(sorted((name, named(value)) for name, value in (each.last_applied or {}).items() if name != VERSION)),
            each.protected,
        )
        for address, each in store.bindings(scope).items()
    }
    runs = store.runs(scope, 100)
    return World(
        Counter((each.kind, each.name, each.content) for each in objects),
        bindings,
        tuple(each.result for each in reversed(runs)),
        any(each.open for run in runs for each in store.entries(run.id)) or store.unfinished(scope) is not None,
        store.holder(scope) is not None,
    )
