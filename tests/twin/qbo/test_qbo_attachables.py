"""Notes and files on the QuickBooks twin: what they hang on, how they are uploaded, asked for and fetched again."""

from __future__ import annotations

import base64
import contextlib
import json

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qbo_live import SEED, Company, fault, read

from provisioner.sandbox.qbo.addresses import upload as upload_address
from provisioner.sandbox.qbo.errors import FaultError
from provisioner.sandbox.qbo.multipart import split
from provisioner.sandbox.server import Twin, running

PNG = b"\x89PNG\r\n\x1a\n\x00\xff--b\r\n\n\r"
MISSING = "You must have at least a note string or file attachment"


@pytest.fixture
def client(company):
    return company.create("Customer", DisplayName="A client")


def linked(row, kind="Customer", **more):
    return {"AttachableRef": [{"EntityRef": {"type": kind, "value": row["Id"]}} | more]}


def upload(company, **parts):
    """One part for each ``name=(file name, bytes, type)``."""
    return company.http.post(f"{company.url}/upload", files=parts)


def uploaded(company, content=PNG, name="receipt.png", kind="image/png", **metadata):
    parts = {"file_content_01": (name, content, kind)}
    if metadata:
        parts["file_metadata_01"] = ("", json.dumps(metadata), "application/json; charset=UTF-8")
    answer = read(upload(company, **parts))
    (result,) = answer["AttachableResponse"]
    assert answer["time"]
    return result


class TestNote:
    def test_a_note_hangs_on_what_it_names(self, company, client):
        row = company.create("Attachable", Note="Called.", Tag="t", Lat="25.29", Long="-21.3", **linked(client))
        assert row["AttachableRef"] == [
            {"IncludeOnSend": False, "EntityRef": {"type": "Customer", "value": client["Id"]}}
        ]
        assert (row["Note"], row["Tag"], row["domain"]) == ("Called.", "t", "QBO")
        assert int(row["Id"]) > 2**53
        assert "TempDownloadUri" not in row

    def test_without_note_and_file_it_is_refused_even_with_a_name(self, company, client):
        for body in ({}, {"FileName": "a.txt", "ContentType": "text/plain"}):
            error = fault(company.post("attachable", body | linked(client)))
            assert (error["code"], error["Detail"]) == ("6000", MISSING)

    def test_an_update_replaces_all_links(self, company, client):
        row = company.create("Attachable", Note="n", **linked(client))
        other = company.create("Vendor", DisplayName="A vendor")
        row = company.update("Attachable", row, **linked(other, "vendor", IncludeOnSend="true"))
        assert row["AttachableRef"] == [{"IncludeOnSend": True, "EntityRef": {"type": "Vendor", "value": other["Id"]}}]
        row = company.update("Attachable", row, sparse=False, Note="only this")
        assert "AttachableRef" not in row

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"Note": "n" * 2001}, "2050"),
            ({"FileName": "n" * 1001}, "2050"),
            ({"Category": "Secret"}, "2170"),
            ({"AttachableRef": [{"EntityRef": {"type": "Judge", "value": "1"}}]}, "6050"),
            ({"AttachableRef": [{"EntityRef": {"type": "Customer", "value": "999"}}]}, "2500"),
            ({"AttachableRef": [{"EntityRef": {"value": "1"}}]}, "2020"),
            ({"AttachableRef": [{"EntityRef": {"type": "Customer"}}]}, "2020"),
            ({"AttachableRef": "x"}, "2010"),
            ({"AttachableRef": [{"Foo": 1}]}, "2010"),
            ({"Foo": 1}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, change, code):
        assert company.refused("Attachable", **{"Note": "n"} | change) == code

    def test_it_outlives_what_it_hangs_on_and_is_deleted_by_itself(self, company):
        bank, savings = (company.bank(name)["Id"] for name in ("B", "S"))
        transfer = company.create("Transfer", FromAccountRef={"value": bank}, ToAccountRef={"value": savings}, Amount=1)
        row = company.create("Attachable", Note="n", **linked(transfer, "Transfer"))
        company.post("transfer", {"Id": transfer["Id"], "SyncToken": "0"}, operation="delete")
        row = json.loads(company.get(f"attachable/{row['Id']}").text)["Attachable"]
        row = read(company.post("attachable", row | {"Note": "m"}))["Attachable"]
        assert row["AttachableRef"][0]["EntityRef"]["value"] == transfer["Id"]
        answer = company.post("attachable", json.loads(json.dumps(row)), operation="delete")
        assert read(answer)["Attachable"] == {"status": "Deleted", "domain": "QBO", "Id": row["Id"]}

    def test_xml_carries_links_as_elements(self, company, client):
        body = (
            '<Attachable xmlns="http://schema.intuit.com/finance/v3"><Note>n</Note><AttachableRef>'
            f'<EntityRef type="Customer">{client["Id"]}</EntityRef></AttachableRef></Attachable>'
        )
        headers = {"Content-Type": "application/xml", "Accept": "application/xml"}
        answer = company.http.post(f"{company.url}/attachable", content=body, headers=headers)
        assert f'<EntityRef type="Customer">{client["Id"]}</EntityRef>' in answer.text


