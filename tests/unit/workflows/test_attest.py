"""Confirming: who, when, until when, with which proof; and the file is written whole, or not at all."""

from __future__ import annotations

import hashlib
import stat
from datetime import date
from pathlib import Path

import pytest
from setting_fakes import KEYS, SETTINGS, TODAY

from provisioner.model.errors import ConfigProblem, UsageProblem
from provisioner.workflows import attested
from provisioner.workflows.attest import Attesting, Statement
from provisioner.workflows.attested import read_attested
from provisioner.workflows.check import check, check_many

HEAD = 'version: 1\nfirm: { name: Harbor }\nsystems: { quickbooks: { company_id: "9341" } }\n'
PEOPLE = "people: { ana: { name: Ana Ruiz }, lee: { name: Lee Harbor } }\n"


@pytest.fixture(autouse=True)
def _made_up(monkeypatch):
    monkeypatch.setattr(attested, "settings", lambda: SETTINGS)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "firm.yaml").write_text(HEAD + KEYS + PEOPLE)
    return tmp_path


@pytest.fixture
def file(folder):
    return folder / "attestations.yaml"


def run(folder, day=TODAY, **more):
    return Attesting(folder, day, **more)


def confirm(folder, *names, **said):
    ran = run(folder, said.pop("day", TODAY))
    ran.confirm(ran.chosen(names), Statement(said.pop("by", "ana"), said.pop("on", TODAY), **said))
    return ran


def standings(folder, day=TODAY):
    return {str(each.asked.address): each.standing.value for each in run(folder, day).report.confirmations}


def test_what_is_confirmed_counts_as_long_as_its_setting_allows(folder):
    ran = confirm(folder, "clio.setting.feeds")
    (said,) = [each.attestation for each in ran.report.confirmations if each.attestation is not None]
    assert (said.by, said.on, said.expires) == ("ana", TODAY, date(2027, 2, 18))
    assert said.says == "Bank feeds are in quickbooks."
    assert standings(folder) == {"clio.setting.feeds": "attested", "qbo.setting.closing": "open"}
    assert standings(folder, date(2027, 2, 18))["clio.setting.feeds"] == "attested"
    assert standings(folder, date(2027, 2, 19))["clio.setting.feeds"] == "expired"


def test_only_what_changed_or_expired_is_asked_again(folder):
    confirm(folder, "clio.setting", "qbo.setting")
    assert run(folder).chosen([]) == ()
    text = (folder / "firm.yaml").read_text()
    (folder / "firm.yaml").write_text(text.replace("bank_feeds: quickbooks", "bank_feeds: clio"))
    assert [str(each.asked.address) for each in run(folder).chosen([])] == ["clio.setting.feeds"]
    assert standings(folder)["clio.setting.feeds"] == "outdated"
    confirm(folder, "clio.setting.feeds")
    later = date(2027, 1, 1)
    assert [str(each.asked.address) for each in run(folder, later).chosen([])] == ["qbo.setting.closing"]


def test_what_plans_see_by_themselves_comes_last(folder):
    assert [str(each.asked.address) for each in run(folder).chosen([])] == ["clio.setting.feeds", "qbo.setting.closing"]
    assert [str(each.asked.address) for each in run(folder).report.waiting] == ["clio.setting.feeds"]


def test_an_address_nobody_asks_for_is_refused_with_a_guess(folder):
    with pytest.raises(UsageProblem, match=r"asks nobody to confirm qbo.setting.clsing$") as refused:
        run(folder).chosen(["qbo.setting.clsing"])
    assert refused.value.detail == "Did you mean qbo.setting.closing?"


@pytest.mark.parametrize("by", ["ana", "ANA", " Ana  Ruiz "])
def test_a_person_is_written_down_by_key(folder, file, by):
    confirm(folder, "clio.setting.feeds", by=by)
    assert "    by: ana\n" in file.read_text()


def test_somebody_the_firm_does_not_list_is_refused_and_nobody_too(folder, file):
    with pytest.raises(UsageProblem, match="lists no Anna") as refused:
        confirm(folder, "clio.setting.feeds", by="Anna")
    assert "ana (Ana Ruiz), lee (Lee Harbor)" in refused.value.detail
    with pytest.raises(UsageProblem, match="Nobody is named"):
        confirm(folder, "clio.setting.feeds", by="  ")
    assert not file.exists()


def test_where_no_people_are_listed_any_name_will_do(folder, file):
    (folder / "firm.yaml").write_text(HEAD + KEYS)
    confirm(folder, "clio.setting.feeds", by="Joan  Clerk")
    assert "    by: Joan Clerk\n" in file.read_text()
    assert run(folder).report.check.findings == ()


@pytest.mark.parametrize(
    "said",
    [
        {"on": date(2026, 11, 21)},
        {"expires": date(2026, 11, 19)},
        {"expires": date(2027, 2, 19)},
        {"note": "x" * 2001},
        {"note": "bell \a"},
    ],
)
def test_a_statement_that_cannot_be_is_refused_and_nothing_written(folder, file, said):
    with pytest.raises(UsageProblem) as refused:
        confirm(folder, "clio.setting.feeds", **said)
    assert refused.value.fix
    assert not file.exists()


def test_an_earlier_day_and_a_shorter_time_are_taken(folder):
    confirm(folder, "clio.setting.feeds", on=date(2026, 11, 1), expires=date(2026, 11, 30))
    assert standings(folder, date(2026, 11, 30))["clio.setting.feeds"] == "attested"
    assert standings(folder, date(2026, 12, 1))["clio.setting.feeds"] == "expired"


