"""Ledgers that follow Clio: made for who has money in trust, renamed, closed, and used again; over real HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

from provisioner.cli.twin import seed
from provisioner.sandbox.clio.shape import ACCOUNTING, PERMISSIONS
from provisioner.state.recorder import StateRecorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provisioner.engine.ports import Request
    from provisioner.sandbox.server import Twin

DAY = date(2026, 11, 1)
ADVANCED = replace(SMALL, edition="advanced")
BODY = """
accounts:
  operating: {{ name: Operating, type: Bank, detail_type: Checking }}
  bank: {{ name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, clio: {{ name: IOLTA Trust, type: Trust }} }}
  liability: {{ name: Client Trust, type: Other Current Liability, detail_type: TrustAccountsLiabilities }}
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: bank
    liability: liability
    ledgers: {{ method: {method}, per: {per}, from: clio, name: "{name}", close_after_days_at_zero: 90 }}
"""


class Killed(BaseException):
    """The end of the process, as far as the program can tell."""


def body(*, method="sub_accounts", per="client", name="{client.name} ({client.id})"):
    return BODY.format(method=method, per=per, name=name)


class Firm:
    """A firm, its twins and what people do on the vendors' screens."""

    def __init__(self, folder: Path, twin: Twin, cli: Callable[..., Any]) -> None:
        self.folder, self.twin, self._cli = folder, twin, cli
        self.bank = self.clio("bank_accounts", create={"name": "IOLTA Trust", "type": "Trust", "currency": "USD"})
        self.clients: list[int] = []
        self.matters: list[int] = []

    def clio(self, resource: str, **change: Any) -> Any:
        return self.twin.clio.edit({"resource": resource, **change})

    def books(self, place: int, **changes: Any) -> Any:
        """What somebody does to a client's ledger on QuickBooks's screen."""
        return self.twin.qbo.edit({"entity": "Account", "id": self.ledger(place).id, "set": changes})

    def crowd(self, count: int) -> None:
        wanted = {"count": count, "bank_account": "IOLTA Trust", "date": "2026-01-15", "amount": "2500.00"}
        made = self.clio("contacts", crowd=wanted)
        self.clients += made["contacts"]
        self.matters += made["matters"]

    def moves(self, place: int, amount: str, day: str) -> None:
        """A transaction of one client's matter in Clio."""
        row = {"bank_account": {"id": self.bank["id"]}, "matter": {"id": self.matters[place]}}
        self.clio("bank_transactions", create={**row, "amount": Decimal(amount), "date": day})

    def source(self, before: str, after: str) -> None:
        """Take the clients from Clio or from the list."""
        file = self.folder / "firm.yaml"
        file.write_text(file.read_text("utf-8").replace(f"from: {before}", f"from: {after}"), "utf-8")

    def list_clients(self, *, with_contact: bool = False) -> None:
        """Write the clients down beside the firm file, under numbers of the firm's own."""
        rows = ["version: 1", "clients:"]
        for place, number in enumerate(self.clients):
            name = self.clio("contacts", id=number, set={})["name"]
            contact = f', clio_contact: "{number}"' if with_contact else ""
            rows.append(f'  c{place}: {{ name: "{name}", id: "{100 + place}"{contact}, trust: [iolta] }}')
        (self.folder / "clients.yaml").write_text("\n".join(rows), "utf-8")

    def name(self, place: int) -> str:
        """How the firm's template calls a client's ledger."""
        shown = self.clio("contacts", id=self.clients[place], set={})
        return f"{shown['name']} ({self.clients[place]})"

    def ledger(self, place: int) -> Any:
        """The one account with a client's mark, as QuickBooks keeps it."""
        (company,) = self.twin.qbo.companies.values()
        mark = f"clio:contact:{self.clients[place]}"
        (row,) = [each for each in company.tables["Account"].rows.values() if mark in self._said(each)]
        return row

    def marked(self) -> list[Any]:
        """Every account with the mark of a client or matter, inactive ones too."""
        (company,) = self.twin.qbo.companies.values()
        return [each for each in company.tables["Account"].rows.values() if "clio:" in self._said(each)]

    def _said(self, row: Any) -> str:
        return str(row.values.get("Description") or "")

    def plan(self, *words: object, day: date = DAY) -> dict[str, Any]:
        said = self._cli("plan", self.folder, "--format", "json", "--as-of", day, *words)
        assert said.code in {0, 1}, said.err
        found: dict[str, Any] = said.json
        return found

    def apply(self, *words: object, day: date = DAY) -> dict[str, Any]:
        said = self._cli("apply", self.folder, "--auto-approve", "--format", "json", "--as-of", day, *words)
        assert said.code == 0, said.out + said.err
        found: dict[str, Any] = said.json
        return found

    def changes(self, *words: object, day: date = DAY) -> dict[str, str]:
        """What a plan without errors does with ledgers, by the last part of the address."""
        plan = self.plan(*words, day=day)
        assert [each["message"] for each in plan["findings"] if each["level"] == "error"] == []
        return done(plan)

    def key(self, place: int) -> str:
        return f"contact_{self.clients[place]}"


