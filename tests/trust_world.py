"""A firm whose ledgers follow Clio, with QuickBooks and Clio's balances in memory: plan, apply, plan again."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from fakes import REGISTRY, World, at

from provisioner.config.load import load
from provisioner.engine.ledgers import Facts, to_ask
from provisioner.engine.plan import make_plan
from provisioner.model.funds import CONTACT, MATTER, Funds, Held, Holder
from provisioner.model.resource import Observed, Refresh, Remote, Snapshot
from provisioner.workflows.following import followed

TODAY = date(2026, 11, 1)
BANK = Observed("clio.bank_account", "55", "0", {"name": "IOLTA", "type": "Trust"})
LIABILITY = {"type": "Other Current Liability", "detail_type": "TrustAccountsLiabilities"}


@cache
def firm_of(method="sub_accounts", per="client", name="{client.name}", days=90, declared="iolta"):
    """The firm, from a real file. ``declared``: the trust accounts that follow Clio."""
    trusts = {
        key: {
            "kind": "iolta",
            "jurisdiction": "US-CA",
            "bank": f"{key}_bank",
            "liability": f"{key}_liability",
            "ledgers": {
                "method": method,
                "per": per,
                "from": "clio",
                "name": name,
                **({} if days is None else {"close_after_days_at_zero": days}),
            },
            "special_ledgers": {"firm_funds": {"name": "Firm Funds"}},
        }
        for key in declared.split()
    }
    accounts = {}
    for key in trusts:
        clio = {"name": "IOLTA" if key == "iolta" else key, "type": "Trust"}
        accounts[f"{key}_bank"] = {"name": f"Bank {key}", "type": "Bank", "detail_type": "TrustAccounts", "clio": clio}
        accounts[f"{key}_liability"] = {"name": f"Trust {key}", **LIABILITY}
    tree = {
        "version": 1,
        "firm": {"name": "Harbor"},
        "systems": {"quickbooks": {"company_id": "9341", "edition": "advanced"}, "clio": {"account_name": "Harbor"}},
        "accounts": accounts,
        "trust": trusts,
    }
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "firm.yaml").write_text(json.dumps(tree), encoding="utf-8")
        loaded = load(Path(folder), REGISTRY.sections, REGISTRY.extensions, cwd=Path(folder))
    assert loaded.firm is not None, loaded.findings
    return loaded.firm


class TrustWorld(World):
    """``money`` is what Clio holds: by client or matter, what is in each bank account of Clio."""

    def __init__(self, seed=0, **options):
        super().__init__("qbo", seed=seed)
        self.firm = firm_of(**options)
        self.static = tuple(each for kind in REGISTRY.types.values() for each in kind.desired(self.firm))
        self.holders = {CONTACT: {}, MATTER: {}}
        self.moved = {}
        self.hidden = False
        self.banks = [BANK]
        self.is_old = False

    def client(self, number, name, amount="0", bank=BANK, row_id=None):
        """A client of Clio with money, or without."""
        self.holders[CONTACT][str(number)] = Holder(str(number), name, held(amount, bank, row_id))

    def matter(self, number, client, amount="0", *, title="Retainer", display="00001-X"):
        who = self.holders[CONTACT][str(client)]
        self.holders[MATTER][str(number)] = Holder(
            str(number), who.name, held(amount, BANK), display, title, str(client)
        )

    def empty(self, number, day, kind=CONTACT):
        """Everything goes out on ``day``."""
        holder = self.holders[kind][str(number)]
        self.holders[kind][str(number)] = holder._replace(held=())
        self.moved[f"{kind}:{number}"] = day.isoformat()

    @property
    def snapshots(self):
        for row in self.qbo.rows.values():
            row.setdefault("CurrentBalanceWithSubAccounts", Decimal(0))
        qbo = self.qbo.snapshot()
        if self.is_old:
            qbo = replace(qbo, refresh=Refresh(since="2026-10-31T00:00:00+00:00"))
        movements = {each.id: self.moved for each in self.banks}
        funds = Funds(self.holders, self.hidden, movements)
        clio = Snapshot("clio", "Harbor", "Harbor", {"clio.bank_account": self.banks}, {}, 1, funds=funds)
        return {"qbo": qbo, "clio": clio}

    def made(self, day=TODAY):
        """The ledgers that follow from what is there."""
        return followed(self.firm, self.static, self.snapshots, dict(self.memory.bindings), day.isoformat())

    def asked(self, day=TODAY):
        facts = Facts(self.firm, self.static, self.snapshots, dict(self.memory.bindings), REGISTRY)
        return to_ask(facts, day.isoformat())

    def plan(self, day=TODAY, accept=(), **more):
        made = self.made(day)
        wanted = [each for each in (*self.static, *made.desired) if each.address.system == "qbo"]
        snapshots, known = {"qbo": self.snapshots["qbo"]}, dict(self.memory.bindings)
        accepted = frozenset(accept)
        return make_plan(
            self.firm, wanted, snapshots, known, REGISTRY, findings=made.findings, accepted=accepted, **more
        )

    def apply(self, day=TODAY, accept=()):
        """Plan and carry out; nothing is done with an error in the way. The plan."""
        plan = self.plan(day, accept)
        errors = [each.message for each in plan.findings if each.level == "error"]
        assert not errors, errors
        run = self.carry_out(plan)
        assert not run.failed, [(str(each.step.address), each.problem, each.because) for each in run.failed.values()]
        return plan

    def ledger(self, number, kind=CONTACT, trust="iolta"):
        """The object that a holder's ledger is bound to."""
        binding = self.memory.bindings[at(f"qbo.account.{trust}.{kind}_{number}")]
        return Remote("qbo.account", binding.remote_id)

    def below(self, trust="iolta"):
        """Names and marks of the live ledgers below a liability, special ones left out."""
        parent = self.memory.bindings[at(f"qbo.account.{trust}_liability")].remote_id
        rows = [row for row in self.qbo.rows.values() if (row.get("ParentRef") or {}).get("value") == parent]
        return sorted(
            (row["Name"], row.get("Description", ""))
            for row in rows
            if row["Active"] and not row.get("Description", "").startswith("ledger:")
        )


def held(amount, bank, row_id=None):
    exact = Decimal(amount)
    name, kind = str(bank.fields["name"]), str(bank.fields["type"])
    return (Held(row_id or bank.id, name, kind, exact),) if exact else ()


def days_before(count, day=TODAY):
    return day - timedelta(days=count)
