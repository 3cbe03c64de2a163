"""One firm before and after a change of its file that uses every kind of write, and what people did on screen between.

The second file creates on several levels, updates, adopts, reactivates and retires, and lets two accounts exchange
their names and numbers, in QuickBooks and, as far as Clio knows such a thing, in Clio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.kernel import FirmSeed

if TYPE_CHECKING:
    from pathlib import Path

    from provisioner.sandbox.server import Twin

SEED = FirmSeed(company_id="9130350000000001", company_name="Crash LLP", clio_account_name="Crash LLP")
HEAD = """\
version: 1
firm: { name: Crash LLP }
systems:
  quickbooks: { company_id: "9130350000000001", company_name: Crash LLP, edition: plus }
  clio: { region: us, account_name: Crash LLP }
tracking: { classes: per_line }
"""
BEFORE = """\
accounts:
  operating: { name: Operating Checking, type: Bank, detail_type: Checking, number: "1000", clio: { name: Operating, type: Operating } }
  hourly: { name: Hourly Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }
  flat: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }
  rent: { name: Rent, type: Expense, detail_type: RentOrLeaseOfBuildings, number: "6010" }
  dues: { name: Bar Dues, type: Expense, detail_type: DuesSubscriptions, number: "6080" }
  old: { name: Legal Services, type: Income, detail_type: ServiceFeeIncome, number: "4000" }
classes:
  office: { name: Office }
terms:
  net_15: { name: Net 15, due_days: 15 }
products:
  time: { name: Attorney Time, income: hourly, rate: "300.00" }
  general: { name: General Services, income: old }
categories:
  time: { name: Attorney Time, product: time }
  travel: { name: Travel Time, product: time, shared: true }
practice_areas:
  civil: { name: Civil Litigation, code: CIV }
  tax: { name: Tax Law }
"""
AFTER = """\
accounts:
  operating: { name: Operating Checking, type: Bank, detail_type: Checking, number: "1000", clio: { name: Operating, type: Operating, institution: First Example Bank } }
  second: { name: Second Checking, type: Bank, detail_type: Checking, number: "1005", clio: { name: Second, type: Operating } }
  hourly: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }
  flat: { name: Hourly Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }
  rent: { name: Rent, type: Expense, detail_type: RentOrLeaseOfBuildings, number: "6010", description: The office, parent: premises }
  dues: { name: Bar Dues, type: Expense, detail_type: DuesSubscriptions, number: "6080" }
  premises: { name: Premises, type: Expense, detail_type: RentOrLeaseOfBuildings, number: "6000" }
  storage: { name: Storage, type: Expense, detail_type: RentOrLeaseOfBuildings, number: "6012", parent: rent }
  travel: { name: Travel, type: Expense, detail_type: Travel, number: "6300" }
  meals: { name: Meals, type: Expense, detail_type: EntertainmentMeals, number: "6200", description: Half is deductible }
  marketing: { name: Marketing, type: Expense, detail_type: AdvertisingPromotional }
classes:
  office: { name: The Office }
  annex: { name: Annex, parent: office }
terms:
  net_15: { name: Net 15, due_days: 10 }
  net_30: { name: Net 30, due_days: 30 }
payments:
  wire: { name: Wire, route: operating }
products:
  time: { name: Attorney Time, income: hourly, rate: "350.00" }
  visit: { name: Site Visit, income: flat, class: annex }
categories:
  time: { name: Attorney Time, product: time, rate: "350.00" }
  travel: { name: Travelling, product: time, shared: true }
  visit: { name: Site Visit, product: visit }
  court: { name: Court Appearance, product: time, shared: true }
expense_categories:
  filing: { name: Filing Fees, product: visit, shared: true, cost: hard }
practice_areas:
  civil: { name: Civil Litigation, code: LIT }
  family: { name: Family Law, code: FAM }
  probate: { name: Probate }
protect: [accounts.operating]
retired:
  accounts:
    old: { name: Legal Services, number: "4000" }
  products:
    general: { name: General Services }
  practice_areas:
    tax: { name: Tax Law }
"""


def write(folder: Path, body: str) -> None:
    """Put the firm file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "firm.yaml").write_text(HEAD + body, encoding="utf-8")


def open_company(twin: Twin) -> None:
    """What an owner does before the first apply."""
    twin.qbo.edit({"entity": "Preferences", "set": {"AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True}}})


def on_screen(twin: Twin) -> None:
    """What people did between the two files: things to adopt, to reactivate and to put right."""
    expense = {"AccountType": "Expense", "AcctNum": "6300", "AccountSubType": "Travel"}
    twin.qbo.edit({"entity": "Account", "create": {"Name": "Travel", **expense}})
    meals = {"AccountType": "Expense", "AcctNum": "6200", "AccountSubType": "EntertainmentMeals"}
    twin.qbo.edit({"entity": "Account", "create": {"Name": "Meals", **meals}})
    marketing = {"AccountType": "Expense", "AccountSubType": "AdvertisingPromotional"}
    made = twin.qbo.edit({"entity": "Account", "create": {"Name": "Marketing", **marketing}})
    twin.qbo.edit({"entity": "Account", "id": made["Id"], "inactivate": True})
    twin.qbo.edit({"entity": "Account", "name": "Bar Dues", "inactivate": True})
    twin.clio.edit({"resource": "practice_areas", "create": {"name": "Family Law", "code": "FAM"}})
    twin.clio.edit({"resource": "activity_descriptions", "create": {"name": "Court Appearance"}})
