"""Clio's twin as one vendor of the sandbox: storage, tokens and endpoints put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio import crowd, models, scenarios, urls, writing
from provisioner.sandbox.clio.errors import ClioError
from provisioner.sandbox.clio.fields import Renderer
from provisioner.sandbox.clio.limits import Limiter
from provisioner.sandbox.clio.oauth import OAuth
from provisioner.sandbox.clio.responses import Api
from provisioner.sandbox.clio.shape import PERMISSIONS
from provisioner.sandbox.clio.store import Account, AccountView, Key, Store
from provisioner.sandbox.clio.tokens import Tokens
from provisioner.sandbox.kernel import without

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.routing import BaseRoute

    from provisioner.sandbox.clio.shape import Record, Resource
    from provisioner.sandbox.kernel import Clock, FirmSeed, Journal


# What depends on the order of work and on the time.
PASSING = ("id", "etag", "created_at", "updated_at", "expires_at", "status_updated_at", "matter_stage_updated_at")
PASSING_OF_REPORTS = ("state", "progress")  # a report is made while time goes by


class ClioTwin:
    """Clio's API v4 over a journal. `limits` is `vendor` for Clio's 50 requests a minute, or `off`."""

    name = "clio"

    def __init__(self, journal: Journal, clock: Clock, *, limits: str = "off") -> None:
        self._journal = journal
        self._store = Store(journal, clock, models.load())
        self._tokens = Tokens(journal, clock)
        self._api = Api(self._store, self._tokens, Limiter(clock, limits))
        self._signed_in: Key | None = None
        self.kinds = tuple(name for name, each in self._store.resources.items() if each.is_kept)
        journal.replay(self._replay)

    def routes(self) -> list[BaseRoute]:
        """Absolute routes under /api/v4 and /oauth."""
        return urls.routes(self._api, OAuth(self._tokens, lambda: self._signed_in))

    def ensure(self, seed: FirmSeed) -> None:
        """Make the firm's account unless it exists, and be signed in to it where a browser would be."""
        with self._api.lock:
            self._signed_in = self._account(seed).key

    def reset(self, seed: FirmSeed) -> None:
        """Forget every account and start over with this firm's. Connections stay: they are no part of its data."""
        scenarios.check(seed)
        with self._api.lock:
            self._journal.replace(self._tokens.records())
            self._store.clear()
            self._signed_in = self._account(seed).key

    def tokens(self, seed: FirmSeed, permissions: Mapping[str, str] | None = None) -> dict[str, str]:
        """Fresh tokens for the firm's account. `permissions` maps portal names to `read` or `write`; None is all."""
        _check_permissions(permissions or {})
        with self._api.lock:
            account = self._account(seed)
            answer = self._tokens.connect(account.key, permissions)
        return {name: answer[name] for name in ("access_token", "refresh_token")}

    def end_tokens(self, *, refresh_too: bool) -> None:
        """End every access token at once, with ``refresh_too`` every connection."""
        with self._api.lock:
            self._tokens.end(refresh_too=refresh_too)

    def edit(self, change: Mapping[str, Any]) -> Record:
        """Change one object of an account as its web screens could, and answer with all its fields afterwards.

        `resource` and one of `set`, `create`, `delete`; `id` or `name` says which object, or `which`, that is an id or
        else a name; what is created may bring along what belongs to it, as a bill its `line_items` and a payment its
        `allocations`; `account`, perhaps with its `region`, says which firm when it is not the one signed in to.
        `crowd` of the resource contacts makes many clients with money: `{"count": 300, "bank_account": "IOLTA"}`.
        """
        with self._api.lock:
            try:
                return self._edit(change)
            except ClioError as error:
                raise ValueError(error.body["error"]["message"]) from None

    def objects(self) -> Iterator[tuple[str, str, Record]]:
        """Every object: kind, name, and content without ids, versions and times; what it refers to by name."""
        with self._api.lock:
            for account in self._store.accounts.values():
                view = AccountView(self._store, account, account.owner)
                for kind in self.kinds:
                    resource = self._store.resources[kind]
                    for row in view.rows(kind):
                        content = self._named(view, resource, row)
                        yield kind, str(content.get("name") or row["id"]), content

    def _named(self, view: AccountView, resource: Resource, row: Record) -> Record:
        """The content of a record; a record inside it is its name, or its type where it has none."""
        passing = PASSING + PASSING_OF_REPORTS if resource.name == "reports" else PASSING
        shown: Record = without(self._shown(view, resource, row), passing)
        for field in resource.fields:
            linked = view.find(field.of, row[field.name]) if field.of and isinstance(row.get(field.name), int) else None
            if linked is not None:
                shown[field.name] = linked.get("name", field.of)
        return shown

    def health(self) -> Record:
        """The accounts with the number of records in each table."""
        with self._api.lock:
            accounts = [
                {"region": each.region, "name": each.name, "objects": {t: len(rows) for t, rows in each.tables.items()}}
                for each in self._store.accounts.values()
            ]
        return {"accounts": accounts}

    def _replay(self, entry: Record) -> None:
        part = self._tokens if entry["op"] in {"grant", "revoke", "end"} else self._store
        part.replay(entry)

    def _account(self, seed: FirmSeed) -> Account:
        known = self._store.accounts.get((seed.clio_region, seed.clio_account_name))
        return known if known and known.is_finished else scenarios.build(self._store, seed)

    def _edit(self, change: Mapping[str, Any]) -> Record:
        account = self._edited_account(change)
        view = AccountView(self._store, account, account.owner)
        resource = self._store.resources.get(str(change.get("resource")))
        if resource is None or not resource.is_kept:
            raise ValueError(f"There is no resource {change.get('resource')!r} to edit")
        if change.get("crowd") is not None:
            return crowd.fill(view, _object(change["crowd"]))
        if change.get("create") is not None:
            return self._shown(view, resource, writing.edit(view, resource, None, _object(change["create"])))
        record = _only(view, resource, change)
        if change.get("delete"):
            shown = self._shown(view, resource, record)
            writing.delete(view, resource, record)
            return shown
        return self._shown(view, resource, writing.edit(view, resource, record, _object(change.get("set"))))

    def _edited_account(self, change: Mapping[str, Any]) -> Account:
        name, region = change.get("account"), change.get("region")
        matching = [
            a
            for a in self._store.accounts.values()
            if (a.name == name and region in {None, a.region}) or (name is None and a.key == self._signed_in)
        ]
        if len(matching) != 1:
            raise ValueError(f"There is not exactly one Clio account named {name!r}; name it with `account`")
        return matching[0]

    def _shown(self, view: AccountView, resource: Resource, record: Record) -> Record:
        everything = {field.name: None for field in resource.fields}
        return Renderer(self._store.resources, view, view.account.region).record(resource, record, everything)


