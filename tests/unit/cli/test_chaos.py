"""provisioner sandbox chaos: rehearsals repeat themselves, leave nothing behind, and see what is wrong."""

from __future__ import annotations

import os
import random
from collections import Counter

from provisioner.cli.chaos import KINDS, Comparison, Contents, Rehearsal, Stage, random_script
from provisioner.cli.chaos_text import verdict
from provisioner.config.bundled import bundled
from provisioner.sandbox import fault_kinds
from provisioner.sandbox.faults import Faults
from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin

REQUESTS = {"qbo": 6, "clio": 8, "oauth": 2}
NOTHING = Comparison((), (), ())


def dice(seed):
    return random.Random(seed)  # noqa: S311 - repeatable, no secret


def test_every_kind_of_fault_is_rehearsed():
    assert set(KINDS) == set(fault_kinds.KINDS)


def test_a_twin_understands_every_random_script_and_each_comes_to_an_end():
    for seed in range(300):
        script = random_script(dice(seed), REQUESTS)
        Faults().load(script)
        assert all(0 < rule["times"] <= 10 for rule in script["rules"])
        assert random_script(dice(seed), REQUESTS) == script


def test_a_firm_without_clio_gets_no_fault_there():
    scripts = [random_script(dice(seed), {"qbo": 3}) for seed in range(50)]
    assert {rule["vendor"] for script in scripts for rule in script["rules"]} == {"qbo"}


def test_a_shipped_firm_ends_as_if_nothing_had_gone_wrong(provisioner):
    folder = bundled("firm-configs") / "harbor-pine"
    ended = provisioner("sandbox", "chaos", folder, "--runs", "4", "--seed", "3", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.document["good"]
    assert sum(ended.document["faults"].values()) > 10
    assert [run["seed"] for run in ended.document["runs"]] == [3, 4, 5, 6]
    assert all(run["made"] > 100 and run["twice"] == run["lost"] == [] for run in ended.document["runs"])


def test_the_same_number_brings_the_same_faults(provisioner, firm):
    words = ("sandbox", "chaos", firm, "--runs", "4", "--format", "json")
    first, again = provisioner(*words).document, provisioner(*words).document
    assert first == again
    assert sum(first["faults"].values()) > 0


def test_nothing_is_left_with_the_firm_or_in_the_environment(provisioner, firm, monkeypatch):
    before = sorted(firm.parent.rglob("*"))
    assert provisioner("sandbox", "chaos", firm, "--runs", "2").code == 0
    assert sorted(firm.parent.rglob("*")) == before
    assert "PROVISIONER_STATE" not in os.environ
    monkeypatch.setenv("PROVISIONER_STATE", "postgresql://nobody@nowhere.invalid/none")
    assert provisioner("sandbox", "chaos", firm, "--runs", "1").code == 0
    assert os.environ["PROVISIONER_STATE"].startswith("postgresql")


def test_what_people_read(provisioner, firm):
    ended = provisioner("sandbox", "chaos", firm, "--runs", "3")
    lines = ended.out.splitlines()
    assert lines[0] == "Rehearsing Harbor on a sandbox that is thrown away, run 1 to 3."
    assert [line.split()[0] for line in lines[3:6]] == ["1", "2", "3"]
    assert lines[-1].startswith("All 3 runs ended as if nothing had gone wrong: ")
    assert lines[-1].endswith(" faults, 0 objects twice, 0 lost.")


def test_a_firm_that_cannot_be_applied_is_not_rehearsed(provisioner, firm, monkeypatch):
    monkeypatch.setattr("provisioner.cli.chaos._left", lambda _: "Something was not done.")
    ended = provisioner("sandbox", "chaos", firm)
    assert ended.code == 64
    assert "Even with nothing going wrong, apply does not finish: Something was not done." in ended.err


def test_a_run_that_made_something_twice_is_told_with_the_command_to_see_it_again(provisioner, firm, monkeypatch):
    twice = Comparison((("clio", "expense_categories", "Costs"),), (), ())
    monkeypatch.setattr("provisioner.cli.chaos.Comparison.between", lambda *_: twice)
    ended = provisioner("sandbox", "chaos", firm, "--runs", "2", "--seed", "8")
    assert ended.code == 1
    assert "Run 8: twice: clio expense_categories Costs" in ended.out
    assert f"    provisioner sandbox chaos {firm} --seed 8 --runs 1" in ended.out


def test_a_bug_names_the_run_and_its_script(provisioner, firm, monkeypatch):
    def fail(self, seed):
        self._apply = lambda *_: 1 // 0
        return rehearse(self, seed)

    rehearse = Stage.rehearse
    monkeypatch.setattr(Stage, "rehearse", fail)
    ended = provisioner("sandbox", "chaos", firm, "--seed", "3")
    assert ended.code == 70
    assert "It happened in run 3, with this fault script: {" in ended.err


def test_contents_are_compared_by_name_and_by_what_objects_say():
    wanted, found = Twin(), Twin(seed=FirmSeed())
    assert Comparison.between(Contents.of(wanted), Contents.of(found)).is_equal
    found.qbo.edit({"entity": "Term", "create": {"Name": "Net 99", "DueDays": 99}})
    found.qbo.edit({"entity": "Term", "name": "Net 30", "set": {"DueDays": 31}})
    found.clio.edit({"resource": "practice_areas", "name": "Family", "delete": True})
    differs = Comparison.between(Contents.of(wanted), Contents.of(found))
    assert differs.twice == (("qbo", "Term", "Net 99"),)
    assert differs.lost == (("clio", "practice_areas", "Family"),)
    assert differs.different == (("qbo", "Term", "Net 30"),)
    assert not differs.is_equal


def test_contents_do_not_depend_on_the_order_of_work():
    one, other = Twin(), Twin()
    for twin, names in ((one, "AB"), (other, "BA")):
        for name in names:
            twin.qbo.edit({"entity": "Account", "create": {"Name": name, "AccountType": "Bank"}})
            twin.clio.edit({"resource": "practice_areas", "create": {"name": name}})
        twin.clock.advance(7200)
    assert Comparison.between(Contents.of(one), Contents.of(other)).is_equal


def test_contents_do_not_depend_on_when_a_company_was_opened():
    one, other = (Twin(seed=FirmSeed(scenario="intuit-sample")) for _ in range(2))
    other.clock.advance(3000)
    assert Comparison.between(Contents.of(one), Contents.of(other)).is_equal


def test_verdicts():
    assert verdict(Rehearsal(1, Counter(), 1, 1, NOTHING)) == "as if nothing had gone wrong"
    assert verdict(Rehearsal(1, Counter(), 1, 1, NOTHING, "Stuck.")) == "never finished: Stuck."
    different = Comparison((), (), (("qbo", "Term", "X"),))
    assert verdict(Rehearsal(1, Counter(), 1, 1, different)) == "something is not as it should be"
