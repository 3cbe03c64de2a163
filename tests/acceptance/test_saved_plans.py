"""A plan is saved, approved and applied exactly as it was approved, or refused with the reason; over real HTTP."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

from provisioner.cli import environment
from provisioner.cli.twin import seed
from provisioner.engine.execute import Outcome
from provisioner.model.change import Status

if TYPE_CHECKING:
    from pathlib import Path

    from provisioner.sandbox.server import Twin

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEES = 'name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010"'
BODY = (
    "accounts:\n"
    "  fees: {{ name: {name}, type: Income, detail_type: ServiceFeeIncome }}\n"
    "  hourly: {{ name: Hourly, parent: fees, type: Income, detail_type: ServiceFeeIncome }}\n"
    "  rent: {{ name: Rent, type: Expense, detail_type: RentOrLeaseOfBuildings }}\n"
    "practice_areas:\n"
    "  maritime: {{ name: Maritime Law }}\n"
)
PEOPLE = (
    "people:\n"
    "  ana: { name: Ana Ruiz, does: [prepares] }\n"
    "  lee: { name: Lee Partner, does: [reviews, approves] }\n"
    "  kim: { name: Kim Tran, does: [approves] }\n"
)


def body(name="Fees", more=""):
    return BODY.format(name=name) + more


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Who works here, and when; both can be set."""
    set_to: dict[str, Any] = {"now": NOON, "user": "ana"}
    monkeypatch.setattr(environment, "now", lambda: set_to["now"])
    monkeypatch.setattr(environment, "user", lambda: set_to["user"])
    return set_to


@pytest.fixture
def plan(cli, tmp_path):
    """Saves a plan; its file."""

    def save(firm: Path, *words: object) -> Path:
        file = tmp_path / "friday.plan"
        ended = cli("plan", firm, "--out", file, *words)
        assert ended.code == 0, ended.out + ended.err
        assert f"provisioner apply {file}" in ended.err
        return file

    return save


def edit(twin: Twin, name: str, **changes: Any) -> None:
    """What somebody does on QuickBooks's screen."""
    twin.qbo.edit({"entity": "Account", "name": name, "set": changes})


def accounts() -> dict[str, dict[str, Any]]:
    """The accounts of the company that the environment names, by full name."""
    answer = httpx.get(
        f"{os.environ['PROVISIONER_QBO_BASE_URL']}/v3/company/{SMALL.company_id}/query",
        params={"query": "select * from Account maxresults 1000"},
        headers={
            "Authorization": f"Bearer {os.environ['PROVISIONER_QBO_ACCESS_TOKEN']}",
            "Accept": "application/json",
        },
    )
    return {row["FullyQualifiedName"]: row for row in answer.json()["QueryResponse"]["Account"]}


def writes(twin: Twin) -> list[dict[str, Any]]:
    return [entry for vendor in ("qbo", "clio") for entry in vendor_requests(twin, vendor) if is_write(entry)]


def refused(cli, twin: Twin, file: Path, *words: object) -> str:
    """What an apply of the plan file says when it is refused; nothing was written."""
    twin.log.clear()
    ended = cli("apply", file, "--auto-approve", "-q", *words)
    assert ended.code == 1, ended.out
    assert writes(twin) == []
    return ended.err