class TestAsking:
    def ids(self, company, where):
        return [row["Id"] for row in company.rows(f"select * from attachable where {where}")]  # noqa: S608 - no SQL

    def test_attachables_of_one_object_are_found_by_its_type_and_id_together(self, company, client):
        vendor = company.create("Vendor", DisplayName="A vendor")
        links = linked(client)["AttachableRef"] + linked(vendor, "Vendor", IncludeOnSend=True)["AttachableRef"]
        row = company.create("Attachable", Note="n", AttachableRef=links)["Id"]
        by = "AttachableRef.EntityRef.Type = '{}' and AttachableRef.EntityRef.value = '{}'"
        assert self.ids(company, by.format("customer", client["Id"])) == [row]
        assert self.ids(company, by.format("Vendor", vendor["Id"])) == [row]
        assert self.ids(company, by.format("customer", vendor["Id"])) == []
        assert self.ids(company, f"AttachableRef.EntityRef.Value in ('{vendor['Id']}')") == [row]
        assert self.ids(company, "AttachableRef.EntityRef.Type = 'vendor' and AttachableRef.IncludeOnSend = true") == [
            row
        ]
        assert (
            self.ids(company, "AttachableRef.EntityRef.Type = 'customer' and AttachableRef.IncludeOnSend = true") == []
        )

    def test_attachables_that_hang_on_nothing_can_be_asked_for(self, company, client):
        company.create("Attachable", Note="n", **linked(client))
        loose = company.create("Attachable", Note="n")["Id"]
        assert self.ids(company, "AttachableRef.NoRefOnly = true") == [loose]
        assert self.ids(company, "Note = 'n' and AttachableRef.NoRefOnly = true") == [loose]

    def test_file_name_note_category_and_size_can_be_asked_for_and_links_not(self, company):
        row = uploaded(company, Category="Receipt")["Attachable"]["Id"]
        for where in ("FileName like 'receipt%'", "Category = 'Receipt'", "Size > 1", "ContentType = 'image/png'"):
            assert self.ids(company, where) == [row]
        assert company.refused_query("select * from attachable where AttachableRef = '1'") == "4001"


