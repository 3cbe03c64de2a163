"""Reports: jobs that end in a while, their presets and schedules."""

from __future__ import annotations

import httpx
import pytest

LEDGER = {"kind": "trust_ledger", "format": "json", "start_date": "2026-01-01", "end_date": "2026-06-30"}


def make(client, **more):
    answer = client.post("/reports.json?fields=id,state,progress,name,category", json={"data": {**LEDGER, **more}})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_a_report_is_queued_then_in_progress_then_completed(clio, clock):
    made = make(clio)
    assert {**made, "id": 0} == {
        "id": 0,
        "state": "queued",
        "progress": 0,
        "name": "Trust Ledger",
        "category": "compliance",
    }
    path = f"/reports/{made['id']}.json?fields=state,progress,etag"
    seen = []
    for _ in range(3):
        seen.append(clio.get(path).json()["data"])
        clock.advance(3)
    assert [(row["state"], row["progress"]) for row in seen] == [("queued", 0), ("in_progress", 50), ("completed", 100)]
    assert len({row["etag"] for row in seen}) == 3


def test_what_a_client_has_is_out_of_date_once_time_has_passed(clio, clock):
    number = make(clio)["id"]
    etag = clio.get(f"/reports/{number}").headers["etag"]
    assert clio.get(f"/reports/{number}", headers={"If-None-Match": etag}).status_code == 304
    clock.advance(10)
    assert clio.get(f"/reports/{number}", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "media_type"), [("csv", "text/csv"), ("json", "application/json"), ("pdf", "application/pdf")]
)
def test_a_completed_report_is_downloaded_from_another_address_without_a_token(clio, clock, kind, media_type):
    number = make(clio, format=kind)["id"]
    assert clio.get(f"/reports/{number}/download.json").status_code == 404
    clock.advance(10)
    answer = clio.get(f"/reports/{number}/download.json")
    assert (answer.status_code, answer.content) == (303, b"")
    found = httpx.get(answer.headers["location"])
    assert found.status_code == 200
    assert found.headers["content-type"].startswith(media_type)
    assert found.headers["content-disposition"].endswith(f'.{kind}"')
    assert found.content
    assert httpx.get(answer.headers["location"] + "x").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"kind": "ledger"}, 422), ({"format": "docx"}, 422), ({"matter": {"id": 7}}, 404), ({"start_date": "x"}, 422)],
)
def test_a_report_needs_a_kind_and_a_format(clio, wrong, status):
    assert clio.post("/reports", json={"data": {**LEDGER, **wrong}}).status_code == status
    for missing in ("kind", "format"):
        data = {name: value for name, value in LEDGER.items() if name != missing}
        assert clio.post("/reports", json={"data": data}).status_code == 422


def test_reports_filter(clio, clock):
    make(clio)
    clock.advance(86400)
    make(clio, kind="matter", format="csv")
    for query, count in (
        ({"kind": "matter"}, 1),
        ({"category": "compliance"}, 1),
        ({"output_format": "csv"}, 1),
        ({"created_before": "2026-11-03"}, 1),
        ({"state": "completed"}, 1),
        ({"query": "ledger"}, 1),
        ({"source": "presets"}, 0),
        ({"order": "name(desc)"}, 2),
    ):
        assert (query, clio.get("/reports", params=query).json()["meta"]["records"]) == (query, count)
    assert clio.get("/reports?kind=ledger").status_code == 400


def test_reports_are_neither_changed_nor_deleted(clio):
    number = make(clio)["id"]
    assert clio.patch(f"/reports/{number}", json={"data": {}}).status_code == 404
    assert clio.delete(f"/reports/{number}").status_code == 404


PRESET = {"name": "Every month", "kind": "trust_listing", "format": "pdf", "options": "{}"}


def test_a_preset_makes_reports(clio, clock):
    number = clio.post("/report_presets", json={"data": PRESET}).json()["data"]["id"]
    clock.advance(60)
    answer = clio.post(f"/report_presets/{number}/generate_report.json?fields=name,kind,source,state")
    assert answer.status_code == 201
    made = {"name": "Every month", "kind": "trust_listing", "source": "presets", "state": "queued"}
    assert answer.json()["data"] == made
    preset = clio.get(f"/report_presets/{number}?fields=last_generated_at,category").json()["data"]
    assert preset == {"last_generated_at": "2026-11-02T10:31:00-05:00", "category": "compliance"}
    assert clio.post("/report_presets/7/generate_report").status_code == 404


def test_a_schedule_belongs_to_a_preset(clio):
    number = clio.post("/report_presets", json={"data": PRESET}).json()["data"]["id"]
    schedule = {"report_preset_id": number, "frequency": "weekly", "days_of_week": [1, 3]}
    schedule |= {"time_of_day": "2026-11-02T14:00:00Z", "time_zone": "US/Pacific"}
    made = clio.post("/report_schedules?fields=id,status,days_of_week", json={"data": schedule})
    assert made.status_code == 201, made.text
    assert made.json()["data"]["days_of_week"] == [1, 3]
    for query, count in ({"has_schedule": "true"}, 1), ({"schedule_frequency": "daily"}, 0):
        assert clio.get("/report_presets", params=query).json()["meta"]["records"] == count
    wrong = ({"report_preset_id": 7}, 404), ({"days_of_week": [9]}, 422), ({"frequency": "yearly"}, 422)
    for change, status in wrong:
        assert clio.post("/report_schedules", json={"data": {**schedule, **change}}).status_code == status
    assert clio.delete(f"/report_schedules/{made.json()['data']['id']}").status_code == 204
