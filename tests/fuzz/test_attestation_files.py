"""Damaged files of confirmations give findings with a place, and writing into one loses nothing or refuses."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

import pytest
from fuzz.mutations import ROUNDS, blamed, mutated_bytes, mutated_json, seeded
from setting_fakes import KEYS, SETTINGS, TODAY, said

from provisioner.config.attestation_text import new_text, with_confirmed
from provisioner.config.attestations import ATTESTATIONS_FILE, read_book
from provisioner.model.errors import ConfigProblem, ProvisionerError
from provisioner.render.findings import check_text
from provisioner.workflows import attested
from provisioner.workflows.attest import Attesting, Statement
from provisioner.workflows.check import check_many

HEAD = 'version: 1\nfirm: { name: Harbor }\nsystems: { quickbooks: { company_id: "9341" } }\n'
GOOD = with_confirmed(
    new_text(""),
    [
        said("clio.setting.feeds", "Bank feeds are in quickbooks.", note="n", evidence="a.png", digest="a" * 64),
        said("qbo.setting.closing", "The books are closed through 2026-09-30."),
    ],
).replace("\n  qbo", "\n\n  # Monthly.\n  qbo")
EACH = 150 * ROUNDS


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(attested, "settings", lambda: SETTINGS)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "firm.yaml").write_text(HEAD + KEYS)
    return tmp_path


def looked_at(folder):
    """What validate says of the firm, shown as a user sees it."""
    ((report,), _) = check_many([folder], TODAY)
    assert all(line.plain.isprintable() for line in check_text(report))
    for finding in report.findings:
        assert finding.what
        assert finding.place is not None
    return report


def confirmed(folder):
    """One more confirmation, or a refusal in words; everything that stood there before is still there."""
    before = read_book(folder)
    try:
        run = Attesting(folder, TODAY)
        if not run.report.check.failed:
            run.confirm(run.chosen(["clio.setting.feeds"]), Statement("ana", TODAY))
    except ProvisionerError:
        assert read_book(folder).content == before.content
        return False
    after = read_book(folder)
    if before.content == after.content:
        return False
    assert {**after.attested, **before.attested}.keys() == after.attested.keys()
    others = [address for address in before.attested if str(address) != "clio.setting.feeds"]
    assert [after.attested[each] for each in others] == [before.attested[each] for each in others]
    assert not [each for each in after.findings if each.level == "error"]
    return True


def test_bytes_damaged_anywhere(folder):
    changed = 0
    for seed in range(EACH):
        damaged = mutated_bytes(seeded(f"attestations {seed}"), GOOD.encode())
        (folder / ATTESTATIONS_FILE).write_bytes(damaged)
        with blamed(f"seed {seed}", damaged):
            looked_at(folder)
            changed += confirmed(folder)
    assert changed


def test_structure_damaged_anywhere(folder):
    entry = {"says": "x", "by": "ana", "on": "2026-11-01", "expires": "2026-12-01", "note": "n", "sha256": "b" * 64}
    original = {"version": 1, "attestations": {"clio.setting.feeds": entry, "qbo.setting.closing": entry}}
    for seed in range(EACH):
        random = seeded(f"structure {seed}")
        damaged = json.dumps(mutated_json(random, original), ensure_ascii=random.random() < 0.5)
        (folder / ATTESTATIONS_FILE).write_bytes(damaged.encode("utf-8", "surrogatepass"))
        with blamed(f"seed {seed}", damaged):
            looked_at(folder)
            confirmed(folder)


@pytest.mark.parametrize(
    "name", ["/dev/zero", "/proc/self/mem", "../" * 40, "\\", "a" * 500, "~", ".", "evidence\u2028x"]
)
def test_no_name_of_proof_leads_anywhere(name, folder):
    entry = {"says": "x", "by": "ana", "on": "2026-11-01", "expires": "2026-12-01", "evidence": name}
    document = {"version": 1, "attestations": {"clio.setting.feeds": entry}}
    (folder / ATTESTATIONS_FILE).write_text(json.dumps(document))
    assert "ATT106" in [each.code for each in looked_at(folder).findings]


def test_text_of_any_kind_is_written_or_refused():
    for seed in range(EACH):
        random = seeded(f"text {seed}")
        damaged = mutated_bytes(random, GOOD.encode()).decode("utf-8", "replace")
        with blamed(f"seed {seed}", damaged), suppress(ConfigProblem):
            with_confirmed(damaged, [said("clio.setting.feeds", "x", on=date(2026, 1, 1))])
