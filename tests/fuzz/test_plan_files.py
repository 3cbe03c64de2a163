"""Damaged plan files are refused in plain words; forged ones, with a checksum that fits, do no harm either."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from fuzz.mutations import ROUNDS, blamed, mutated_bytes, mutated_json, seeded

from provisioner.cli.main import run
from provisioner.engine.saved import SavedPlan
from provisioner.model.errors import PlanFileProblem
from provisioner.state import planfile

SECTIONS = (
    'version: 1\nfirm: {name: Small LLP}\nsystems: {quickbooks: {company_id: "9130350000000001"}}\n'
    "accounts:\n"
    "  fees: {name: Fees, type: Income, detail_type: ServiceFeeIncome}\n"
    "  trust: {name: Trust, type: Bank, detail_type: TrustAccounts}\n"
    'products: {hourly: {name: Hourly, income: fees, rate: "350.00"}}\n'
)
BLOCKS = range(4)
EACH = 60 * ROUNDS
END_TO_END = 10 * ROUNDS
PLAIN = {0, 1, 64}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A firm with a plan file, made on the built-in sandbox."""
    folder = tmp_path_factory.mktemp("plans")
    with pytest.MonkeyPatch.context() as patches:
        patches.chdir(folder)
        Path("firm").mkdir()
        Path("firm/firm.yaml").write_text(SECTIONS)
        assert run(["plan", "firm", "--sandbox", "--quiet", "--out", "plan.json"]) == 0
    return folder


@pytest.fixture(scope="module")
def whole(home):
    """The bytes of a plan file that is as it was written."""
    return (home / "plan.json").read_bytes()


def forged(random, raw):
    """The plan file changed somewhere, with the checksum that belongs to the change."""
    tree = mutated_json(random, json.loads(raw))
    if isinstance(tree, dict):
        rest = {key: value for key, value in tree.items() if key not in {"hash", "approvals"}}
        tree["hash"] = planfile._digest(rest)
    return planfile._text(tree).encode()


def test_a_whole_plan_file_is_read(whole):
    assert isinstance(planfile.load(whole, "plan.json"), SavedPlan)


def test_every_flipped_bit_is_noticed(whole):
    random = seeded("bits")
    for _ in range(EACH):
        at, bit = random.randrange(len(whole)), 1 << random.randrange(8)
        flipped = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        with pytest.raises(PlanFileProblem):
            planfile.load(flipped, "plan.json")


@pytest.mark.parametrize("block", BLOCKS)
def test_bytes_damaged_anywhere_are_refused(block, whole):
    for seed in range(block * EACH, (block + 1) * EACH):
        damaged = mutated_bytes(seeded(f"bytes {seed}"), whole)
        if damaged == whole:
            continue
        with blamed(f"seed {seed}"), pytest.raises(PlanFileProblem):
            planfile.load(damaged, "plan.json")


@pytest.mark.parametrize("block", BLOCKS)
def test_a_forged_plan_is_read_or_refused(block, whole):
    for seed in range(block * EACH, (block + 1) * EACH):
        with blamed(f"seed {seed}"):
            try:
                saved = planfile.load(forged(seeded(f"forged {seed}"), whole), "plan.json")
            except PlanFileProblem:
                continue
            assert {type(each.remote_id) for each in saved.touches} <= {str, type(None)}
            assert {type(each.version) for each in saved.touches} <= {str, type(None)}


@pytest.mark.parametrize("depth", [500, 5_000, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_lists_without_end_are_refused(depth, opening):
    with pytest.raises(PlanFileProblem):
        planfile.load((opening * depth).encode(), "plan.json")
    with pytest.raises(PlanFileProblem):
        planfile.load(
            f'{{"format": "provisioner-plan", "format_version": "1.0", "plan": {opening * depth}'.encode(), "x"
        )


def test_a_forged_plan_ends_every_command_in_plain_words(home, whole, monkeypatch, capsys, tmp_path):
    """In a copy of the firm: what still is a plan may be applied, to the sandbox."""
    shutil.copytree(home, tmp_path / "home")
    monkeypatch.chdir(tmp_path / "home")
    for seed in range(END_TO_END):
        Path("plan.json").write_bytes(forged(seeded(f"command {seed}"), whole))
        for command in (
            ["apply", "plan.json", "--firm", "firm", "--sandbox", "--auto-approve", "--quiet"],
            ["approve", "plan.json"],
        ):
            code = run(command)
            said = capsys.readouterr()
            assert code in PLAIN, f"seed {seed} of {command[0]}: {said.err}"
            assert "Traceback" not in said.err