class TestApplied:
    def test_it_takes_exactly_the_predicted_requests_and_says_so(self, cli, small, live, plan):
        firm = small(body(), clio=True)
        with live() as twin:
            file = plan(firm)
            planned = json.loads(file.read_text())["plan"]
            assert cli("approve", file, "--by", "lee").code == 0
            twin.log.clear()
            applied = cli("apply", file, "--format", "json")
            made = {vendor: len(vendor_requests(twin, vendor)) for vendor in ("qbo", "clio")}
            twin.log.clear()
            again = cli("plan", firm, "--detailed-exitcode", "-q")
        assert applied.code == 0, applied.out
        assert {each["status"] for each in applied.json["outcomes"]} == {"done"}
        assert applied.json["applied"] is True
        budget, read = planned["apply_budget"], planned["api_calls"]
        assert applied.json["api_calls"] == {"qbo": budget["qbo"], "clio": budget["clio"]}
        assert made == {vendor: budget[vendor] + read[vendor] for vendor in made}
        assert again.code == 0

    def test_it_asks_no_more_and_says_whose_plan_it_is(self, cli, small, live, plan):
        with live():
            applied = cli("apply", plan(small(body(), clio=True)))
        assert applied.code == 0
        assert "The plan of ana, 2026-11-22 12:00:00 UTC." in applied.err
        assert "Apply complete! 4 added" in applied.out

    def test_a_part_is_shown_saved_and_applied_with_what_it_needs(self, cli, small, live, plan):
        firm = small(body(), clio=True)
        with live():
            shown = cli("plan", firm, "--target", "accounts.hourly", "-q")
            assert ("Rent" in shown.out, "Hourly" in shown.out) == (False, True)
            assert cli("apply", plan(firm, "--target", "accounts.hourly"), "-q").code == 0
            assert {"Fees", "Fees:Hourly"} <= accounts().keys()
            assert "Rent" not in accounts()
            rest = cli("plan", firm, "--format", "json").json
            assert {change["address"] for change in rest["changes"] if change["action"] == "create"} == {
                "qbo.account.rent",
                "clio.practice_area.maritime",
            }

    def test_all_but_a_part_is_applied_without_what_needs_it(self, cli, small, live, plan):
        firm = small(body(), clio=True)
        with live():
            document = cli("plan", firm, "--exclude", "qbo.account.fees", "--format", "json").json
            assert document["left_out"] == ["qbo.account.fees", "qbo.account.hourly"]
            assert cli("apply", firm, "--exclude", "accounts.fees", "--auto-approve", "-q").code == 0
            assert "Rent" in accounts()
            assert "Fees" not in accounts()

    def test_an_edit_elsewhere_does_not_matter_and_is_left_alone(self, cli, small, live, plan):
        with live() as twin:
            assert cli("apply", small(body(), clio=True), "--auto-approve", "-q").code == 0
            file = plan(small(body("Legal fees"), clio=True))
            edit(twin, "Rent", Description="by hand", Name="Rent of the office")
            applied = cli("apply", file, "--format", "json")
            assert applied.code == 0, applied.out
            after = accounts()
            assert after["Rent of the office"]["Description"] == "by hand"
            assert "Legal fees:Hourly" in after
        assert [each["address"] for each in applied.json["outcomes"]] == ["qbo.account.fees"]

    def test_what_is_new_may_stand_below_what_was_renamed_on_screen_meanwhile(self, cli, small, live, plan):
        more = "  flat: { name: Flat, parent: rent, type: Expense, detail_type: RentOrLeaseOfBuildings }\n"
        first, second = body().partition("practice_areas")[::2]
        with live() as twin:
            assert cli("apply", small(body(), clio=True), "--auto-approve", "-q").code == 0
            file = plan(small(f"{first}{more}practice_areas{second}", clio=True))
            edit(twin, "Rent", Name="Rent of the office")
            applied = cli("apply", file, "-q")
            assert applied.code == 0, applied.out + applied.err
            assert "Rent of the office:Flat" in accounts()

    def test_the_firm_may_have_moved_to_another_folder(self, cli, small, live, plan, tmp_path):
        with live():
            firm = small(body(), clio=True)
            file = plan(firm)
            firm.rename(tmp_path / "moved")
            lost = cli("apply", file)
            assert (lost.code, "Add --firm." in lost.err) == (64, True)
            assert cli("apply", file, "--firm", tmp_path / "moved", "-q").code == 0

    def test_with_nothing_to_do_there_is_nothing_to_refuse(self, cli, small, live, plan):
        firm = small(body(), clio=True)
        with live() as twin:
            assert cli("apply", firm, "--auto-approve", "-q").code == 0
            file = plan(firm)
            twin.log.clear()
            applied = cli("apply", file, "-q")
            assert (applied.code, writes(twin)) == (0, [])


