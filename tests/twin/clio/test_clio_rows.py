"""What every resource shares: ids of rows inside records, versions, and what survives a restart."""

from __future__ import annotations

import pytest
from clio_live import RUNNING

from provisioner.sandbox.clio import models
from provisioner.sandbox.clio.responses import VERSIONS
from provisioner.sandbox.kernel import Journal

RESOURCES = models.load()


def test_ids_of_rows_are_never_used_again_not_even_after_a_restart(live_with, tmp_path):
    path = tmp_path / "journal.jsonl"
    fields = "id,addresses{id},custom_field_values{id}"
    with live_with(journal=Journal(path)).client(RUNNING) as client:
        data = {"type": "Person", "last_name": "A", "addresses": [{"city": "Bath"}]}
        made = client.post("/contacts", params={"fields": fields}, json={"data": data}).json()["data"]
        row = made["addresses"][0]["id"]
        client.patch(f"/contacts/{made['id']}", json={"data": {"addresses": [{"id": row, "_destroy": True}]}})
        rate = {"custom_rate": {"type": "HourlyRate", "rates": [{"rate": 5, "user": {"id": 301}}]}}
        before = client.patch("/matters/500001?fields=custom_rate{rates}", json={"data": rate}).json()["data"]
        live_with(journal=Journal(path))
        after = client.post("/contacts", params={"fields": fields}, json={"data": data}).json()["data"]
        assert after["addresses"][0]["id"] > row
        again = client.patch("/matters/500002?fields=custom_rate{rates}", json={"data": rate}).json()["data"]
        assert again["custom_rate"]["rates"][0]["id"] > before["custom_rate"]["rates"][0]["id"]


def test_everything_reads_the_same_after_a_restart(live_with, tmp_path):
    path = tmp_path / "journal.jsonl"

    def everything(client):
        names = [each.name for each in RESOURCES.values() if "list" in each.actions and "{" not in each.address]
        fields = {name: ",".join(field.name for field in RESOURCES[name].fields) for name in names}
        return {name: client.get(f"/{RESOURCES[name].address}", params={"fields": fields[name]}).text for name in names}

    with live_with(journal=Journal(path)).client(RUNNING) as client:
        before = everything(client)
        live_with(journal=Journal(path))
        assert everything(client) == before


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_still_supported_answers_with_its_number(clio, version):
    answer = clio.get("/contacts", headers={"X-API-VERSION": version})
    assert (answer.status_code, answer.headers["x-api-version"]) == (200, version)


@pytest.mark.parametrize("version", ["4.0.3", "4.0.14", "4.1.0", "5", "latest", ""])
def test_a_version_that_is_none_is_gone(clio, version):
    answer = clio.get("/contacts", headers={"X-API-VERSION": version})
    assert answer.status_code == 410


@pytest.mark.parametrize("name", [name for name, each in RESOURCES.items() if not each.is_kept])
def test_what_is_worked_out_cannot_be_edited(live, name):
    live.twin.ensure(RUNNING)
    assert name not in live.twin.kinds
    for change in ({"create": {"name": "x"}}, {"id": 1, "set": {}}, {"id": 1, "delete": True}):
        with pytest.raises(ValueError, match="no resource"):
            live.twin.edit({"resource": name, **change})


def test_every_resource_with_a_path_says_where_it_is_documented():
    assert [name for name, each in RESOURCES.items() if each.actions and not each.source] == []


def test_a_gap_names_an_operation_the_resource_has():
    for name, each in RESOURCES.items():
        known = {*each.actions.split(), *(operation.name for operation in each.operations)}
        assert (name, set(each.gaps) - known) == (name, set())
