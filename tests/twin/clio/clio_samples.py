"""Bodies and addresses for any operation of the twin, made from the document and from what the account holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clio_document import Json, properties_of, table_of

from provisioner.sandbox.clio.store import AccountView

if TYPE_CHECKING:
    from clio_live import Live

    from provisioner.sandbox.kernel import FirmSeed

# Which table the id in a body belongs to, where that is not simply the plural.
TABLES = {
    **dict.fromkeys(("client", "company", "contact", "co_counsel_contact"), "contacts"),
    **dict.fromkeys(("responsible_attorney", "originating_attorney", "responsible_staff", "user"), "users"),
    **dict.fromkeys(("destination_account", "source_account"), "bank_accounts"),
    **dict.fromkeys(("utbms_code", "utbms_activity", "utbms_task", "task", "expense_code"), "utbms/codes"),
    "currency": "currencies",
    "expense_category": "expense_categories",
    "recipients": "users",
    "subject": "bank_accounts",  # the first of the types a payment link may be about
}

# What a body needs beyond what the document requires of it, or instead of what it says.
BETTER: dict[str, Json] = {
    "groups": {"name": "Litigation"},  # nothing is required, but without a name nothing is said (assumption)
    # a part of 1 (Clio OpenAPI as of mid-2026, tax rate configurations)
    "tax_rate_configurations": {"rate": 0.13},
    # https only, and a model by its name or number (Clio OpenAPI 2026-04-08, text of the tag Webhooks)
    "webhooks": {"url": "https://hooks.example.com/clio", "model": "contact", "fields": "id,name"},
}
A_DAY = 86_400  # by then whatever Clio works out later is there
NAMED = {"currency": "USD"}
WORDS = {"string": "Sample", "number": 12.5, "integer": 1, "boolean": True}
FORMATS = {"date": "2026-11-02", "date-time": "2026-11-02T10:00:00Z", "time": "10:00"}


@dataclass
class Samples:
    """What one firm's account offers to refer to."""

    live: Live
    seed: FirmSeed
    document: Json

    def ids(self, table: str) -> list[int]:
        """The ids of every record of a table; none when it is only ever part of one record."""
        store = self.live.twin._store
        if table in store.resources and "{" in store.resources[table].address:
            return []
        account = store.accounts[self.seed.clio_region, self.seed.clio_account_name]
        return [row["id"] for row in AccountView(store, account, account.owner).rows(table)]

    def address(self, clio: Any, path: str) -> str:
        """The path with the id of a record in it; one is made where there is none."""
        if "{" not in path:
            return path
        known = self.ids(table_of(path))
        number = known[0] if known else self.made(clio, table_of(path))
        head, _, tail = path.partition("{")
        return f"{head}{number}{tail.partition('}')[2]}"

    def made(self, clio: Any, table: str) -> int:
        """The id of a new record."""
        answer = clio.post(f"/{table}.json", json=self.body("post", f"/{table}.json"))
        assert answer.status_code == 201, answer.text
        self.live.clock.advance(A_DAY)
        return int(answer.json()["data"]["id"])

    def body(self, method: str, path: str) -> Json:
        """The least body the document asks for."""
        full = self.document["paths"][path][method].get("requestBody")
        if full is None:
            return {}
        schema = full["content"]["application/json"]["schema"]["properties"]["data"]
        return {"data": {**self.value("data", schema), **(BETTER.get(table_of(path), {}) if method == "post" else {})}}

    def value(self, name: str, schema: Json) -> Any:
        """One valid value: an id that is there for whatever refers to a record."""
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "array":
            return [self.value(name, schema["items"])]
        properties = properties_of(self.document, schema)
        if properties:
            reference = {"id": self.referred(name)} if "id" in properties and name != "data" else {}
            return {each: self.value(each, properties[each]) for each in schema.get("required", ())} | reference
        if name.endswith("_id"):
            return self.referred(name.removesuffix("_id"))
        return NAMED.get(name) or FORMATS.get(schema.get("format", "")) or WORDS.get(schema.get("type", ""), {})

    def referred(self, name: str) -> int:
        """The id of a record that a property of that name may refer to."""
        rows = self.ids(TABLES.get(name, f"{name}s"))
        return rows[0] if rows else 1