class TestRefused:
    def test_when_somebody_changed_what_it_touches_which_is_named(self, cli, small, live, plan):
        with live() as twin:
            assert cli("apply", small(body(), clio=True), "--auto-approve", "-q").code == 0
            file = plan(small(body("Legal fees"), clio=True))
            edit(twin, "Fees", Description="by hand")
            said = refused(cli, twin, file)
            assert "The plan is out of date" in said
            assert "Legal fees (qbo.account.fees) was changed since, last at" in said
            assert "Nothing was applied." in said
            document = cli("apply", file, "--format", "json").json
            assert document["error"]["summary"] == "The plan is out of date"

    def test_when_what_it_adds_is_there_already(self, cli, small, live, plan):
        with live() as twin:
            file = plan(small(body(), clio=True))
            create = {"Name": "Rent", "AccountType": "Expense", "AccountSubType": "RentOrLeaseOfBuildings"}
            twin.qbo.edit({"entity": "Account", "create": create})
            assert "Rent (qbo.account.rent) was to be added and is there already." in refused(cli, twin, file)

    def test_when_what_it_touches_now_needs_something_that_nobody_approved(self, cli, small, live, plan):
        more = "  flat: { name: Flat, parent: rent, type: Expense, detail_type: RentOrLeaseOfBuildings }\n"
        first, second = body().partition("practice_areas")[::2]
        with live() as twin:
            assert cli("apply", small(body(), clio=True), "--auto-approve", "-q").code == 0
            file = plan(small(f"{first}{more}practice_areas{second}", clio=True))
            twin.qbo.edit({"entity": "Account", "name": "Rent", "inactivate": True})
            said = refused(cli, twin, file)
        assert "Rent (qbo.account.rent) would have to be changed too." in said

    def test_when_it_was_applied_already(self, cli, small, live, plan):
        with live() as twin:
            file = plan(small(body(), clio=True))
            assert cli("apply", file, "-q").code == 0
            assert "was to be added and is there already" in refused(cli, twin, file)

    def test_when_the_file_was_edited(self, cli, small, live, plan):
        with live() as twin:
            file = plan(small(body(), clio=True))
            raw = bytearray(file.read_bytes())
            raw[len(raw) // 2] ^= 1
            file.write_bytes(raw)
            said = refused(cli, twin, file)
            assert "was edited" in said or "is damaged" in said
            assert cli("approve", file, "--by", "lee").code == 1

    def test_when_the_firm_file_was_changed(self, cli, small, live, plan):
        with live() as twin:
            file = plan(small(body(), clio=True))
            small(body("Legal fees"), clio=True)
            assert "The firm file was changed since this plan was made" in refused(cli, twin, file)

    def test_after_a_week(self, cli, small, live, plan, today):
        with live() as twin:
            file = plan(small(body(), clio=True))
            today["now"] = NOON + timedelta(days=7)
            assert "This plan has expired" in refused(cli, twin, file)
            assert "This plan has expired" in cli("approve", file, "--by", "lee").err
            today["now"] -= timedelta(seconds=1)
            assert cli("apply", file, "-q").code == 0

    def test_for_another_company_of_the_same_name(self, cli, small, live, plan):
        with live() as twin:
            twin.clock.set(NOON - timedelta(days=30))
            twin.reset(SMALL)
            file = plan(small(body(), clio=True))
            twin.clock.set(NOON)
            twin.reset(SMALL)
            said = refused(cli, twin, file)
            assert "This plan was made for another company or account" in said
            assert "opened 2026-10-23 12:00:00 UTC; this run reaches" in said

    def test_for_another_company(self, cli, small, live, plan):
        with live():
            file = plan(small(body(), clio=True))
        with live(replace(SMALL, company_name="Somebody Else LLP")) as twin:
            assert "This plan was made for other systems" in refused(cli, twin, file)

    def test_of_the_sandbox_for_the_real_company_and_the_other_way_round(self, cli, small, live, plan):
        with live() as twin:
            file = plan(small(body(), clio=True))
            ended = cli("apply", file, "--sandbox", "-q")
            assert (ended.code, "This plan was made for other systems" in ended.err) == (1, True)
            assert "This plan was made for other systems" in refused(cli, twin, plan(small(body()), "--sandbox"))

    def test_once_the_sandbox_was_started_over(self, cli, small, plan):
        firm = small(body(), clio=True)
        file = plan(firm, "--sandbox")
        time.sleep(1.1)  # companies are told apart by the second they were made in
        assert cli("sandbox", "reset", firm).code == 0
        ended = cli("apply", file, "--sandbox", "-q")
        assert (ended.code, "another company or account" in ended.err) == (1, True)

    def test_with_options_that_would_make_it_another_plan(self, cli, small, live, plan):
        with live():
            file = plan(small(body(), clio=True))
            for words in (["--target", "accounts.rent"], ["--exclude", "accounts.rent"], ["--accept", "brake:qbo"]):
                ended = cli("apply", file, *words)
                assert (ended.code, "A saved plan is applied as it is" in ended.err) == (64, True)

    def test_what_is_no_plan_file_has_no_firm_beside_it_and_is_not_overwritten(self, cli, small, live, tmp_path):
        firm = small(body(), clio=True)
        with live():
            assert cli("apply", firm, "--firm", firm).code == 64
            (tmp_path / "notes.txt").write_text("mine")
            ended = cli("plan", firm, "--out", tmp_path / "notes.txt")
            assert (ended.code, "is no plan file" in ended.err) == (64, True)
            assert (tmp_path / "notes.txt").read_text() == "mine"
            assert cli("plan", firm, "--out", tmp_path / "nowhere" / "x.plan").code == 64

    def test_a_plan_with_an_error_is_not_saved(self, cli, small, live, tmp_path):
        with live() as twin:
            for name, number in (("Fees", None), ("Fees", "4010")):
                create = {"Name": name + (number or ""), "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"}
                twin.qbo.edit({"entity": "Account", "create": create | ({"AcctNum": number} if number else {})})
            firm = small(f"accounts:\n  fees: {{ {FEES} }}\n")
            ended = cli("plan", firm, "--out", tmp_path / "x.plan", "-q")
            assert ended.code == 1
            assert not (tmp_path / "x.plan").exists()

    def test_what_the_firm_file_does_not_declare_cannot_be_chosen(self, cli, small, live):
        with live():
            ended = cli("plan", small(body(), clio=True), "--target", "accounts.hurly")
        assert ended.code == 64
        assert "Did you mean accounts.hourly?" in ended.err


class TestApprovals:
    @pytest.fixture
    def firm(self, small):
        def write(rule: str) -> Path:
            return small(body(more=f"{PEOPLE}approvals: {rule}\n"), clio=True)

        return write

    def test_without_a_plan_file_nothing_is_applied(self, cli, firm, live):
        with live() as twin:
            ended = cli("apply", firm("{ required: 1 }"), "--auto-approve", "-q")
            assert (ended.code, writes(twin)) == (1, [])
            assert "This firm's changes need an approval" in ended.err
            assert "provisioner approve changes.plan --by NAME" in ended.err

    def test_who_has_not_approved_is_named(self, cli, firm, live, plan):
        with live() as twin:
            file = plan(firm("{ required: 1 }"))
            assert "This plan is not approved" in refused(cli, twin, file)
            assert cli("approve", file, "--by", "ana").code == 0
            said = refused(cli, twin, file)
            assert "ana may not approve it. Those who may: kim, lee." in said

    @pytest.mark.parametrize("by", ["lee", "Lee Partner", "kim"])
    def test_a_person_who_may_does_by_key_or_name(self, cli, firm, live, plan, by):
        with live():
            file = plan(firm("{ required: 1 }"))
            assert cli("approve", file, "--by", by).code == 0
            assert cli("apply", file, "-q").code == 0

    def test_the_author_does_not_count_unless_the_firm_says_so(self, cli, firm, live, plan, today):
        today["user"] = "Lee Partner"
        with live() as twin:
            file = plan(firm("{ required: 1 }"))
            assert cli("approve", file).code == 0
            assert "This plan is not approved" in refused(cli, twin, file)
            file = plan(firm("{ required: 1, author_may_approve: true }"))
            assert cli("approve", file).code == 0
            assert cli("apply", file, "-q").code == 0

    def test_two_are_two_people(self, cli, firm, live, plan):
        with live() as twin:
            file = plan(firm("{ required: 2 }"))
            assert cli("approve", file, "--by", "lee").code == 0
            again = cli("approve", file, "--by", "lee")
            assert (again.code, "has approved this plan already" in again.err) == (64, True)
            assert cli("approve", file, "--by", "Lee Partner").code == 0
            assert "asks for 2 approvals, and has 1 that count" in refused(cli, twin, file)
            assert cli("approve", file, "--by", "kim").code == 0
            assert cli("apply", file, "-q").code == 0

    def test_only_those_named_may(self, cli, firm, live, plan):
        with live() as twin:
            file = plan(firm("{ required: 1, by: [kim] }"))
            assert cli("approve", file, "--by", "lee").code == 0
            assert "Those who may: kim." in refused(cli, twin, file)
            assert cli("approve", file, "--by", "kim").code == 0
            assert cli("apply", file, "-q").code == 0

    def test_what_was_approved_is_told_in_both_forms(self, cli, firm, live, plan):
        with live():
            file = plan(firm("{ required: 2 }"))
        first = cli("approve", file, "--by", "lee", "--format", "json").json
        assert first["plan"] == json.loads(file.read_text())["hash"]
        assert first["approvals"] == [{"by": "lee", "at": NOON.isoformat()}]
        text = cli("approve", file, "--by", "kim").out
        assert "Approved: the plan for Small LLP" in text
        assert "approved by lee at 2026-11-22 12:00:00 UTC" in text
        assert first["plan"] in text

    def test_nothing_has_to_be_approved_where_nothing_changes(self, cli, firm, live, plan):
        with live():
            file = plan(firm("{ required: 1 }"))
            cli("approve", file, "--by", "lee")
            assert cli("apply", file, "-q").code == 0
            assert cli("apply", firm("{ required: 1 }"), "--auto-approve", "-q").code == 0

    def test_the_shipped_firm_that_shows_it_works_so(self, cli, configs, live, plan):
        firm = configs / "redwood-injury"
        text = (firm / "firm.yaml").read_text("utf-8")
        (firm / "firm.yaml").write_text(text.replace("\n# approvals: ", "\napprovals: "), "utf-8")
        with live(seed(firm, "empty")) as twin:
            assert cli("validate", firm).code == 0
            file = plan(firm)
            assert "This plan is not approved" in refused(cli, twin, file)
            assert cli("approve", file, "--by", "Rosa Redwood").code == 0
            assert cli("apply", file, "-q").code == 0


def faults(*rules: dict[str, Any]) -> None:
    """What goes wrong from now on."""
    answer = httpx.post(f"{os.environ['PROVISIONER_QBO_BASE_URL']}/_sandbox/faults", json={"seed": 1, "rules": rules})
    assert answer.status_code == 200, answer.text


class TestStoppedShort:
    def test_after_a_refusal_the_command_that_is_shown_plans_what_is_left(self, cli, small, live, plan):
        firm = small(body(), clio=True)
        with live():
            file = plan(firm)
            faults({"vendor": "qbo", "only": "writes", "nth": 2, "kind": "fail_items"})
            first = cli("apply", file, "-q")
            faults()
            assert first.code == 1
            assert first.out.splitlines()[-1] == f"      provisioner plan {firm} --out {file}"
            assert cli("plan", firm, "--out", file, "-q").code == 0
            assert cli("apply", file, "-q").code == 0
            assert cli("plan", firm, "--detailed-exitcode", "-q").code == 0

    def test_after_an_unknown_outcome_the_same_plan_file_brings_it_to_its_end(self, cli, small, live, plan):
        firm = small(body(), clio=True)
        with live():
            file = plan(firm)
            faults({"vendor": "qbo", "only": "writes", "after": 1, "times": 0, "kind": "not_json_after"})
            first = cli("apply", file, "--format", "json", "-q")
            faults()
            statuses = {each["address"]: each["status"] for each in first.json["outcomes"]}
            assert (first.code, first.json["open"], first.json["applied"]) == (1, True, False)
            assert statuses["qbo.account.hourly"] == "unknown"
            second = cli("apply", file)
            assert second.code == 0, second.out + second.err
            assert "was interrupted" in second.err
            assert list(accounts()).count("Fees:Hourly") == 1
            assert cli("plan", firm, "--detailed-exitcode", "-q").code == 0

    def test_the_command_that_goes_on_in_the_sandbox_says_so(self, cli, small):
        firm = small("accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome }\n")
        assert cli("plan", firm, "--sandbox", "-q").code == 0
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("provisioner.engine.execute._split", lambda group, *_, **__: ([], stopped(group)))
            ended = cli("apply", firm, "--sandbox", "--auto-approve", "-q")
        assert (ended.code, ended.out.splitlines()[-1]) == (1, f"      provisioner apply {firm} --sandbox")
        assert cli("apply", firm, "--sandbox", "-q").code == 0


def stopped(group):
    return [Outcome(step, Status.SKIPPED) for step in group]
