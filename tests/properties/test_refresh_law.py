"""The law of ``--refresh changes``: never another plan than one from reading everything.

Whatever people do in QuickBooks, whatever we apply, and however the vendor's clock runs on between two readings.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from provisioner.engine.saved import touches
from provisioner.model.errors import ProvisionerError
from provisioner.render.documents import drift_document, plan_document
from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running
from provisioner.state.store import open_state
from provisioner.workflows.apply import Doing, apply
from provisioner.workflows.catalog import registry
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.drift import drift
from provisioner.workflows.plan import Options, plan

DAY = "2026-11-01"
MONTH = 31 * 86400
SEED = FirmSeed(company_id="9341", company_name="Harbor LLP", edition="advanced")
INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}
FIRM = {
    "version": 1,
    "firm": {"name": "Harbor LLP"},
    "systems": {"quickbooks": {"company_id": "9341", "company_name": "Harbor LLP", "edition": "advanced"}},
    "accounts": {
        "bank": {"name": "Checking", "type": "Bank", "detail_type": "Checking"},
        "fees": {"name": "Fees", **INCOME, "number": "4000"},
        "hourly": {"name": "Hourly", **INCOME, "number": "4010", "parent": "fees"},
        "costs": {"name": "Costs", "type": "Expense", "detail_type": "OfficeExpenses"},
    },
    "classes": {"litigation": {"name": "Litigation"}, "appeals": {"name": "Appeals", "parent": "litigation"}},
    "products": {"hourly": {"name": "Hourly time", "income": "hourly", "class": "litigation"}},
    "terms": {"now": {"name": "At once", "due_days": 0}},
    "payments": {"check": {"name": "Cheque", "route": "bank"}},
    "retired": {"accounts": {"old": {"name": "Old fees", "number": "4900"}}},
}
NAMES = ["Fees", "Hourly", "Costs", "Old fees", "Litigation", "Hourly time", "Net 30", "Other"]
NUMBERS = ["4000", "4010", "4900", "5000", None]
ENTITIES = ["Account", "Class", "Item", "Term", "PaymentMethod"]
TRACKING = [(True, False), (False, True), (False, False)]


def makings(entity, name, number):
    """A new object as a person makes it on screen."""
    if entity == "Account":
        body = {"Name": name, "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"}
        return body | ({"AcctNum": number} if number else {})
    if entity == "Item":
        return {"Name": name, "Type": "Service", "IncomeAccountRef": {"name": "Services"}}
    return {"Name": name, **({"DueDays": 30} if entity == "Term" else {})}


PICKS = st.integers(0, 200)
EDITS = st.one_of(
    st.builds(lambda e, n, a: {"entity": e, "create": makings(e, n, a)}, st.sampled_from(ENTITIES), *map(
        st.sampled_from, (NAMES, NUMBERS)
    )),
    st.builds(lambda e, i, n: {"entity": e, "pick": i, "set": {"Name": n}}, st.sampled_from(ENTITIES), PICKS,
              st.sampled_from(NAMES)),
    st.builds(lambda i, n: {"entity": "Account", "pick": i, "set": {"AcctNum": n}}, PICKS, st.sampled_from(NUMBERS)),
    st.builds(lambda e, i, on: {"entity": e, "pick": i, "set": {"Active": on}}, st.sampled_from(ENTITIES), PICKS,
              st.booleans()),
    st.builds(lambda i, sum_: {"entity": "Account", "pick": i, "set": {"CurrentBalance": sum_}}, PICKS,
              st.sampled_from(["0", "12.30"])),
    st.builds(lambda to: {"entity": "Preferences", "set": {"AccountingInfoPrefs": {
        "ClassTrackingPerTxnLine": to[0], "ClassTrackingPerTxn": to[1]}}}, st.sampled_from(TRACKING)),
    st.builds(lambda to: {"entity": "CompanyInfo", "set": {"edition": to}}, st.sampled_from(["plus", "advanced"])),
    st.builds(lambda to: {"entity": "CompanyInfo", "set": {"CompanyName": to}}, st.sampled_from(
        ["Harbor LLP", "Harbor LLP", "Another LLP"])),
)  # fmt: skip
STEPS = st.one_of(
    EDITS.map(lambda change: ("edit", change)),
    EDITS.map(lambda change: ("edit", change)),
    st.sampled_from([0, 1, 299, 301, 3600, 86400, MONTH]).map(lambda seconds: ("wait", seconds)),
    st.just(("apply", None)),
    st.just(("reset", None)),
    st.sampled_from([(), ("accounts.hourly",), ("retired.accounts",)]).map(lambda targets: ("plan", targets)),
    st.just(("plan", ())),
    st.just(("drift", None)),
)


class Firm:
    """A firm with its company and what is remembered of it."""

    def __init__(self, folder, twin, url, store):
        self.path = Path(folder)
        self.twin, self.url, self.store = twin, url, store

    @property
    def connection(self):
        """Fresh tokens each time: the clock may have moved."""
        tokens = self.twin.credentials(SEED)
        return Connection("sandbox", Credentials(self.url, tokens["qbo_access_token"]), Credentials(), limits=False)

    def edit(self, change):
        """A change on screen; one that QuickBooks refuses changes nothing."""
        change = dict(change)
        if "pick" in change:
            rows = list(self.twin.qbo.companies["9341"].tables[change["entity"]].rows)
            pick = change.pop("pick")
            change["id"] = rows[pick % len(rows)] if rows else ""
        try:
            self.twin.qbo.edit(change)
        except ValueError:
            return

    def apply(self):
        doing = Doing("ana", lambda: datetime.now(UTC), lambda _: True)
        try:
            apply(self.path, self.connection, self.store, Options(DAY, frozenset({"brake:qbo"})), doing)
        except ProvisionerError:
            return

    def plan(self, targets=(), *, changes):
        """The plan's document and what a saved plan would remember of it; or the problem."""
        try:
            report = plan(self.path, self.connection, self.store, Options(DAY, targets=targets, changes=changes))
        except ProvisionerError as problem:
            return {"problem": (problem.summary, problem.detail)}
        return plan_document(report).model_dump() | {"touches": touches(report.plan, registry())}

    def drift(self, *, changes):
        try:
            return drift_document(drift(self.path, self.connection, self.store, changes=changes))
        except ProvisionerError as problem:
            return {"problem": (problem.summary, problem.detail)}


