"""Damaged firm files end in findings or in a problem in plain words: no traceback, no hang, no flood of memory."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from pathlib import Path

import pytest
from fuzz.mutations import ROUNDS, blamed, mutated_bytes, mutated_json, seeded
from ruamel.yaml import YAML

from provisioner.config import salvage, yaml
from provisioner.model.errors import ProvisionerError
from provisioner.model.finding import Level
from provisioner.render.findings import check_text
from provisioner.workflows.check import check

CONFIGS = Path(__file__).parents[2] / "firm-configs"
FIRMS = sorted(each.parent.name for each in CONFIGS.glob("*/firm.yaml"))
FILES = sorted(each.relative_to(CONFIGS).as_posix() for each in CONFIGS.glob("*/*.yaml"))
EACH = 6 * ROUNDS
MIB = 1024 * 1024


@pytest.fixture
def configs(tmp_path, monkeypatch):
    """A copy of the shipped firms."""
    target = tmp_path / "firm-configs"
    shutil.copytree(CONFIGS, target, ignore=shutil.ignore_patterns(".provisioner"))
    monkeypatch.chdir(tmp_path)
    return target


def firms_with(file):
    """The firms that read ``file``: its own, or for a template one that may extend it."""
    folder = file.partition("/")[0]
    return FIRMS if folder.startswith("_") else [folder]


def checked(folder):
    """The findings, shown as a user sees them; None after a problem in plain words."""
    try:
        report, _ = check(folder)
    except ProvisionerError:
        return None
    assert all(line.plain.isprintable() for line in check_text(report))
    for finding in report.findings:
        assert finding.code
        assert finding.what
    return report.findings


@pytest.mark.parametrize("file", FILES)
def test_bytes_damaged_anywhere(file, configs):
    original = (CONFIGS / file).read_bytes()
    for seed in range(EACH):
        random = seeded(f"{file} {seed}")
        damaged = mutated_bytes(random, original)
        (configs / file).write_bytes(damaged)
        with blamed(f"seed {seed} of {file}", damaged):
            checked(configs / random.choice(firms_with(file)))


@pytest.mark.parametrize("file", FILES)
def test_structure_damaged_anywhere(file, configs):
    original = json.loads(json.dumps(YAML(typ="safe").load((CONFIGS / file).read_text(encoding="utf-8")), default=str))
    for seed in range(EACH):
        random = seeded(f"structure {file} {seed}")
        damaged = json.dumps(mutated_json(random, original), ensure_ascii=random.random() < 0.5)  # also surrogates
        (configs / file).write_bytes(damaged.encode("utf-8", "surrogatepass"))
        with blamed(f"seed {seed} of {file}", damaged):
            checked(configs / random.choice(firms_with(file)))


def bomb(levels, width):
    """Every line stands for ``width`` times the line before."""
    lines = ["version: 1", "x0: &x0 [a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


MONSTERS = {
    "alias bomb": bomb(30, 9),
    "wide alias bomb": bomb(4, 3_000),
    "merge bomb": "a: &a {k: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [{'*a, ' * 50}]}}\n" for n in range(200)),
    "nested lists": "version: " + "[" * 200_000,
    "nested groups": "version: " + "{a: " * 100_000,
    "nested by lines": "\n".join(" " * n + "a:" for n in range(2_000)),
    "nested dashes": "- " * 100_000,
    "a huge key": f"{'k' * 1_000_000}: 1",
    "a huge key asked for": f"? {'k' * 1_000_000}\n: 1",
    "a huge value": f"version: 1\nfirm: {{name: {'n' * 5_000_000}}}",
    "a huge number": f"version: {'9' * 1_000_000}",
    "many keys": "accounts:\n" + "".join(f"  k{n}: {{name: N{n}}}\n" for n in range(5_000)),
    "one key many times": "version: 1\n" + "firm: {name: X}\n" * 20_000,
    "many findings": "version: 1\naccounts:\n" + "".join(f"  k{n}: {n}\n" for n in range(5_000)),
    "many documents": "---\n" * 100_000,
    "many anchors": "".join(f"a{n}: &a{n} 1\n" for n in range(10_000)),
    "only returns": "\r" * 1_000_000,
    "only blanks": " " * 1_000_000,
    "only open quotes": '"' * 100_001,
    "many comments": "# x\n" * 200_000,
    "many templates": f"version: 1\nextends: [{'../_templates/us-base.yaml, ' * 1_000}]",
}


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS)
def test_a_monster_is_read_in_bounded_steps_and_memory(text, configs, monkeypatch):
    """Steps are the reader's events, never more than bytes; memory is a multiple of the file."""
    steps = 0
    compiled = yaml._compiled_events

    def counted(content):
        nonlocal steps
        for event in compiled(content):
            steps += 1
            yield event

    monkeypatch.setattr(yaml, "_compiled_events", counted)
    file = configs / "willow-family-law" / "firm.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    checked(configs / "main-street-law")  # what the program needs by itself
    steps = 0
    tracemalloc.start()
    try:
        checked(configs / "willow-family-law")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert steps <= 20_000 + 2 * len(text)
    assert peak <= 48 * MIB + 60 * len(text)