class TestUpload:
    def test_a_file_comes_with_its_size_and_the_addresses_to_fetch_it(self, company, client):
        row = uploaded(company, FileName="r.png", ContentType="image/png", Note="paid", **linked(client))["Attachable"]
        path = f"/v3/company/{company.realm}"
        assert (row["Size"], row["FileName"], row["Note"]) == (len(PNG), "r.png", "paid")
        assert row["FileAccessUri"] == f"{path}/download/{row['Id']}"
        assert row["ThumbnailFileAccessUri"] == f"{path}/attachable-thumbnail/{row['Id']}"
        assert row["AttachableRef"][0]["EntityRef"]["value"] == client["Id"]
        assert read(company.get(f"attachable/{row['Id']}"))["Attachable"]["Size"] == len(PNG)

    def test_without_metadata_the_part_says_name_and_type_and_links_follow_by_an_update(self, company, client):
        row = uploaded(company, b"x", "r\u00e9sum\u00e9.pdf", "application/pdf")["Attachable"]
        assert (row["FileName"], row["ContentType"], row["SyncToken"]) == (
            "r\u00e9sum\u00e9.pdf",
            "application/pdf",
            "0",
        )
        assert "ThumbnailFileAccessUri" not in row
        row = company.update("Attachable", row, FileName="cv.pdf", ContentType="application/pdf", **linked(client))
        assert (row["Size"], row["FileName"]) == (1, "cv.pdf")

    def test_a_file_needs_no_note_and_may_be_empty(self, company):
        row = uploaded(company, b"", "empty.txt", "text/plain")["Attachable"]
        assert row["Size"] == 0
        assert httpx.get(row["TempDownloadUri"]).content == b""

    def test_bare_line_feeds_and_base64_are_taken_as_python_quickbooks_sends_them(self, company):
        boundary = "-------------PythonMultipartPost"
        lines = [
            "",
            f"--{boundary}",
            'Content-Disposition: form-data; name="file_metadata_01"',
            "Content-Type: application/json",
            "",
            json.dumps({"FileName": "a.txt", "ContentType": "text/plain", "Note": "", "Id": None}, indent=4),
            "",
            f"--{boundary}",
            'Content-Disposition: form-data; name="file_content_01"',
            "Content-Type: text/plain",
            "Content-Transfer-Encoding: base64",
            "",
            base64.b64encode(PNG).decode(),
            "",
            f"--{boundary}--",
            "",
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        answer = company.http.post(f"{company.url}/upload", content="\n".join(lines), headers=headers)
        (result,) = read(answer)["AttachableResponse"]
        assert httpx.get(result["Attachable"]["TempDownloadUri"]).content == PNG

    def test_metadata_may_be_xml(self, company):
        note = '<Attachable xmlns="http://schema.intuit.com/finance/v3"><FileName>x.txt</FileName></Attachable>'
        parts = {
            "file_metadata_01": ("", note, "application/xml"),
            "file_content_01": ("y.txt", b"y", "text/plain"),
        }
        (result,) = read(upload(company, **parts))["AttachableResponse"]
        assert result["Attachable"]["FileName"] == "x.txt"

    def test_each_file_of_a_request_is_taken_or_refused_by_itself(self, company):
        answer = upload(
            company,
            file_content_01=("a.txt", b"a", "text/plain"),
            file_content_02=("b.exe", b"b", "application/x-msdownload"),
            file_metadata_03=("", "[]", "application/json"),
            file_content_03=("c.txt", b"c", "text/plain"),
            file_metadata_04=("", json.dumps({"Category": "Secret"}), "application/json"),
            file_content_04=("d.txt", b"d", "text/plain"),
        )
        results = read(answer)["AttachableResponse"]
        assert answer.status_code == 200
        assert results[0]["Attachable"]["FileName"] == "a.txt"
        assert [each["Fault"]["Error"][0]["code"] for each in results[1:]] == ["6000", "6040", "2170"]
        assert len(company.rows("select * from attachable")) == 1

    def test_a_request_above_100_mb_is_refused(self, company, monkeypatch):
        assert upload_address.MOST_BYTES == 100 * 1024 * 1024
        monkeypatch.setattr(upload_address, "MOST_BYTES", 1000)
        assert upload(company, file_content_01=("a.txt", bytes(500), "text/plain")).status_code == 200
        answer = upload(company, file_content_01=("a.txt", bytes(1000), "text/plain"))
        assert fault(answer)["code"] == "6030"

    @pytest.mark.parametrize(
        ("kind", "body", "code"),
        [
            ("application/json", b"{}", "1050"),
            ("multipart/form-data", b"--x", "1050"),
            ("multipart/form-data; boundary=", b"--x", "1050"),
            ("multipart/form-data; boundary=x", b"", "2020"),
            ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--", "2020"),
            ("multipart/form-data; boundary=x", b"--x\r\nno header at all", "2020"),
            ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', "2020"),
        ],
    )
    def test_bodies_that_hold_no_file_are_refused(self, company, kind, body, code):
        answer = company.http.post(f"{company.url}/upload", content=body, headers={"Content-Type": kind})
        assert fault(answer)["code"] == code

    def test_a_file_without_any_name_or_with_broken_base64_has_its_own_fault(self, company):
        head = '--x\r\nContent-Disposition: form-data; name="file_content_01"{}\r\n\r\nabcde\r\n--x--'
        kinds = {"": "2020", '; filename="a.txt"\r\nContent-Transfer-Encoding: base64': "2010"}
        for extra, code in kinds.items():
            headers = {"Content-Type": "multipart/form-data; boundary=x"}
            answer = company.http.post(f"{company.url}/upload", content=head.format(extra), headers=headers)
            (result,) = read(answer)["AttachableResponse"]
            assert result["Fault"]["Error"][0]["code"] == code

    def test_a_repeated_request_id_uploads_once(self, company):
        for _ in range(2):
            parts = {"file_content_01": ("a.txt", b"a", "text/plain")}
            answer = company.http.post(f"{company.url}/upload", files=parts, params={"requestid": "r1"})
            assert answer.status_code == 200
        assert len(company.rows("select * from attachable")) == 1


class TestDownload:
    def test_the_file_comes_back_byte_for_byte_without_a_token_for_15_minutes(self, company):
        row = uploaded(company)["Attachable"]
        address = row["TempDownloadUri"]
        assert address.startswith(company.base)
        answer = httpx.get(address)
        assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
        company.twin.clock.advance(14 * 60)
        assert httpx.get(address).status_code == 200
        company.twin.clock.advance(2 * 60)
        late = httpx.get(address)
        assert (late.status_code, "Request has expired" in late.text) == (403, True)
        company.connect()
        fresh = read(company.get(f"attachable/{row['Id']}"))["Attachable"]["TempDownloadUri"]
        assert httpx.get(fresh).content == PNG

    def test_download_answers_a_fresh_address_as_text(self, company):
        row = uploaded(company)["Attachable"]
        for head in ("download", "attachable-thumbnail"):
            answer = company.get(f"{head}/{row['Id']}")
            assert answer.headers["Content-Type"].startswith("text/plain")
            assert httpx.get(answer.json()).content == PNG

    def test_a_note_and_an_unknown_id_have_no_file(self, company):
        note = company.create("Attachable", Note="n")["Id"]
        for row_id in (note, "1"):
            assert fault(company.get(f"download/{row_id}"))["code"] == "610"
        assert fault(company.get("download"))["code"] == "500"

    def test_a_changed_address_is_refused_and_a_deleted_file_is_gone(self, company):
        row = uploaded(company)["Attachable"]
        address = row["TempDownloadUri"]
        for wrong in (address + "0", address.replace("Expires=", "Expires=9"), address.partition("?")[0]):
            assert httpx.get(wrong).status_code == 403
        company.post("attachable", {"Id": row["Id"], "SyncToken": "0"}, operation="delete")
        assert httpx.get(address).status_code == 404

    def test_a_type_that_fits_no_header_harms_nothing(self, company):
        row = uploaded(company, b"x", "a.txt", "text/plain", ContentType="text\r\nX: 1 \u20ac")["Attachable"]
        assert httpx.get(row["TempDownloadUri"]).content == b"x"

    def test_a_name_that_is_no_text_harms_nothing(self, company):
        row = uploaded(company, b"x", "a.txt", "text/plain", FileName="a\ud800.txt")["Attachable"]
        assert httpx.get(row["TempDownloadUri"]).content == b"x"

    def test_files_survive_a_restart(self, tmp_path):
        with restarted(tmp_path) as company:
            row = uploaded(company)["Attachable"]
        with restarted(tmp_path) as company:
            found = read(company.get(f"attachable/{row['Id']}"))["Attachable"]
            assert httpx.get(found["TempDownloadUri"]).content == PNG


@contextlib.contextmanager
def restarted(folder):
    """The company kept in ``folder``, served anew."""
    twin = Twin(folder)
    token = twin.credentials(SEED)["qbo_access_token"]
    with running(twin) as base, httpx.Client(headers={"Authorization": f"Bearer {token}"}) as client:
        yield Company(base, twin, client)


class TestParts:
    @given(content=st.binary(max_size=200), ending=st.sampled_from(["\r\n", "\n"]))
    @settings(max_examples=200, deadline=None)
    def test_content_is_kept_byte_for_byte(self, content, ending):
        eol = ending.encode()
        head = b'Content-Disposition: form-data; name="a"; filename="b"'
        raw = eol.join([b"preamble", b"--QbO", head, b"", content, b"--QbO--", b"epilogue"])
        if ending == "\n" and content.endswith(b"\r"):
            return  # a bare line feed cannot be told from the end of a line that the content cut in two
        (part,) = split("multipart/form-data; boundary=QbO", raw)
        assert (part.name, part.filename, part.content) == ("a", "b", content)

    @given(kind=st.text(max_size=60), raw=st.binary(max_size=200))
    @settings(max_examples=200, deadline=None)
    def test_whatever_is_sent_is_split_or_refused(self, kind, raw):
        for content_type in (kind, f"multipart/form-data; boundary={kind}"):
            with contextlib.suppress(FaultError):
                assert isinstance(split(content_type, raw), list)