@pytest.fixture(scope="module")
def served():
    """The twins at an address, for all examples."""
    twin = Twin(seed=SEED)
    with running(twin) as url:
        yield twin, url


@contextmanager
def opened(served, ahead=0, **sections):
    """A firm without memory, with a new company whose clock is ``ahead`` of ours."""
    twin, url = served
    twin.clock.offset = timedelta(seconds=ahead)
    twin.reset(SEED)
    with TemporaryDirectory() as folder:
        (Path(folder) / "firm.yaml").write_text(json.dumps({**FIRM, **sections}))
        with open_state(Path(folder) / "state.sqlite3") as store:
            yield Firm(folder, twin, url, store)


def same(full, changes):
    """Both plans, without what must differ: how many requests they took."""
    for each in (full, changes):
        each.pop("api_calls", None)
        each.pop("refresh", None)
    assert changes == full


def play(found, steps):
    for what, more in [*steps, ("plan", ()), ("drift", None)]:
        match what:
            case "edit":
                found.edit(more)
            case "wait":
                found.twin.clock.advance(more)
            case "apply":
                found.apply()
            case "reset":
                found.twin.reset(SEED)
            case "plan":
                changes = found.plan(more, changes=True)
                event(f"read {changes.get('refresh', 'and refused')}")
                same(found.plan(more, changes=False), changes)
            case "drift":
                same(found.drift(changes=False), found.drift(changes=True))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) - {Phase.explain},
)
@given(steps=st.lists(STEPS, max_size=25), ahead=st.sampled_from([0, 0, -400 * 86400, 400 * 86400]))
def test_a_plan_from_what_changed_equals_one_from_reading_everything(served, steps, ahead):
    """``ahead`` is how far QuickBooks's clock is from ours."""
    with opened(served, ahead) as found:
        found.twin.clock.advance(2)  # a reading in the second in which the company was opened is not gone by
        play(found, [("plan", ()), *steps])


def made(found):
    """How the last plan with ``--refresh changes`` was read, after comparing it with one from reading everything."""
    changes = found.plan(changes=True)
    how, calls = changes["refresh"], changes["api_calls"]["qbo"]
    same(found.plan(changes=False), changes)
    return how, calls


@pytest.fixture
def read(served):
    """A firm that was applied, and read a while later."""
    with opened(served) as found:
        found.apply()
        found.twin.clock.advance(600)
        assert made(found) == ("full", 1)
        assert made(found) == ("changes", 1)
        yield found


def account(number):
    return {"entity": "Account", "create": makings("Account", f"Account {number}", None)}


@pytest.mark.parametrize(("changed", "how"), [(990, ("changes", 1)), (1000, ("full", 4))])
def test_a_thousand_changes_are_more_than_one_answer_holds(read, changed, how):
    """With something to change, so that the requests of an apply, reading back included, are predicted alike too."""
    for number in range(changed - 1):
        read.edit(account(number))
    read.edit({"entity": "Account", "name": "Costs", "set": {"Name": "Cost"}})
    read.twin.clock.advance(600)
    assert made(read) == how
    assert made(read) == ("changes", 1)


@pytest.mark.parametrize(("days", "how"), [(28.9, ("changes", 1)), (29.1, ("full", 2)), (32, ("full", 2))])
def test_quickbooks_does_not_look_back_longer_than_a_month(read, days, how):
    read.twin.clock.advance(days * 86400)
    assert made(read) == how
    assert made(read) == ("changes", 1)


@pytest.mark.parametrize("later", [0, 86400])
def test_a_company_opened_anew_is_read_in_full(read, later):
    read.edit(account(1))
    read.twin.clock.advance(later)
    read.twin.reset(SEED)
    assert made(read) == ("full", 2)
    read.apply()
    read.twin.clock.advance(600)
    made(read)  # the last reading was perhaps in the very second in which the company was opened
    assert made(read) == ("changes", 1)


def test_a_clock_of_quickbooks_that_went_back_tells_nothing(read):
    read.twin.clock.advance(-3600)
    read.edit(account(1))
    assert made(read) == ("full", 2)


def test_a_balance_decides_whether_an_account_is_retired_and_is_never_remembered(read):
    found = read.twin.qbo.edit({"entity": "Account", "create": makings("Account", "Old fees", "4900")})
    assert made(read) == ("full", 2)  # to be retired, so the balance was looked at
    read.twin.clock.advance(600)
    read.twin.qbo.edit({"entity": "Account", "id": found["Id"], "set": {"CurrentBalance": "12.30"}})
    plan = read.plan(changes=True)
    assert [each["code"] for each in plan["findings"] if each["level"] == "error"] == ["SAF101"]
    assert made(read) == ("full", 2)
    read.twin.qbo.edit({"entity": "Account", "id": found["Id"], "set": {"CurrentBalance": "0"}})
    assert read.plan(changes=True)["summary"]["retire"] == 1
    read.apply()
    assert made(read) == ("changes", 1)
