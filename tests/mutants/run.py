"""Builds the defects of ``mutants.yml`` into a copy of the twins, one at a time, and runs tests on it.

``python tests/mutants/run.py`` tries all of them and writes ``results.json``; ids as arguments, only those. It ends
with 1 when a defect goes unnoticed, cannot be built in, or breaks the twin so that no test runs.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from ruamel.yaml import YAML

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RESULTS = HERE / "results.json"
COPIED = ("provisioner", "tests")
LINKED = ("firm-configs", "schemas", "docs", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
EVERYTHING = ("tests/twin",)
FEW_PLUGINS = ("-p", "pytest_socket", "-p", "_hypothesis_pytestplugin")  # all of them take longer than most tests
AT_ONCE = 2
SECONDS = 600
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One defect: ``old`` becomes ``new`` in ``file``; ``tests`` are those expected to notice, tried first."""

    id: str
    vendor: str
    notice: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def places(self, root: Path) -> int:
        """How often ``old`` stands in the file; once is right."""
        return (root / self.file).read_text(encoding="utf-8").count(self.old)


def mutants() -> list[Mutant]:
    """The whole list."""
    entries = YAML(typ="safe").load(HERE / "mutants.yml")
    return [Mutant(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]


class Broken(Exception):
    """The tests did not run as they should."""


class Tree:
    """A copy of the checkout."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in COPIED:
            shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in LINKED:
            (path / name).symlink_to(ROOT / name)
        seen = self._run("-c", "import provisioner.sandbox.kernel as kernel; print(kernel.__file__)").stdout.strip()
        if not Path(seen).is_relative_to(path):
            raise Broken(f"{seen} would be tested instead of the copy.")

    def killer(self, mutant: Mutant, hint: str) -> str:
        """A test that notices the defect, the one in ``hint`` if it still does; "" when none does."""
        file = self.path / mutant.file
        text = file.read_text(encoding="utf-8")
        if text.count(mutant.old) != 1:
            raise Broken("The text to change does not stand in the file exactly once.")
        _write(file, text.replace(mutant.old, mutant.new))
        try:
            return self._hinted(hint) or self.first_failure(mutant.tests) or self.first_failure(EVERYTHING)
        finally:
            _write(file, text)

    def _hinted(self, hint: str) -> str:
        try:
            return self.first_failure((hint,)) if hint else ""
        except Broken:  # the test is no longer there
            return ""

    def first_failure(self, tests: tuple[str, ...]) -> str:
        """The test that fails first; "" when all pass. Broken when they cannot be run."""
        options = ["-x", "-q", "--tb=line", "-rfE", "-p", "no:cacheprovider"]
        if tests == EVERYTHING:
            done = self._run("-m", "pytest", *options, *tests)
        else:
            done = self._run("-m", "pytest", *options, *FEW_PLUGINS, *tests, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
        failed = FAILED.search(done.stdout)
        if done.returncode == 1 and failed:
            return failed[1]
        if done.returncode:
            raise Broken(done.stdout[-2000:] + done.stderr[-1000:])
        return ""

    def _run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        place = {"PYTHONPATH": str(self.path), "COLUMNS": "1000", "NO_COLOR": "1", **more}
        command = [sys.executable, *arguments]
        return subprocess.run(  # noqa: S603 - our own interpreter
            command, cwd=self.path, env=os.environ | place, capture_output=True, text=True, check=False, timeout=SECONDS
        )


def _write(file: Path, text: str) -> None:
    """Change a file; byte code of its earlier form, which may look as fresh and as long, goes."""
    file.write_text(text, encoding="utf-8")
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


def main(ids: list[str]) -> int:
    """Try the defects named, or all; the exit code."""
    chosen = [each for each in mutants() if each.id in ids or not ids]
    unknown = set(ids) - {each.id for each in chosen}
    known: dict[str, str] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        trees: SimpleQueue[Tree] = SimpleQueue()
        for number in range(AT_ONCE):
            trees.put(Tree(Path(folder).resolve() / str(number)))
        outcomes = list(pool.map(lambda each: _try(trees, each, known.get(each.id, "")), chosen))
        noticed = {each.id: name for each, (name, _) in zip(chosen, outcomes, strict=True) if name}
        problems = [problem for _, problem in outcomes if problem] + _without_defect(trees.get(), noticed)
    problems += [f"There is no defect {each}." for each in sorted(unknown)]
    kept = {name: test for name, test in known.items() if ids and name not in ids} | noticed
    order = {each.id: kept[each.id] for each in mutants() if each.id in kept}
    RESULTS.write_text(json.dumps(order, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return int(bool(problems))


def _without_defect(tree: Tree, noticed: dict[str, str]) -> list[str]:
    """What is wrong without any defect: a test that fails then notices nothing."""
    try:
        failure = tree.first_failure(tuple(dict.fromkeys(noticed.values()))) if noticed else ""
    except Broken as error:
        failure = str(error)
    return [f"Without any defect, this fails: {failure}"] if failure else []


def _try(trees: SimpleQueue[Tree], mutant: Mutant, hint: str) -> tuple[str, str]:
    """The test that notices the defect, and what went wrong instead."""
    tree = trees.get()
    try:
        name = tree.killer(mutant, hint)
    except (Broken, subprocess.TimeoutExpired) as error:
        name, problem = "", f"{mutant.id}: {error}"
    else:
        problem = "" if name else f"{mutant.id}: no test notices that {mutant.notice}"
    finally:
        trees.put(tree)
    sys.stdout.write(f"{mutant.id}: {name or problem}\n")
    sys.stdout.flush()
    return name, problem


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
