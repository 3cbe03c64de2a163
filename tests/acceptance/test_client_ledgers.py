"""Ledgers that follow Clio: made for who has money in trust, renamed, closed, and used again; over real HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provisioner.sandbox.server import Twin

DAY = date(2026, 11, 1)
ADVANCED = replace(SMALL, edition="advanced")
BODY = """
accounts:
  operating: {{ name: Operating, type: Bank, detail_type: Checking }}
  bank: {{ name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, clio: {{ name: IOLTA, type: Trust }} }}
  liability: {{ name: Client Trust, type: Other Current Liability, detail_type: TrustAccountsLiabilities }}
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: bank
    liability: liability
    ledgers: {{ method: {method}, per: {per}, from: clio, name: "{name}", close_after_days_at_zero: {days} }}
"""


def body(*, method="sub_accounts", per="client", name="{client.name} ({client.id})", days=90):
    return BODY.format(method=method, per=per, name=name, days=days)


class Firm:
    """A firm, its twins and what people do on the vendors' screens."""

    def __init__(self, folder: Path, twin: Twin, cli: Callable[..., Any]) -> None:
        self.folder, self.twin, self._cli = folder, twin, cli
        self.made = self.clio("bank_accounts", create={"name": "IOLTA", "type": "Trust", "currency": "USD"})
        self.clients: list[int] = []
        self.matters: list[int] = []

    def clio(self, resource: str, **change: Any) -> Any:
        return self.twin.clio.edit({"resource": resource, **change})

    def books(self, name: str, **changes: Any) -> Any:
        return self.twin.qbo.edit({"entity": "Account", "name": name, "set": changes})

    def crowd(self, count: int, **more: Any) -> None:
        wanted = {"count": count, "bank_account": "IOLTA", "date": "2026-01-15", **more}
        made = self.clio("contacts", crowd=wanted)
        self.clients += made["contacts"]
        self.matters += made["matters"]

    def moves(self, place: int, amount: str, day: str) -> None:
        """A transaction of one client's matter in Clio."""
        row = {"bank_account": {"id": self.made["id"]}, "matter": {"id": self.matters[place]}}
        self.clio("bank_transactions", create={**row, "amount": Decimal(amount), "date": day})

    def run(self, *words: object) -> Any:
        return self._cli(*words)

    def plan(self, *words: object, day: date = DAY) -> dict[str, Any]:
        said = self.run("plan", self.folder, "--format", "json", "--as-of", day, *words)
        assert said.code in {0, 1}, said.err
        return said.json

    def apply(self, *words: object) -> Any:
        said = self.run("apply", self.folder, "--auto-approve", "--format", "json", *words)
        assert said.code == 0, said.out + said.err
        return said.json

    def ledgers(self) -> dict[str, dict[str, Any]]:
        """The sub-accounts of the liability by the mark in their description, else by name."""
        found = {}
        for kind, name, content in self.twin.qbo.objects():
            if kind == "Account" and content.get("ParentRef"):
                found[str(content.get("Description") or name)] = content
        return found


@pytest.fixture
def firm(cli, small, live) -> Iterator[Callable[..., Firm]]:
    with live(ADVANCED) as twin:

        def make(text: str = "", count: int = 0) -> Firm:
            made = Firm(small(text or body(), edition="advanced", clio=True), twin, cli)
            if count:
                made.crowd(count)
            return made

        yield make


def done(plan: dict[str, Any]) -> dict[str, str]:
    """What a plan does, by the last part of the address."""
    return {
        each["address"].rpartition(".")[2]: each["action"] for each in plan["changes"] if each["action"] != "no_op"
    }


def codes(plan: dict[str, Any]) -> list[str]:
    return [each["code"] for each in plan["findings"] if each["code"].startswith("LED")]


def test_everyone_with_money_gets_a_ledger_and_the_next_plan_is_empty(firm):
    harbor = firm(count=3)
    plan = harbor.plan()
    print(json.dumps(plan, indent=1)[:6000])
    expected = {f"contact_{number}": "create" for number in harbor.clients}
    assert done(plan).items() >= expected.items()
    harbor.apply()
    again = harbor.plan()
    assert done(again) == {}
    assert again["api_calls"]