def _check_permissions(permissions: Mapping[str, Any]) -> None:
    unknown = set(permissions) - set(PERMISSIONS)
    if unknown:
        raise ValueError(f"Unknown: {', '.join(sorted(unknown))}. Possible: {', '.join(PERMISSIONS)}.")
    if any(level not in ("read", "write") for level in permissions.values()):
        raise ValueError("A permission is read or write.")


def _object(value: Any) -> Record:
    if not isinstance(value, dict):
        raise ValueError("`set` or `create` must be an object of field values, or `delete` must be true")  # noqa: TRY004 - the protocol promises ValueError
    return value


def _only(view: AccountView, resource: Resource, change: Mapping[str, Any]) -> Record:
    """The one object the change means, by id, by name, or because there is only one."""
    rows = list(view.rows(resource.name))
    if "which" in change and not resource.is_singleton:
        rows = _answering(view, resource, str(change["which"]))
    for key in ("id", "name"):
        if key in change:
            rows = [row for row in rows if _shown_as(view, resource, row, key) == change[key]]
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} objects of {resource.name} fit; say which with `id` or `name`")
    return rows[0]


def _answering(view: AccountView, resource: Resource, text: str) -> list[Record]:
    """The objects with this id; without one, those with this name."""
    by = {
        key: [row for row in view.rows(resource.name) if str(_shown_as(view, resource, row, key)) == text]
        for key in ("id", "name")
    }
    return by["id"] or by["name"]


def _shown_as(view: AccountView, resource: Resource, row: Record, key: str) -> Any:
    field = resource.field(key)
    return field.value(view, row) if field else None