@pytest.fixture
def firm(cli, small, live) -> Iterator[Callable[..., Firm]]:
    """A small firm whose ledgers follow Clio, with so many clients."""
    with live(ADVANCED) as twin:

        def make(count: int, **more: str) -> Firm:
            made = Firm(small(body(**more), edition="advanced", clio=True), twin, cli)
            made.crowd(count)
            return made

        yield make


@pytest.fixture
def harbor(cli, configs, live) -> Iterator[Firm]:
    """The California firm that comes with the program, with its clients in Clio instead of a list, on Advanced."""
    folder = configs / "harbor-pine"
    text = (folder / "firm.yaml").read_text("utf-8")
    assert "ledgers: { from: listed }" in text
    text = text.replace("ledgers: { from: listed }", "ledgers: { from: clio }")
    (folder / "firm.yaml").write_text(text.replace("edition: plus", "edition: advanced"), "utf-8")
    (folder / "clients.yaml").unlink()
    with live(replace(seed(folder, ""), edition="advanced")) as twin:
        yield Firm(folder, twin, cli)


def done(plan: dict[str, Any]) -> dict[str, str]:
    """What a plan does with ledgers that follow Clio."""
    found = {each["address"].rpartition(".")[2]: each["action"] for each in plan["changes"]}
    return {key: each for key, each in found.items() if key.startswith(("contact_", "matter_")) and each != "no_op"}


def codes(plan: dict[str, Any]) -> list[str]:
    return [each["code"] for each in plan["findings"] if each["code"].startswith("LED")]


def asked(twin: Twin, vendor: str) -> list[str]:
    """What was read at a vendor since the log was cleared, by the last part of the path."""
    return [each["path"].rpartition("/")[2] for each in vendor_requests(twin, vendor) if not is_write(each)]


def test_the_california_firm_with_300_clients_from_the_first_day_to_the_last(harbor):
    harbor.crowd(300)
    first = harbor.plan()
    assert sorted(set(done(first).values())) == ["create"]
    assert len(done(first)) == 300
    harbor.apply()
    assert harbor.changes() == {}
    for place in range(12):
        harbor.moves(place, "-2500.00", "2026-08-01")
    assert harbor.changes(day=date(2026, 10, 29)) == {}
    on = date(2026, 10, 30)
    assert harbor.changes(day=on) == {harbor.key(place): "retire" for place in range(12)}
    harbor.apply(day=on)
    ledger = harbor.ledger(0)
    assert not ledger.active
    assert harbor.changes(day=on) == {}
    harbor.moves(0, "10.00", "2026-11-02")
    assert harbor.changes() == {harbor.key(0): "reactivate"}
    harbor.apply()
    again = harbor.ledger(0)
    assert (again.id, again.active, again.values["Name"]) == (ledger.id, True, harbor.name(0))
    assert len(harbor.marked()) == 300


