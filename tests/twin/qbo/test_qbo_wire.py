"""Batches, request ids, throttles, content types and the two spellings of a fault on the QuickBooks twin."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from datetime import UTC, datetime

import httpx
import pytest

from provisioner.sandbox.kernel import Clock, FirmSeed
from provisioner.sandbox.server import Twin, running


def account(name):
    return {"operation": "create", "Account": {"Name": name, "AccountType": "Bank"}}


class TestBatch:
    def test_items_stand_alone_and_keep_their_marks(self, company):
        answer = company.batch(
            account("One"),
            account("one"),
            {"Query": "SELECT COUNT(*) FROM Account"},
            {"operation": "create", "Item": {"Name": "X"}},
            {"Query": "nonsense"},
        )
        assert answer.status_code == 200
        items = answer.json()["BatchItemResponse"]
        assert [item["bId"] for item in items] == ["0", "1", "2", "3", "4"]
        assert items[0]["Account"]["Name"] == "One"
        assert [item["Fault"]["Error"][0]["code"] for item in (items[1], items[3], items[4])] == [
            "6240",
            "2020",
            "4000",
        ]
        assert items[1]["Fault"]["type"] == "ValidationFault"
        assert items[2]["QueryResponse"]["totalCount"] == 7

    def test_updates_and_refused_deletes(self, company):
        row = company.bank("One")
        answer = company.batch(
            {"operation": "update", "Account": {**row, "Description": "d"}},
            {"operation": "update", "Account": {"Name": "x"}},
            {"operation": "delete", "Account": {"Id": row["Id"], "SyncToken": "1"}},
            {"operation": "void", "Account": row},
            {"operation": "create", "JournalCode": {}},
            {"operation": "create", "Nonsense": {}},
        )
        first, *others = answer.json()["BatchItemResponse"]
        assert first["Account"]["SyncToken"] == "1"
        assert [item["Fault"]["Error"][0]["code"] for item in others] == ["2020", "500", "500", "500", "2010"]

    def test_more_than_thirty_items_are_refused_together(self, company):
        answer = company.batch(*(account(f"A{n}") for n in range(31)))
        assert answer.json()["Fault"]["Error"][0]["code"] == "1040"
        assert company.query("SELECT COUNT(*) FROM Account")["totalCount"] == 6

    def test_an_answer_holds_at_most_1000_objects(self, open_company):
        company = open_company(edition="advanced")
        for part in range(20):
            company.batch(*(account(f"A{part}-{n}") for n in range(30)))
        query = {"Query": "SELECT * FROM Account MAXRESULTS 1000"}
        first, second, third = company.batch(query, query, {"Query": "SELECT * FROM Term"}).json()["BatchItemResponse"]
        assert len(first["QueryResponse"]["Account"]) == 606
        assert second["Fault"]["Error"][0]["code"] == "10100"
        assert len(third["QueryResponse"]["Term"]) == 4

    @pytest.mark.parametrize(
        ("body", "code"), [({}, "2020"), ({"BatchItemRequest": {}}, "2020"), ({"BatchItemRequest": ["x"]}, "2020")]
    )
    def test_what_is_no_batch(self, company, body, code):
        assert company.refused("Batch", **body) == code

    def test_items_without_mark_and_operation_are_new_objects(self, company):
        items = [{"Account": {"Name": name, "AccountType": "Bank"}} for name in ("A", "B")]
        first, second = company.post("batch", {"BatchItemRequest": items}).json()["BatchItemResponse"]
        assert [first["Account"]["Name"], second["Account"]["Name"]] == ["A", "B"]
        assert "bId" not in first

    def test_an_item_without_operation_that_names_a_version_is_a_change(self, company):
        row = company.bank("A")
        (item,) = company.batch({"Account": {**row, "Description": "d"}}).json()["BatchItemResponse"]
        assert (item["Account"]["Id"], item["Account"]["Description"]) == (row["Id"], "d")

    @pytest.mark.parametrize("mark", [None, [], {}, 1.5])
    def test_a_mark_that_is_no_text(self, company, mark):
        items = [{"bId": mark, "Query": "SELECT * FROM Term"}]
        (item,) = company.post("batch", {"BatchItemRequest": items}).json()["BatchItemResponse"]
        assert item["Fault"]["Error"][0]["code"] == "2010"


class TestRequestId:
    def test_a_repeat_gives_the_first_answer_and_changes_nothing(self, company):
        body = {"Name": "Once", "AccountType": "Bank"}
        first = company.post("account", body, requestid="abc-1")
        company.update("Account", first.json()["Account"], Description="later")
        again = company.post("account", body, requestid="abc-1")
        assert again.text == first.text
        assert company.query("SELECT COUNT(*) FROM Account WHERE Name = 'Once'")["totalCount"] == 1

    def test_a_repeated_batch_too(self, company):
        first = company.batch(account("Once"), requestid="batch-1")
        assert company.batch(account("Once"), requestid="batch-1").text == first.text

    def test_ids_belong_to_one_company(self, company):
        seed = FirmSeed(company_id="9130000000000002")
        company.twin.qbo.ensure(seed)
        token = company.twin.qbo.tokens(seed)["access_token"]
        body = {"Name": "Once", "AccountType": "Bank"}
        company.post("account", body, requestid="same")
        url = f"{company.base}/v3/company/{seed.company_id}"
        headers = {"Authorization": f"Bearer {token}"}
        httpx.post(f"{url}/account", json=body, params={"requestid": "same"}, headers=headers)
        answer = httpx.get(f"{url}/query", params={"query": "SELECT COUNT(*) FROM Account"}, headers=headers)
        assert answer.json()["QueryResponse"]["totalCount"] == 7

    def test_lengths(self, company):
        body = {"Name": "A", "AccountType": "Bank"}
        assert company.post("account", body, requestid="x" * 51).json()["Fault"]["Error"][0]["code"] == "2130"
        assert company.batch(account("A"), requestid="x" * 37).json()["Fault"]["Error"][0]["code"] == "2130"
        marked = {"BatchItemRequest": [{"bId": "12345678901", **account("A")}]}
        (item,) = company.post("batch", marked, requestid="r").json()["BatchItemResponse"]
        assert item["Fault"]["Error"][0]["code"] == "2130"
        assert "Account" in company.post("batch", marked).json()["BatchItemResponse"][0]
        assert company.post("account", {"Name": "B", "AccountType": "Bank"}, requestid="x" * 50).status_code == 200


class TestAddressesAndBodies:
    @pytest.mark.parametrize("path", ["journalcode", "reimbursecharge", "reports/GeneralLedger"])
    def test_what_is_not_served_is_unsupported(self, company, path):
        assert company.get(path).json()["Fault"]["Error"][0]["code"] == "500"
        assert company.post(path, {}).json()["Fault"]["Error"][0]["code"] == "500"

    def test_unknown_addresses_are_404(self, company):
        assert company.get("nonsense").status_code == 404
        assert company.http.get(f"{company.base}/v3/nowhere").status_code == 404

    @pytest.mark.parametrize(
        "raw", [b"", b"{", b"[]", b"NaN", b'"x"', b"[" * 100_000, b'{"Name": 1e99999999999999999999}']
    )
    def test_malformed_json_is_a_property_fault(self, company, raw):
        headers = {"Content-Type": "application/json"}
        answer = company.http.post(f"{company.url}/account", content=raw, headers=headers)
        assert answer.json()["Fault"]["Error"][0]["code"] == "2010"

    def test_bytes_that_are_no_utf8_are_refused(self, company):
        headers = {"Content-Type": "application/json"}
        answer = company.http.post(f"{company.url}/account", content=b'{"Name": "\xff"}', headers=headers)
        assert answer.json()["Fault"]["Error"][0]["code"] == "500"

    def test_other_content_types_are_refused(self, company):
        answer = company.http.post(f"{company.url}/account", data={"Name": "A"})
        assert answer.json()["Fault"]["Error"][0]["code"] == "1050"

    def test_any_minor_version_is_tolerated(self, company):
        assert company.get("query", query="SELECT * FROM Term", minorversion="4").status_code == 200

    def test_every_answer_carries_the_vendors_headers(self, company):
        for answer in (company.get("preferences"), company.get("nonsense"), company.get("account/999")):
            assert answer.headers["intuit_tid"]
        good = company.get("preferences", minorversion="75")
        assert good.headers["content-type"] == "application/json;charset=UTF-8"
        assert good.json()["time"][-6:] == "-08:00"
        assert good.json()["time"][19] == ".", "an answer's time has milliseconds"
        assert "." not in good.json()["Preferences"]["MetaData"]["CreateTime"], "an object's times have none"

    @pytest.mark.parametrize("path", ["Preferences", "companyInfo/1", "CompanyInfo/1", "PaymentMethod/1"])
    def test_addresses_are_not_case_sensitive(self, sample, path):
        assert sample.get(path).status_code == 200

    def test_a_query_and_a_batch_in_capitals_too(self, company):
        assert company.get("Query", query="SELECT * FROM Term").status_code == 200
        assert company.post("Batch", {"BatchItemRequest": []}).status_code == 200

    def test_head_is_get_without_a_body(self, company):
        answer = company.http.head(f"{company.url}/preferences")
        assert (answer.status_code, answer.text) == (200, "")
        assert company.http.head(f"{company.url}/account/999").status_code == 400

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
    def test_other_methods_can_be_traced_as_well(self, company, method):
        answer = company.http.request(method, f"{company.url}/account")
        assert (answer.status_code, answer.text) == (405, "")
        assert answer.headers["intuit_tid"]

    @pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
    def test_compressed_bodies(self, company, coding, pack):
        headers = {"Content-Type": "application/json", "Content-Encoding": coding}
        body = pack(b'{"Name": "Packed", "AccountType": "Bank"}')
        answer = company.http.post(f"{company.url}/account", content=body, headers=headers)
        assert answer.json()["Account"]["Name"] == "Packed"
        query = pack(b"SELECT * FROM Account WHERE Name = 'Packed'")
        headers["Content-Type"] = "application/text"
        answer = company.http.post(f"{company.url}/query", content=query, headers=headers)
        assert len(answer.json()["QueryResponse"]["Account"]) == 1

    def test_a_body_that_is_not_compressed_as_it_says(self, company):
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        answer = company.http.post(f"{company.url}/account", content=b"{}", headers=headers)
        assert answer.json()["Fault"]["Error"][0]["code"] == "500"

    def test_a_posted_query_may_stand_in_the_address(self, company):
        answer = company.http.post(f"{company.url}/query", params={"query": "SELECT * FROM Term"})
        assert len(answer.json()["QueryResponse"]["Term"]) == 4


class TestGateway:
    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eHg6eXk="}])
    def test_without_a_good_token(self, company, headers):
        answer = httpx.get(f"{company.url}/preferences", headers=headers)
        assert answer.status_code == 401
        body = answer.json()
        assert body["fault"]["type"] == "AUTHENTICATION"
        (error,) = body["fault"]["error"]
        assert error["code"] == "3200"
        assert error["message"] == "message=AuthenticationFailed; errorCode=003200; statusCode=401"
        assert isinstance(body["time"], int)
        assert answer.headers["intuit_tid"]

    @pytest.mark.parametrize(
        ("token", "detail"),
        [("abc", "Malformed bearer token: too short or too long"), ("eyJ" + "0" * 96, "Token expired")],
    )
    def test_the_detail_says_whether_it_looks_like_a_token(self, company, token, detail):
        answer = httpx.get(f"{company.url}/preferences", headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["fault"]["error"][0]["detail"] == detail

    def test_an_expired_token(self, company):
        company.twin.clock.advance(3601)
        answer = company.get("preferences")
        assert answer.status_code == 401
        assert answer.json()["fault"]["error"][0]["detail"] == "Token expired"

    @pytest.mark.parametrize("known", [True, False])
    def test_another_company_is_refused(self, company, known):
        other = "9130000000000003"
        if known:
            company.twin.qbo.ensure(FirmSeed(company_id=other))
        answer = company.http.get(f"{company.base}/v3/company/{other}/preferences")
        assert answer.status_code == 403
        (error,) = answer.json()["fault"]["error"]
        assert error["code"] == "3100"
        assert error["message"] == "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403"
        assert answer.json()["fault"]["type"] == "SERVICE"


@contextlib.contextmanager
def throttled():
    clock = Clock()
    clock.frozen = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    twin = Twin(limits="vendor", clock=clock)
    with running(twin) as base:
        token = twin.qbo.tokens(twin.seed)["access_token"]
        url = f"{base}/v3/company/{twin.seed.company_id}"
        with httpx.Client(headers={"Authorization": f"Bearer {token}"}) as http:
            yield clock, http, url


class TestThrottle:
    def test_ten_in_a_second(self):
        with throttled() as (clock, http, url):
            assert {http.get(f"{url}/preferences").status_code for _ in range(10)} == {200}
            answer = http.get(f"{url}/preferences")
            assert answer.status_code == 429
            assert "retry-after" not in answer.headers
            (error,) = answer.json()["fault"]["error"]
            assert error["code"] == "3001"
            assert error["message"] == "message=ThrottleExceeded; errorCode=003001; statusCode=429"
            assert error["detail"] == "The request limit was reached.  Try again later"
            clock.advance(1)
            assert http.get(f"{url}/preferences").status_code == 200

    def test_five_hundred_in_a_minute(self):
        with throttled() as (clock, http, url):
            for _ in range(50):
                assert {http.get(f"{url}/preferences").status_code for _ in range(10)} == {200}
                clock.advance(1)
            assert http.get(f"{url}/preferences").status_code == 429
            clock.advance(10)
            assert http.get(f"{url}/preferences").status_code == 200

    def test_forty_batches_in_a_minute(self):
        with throttled() as (clock, http, url):
            body = {"BatchItemRequest": []}
            for _ in range(40):
                assert http.post(f"{url}/batch", json=body).status_code == 200
                clock.advance(1)
            assert http.post(f"{url}/batch", json=body).status_code == 429
            assert http.get(f"{url}/preferences").status_code == 200
            clock.advance(20)
            assert http.post(f"{url}/batch", json=body).status_code == 200

    def test_off_by_default(self, company):
        assert {company.get("preferences").status_code for _ in range(30)} == {200}
