"""Comments that ask to ignore a rule's finding: what they take effect on, and what is said about the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provisioner.config.ignores import Ignore, ignores, with_ignored
from provisioner.config.places import SourceLines
from provisioner.model.finding import Finding, Level, has_errors
from provisioner.model.source import Place
from provisioner.workflows.check import check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FIRM = """\
version: 1
firm: {{ name: Example }}
systems: {{ quickbooks: {{ company_id: "1" }} }}
accounts:
  one: {{ name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }}
  two: {{ name: Other Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }}{comment}
"""


def _ignores(text: str) -> list[Ignore]:
    sources = SourceLines()
    sources.add("firm.yaml", text.encode())
    return ignores(sources)


def _found(tmp_path: Path, comment: str) -> Sequence[Finding]:
    (tmp_path / "firm.yaml").write_text(FIRM.format(comment=comment), encoding="utf-8")
    return check(tmp_path)[0].findings


def test_a_comment_names_codes_and_a_reason() -> None:
    (found,) = _ignores("a: b  # provisioner: ignore[COA201, coa202] the bank asks for it\n")
    assert found == Ignore(Place("firm.yaml", 1, 7, 58), ("COA201", "COA202"), "the bank asks for it")


@pytest.mark.parametrize(
    "line",
    [
        'name: "Fees # provisioner: ignore[COA201] reason"',
        "name: 'it''s # provisioner: ignore[COA201] reason'",
        "name: Fees# provisioner: ignore[COA201] reason",
        "# provisioner is a program",
        "# provisioner: version 2",
    ],
)
def test_what_is_no_such_comment_is_left_alone(line: str) -> None:
    assert _ignores(line) == []


def test_an_apostrophe_in_plain_text_opens_no_quotation() -> None:
    assert len(_ignores("name: O'Brien and Kelly's # provisioner: ignore[COA201] two of them")) == 1


def test_an_ignored_error_stays_listed_and_stops_nothing(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path, " # provisioner: ignore[COA201] both until the year ends")
    assert (finding.code, finding.level, finding.ignored) == ("COA201", Level.ERROR, "both until the year ends")
    assert not has_errors([finding])


def test_without_the_comment_the_same_file_fails(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path, "")
    assert finding.code == "COA201"
    assert has_errors([finding])


@pytest.mark.parametrize("comment", ["ignore[COA201]", "ignore[]", "ignore COA201 because", "ignore[XYZ999] because"])
def test_a_comment_that_cannot_be_followed_is_reported_and_has_no_effect(tmp_path: Path, comment: str) -> None:
    found = _found(tmp_path, f" # provisioner: {comment}")
    assert [(each.code, each.place.line if each.place else 0, each.ignored) for each in found] == [
        ("COA201", 6, ""),
        ("SYN115", 6, ""),
    ]


def test_a_comment_of_no_use_is_reported(tmp_path: Path) -> None:
    found = _found(tmp_path, " # provisioner: ignore[COA201,COA202] both until the year ends")
    assert [(each.code, bool(each.ignored)) for each in found] == [("COA201", True), ("SYN116", False)]


def test_what_is_no_rule_cannot_be_ignored(tmp_path: Path) -> None:
    found = _found(tmp_path, "\nrubbish: 1 # provisioner: ignore[SYN104] we like it")
    assert {"SYN104", "SYN115"} <= {each.code for each in found}
    assert has_errors(found)


def test_nothing_is_said_of_a_useless_comment_in_a_template() -> None:
    asked = [Ignore(Place("template.yaml", 3, 1), ("COA201",), "for others")]
    assert with_ignored([], asked, {"COA201"}, {"firm.yaml"}) == []