@pytest.fixture
def proof(folder):
    (folder / "evidence").mkdir()
    made = folder / "evidence" / "feeds.png"
    made.write_bytes(b"picture")
    return made


def test_proof_is_named_from_the_folder_with_its_checksum(folder, proof, monkeypatch):
    monkeypatch.chdir(folder / "evidence")
    ran = confirm(folder, "clio.setting.feeds", evidence=Path("feeds.png"))
    (said,) = [each.attestation for each in ran.report.confirmations if each.attestation is not None]
    assert said.evidence == "evidence/feeds.png"
    assert said.digest == hashlib.sha256(b"picture").hexdigest()
    assert run(folder).report.check.findings == ()


@pytest.mark.parametrize("name", ["/etc/passwd", "nothing.png", "evidence", "../outside.png", "evidence/link.png"])
def test_proof_elsewhere_is_refused(folder, proof, name):
    (folder.parent / "outside.png").write_bytes(b"")
    (folder / "evidence" / "link.png").symlink_to("/etc/passwd")
    with pytest.raises(UsageProblem, match="is no file below") as refused:
        confirm(folder, "clio.setting.feeds", evidence=folder / name)
    assert "Copy it there" in refused.value.fix


def codes(folder):
    return [(each.code, str(each.place).rpartition("/")[2]) for each in run(folder).report.check.findings]


def test_proof_that_is_gone_or_exchanged_is_a_finding_at_its_line(folder, proof):
    confirm(folder, "clio.setting.feeds", evidence=proof)
    proof.write_bytes(b"another")
    assert codes(folder) == [("ATT107", "attestations.yaml:12:15")]
    proof.unlink()
    assert codes(folder) == [("ATT106", "attestations.yaml:12:15")]


@pytest.mark.parametrize("doubt", ["proof exchanged", "person gone"])
def test_a_confirmation_in_doubt_is_asked_for_again(folder, file, proof, doubt):
    confirm(folder, "clio.setting.feeds", evidence=proof)
    assert "clio.setting.feeds" not in [str(each.asked.address) for each in run(folder).report.waiting]
    if doubt == "proof exchanged":
        proof.write_bytes(b"another")
    else:
        file.write_text(file.read_text().replace("by: ana", "by: somebody"))
    assert "clio.setting.feeds" in [str(each.asked.address) for each in run(folder).report.waiting]


def test_proof_named_by_hand_outside_the_folder_counts_as_missing(folder, file, proof):
    confirm(folder, "clio.setting.feeds", evidence=proof)
    file.write_text(file.read_text().replace("evidence/feeds.png", "/etc/passwd"))
    assert codes(folder) == [("ATT106", "attestations.yaml:12:15")]


def test_the_file_is_for_whoever_may_read_the_firm_file_and_stays_so(folder, file):
    (folder / "firm.yaml").chmod(0o640)
    confirm(folder, "clio.setting.feeds")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    file.chmod(0o664)
    confirm(folder, "qbo.setting.closing")
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    assert sorted(each.name for each in folder.iterdir()) == ["attestations.yaml", "firm.yaml"]


def test_a_link_inside_the_folder_of_firms_stays_a_link(folder, file):
    confirm(folder, "clio.setting.feeds")
    file.rename(folder / "kept.yaml")
    file.symlink_to("kept.yaml")
    confirm(folder, "qbo.setting.closing")
    assert file.is_symlink()
    assert set(standings(folder).values()) == {"attested"}


@pytest.mark.parametrize("meanwhile", ["version: 1\n", None])
def test_a_file_that_changed_meanwhile_is_left_as_it_is(folder, file, meanwhile):
    confirm(folder, "qbo.setting.closing")
    ran = run(folder)
    if meanwhile is None:
        file.unlink()
    else:
        file.write_text(meanwhile)
    with pytest.raises(ConfigProblem, match="changed in the meantime"):
        ran.confirm(ran.chosen([]), Statement("ana", TODAY))
    assert (file.read_text() if file.exists() else None) == meanwhile


def test_one_run_confirms_several_times(folder):
    ran = run(folder)
    for each in ran.chosen([]):
        ran.confirm([each], Statement("lee", TODAY))
    assert len(ran.report.done) == 2
    assert ran.report.waiting == ()
    assert set(standings(folder).values()) == {"attested"}


def test_with_a_mistake_in_it_the_file_is_not_touched(folder, file):
    file.write_text("version: 1\nattestations: []\n")
    assert run(folder).report.check.failed


def test_a_rehearsal_writes_nothing(folder, file):
    ran = run(folder, rehearsal=True)
    ran.confirm(ran.chosen([]), Statement("ana", TODAY))
    assert ran.report.waiting == ()
    assert not file.exists()


def test_validate_tells_what_expired_today_and_without_a_day_looks_at_nothing(folder):
    confirm(folder, "clio.setting.feeds")
    assert check_many([folder], TODAY)[0][0].findings == ()
    ((report,), _) = check_many([folder, folder][:1], date(2027, 3, 1))
    (finding,) = report.findings
    assert (finding.code, finding.level) == ("ATT201", "warning")
    assert report.lines(finding.place) == "    expires: 2027-02-18"
    assert not report.failed
    assert check_many([folder])[0][0].findings == ()


def test_the_firm_files_digest_does_not_depend_on_what_is_confirmed(folder):
    _, before = check(folder)
    confirm(folder, "clio.setting.feeds")
    _, after = check(folder)
    assert before.digest == after.digest
    assert read_attested(folder / "firm.yaml", after).book.attested
