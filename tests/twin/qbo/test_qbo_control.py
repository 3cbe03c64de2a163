"""The control routes as far as they concern QuickBooks, and data that survives a restart."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest

from provisioner.sandbox.kernel import Clock, FirmSeed
from provisioner.sandbox.server import Twin, running


def control(company, path, body=None, method="POST"):
    return httpx.request(method, f"{company.base}/_sandbox/{path}", json=body)


class TestHealthAndReset:
    def test_health_tells_what_is_loaded(self, open_company):
        company = open_company(scenario="family-law", company_name="Harbor & Pine LLP", edition="essentials")
        health = control(company, "", method="GET").json()
        assert health["status"] == "ok"
        (loaded,) = health["qbo"]["companies"]
        assert (loaded["company_id"], loaded["company_name"]) == (company.realm, "Harbor & Pine LLP")
        assert (loaded["scenario"], loaded["edition"], loaded["objects"]["Account"]) == ("family-law", "essentials", 60)

    def test_reset_starts_over_and_keeps_connections(self, company):
        company.bank("Mine")
        answer = control(company, "reset", {"scenario": "personal-injury", "company_name": "PI Firm"})
        assert answer.status_code == 200, answer.text
        names = company.names("SELECT * FROM Account")
        assert "Case Expenses" in names
        assert "Mine" not in names
        assert company.get(f"companyinfo/{company.realm}").json()["CompanyInfo"]["CompanyName"] == "PI Firm"

    @pytest.mark.parametrize(
        ("body", "says"),
        [
            ({"scenario": "nonsense"}, "intuit-sample"),
            ({"edition": "gold"}, "simple_start"),
            ({"colour": "red"}, "colour"),
            ({"clio_region": "mars"}, "regions"),
        ],
    )
    def test_a_wrong_reset_says_what_is_possible_and_loses_nothing(self, company, body, says):
        company.bank("Mine")
        answer = control(company, "reset", body)
        assert answer.status_code == 400
        assert says in answer.json()["error"]
        assert "Mine" in company.names("SELECT * FROM Account")

    @pytest.mark.parametrize("raw", [b"[]", b"{", b"1"])
    def test_a_body_that_is_no_object(self, company, raw):
        assert httpx.post(f"{company.base}/_sandbox/reset", content=raw).status_code == 400


class TestRequestLog:
    def test_keeps_what_was_asked_and_how_it_ended(self, company):
        company.query("SELECT * FROM Term")
        company.post("account", {"Name": "A", "AccountType": "Bank", "OpeningBalance": 1.5})
        company.batch({"Query": "SELECT * FROM Item"}, {"operation": "create", "Term": {"Name": "X", "DueDays": 1}})
        query, write, batch = control(company, "requests", method="GET").json()["requests"]
        assert (query["n"], query["vendor"], query["method"], query["status"]) == (1, "qbo", "GET", 200)
        assert query["path"] == f"/v3/company/{company.realm}/query"
        assert query["query"] == {"query": "SELECT * FROM Term"}
        assert (write["status"], write["body"]["OpeningBalance"]) == (400, 1.5)
        assert batch["items"] == ["query", "create"]

    def test_a_posted_query_is_kept_as_text(self, company):
        headers = {"Content-Type": "application/text"}
        company.http.post(f"{company.url}/query", content="SELECT * FROM Term", headers=headers)
        assert company.twin.log.entries[-1]["body"] == "SELECT * FROM Term"

    def test_holds_no_secret(self, company):
        tokens = company.twin.qbo.tokens(FirmSeed())
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        httpx.post(f"{company.base}/oauth2/v1/tokens/bearer", data=form, auth=("sandbox-client-id", "x"))
        text = control(company, "requests", method="GET").text
        assert '"oauth"' in text
        for secret in (tokens["refresh_token"], tokens["access_token"], "Bearer", "Basic"):
            assert secret not in text

    def test_can_be_read_from_a_number_on_by_vendor_and_be_cleared(self, company):
        for _ in range(3):
            company.get("preferences")
        httpx.get(f"{company.base}/.well-known/openid_configuration")
        found = httpx.get(f"{company.base}/_sandbox/requests", params={"since": "1", "vendor": "qbo"}).json()[
            "requests"
        ]
        assert [entry["n"] for entry in found] == [2, 3]
        assert control(company, "requests", method="DELETE").status_code == 200
        assert control(company, "requests", method="GET").json()["requests"] == []
        company.get("preferences")
        assert control(company, "requests").status_code == 200
        assert company.twin.log.entries == []

    def test_a_body_too_odd_to_keep_does_not_stop_the_request(self, company):
        headers = {"Content-Type": "application/json"}
        for raw in (b"[" * 5000 + b"]" * 5000, b'{"Name": 1e999999999, "AccountType": "Bank"}', b"\xff"):
            company.http.post(f"{company.url}/account", content=raw, headers=headers)
        assert len(company.twin.log.entries) == 3


class TestClock:
    def test_moves(self, company):
        set_to = control(company, "clock", {"set": "2027-01-31T09:00:00+00:00"}).json()["now"]
        assert set_to.startswith("2027-01-31T09:00")
        assert control(company, "clock", {"advance": 86400}).json()["now"].startswith("2027-02-01")
        company.connect()
        assert company.bank("A")["MetaData"]["CreateTime"].startswith("2027-02-01T01:00")

    @pytest.mark.parametrize("body", [{"set": "yesterday"}, {"advance": "x"}, {"advance": None}, {"advance": 1e300}])
    def test_refuses_nonsense(self, company, body):
        assert control(company, "clock", body).status_code == 400


def test_tokens_route_hands_out_working_credentials(company):
    found = control(company, "tokens", {}).json()
    assert (found["client_id"], found["client_secret"]) == ("sandbox-client-id", "sandbox-client-secret")
    headers = {"Authorization": f"Bearer {found['qbo_access_token']}"}
    assert httpx.get(f"{company.url}/preferences", headers=headers).status_code == 200
    assert {"qbo_refresh_token", "clio_access_token", "clio_refresh_token"} <= set(found)


class TestEdits:
    def test_a_person_may_rename_quickbooks_own_accounts(self, company):
        row = company.edit(entity="Account", name="Payments to deposit", set={"Name": "Undeposited Funds"})
        assert (row["Name"], row["AccountSubType"], row["SyncToken"]) == ("Undeposited Funds", "UndepositedFunds", "1")
        assert "Undeposited Funds" in company.names("SELECT * FROM Account")

    def test_an_edit_makes_what_a_client_read_stale(self, company):
        row = company.bank("Mine")
        company.edit(entity="Account", id=row["Id"], set={"Description": "by hand"})
        assert company.refused("Account", **row) == "5010"

    def test_settings_the_api_cannot_reach(self, company):
        company.edit(
            entity="Preferences",
            set={
                "AccountingInfoPrefs": {
                    "UseAccountNumbers": True,
                    "TrackDepartments": True,
                    "BookCloseDate": "2026-09-30",
                }
            },
        )
        settings = company.get("preferences").json()["Preferences"]["AccountingInfoPrefs"]
        assert settings["UseAccountNumbers"] is True
        assert (settings["DepartmentTerminology"], settings["BookCloseDate"]) == ("Location", "2026-09-30")
        company.edit(entity="Preferences", set={"AccountingInfoPrefs": {"BookCloseDate": None}})
        assert "BookCloseDate" not in company.get("preferences").json()["Preferences"]["AccountingInfoPrefs"]

    def test_create_inactivate_empty_a_field_and_book_a_balance(self, company):
        made = company.edit(entity="Account", create={"Name": "Hand made", "AccountType": "Bank", "Description": "d"})
        booked = company.edit(entity="Account", id=made["Id"], set={"CurrentBalance": "12.30", "Description": None})
        assert (str(booked["CurrentBalance"]), "Description" in booked) == ("12.3", False)
        gone = company.edit(entity="Account", name="hand made", inactivate=True)
        assert gone["Name"] == "Hand made (deleted)"

    def test_a_reference_may_be_plain_text_and_which_an_id_or_a_name(self, company):
        for name in ("Flat Fees", "79000"):
            company.edit(entity="Account", create={"Name": name, "AccountType": "Income"})
        hourly = {"Name": "4010", "Type": "Service", "IncomeAccountRef": "flat fees"}
        made = company.edit(entity="Item", create=hourly)
        assert made["IncomeAccountRef"]["name"] == "Flat Fees"
        changed = company.edit(entity="Item", which="4010", set={"IncomeAccountRef": 79000})
        assert changed["IncomeAccountRef"]["name"] == "79000"
        by_id = company.edit(
            entity="Item", which=made["Id"], set={"IncomeAccountRef": made["IncomeAccountRef"]["value"]}
        )
        assert by_id["IncomeAccountRef"] == made["IncomeAccountRef"]

    def test_the_plan_can_change(self, company):
        company.edit(entity="CompanyInfo", set={"edition": "advanced"})
        info = company.get(f"companyinfo/{company.realm}").json()["CompanyInfo"]
        assert {"Name": "OfferingSku", "Value": "QuickBooks Online Advanced"} in info["NameValue"]

    @pytest.mark.parametrize(
        "change",
        [
            {"vendor": "xero"},
            {"vendor": "qbo"},
            {"vendor": "qbo", "entity": "Account", "name": "nobody", "set": {"Name": "x"}},
            {"vendor": "qbo", "entity": "Account", "name": "Payments to deposit"},
            {"vendor": "qbo", "entity": "Account", "which": "4711", "set": {"Name": "x"}},
            {"vendor": "qbo", "entity": "Item", "create": {"Name": "x", "Type": "Service", "IncomeAccountRef": "No"}},
            {"vendor": "qbo", "entity": "Item", "create": {"Name": "x", "Type": "Service", "IncomeAccountRef": True}},
            {"vendor": "qbo", "entity": "Account", "name": "Payments to deposit", "inactivate": True},
            {"vendor": "qbo", "entity": "Account", "create": "x"},
            {"vendor": "qbo", "entity": "Account", "create": {"Name": "x"}},
            {"vendor": "qbo", "entity": "Preferences", "set": {"AccountingInfoPrefs": 1}},
            {"vendor": "qbo", "entity": "Preferences", "set": {"read_only": "ClassTrackingPerTxn"}},
            {"vendor": "qbo", "entity": "CompanyInfo", "set": {"edition": "gold"}},
            {"vendor": "qbo", "entity": "Account", "company_id": "1", "create": {}},
        ],
    )
    def test_what_no_person_could_do_is_refused_with_a_sentence(self, company, change):
        answer = control(company, "edits", change)
        assert answer.status_code == 400, answer.text
        assert answer.json()["error"]


class TestRestart:
    def test_everything_comes_back(self, tmp_path):
        seed = FirmSeed(scenario="intuit-sample", company_name="Kept LLP")
        first = Twin(tmp_path, seed=seed)
        with running(first) as base:
            tokens = first.credentials(seed)
            http = {"headers": {"Authorization": f"Bearer {tokens['qbo_access_token']}"}}
            url = f"{base}/v3/company/{seed.company_id}"
            body = {"Name": "Kept", "AccountType": "Bank", "OpeningBalance": "0.10", "OpeningBalanceDate": "2026-01-01"}
            made = httpx.post(f"{url}/account", json=body, params={"requestid": "r1"}, **http)
            statement = {"query": "SELECT * FROM Account MAXRESULTS 1000"}
            before = httpx.get(f"{url}/query", params=statement, **http).json()["QueryResponse"]
            httpx.post(
                f"{base}/_sandbox/edits",
                json={"vendor": "qbo", "entity": "CompanyInfo", "set": {"edition": "advanced"}},
            )
        second = Twin(tmp_path, seed=seed)
        assert len(second.log.entries) == 2
        with running(second) as base:
            url = f"{base}/v3/company/{seed.company_id}"
            assert httpx.get(f"{url}/query", params=statement, **http).json()["QueryResponse"] == before
            again = httpx.post(f"{url}/account", json=body, params={"requestid": "r1"}, **http)
            assert again.text == made.text
            other = httpx.post(f"{url}/account", json={"Name": "kept", "AccountType": "Bank"}, **http)
            assert other.json()["Fault"]["Error"][0]["code"] == "6240", "indexes are rebuilt"
            assert second.qbo.health()["companies"][0]["edition"] == "advanced"
            form = {"grant_type": "refresh_token", "refresh_token": tokens["qbo_refresh_token"]}
            client = (tokens["client_id"], tokens["client_secret"])
            assert httpx.post(f"{base}/oauth2/v1/tokens/bearer", data=form, auth=client).status_code == 200

    def test_a_record_cut_short_by_a_crash_is_left_out(self, tmp_path):
        seed = FirmSeed()
        Twin(tmp_path, seed=seed)
        with (tmp_path / "qbo.jsonl").open("a") as file:
            file.write('{"k":"row","c":"9130000000000001","e":"Acc')
        twin = Twin(tmp_path, seed=seed)
        twin.qbo.tokens(seed)
        assert Twin(tmp_path, seed=seed).qbo.health() == twin.qbo.health()

    def test_bytes_grow_with_what_is_written_only(self, tmp_path):
        seed = FirmSeed(edition="advanced")
        twin = Twin(tmp_path, seed=seed, clock=Clock())
        sizes = []
        with running(twin) as base:
            headers = {"Authorization": f"Bearer {twin.credentials(seed)['qbo_access_token']}"}
            with httpx.Client(headers=headers) as http:
                for part in range(4):
                    items = [
                        {
                            "bId": str(n),
                            "operation": "create",
                            "Account": {"Name": f"A{part}-{n:02}", "AccountType": "Bank"},
                        }
                        for n in range(30)
                    ]
                    http.post(f"{base}/v3/company/{seed.company_id}/batch", json={"BatchItemRequest": items})
                    sizes.append((tmp_path / "qbo.jsonl").stat().st_size)
        steps = [later - earlier for earlier, later in pairwise(sizes)]
        assert max(steps) - min(steps) < 100


def test_each_scenario_opens_with_accounts_quickbooks_would_hold(open_company):
    for scenario in ("california-litigation", "family-law", "small-law-office", "practice-resource-institute"):
        company = open_company(scenario=scenario)
        subtypes = {row["AccountSubType"] for row in company.rows("SELECT * FROM Account MAXRESULTS 1000")}
        assert {"UndepositedFunds", "RetainedEarnings"} <= subtypes
        assert company.get("preferences").json()["Preferences"]["AccountingInfoPrefs"]["UseAccountNumbers"] is True


def test_intuits_sample_company_has_its_documented_ids(sample):
    rows = {row["Id"]: row for row in sample.rows("SELECT * FROM Account MAXRESULTS 1000")}
    assert len(rows) == 89
    assert (rows["35"]["Name"], rows["4"]["Name"], rows["42"]["Name"]) == ("Checking", "Undeposited Funds", "Visa")
    assert rows["49"]["FullyQualifiedName"] == "Landscaping Services:Job Materials:Plants and Soil"
    assert str(rows["33"]["CurrentBalance"]) == "-1602.67"
    assert sample.names("SELECT * FROM Item WHERE Id = '10'") == ["Pest Control"]
    assert sample.names("SELECT * FROM Customer WHERE Id = '8'") == ["0969 Ocean View Road"]
    assert sample.names("SELECT * FROM PaymentMethod WHERE Id = '7'") == ["Diners Club"]
    assert sum(row["CurrentBalance"] for row in rows.values()) == 0, "debits and credits balance"
