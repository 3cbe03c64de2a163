"""A firm with clients, matters and bank accounts, made through the API, and what a person does in the web screens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx
    from clio_live import Live

SCREEN_NAME = "Sandbox Law Firm"


@dataclass
class Books:
    """One firm's books: `api` calls as a client would, `screen` as a person would."""

    live: Live
    api: httpx.Client

    def made(self, table: str, fields: str = "id", **data: Any) -> Any:
        """The record that a POST makes."""
        answer = self.api.post(f"/{table}.json", params={"fields": fields}, json={"data": data})
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    def shown(self, table: str, number: int, fields: str) -> Any:
        answer = self.api.get(f"/{table}/{number}.json", params={"fields": fields})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def listed(self, table: str, fields: str = "id", **query: Any) -> Any:
        answer = self.api.get(f"/{table}.json", params={"fields": fields, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def screen(self, table: str, **values: Any) -> Any:
        """What a person makes in the web screens."""
        return self._edited({"resource": table, "create": values})

    def change(self, table: str, number: int, **values: Any) -> Any:
        return self._edited({"resource": table, "id": number, "set": values})

    def _edited(self, change: Any) -> Any:
        """The answer of an edit whose numbers are exact, as those of the control route are."""
        return self.live.twin.edit(json.loads(json.dumps({"account": SCREEN_NAME, **change}), parse_float=Decimal))

    def client(self, name: str = "Ana Example") -> int:
        return int(self.made("contacts", type="Company", name=name)["id"])

    def matter(self, client: int, description: str = "Dissolution") -> int:
        return int(self.made("matters", client={"id": client}, description=description)["id"])

    def account(self, kind: str = "Trust", **more: Any) -> int:
        return int(self.made("bank_accounts", type=kind, currency="USD", name=kind, **more)["id"])

    def moved(self, account: int, amount: float, **more: Any) -> int:
        """A bank transaction made through the API."""
        data = {"bank_account": {"id": account}, "amount": amount, "date": "2026-10-01", **more}
        return int(self.made("bank_transactions", **data)["id"])

    def bill(self, client: int, *prices: float, matters: tuple[int, ...] = (), **more: Any) -> int:
        """An issued bill with a line of one hour at each price."""
        lines = [{"description": f"Work {n}", "price": price, "quantity": 1} for n, price in enumerate(prices)]
        links = {"client": {"id": client}, "matters": [{"id": each} for each in matters]}
        made = self.screen("bills", **{"state": "awaiting_payment", **links, "line_items": lines, **more})
        return int(made["id"])

    def pay(self, client: int, bill: int, amount: float, source: int | None = None, to: int | None = None) -> Any:
        """A payment recorded in the web screens, out of a bank account's funds or direct."""
        ends = {"source_bank_account": source, "destination_bank_account": to}
        linked = {name: {"id": number} for name, number in ends.items() if number is not None}
        allocations = [{"bill": {"id": bill}, "amount": amount}]
        return self.screen("payments", contact={"id": client}, amount=amount, allocations=allocations, **linked)
