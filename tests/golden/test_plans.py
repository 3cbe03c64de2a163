"""Whole plans as a bookkeeper reads them and as JSON, for the situations that matter most."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from fakes import World
from rich.console import Console
from setting_fakes import SETTINGS, said

from provisioner.config.load import load
from provisioner.engine.confirm import confirmations, remarks_on
from provisioner.engine.plan import make_plan
from provisioner.engine.report import CheckReport, PlanReport
from provisioner.model.resource import Remote
from provisioner.model.source import Place
from provisioner.render.documents import plan_document
from provisioner.render.plan_text import plan_text
from provisioner.workflows.catalog import registry

DAY = date(2026, 11, 30)
FIRM = Path(__file__).with_name("firm.yaml").read_text(encoding="utf-8")


class Situation:
    """A company, a Clio account and a firm file, with everything between them remembered."""

    def __init__(self, folder):
        self.world = World("qbo", "clio", facts={"class_tracking": "per_line"})
        self.qbo, self.clio = self.world.qbo, self.world.clio
        self.world.clio.batch_size = 1
        self.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxn=False, ClassTrackingPerTxnLine=True)
        self.folder = folder
        self.text = FIRM
        self.settings, self.attested = (), {}
        self.qbo.add("account", name="Debtors", type="Accounts Receivable", detail_type="AccountsReceivable")

    def write(self, old, new):
        """Edit the firm file."""
        assert self.text.count(old) == 1, old
        self.text = self.text.replace(old, new)

    def plan(self):
        types = registry()
        (self.folder / "firm.yaml").write_text(self.text, encoding="utf-8")
        loaded = load(self.folder, types.sections, types.extensions, cwd=self.folder)
        assert loaded.firm is not None, loaded.findings
        self.lines = loaded.sources.line
        desired = [each for kind in types.types.values() for each in kind.desired(loaded.firm)]
        snapshots = {name: each.snapshot() for name, each in self.world.vendors.items()}
        bindings = dict(self.world.memory.bindings)
        confirmed = confirmations(loaded.firm, self.settings, self.attested, DAY, snapshots)
        return make_plan(
            loaded.firm,
            desired,
            snapshots,
            bindings,
            types,
            findings=list(remarks_on(confirmed, DAY, lambda *_: Place("attestations.yaml", 4, 5))),
            environment="sandbox",
            as_of=str(DAY),
            confirmations=confirmed,
        )

    def apply(self):
        run = self.world.carry_out(self.plan())
        assert not run.failed, run.failed

    def remote(self, address):
        """The object of a resource that was applied before."""
        (binding,) = [each for each in self.world.memory.bindings.values() if str(each.address) == address]
        return Remote(binding.address.kind, binding.remote_id)


def new_firm(situation):
    """Nothing of it is there yet."""


def no_changes(situation):
    situation.apply()


def adoption_with_differences(situation):
    bank = {"type": "Bank", "detail_type": "Checking"}
    income = {"type": "Income", "detail_type": "ServiceFeeIncome"}
    situation.qbo.add("account", name="Checking", number="1000", balance="25000.00", **bank)
    fees = situation.qbo.add("account", name="Hourly Fees", description="By the hour", **income)
    situation.qbo.add("account", name="Flat Fees", number="4020", active=False, **income)
    situation.qbo.add("account", name="Referral Fees", number="4090", **income)
    situation.qbo.add("item", name="Hourly Attorney", type="Service", income=fees, rate="325.00")
    situation.qbo.add("payment_method", name="Check")
    situation.clio.add("bank_account", name="Operating", type="Operating", default=False, currency="USD")
    situation.clio.add("activity_description", name="Attorney Time")


def drift(situation):
    situation.apply()
    situation.qbo.edit(situation.remote("qbo.account.hourly_fees"), name="Fees by the hour", number="4011")
    situation.qbo.edit(situation.remote("qbo.item.hourly"), income=situation.remote("qbo.account.flat_fees"))
    situation.clio.edit(situation.remote("clio.bank_account.operating"), default=False)


def conflict(situation):
    situation.apply()
    situation.write('rate: "350.00"', 'rate: "375.00"')
    situation.qbo.edit(situation.remote("qbo.item.hourly"), rate="360.00")
    situation.write("name: Hourly Fees,", "name: Hourly Legal Fees,")


def retire_and_refusal(situation):
    situation.apply()
    situation.qbo.rows[situation.remote("qbo.account.flat_fees")]["CurrentBalanceWithSubAccounts"] = "1200.50"
    account = '  flat_fees: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }\n'
    situation.write(account, "")
    situation.write("  flat: { name: Flat Fee, income: flat_fees }\n", "")
    situation.text += (
        "retired:\n  accounts:\n    flat_fees: { name: Flat Fees }\n  products:\n    flat: { name: Flat Fee }\n"
    )


def retire(situation):
    retire_and_refusal(situation)
    situation.qbo.rows[situation.remote("qbo.account.flat_fees")]["CurrentBalanceWithSubAccounts"] = "0.00"


def class_tracking_off(situation):
    situation.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxnLine=False)


def class_tracking_not_taken(situation):
    class_tracking_off(situation)
    situation.qbo.stubborn = {"ClassTrackingPerTxnLine"}
    situation.world.carry_out(situation.plan())


def numbers_change_places(situation):
    situation.apply()
    situation.write('number: "4010"', 'number: "x"')
    situation.write('number: "4020"', 'number: "4010"')
    situation.write('number: "x"', 'number: "4020"')


def settings_to_confirm(situation):
    """One that live data contradicts, one that was confirmed and has expired, one that nobody has confirmed."""
    situation.apply()
    situation.settings = SETTINGS
    situation.text += "close: { locked_through: 2026-09-30 }\n"
    situation.write("ledgers: { method", "at_bank: { title: Harbor Trust Account }\n    ledgers: { method")
    situation.qbo.facts["closed_through"] = "2026-08-31"
    feeds = said("clio.setting.feeds", "Bank feeds are in quickbooks.", expires=date(2026, 11, 29))
    situation.attested = {feeds.address: feeds}


SITUATIONS = [
    new_firm,
    no_changes,
    adoption_with_differences,
    drift,
    conflict,
    retire,
    retire_and_refusal,
    class_tracking_off,
    class_tracking_not_taken,
    numbers_change_places,
    settings_to_confirm,
]


@pytest.mark.parametrize("make", SITUATIONS, ids=lambda each: each.__name__)
def test_the_plan_is_as_expected(make, tmp_path, golden):
    situation = Situation(tmp_path)
    make(situation)
    plan = situation.plan()
    console = Console(file=io.StringIO(), width=160, no_color=True, soft_wrap=True, highlight=False, markup=False)
    for line in plan_text(plan, situation.lines):
        console.print(line)
    golden(f"plans/{make.__name__}.txt", console.file.getvalue())
    report = PlanReport(CheckReport(plan.file, plan.firm, (), situation.lines), plan)
    document = plan_document(report).model_dump(mode="json")
    golden(f"plans/{make.__name__}.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def test_every_file_belongs_to_a_situation():
    names = {file.stem for file in (Path(__file__).parent / "plans").iterdir()}
    assert names == {each.__name__ for each in SITUATIONS}
