"""XML: answered to a client that asks for it by name, and read from a body that says so."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import httpx
import pytest

XML = {"Accept": "application/xml"}
NS = "{http://schema.intuit.com/finance/v3}"


def parsed(answer, status=200):
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/xml;charset=UTF-8")
    root = ET.fromstring(answer.text)  # noqa: S314 - our own server's answer
    assert root.tag == f"{NS}IntuitResponse"
    assert root.get("time")[-6:] == "-08:00"
    return root


def fetch(company, path, **params):
    return company.http.get(f"{company.url}/{path}", params=params, headers=XML)


def send(company, path, text, kind="application/xml"):
    headers = {**XML, "Content-Type": kind}
    return company.http.post(f"{company.url}/{path}", content=text.encode(), headers=headers)


def text_of(element, *path):
    return element.findtext("/".join(NS + name for name in path))


def code_of(answer):
    (error,) = parsed(answer, 400).iter(f"{NS}Error")
    return error.get("code")


def test_an_object(company):
    parent = company.bank("Trust & Co")
    child = company.bank("Smith", ParentRef={"value": parent["Id"]})
    (row,) = parsed(fetch(company, f"account/{child['Id']}"))
    assert (row.tag, row.get("domain"), row.get("sparse")) == (f"{NS}Account", "QBO", "false")
    assert [each.tag.removeprefix(NS) for each in row][:3] == ["Id", "SyncToken", "MetaData"]
    assert text_of(row, "FullyQualifiedName") == "Trust & Co:Smith"
    assert text_of(row, "SubAccount") == "true"
    assert text_of(row, "ParentRef") == parent["Id"]
    assert text_of(row, "CurrencyRef") == "USD"
    assert row.find(f"{NS}CurrencyRef").get("name") == "United States Dollar"
    assert text_of(row, "CurrentBalance") == "0"


def test_a_query(sample):
    statement = "SELECT * FROM PaymentMethod ORDERBY Id MAXRESULTS 2"
    (found,) = parsed(fetch(sample, "query", query=statement))
    assert (found.get("startPosition"), found.get("maxResults")) == ("1", "2")
    assert [text_of(row, "Name") for row in found] == ["Cash", "Check"]
    (count,) = parsed(fetch(sample, "query", query="SELECT COUNT(*) FROM PaymentMethod"))
    assert (count.get("totalCount"), len(count)) == ("7", 0)


def test_settings(company):
    (settings,) = parsed(fetch(company, "preferences"))
    assert text_of(settings, "AccountingInfoPrefs", "CustomerTerminology") == "Customers"
    pairs = settings.findall(f"{NS}OtherPrefs/{NS}NameValue")
    assert len(pairs) > 5
    assert text_of(pairs[0], "Name") == "SalesFormsPrefs.DefaultCustomerMessage"


def test_faults_of_the_service_and_of_the_gateway(company):
    fault = parsed(fetch(company, "account/99999"), 400).find(f"{NS}Fault")
    assert fault.get("type") == "ValidationFault"
    assert fault.find(f"{NS}Error").get("code") == "610"
    assert text_of(fault, "Error", "Message") == "Object Not Found"
    fault = parsed(httpx.get(f"{company.url}/preferences", headers=XML), 401).find(f"{NS}Fault")
    assert (fault.get("type"), fault.find(f"{NS}Error").get("code")) == ("AUTHENTICATION", "3200")
    assert "errorCode=003200" in text_of(fault, "Error", "Message")


@pytest.mark.parametrize("kind", ["application/xml", "text/xml; charset=UTF-8"])
def test_objects_are_made_and_changed(company, kind):
    parent = company.bank("Trust")
    schema = 'xmlns="http://schema.intuit.com/finance/v3" xmlns:x="http://www.w3.org/2001/XMLSchema-instance"'
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><Account {schema} x:schemaLocation="y"><Name>Müller &amp; Co</Name>'
        f"<AccountType>Bank</AccountType><SubAccount>true</SubAccount>"
        f'<ParentRef name="Trust">{parent["Id"]}</ParentRef></Account>'
    )
    (row,) = parsed(send(company, "account", body, kind))
    assert text_of(row, "FullyQualifiedName") == "Trust:Müller & Co"
    row_id = text_of(row, "Id")
    change = f'<Account sparse="true"><Id>{row_id}</Id><SyncToken>0</SyncToken><Description>d</Description></Account>'
    (row,) = parsed(send(company, "account", change, kind))
    assert (text_of(row, "Name"), text_of(row, "Description")) == ("Müller & Co", "d")


def test_inner_objects_and_numbers(company):
    body = (
        "<Customer><DisplayName>A</DisplayName><Job>false</Job><BillAddr><City>Fresno</City></BillAddr>"
        "<PrimaryEmailAddr><Address>a@b.co</Address></PrimaryEmailAddr></Customer>"
    )
    (row,) = parsed(send(company, "customer", body))
    assert text_of(row, "BillAddr", "City") == "Fresno"
    (row,) = parsed(send(company, "term", "<Term><Name>Net 7</Name><DueDays>7</DueDays></Term>"))
    assert text_of(row, "DueDays") == "7"


def test_a_batch(company):
    term = "<Term><Name>T</Name><DueDays>3</DueDays></Term>"
    item = f'<BatchItemRequest bId="1" operation="create">{term}</BatchItemRequest>'
    query = '<BatchItemRequest bId="2"><Query>SELECT * FROM Class</Query></BatchItemRequest>'
    answers = parsed(send(company, "batch", f"<IntuitBatchRequest>{item}{item}{query}</IntuitBatchRequest>"))
    assert [answer.get("bId") for answer in answers] == ["1", "1", "2"]
    assert [answer[0].tag.removeprefix(NS) for answer in answers] == ["Term", "Fault", "QueryResponse"]
    (alone,) = parsed(send(company, "batch", f"<IntuitBatchRequest>{query}</IntuitBatchRequest>"))
    assert alone.get("bId") == "2"


@pytest.mark.parametrize(
    "body", ["<Account>", "x", '<!DOCTYPE a [<!ENTITY b "x">]><Account><Name>&b;</Name></Account>', "<a/>" * 2]
)
def test_what_is_no_xml(company, body):
    assert code_of(send(company, "account", body)) == "2010"


def test_an_unknown_element(company):
    body = "<Account><Name>A</Name><AccountType>Bank</AccountType><Foo>1</Foo></Account>"
    assert code_of(send(company, "account", body)) == "2010"


def test_characters_that_xml_does_not_have_are_left_out(company):
    row = company.create("Term", Name="Net\u0001 9", DueDays=9)
    (shown,) = parsed(fetch(company, f"term/{row['Id']}"))
    assert text_of(shown, "Name") == "Net 9"


def test_a_repeated_request_is_answered_in_the_form_that_is_asked_for(company):
    body = {"Name": "Once", "AccountType": "Bank"}
    first = company.post("account", body, requestid="one").json()["Account"]
    again = company.http.post(f"{company.url}/account", json=body, params={"requestid": "one"}, headers=XML)
    assert text_of(parsed(again)[0], "Id") == first["Id"]


@pytest.mark.parametrize(
    "accept",
    ["application/json", "*/*", "", "application/json, application/xml", "text/html,application/xml;q=0.9,*/*"],
)
def test_everybody_else_gets_json(company, accept):
    answer = company.http.get(f"{company.url}/preferences", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/json;charset=UTF-8"
    assert answer.json()["Preferences"]["Id"] == "1"


def test_a_memo_is_text_and_what_was_read_can_be_sent_back(sample):
    line = {"Amount": 5, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {"ItemRef": {"value": "1"}}}
    made = sample.create("Invoice", CustomerRef={"value": "1"}, Line=[line], CustomerMemo={"value": "Thanks"})
    (row,) = parsed(fetch(sample, f"invoice/{made['Id']}"))
    assert text_of(row, "CustomerMemo") == "Thanks"
    headers = {"Content-Type": "application/xml", "Accept": "application/xml"}
    body = ET.tostring(row, encoding="unicode")
    answer = sample.http.post(f"{sample.url}/invoice", content=body.encode(), headers=headers)
    (after,) = parsed(answer)
    assert (text_of(after, "CustomerMemo"), text_of(after, "SyncToken")) == ("Thanks", "1")


def test_the_mark_of_a_deleted_object_is_an_attribute(sample):
    made = sample.create("Transfer", FromAccountRef={"value": "35"}, ToAccountRef={"value": "36"}, Amount=5)
    body = f'<Transfer xmlns="{NS[1:-1]}"><Id>{made["Id"]}</Id><SyncToken>0</SyncToken></Transfer>'
    headers = {"Content-Type": "application/xml", "Accept": "application/xml"}
    url = f"{sample.url}/transfer?operation=delete"
    (gone,) = parsed(sample.http.post(url, content=body.encode(), headers=headers))
    assert (gone.get("status"), text_of(gone, "Id")) == ("Deleted", made["Id"])


def test_reports_are_json_whatever_is_asked_for(sample):
    answer = fetch(sample, "reports/AccountList")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["Header"]["ReportName"]