class TestOneLedgerForEach:
    """Whatever people do on the screens: the same ledger or a finding, never a second one."""

    def test_renamed_in_clio_and_again_by_hand(self, firm):
        made = firm(3)
        made.apply()
        ledger = made.ledger(1)
        made.clio("contacts", id=made.clients[1], set={"last_name": "Newlywed"})
        assert made.changes() == {made.key(1): "update"}
        made.apply()
        assert made.ledger(1).values["Name"] == made.name(1)
        made.books(1, Name="By hand")
        assert made.changes() == {made.key(1): "update"}
        made.apply()
        assert (made.ledger(1).id, made.ledger(1).values["Name"]) == (ledger.id, made.name(1))
        assert len(made.marked()) == 3

    def test_its_mark_edited_by_hand(self, firm):
        made = firm(2)
        made.apply()
        ledger = made.books(0, Description="call Lee first")
        assert made.changes() == {made.key(0): "update"}
        made.apply()
        assert made.ledger(0).id == ledger["Id"]
        assert made.ledger(0).values["Description"] == f"clio:contact:{made.clients[0]} call Lee first"
        assert made.changes() == {}

    @pytest.mark.parametrize("said", ["", "clio:contact:99"])
    def test_its_mark_and_our_memory_lost(self, firm, said):
        made = firm(2)
        made.apply()
        ledger = made.books(0, Description=said or None)
        (made.folder / ".provisioner" / "state.sqlite3").unlink()
        assert made.changes()[made.key(0)] == "adopt"
        made.apply()
        assert made.ledger(0).id == ledger["Id"]
        assert len(made.marked()) == 2

    def test_another_clients_mark_and_our_memory_lost(self, firm):
        made = firm(2)
        made.apply()
        idle = made.clio("contacts", create={"type": "Person", "first_name": "Idle", "last_name": "Client"})
        made.clio("matters", create={"client": {"id": idle["id"]}, "description": "None yet"})
        made.books(0, Description=f"clio:contact:{idle['id']}")
        (made.folder / ".provisioner" / "state.sqlite3").unlink()
        plan = made.plan()
        assert codes(plan) == ["LED106"]
        assert made.key(0) not in done(plan)
        assert codes(made.plan("--target", "accounts.operating")) == []
        without = made.plan("--exclude", f"qbo.account.iolta.{made.key(0)}")
        assert (codes(without), done(without)) == ([], {made.key(1): "adopt"})

    def test_made_inactive_by_hand_and_active_again(self, firm):
        made = firm(2)
        made.apply()
        ledger = made.ledger(0)
        made.books(0, Active=False)
        assert made.changes() == {made.key(0): "reactivate"}
        made.apply()
        assert (made.ledger(0).id, made.ledger(0).active) == (ledger.id, True)
        made.books(0, Active=False)
        made.books(0, Active=True)
        assert set(made.changes().values()) <= {"update"}
        made.apply()
        assert (made.ledger(0).id, len(made.marked())) == (ledger.id, 2)

    def test_a_contact_merged_into_another_is_reported_and_left(self, firm):
        made = firm(3)
        made.apply()
        ledger = made.books(0, CurrentBalance=Decimal("-2500.00"))
        account = next(iter(made.twin.clio._store.accounts.values()))
        rows = account.tables["bank_transactions"].values()
        (transaction,) = [each["id"] for each in rows if each["matter"] == made.matters[0]]
        made.clio("bank_transactions", id=transaction, delete=True)
        made.clio("matters", id=made.matters[0], delete=True)
        made.clio("contacts", id=made.clients[0], delete=True)
        made.moves(1, "2500.00", "2026-10-01")
        plan = made.plan(day=date(2029, 1, 1))
        assert (codes(plan), done(plan)) == (["LED104"], {})
        (found,) = [each for each in plan["findings"] if each["code"] == "LED104"]
        assert "balance 2,500.00" in found["what"]
        made.apply()
        assert made.ledger(0).id == ledger["Id"]
        assert made.ledger(0).active


@pytest.mark.parametrize(("before", "after"), [("listed", "clio"), ("clio", "listed")])
def test_between_a_list_and_clio_nobody_gets_a_second_ledger(firm, before, after):
    listed = firm(2)
    listed.source("clio", before)
    listed.list_clients()
    listed.apply()
    listed.source(before, after)
    plan = listed.plan()
    assert {each["code"] for each in plan["findings"] if each["level"] == "error"} == {"LED113"}
    listed.source(after, before)
    listed.list_clients(with_contact=True)
    listed.apply()
    listed.source(before, after)
    assert "create" not in {each["action"] for each in listed.plan()["changes"]}
    listed.apply()
    assert len(listed.marked()) == 2


def test_money_in_quickbooks_keeps_a_ledger_open(firm):
    made = firm(2)
    made.apply()
    made.moves(0, "-2500.00", "2026-02-01")
    made.books(0, CurrentBalance=Decimal("-2500.00"))
    plan = made.plan()
    assert (codes(plan), done(plan)) == (["LED105"], {})
    assert done(made.plan("--refresh", "changes")) == {}


def test_a_connection_without_accounting_is_not_taken_for_a_firm_without_clients(firm, cli, monkeypatch):
    made = firm(2)
    made.apply()
    granted = {name: "read" for name in PERMISSIONS if name != ACCOUNTING}
    tokens = made.twin.credentials(ADVANCED, granted)
    monkeypatch.setenv("PROVISIONER_CLIO_ACCESS_TOKEN", tokens["clio_access_token"])
    said = cli("plan", made.folder)
    assert said.code == 1
    assert "The connection lacks a permission." in said.err