def test_each_section_is_copied_once_however_many_of_its_entries_are_wrong(configs, monkeypatch):
    """A copy for each wrong entry would take a minute for 50,000 of them."""
    copies = []
    copied = salvage._copied
    monkeypatch.setattr(salvage, "_copied", lambda tree: copies.append(len(tree)) or copied(tree))
    file = configs / "willow-family-law" / "firm.yaml"
    file.write_text(MONSTERS["many findings"], encoding="utf-8")
    checked(file.parent)
    assert sorted(copies, reverse=True)[:2] == [5_000, 2]


PLACES = {
    "above the folder": "../../../etc/passwd",
    "absolute": "/etc/passwd",
    "above and back": "../_templates/../../../etc/passwd",
    "a device": "/dev/zero",
    "the process": "/proc/self/environ",
    "a link": "../_templates/link.yaml",
    "a linked folder": "../_templates/linked/passwd",
}


@pytest.mark.parametrize("entry", PLACES.values(), ids=PLACES)
def test_a_template_outside_the_folder_is_refused_with_place_reason_and_way_out(entry, configs):
    (configs / "_templates" / "link.yaml").symlink_to("/etc/passwd")
    (configs / "_templates" / "linked").symlink_to("/etc")
    firm = configs / "main-street-law" / "firm.yaml"
    firm.write_text(f"version: 1\nextends: [us.yaml, '{entry}']\n", encoding="utf-8")
    found = [each for each in checked(firm.parent) if each.name == "template-outside"]
    (finding,) = found
    assert (finding.code, finding.level) == ("SYN111", Level.ERROR)
    assert str(finding.place) == "firm-configs/main-street-law/firm.yaml:2:20"
    assert f"`{entry}` is outside the folder `firm-configs`." in finding.what
    assert finding.why
    assert finding.fix
    assert "root:" not in "".join(each.message for each in checked(firm.parent))


def strange(configs, entry):
    (configs / "main-street-law" / "firm.yaml").write_text(f"version: 1\nextends: [{json.dumps(entry)}]\n")
    return [each for each in checked(configs / "main-street-law") if each.level is Level.ERROR]


@pytest.mark.parametrize("entry", ["a" * 5_000, "a/" * 3_000, "..", ".", "a\\b", "\x1b[31m", "con", "~", "$HOME", "*"])
def test_a_strange_name_of_a_template_is_a_finding_at_its_place(entry, configs):
    assert {(each.code, each.place.line) for each in strange(configs, entry)} == {("SYN111", 2)}


def test_links_in_a_circle_and_pipes_are_findings_too(configs):
    (configs / "_templates" / "circle.yaml").symlink_to("circle.yaml")
    os.mkfifo(configs / "_templates" / "pipe.yaml")
    for name in ("circle", "pipe"):
        assert {each.code for each in strange(configs, f"../_templates/{name}.yaml")} == {"SYN111"}


@pytest.mark.parametrize("name", ["firm.yaml", "clients.yaml"])
@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere.yaml", "self"])
def test_a_file_that_is_a_link_to_elsewhere_is_not_read(name, target, configs):
    """Its first line would be quoted in findings, which a build server may show to everybody."""
    file = configs / "hudson-escrow" / name
    file.unlink()
    file.symlink_to(name if target == "self" else target)
    with pytest.raises(ProvisionerError) as raised:
        check(file.parent)
    assert "root:" not in f"{raised.value.summary}{raised.value.detail}"


def test_a_link_inside_the_folder_is_fine(configs):
    file = configs / "hudson-escrow" / "clients.yaml"
    file.rename(configs / "hudson-escrow" / "list.yaml")
    file.symlink_to("list.yaml")
    assert not [each for each in checked(file.parent) if each.level is Level.ERROR]
