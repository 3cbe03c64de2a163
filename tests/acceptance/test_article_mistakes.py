"""What firms get wrong when they connect Clio and QuickBooks, each as a small firm file: found, and gone once fixed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASES = Path(__file__).parents[1] / "cases"
BASE = CASES / "rules" / "_base.yml"


def cases() -> Iterator[Any]:
    for file in sorted((CASES / "article_mistakes").glob("*.yml")):
        for case in YAML(typ="safe").load(file):
            yield pytest.param(case, id=f"{file.stem}: {case['name']}")


@pytest.fixture
def firm(tmp_path) -> Callable[..., Path]:
    """The folder of a firm: _base.yml, with the parts given laid over it, the last one as the firm's own file.

    Lines of the last part stay where they are.
    """

    def write(*parts: str, clients: str | None = None) -> Path:
        folder = tmp_path / "firm-configs" / "firm"
        folder.mkdir(parents=True, exist_ok=True)
        (folder.parent / BASE.name).write_text(BASE.read_text("utf-8"), "utf-8")
        below = [BASE.name]
        for number, part in enumerate(parts[:-1], start=1):
            below.append(f"_part{number}.yml")
            (folder.parent / below[-1]).write_text(f"{part}\nversion: 1\n", "utf-8")
        extends = ", ".join(f"../{name}" for name in below)
        (folder / "firm.yaml").write_text(f"{parts[-1]}\nversion: 1\nextends: [{extends}]\n", "utf-8")
        (folder / "clients.yaml").write_text(clients or "version: 1\n", "utf-8")
        return folder

    return write


@pytest.mark.parametrize("case", list(cases()))
def test_a_mistake_is_found_where_it_stands_and_gone_once_the_fix_is_made(case, firm, cli):
    folder = firm(case["firm"], clients=case.get("clients"))
    before = cli("validate", folder, "--format", "json")
    found = {(each["code"], each["source"]["line"]): each for each in before.json["findings"]}
    for wanted in case["expect"]:
        finding = found[wanted["code"], wanted["line"]]
        assert Path(finding["source"]["file"]).name == wanted.get("file", "firm.yaml")
        assert finding["source"]["column"] == wanted.get("column", finding["source"]["column"])
        assert wanted.get("what_contains", "") in finding["what"]
        assert wanted.get("fix_contains", "") in finding["fix"]
    assert before.code == int(any(each["level"] == "error" for each in found.values()))

    after = cli("validate", firm(case["firm"], case["fixed"], clients=case.get("clients")), "--format", "json")
    assert (after.json["findings"], after.code) == ([], 0)


def test_every_case_expects_a_finding():
    assert all(case["expect"] for (case,) in (each.values for each in cases()))


def test_the_firm_that_the_cases_are_laid_over_has_no_findings(firm, cli):
    assert cli("validate", firm("firm: {}"), "--format", "json").json["findings"] == []