class TestOtherWays:
    def test_a_ledger_for_each_matter(self, firm):
        made = firm(2, per="matter", name="{matter.number} {client.name}")
        made.apply()
        marks = sorted(each.values["Description"] for each in made.marked())
        assert marks == [f"clio:matter:{number}" for number in made.matters]
        assert made.marked()[0].values["Name"].startswith("00001-")
        assert made.changes() == {}

    @pytest.mark.parametrize(("method", "said"), [("customers", ["LED109", "LED111"]), ("clio_only", ["LED109"])])
    def test_moving_to_another_method_lets_go_of_ledgers_and_closes_none(self, firm, small, method, said):
        made = firm(3)
        made.apply()
        small(body(method=method), edition="advanced", clio=True)
        plan = made.plan()
        assert (codes(plan), done(plan)) == (said, {})
        made.apply()
        assert [each.active for each in made.marked()] == [True, True, True]

    def test_customers_of_quickbooks_are_known_by_their_names(self, firm):
        made = firm(2, method="customers")
        for place in range(2):
            name = made.name(place).rpartition(" (")[0]
            made.twin.qbo.edit({"entity": "Customer", "create": {"DisplayName": name + " Clio 1" * place}})
        made.twin.log.clear()
        plan = made.plan()
        assert codes(plan) == []
        assert plan["api_calls"]["qbo"] == len(asked(made.twin, "qbo")) == 2


class TestPlansOfAllKinds:
    def test_a_saved_plan_is_applied_as_it_is_and_refused_when_a_ledger_moved(self, firm, cli, tmp_path):
        made = firm(3)
        made.apply()
        made.clio("contacts", id=made.clients[0], set={"last_name": "Newlywed"})
        file = tmp_path / "friday.plan"
        assert cli("plan", made.folder, "--out", file, "--as-of", DAY).code == 0
        made.books(0, Description=f"clio:contact:{made.clients[0]} moved")
        assert "was changed since" in cli("apply", file, "--auto-approve").err
        file.unlink()
        assert cli("plan", made.folder, "--out", file, "--as-of", DAY, "--target", "trust.iolta").code == 0
        assert cli("apply", file, "--auto-approve").code == 0
        assert made.ledger(0).values["Name"] == made.name(0)

    def test_one_ledger_can_be_asked_for_or_left_out(self, firm, cli, tmp_path):
        made = firm(3)
        one = f"qbo.account.iolta.{made.key(1)}"
        assert done(made.plan("--target", one)) == {made.key(1): "create"}
        assert made.key(1) not in done(made.plan("--exclude", one))
        assert cli("plan", made.folder, "--exclude", one, "--out", tmp_path / "rest.plan").code == 0
        wrong = cli("plan", made.folder, "--target", "qbo.account.iolta.contact_1")
        assert wrong.code == 64

    def test_read_by_what_changed_gives_the_same_plan(self, firm):
        made = firm(4)
        made.apply()
        made.twin.clock.advance(600)
        made.plan("--refresh", "changes")
        made.twin.clock.advance(600)
        made.clio("contacts", id=made.clients[0], set={"last_name": "Newlywed"})
        made.moves(1, "-2500.00", "2026-02-01")
        made.books(2, Description=None)
        wanted = {made.key(0): "update", made.key(1): "retire", made.key(2): "update"}
        made.twin.log.clear()
        assert made.changes("--refresh", "changes") == wanted == made.changes()

    def test_drift_asks_clio_for_no_clients(self, firm, cli):
        made = firm(2)
        made.apply()
        made.twin.log.clear()
        assert cli("drift", made.folder).code == 0
        assert "contacts.json" not in asked(made.twin, "clio")

    def test_clio_is_asked_once_a_page_and_for_transactions_only_to_close(self, firm):
        made = firm(201)
        made.apply()
        made.twin.log.clear()
        plan = made.plan()
        lists = asked(made.twin, "clio")
        assert lists.count("contacts.json") == 2
        assert "bank_transactions.json" not in lists
        assert plan["api_calls"]["clio"] == len(lists)
        made.moves(0, "-2500.00", "2026-02-01")
        made.twin.log.clear()
        plan = made.plan()
        assert asked(made.twin, "clio").count("bank_transactions.json") == 2
        assert plan["api_calls"]["clio"] == len(lists) + 2

    def test_an_interrupted_apply_goes_on_and_makes_none_twice(self, firm, monkeypatch):
        made = firm(70)
        intend, sent = StateRecorder.intend, []

        def die(self: StateRecorder, request: Request) -> None:
            intend(self, request)
            sent.append(request)
            if len(sent) == 3:
                raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(StateRecorder, "intend", die)
            with pytest.raises(Killed):
                made.apply()
        assert 0 < len(made.marked()) < 70
        made.apply()
        assert (len(made.marked()), made.changes()) == (70, {})
