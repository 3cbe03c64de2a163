"""docs: which pages a firm gets, with its own names; the same bytes each time; nothing of others is overwritten."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from provisioner.cli.main import run
from provisioner.model.errors import UsageProblem
from provisioner.workflows.check import check
from provisioner.workflows.docs import docs, page_kinds, pages

FIRMS = Path(__file__).parents[3] / "firm-configs"
HARBOR = FIRMS / "harbor-pine"
SHIPPED = sorted(each.parent.name for each in FIRMS.glob("*/firm.yaml"))


def _pages(name: str) -> dict[str, str]:
    firm = check(FIRMS / name)[1]
    assert firm is not None
    return dict(pages(firm))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_firm_gets_every_sort_of_page_in_both_forms(name: str) -> None:
    stems = {Path(file).stem.partition("-")[0] for file in _pages(name)}
    assert stems == {kind.name for kind in page_kinds()}
    assert {Path(file).suffix for file in _pages(name)} == {".md", ".html"}


def test_the_same_firm_gives_the_same_bytes() -> None:
    assert _pages("harbor-pine") == _pages("harbor-pine")


def test_the_runbook_names_this_firms_accounts_and_no_placeholder() -> None:
    text = _pages("harbor-pine")["runbook.md"]
    for name in ("1010 IOLTA Trust", "1000 Operating Checking", "2100 Client Trust Liability", "1300 Advanced Client"):
        assert name in text
    assert "Operating bank account" not in text


def test_two_trust_accounts_have_a_runbook_each() -> None:
    found = _pages("hudson-escrow")
    assert "1010 IOLA Trust" in found["runbook-iola.md"]
    assert "1020 Closing Escrow" in found["runbook-escrow.md"]
    assert "1010 IOLA Trust" not in found["runbook-escrow.md"]


def test_where_clients_are_told_apart_by_customer_the_ledger_is_the_liability_with_the_customer() -> None:
    text = _pages("main-street-law")["runbook.md"]
    assert "customer Client A" in text
    assert "names the client as customer" in text


def test_every_category_stands_in_the_mapping_with_its_product_and_account() -> None:
    firm = check(HARBOR)[1]
    assert firm is not None
    text = _pages("harbor-pine")["mapping.md"]
    for section in ("categories", "expense_categories"):
        for each in firm.section(section).values():
            product = firm.section("products")[each.product]
            account = firm.section("accounts")[product.income]
            (row,) = [line for line in text.splitlines() if line.replace("`", "").startswith(f"| {each.name} |")]
            assert product.name in row.replace("`", "")
            assert account.name in row.replace("`", "")


def test_the_calendar_has_the_duties_of_the_trust_accounts_state() -> None:
    assert "New York: duties to the bar" in _pages("hudson-escrow")["calendar.md"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def test_a_hostile_name_stays_text(tmp_path: Path) -> None:
    shutil.copytree(FIRMS, tmp_path / "firm-configs", ignore=shutil.ignore_patterns(".provisioner"))
    file = tmp_path / "firm-configs" / "harbor-pine" / "firm.yaml"
    hostile = "<script>alert(1)</script> | [x](javascript:y) **b** @all"
    text = file.read_text(encoding="utf-8").replace("name: Mediation Services, product", f"name: '{hostile}', product")
    file.write_text(text, encoding="utf-8")
    firm = check(file.parent)[1]
    assert firm is not None
    found = pages(firm)
    reader = _Reader()
    reader.feed(found["mapping.html"])
    assert hostile.split("|", maxsplit=1)[0].strip().replace("<", "&lt;").replace(">", "&gt;") in found["mapping.html"]
    assert "script" not in reader.tags
    assert not {name for name in reader.names if name.startswith("on") or name in {"href", "src"}}
    (row,) = [line for line in found["mapping.md"].splitlines() if "alert" in line]
    assert row.replace("\\|", "").count("|") == 4
    assert "`<script>alert(1)</script>`" in row


def test_pages_are_written_again_over_our_own_and_never_over_anybody_elses(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    first = docs(HARBOR, out).files
    assert first is not None
    assert docs(HARBOR, out).files == first
    (out / "calendar.md").write_text("my own notes", encoding="utf-8")
    before = (out / "mapping.md").stat().st_mtime_ns
    with pytest.raises(UsageProblem, match="was not made by this command"):
        docs(HARBOR, out)
    assert (out / "calendar.md").read_text(encoding="utf-8") == "my own notes"
    assert (out / "mapping.md").stat().st_mtime_ns == before


def test_a_firm_with_errors_gets_its_findings_and_no_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "firm.yaml").write_text("version: 1\nfirm: { title: X }\n", encoding="utf-8")
    assert run(["docs", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "unknown-key" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["docs", str(HARBOR), "--out", str(tmp_path)]) == 0
    assert "Wrote 10 files" in capsys.readouterr().out
