"""docs: which pages a firm gets, with its own names; the same bytes each time; nothing of others is overwritten."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from provisioner.cli.main import run
from provisioner.model.errors import UsageProblem
from provisioner.render.docs.markdown import prose
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


def test_every_page_names_the_firm_and_can_be_read_by_whoever_can_read_its_file(tmp_path: Path) -> None:
    for name, text in _pages("harbor-pine").items():
        assert ("Harbor &amp; Pine LLP</p>" if name.endswith(".html") else "**Harbor & Pine LLP**") in text
    files = docs(HARBOR, tmp_path / "pages").files
    assert files is not None
    assert {each.stat().st_mode for each in files} == {(HARBOR / "firm.yaml").stat().st_mode}


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


def _made(tmp_path: Path, *changes: tuple[str, str], name: str = "harbor-pine") -> dict[str, str]:
    """The pages of a shipped firm with other words in its file or its templates."""
    root = tmp_path / "firm-configs"
    shutil.copytree(FIRMS, root, ignore=shutil.ignore_patterns(".provisioner"))
    for old, new in changes:
        files = [
            each for each in (root / name / "firm.yaml", *root.glob("_templates/*.yaml")) if old in each.read_text()
        ]
        assert files, old
        for file in files:
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    report, firm = check(root / name)
    assert firm is not None, report.findings
    return dict(pages(firm))


EXPORTING = (
    ("trust_payments: staff_posts", "trust_payments: clio_posts"),
    ("trust_export: none", "trust_export: [deposits, disbursements, bill_payments]"),
)


def test_staff_never_book_what_clio_exports(tmp_path: Path) -> None:
    text = _made(tmp_path, *EXPORTING)["runbook.md"]
    w01 = text.partition("## W01 ")[2].partition("## W02 ")[0]
    assert "| 1 | Deposit to trust, on client A's ledger (Clio, by its trust export" in w01
    assert (
        "| 2 | Reclassification to the ledger it belongs to (Staff, in QuickBooks) | 2100 Client Trust Liability" in w01
    )
    assert "Nothing is posted to" not in text
    assert "Nobody but Clio posts to 2100 Client Trust Liability itself" in text
    assert "Check to the client by name (Staff" not in text
    assert "Check to the client by name (Clio, by its trust export" in text


def test_without_sub_accounts_the_export_needs_no_reclassification(tmp_path: Path) -> None:
    text = _made(tmp_path, *EXPORTING, ("method: sub_accounts", "method: clio_only"))["runbook.md"]
    assert "Reclassification" not in text
    assert "2100 Client Trust Liability, in Clio for Client A" in text
    assert "Whose it is stands in Clio alone" in text
    assert "customer" not in text.partition("## W01 ")[0]


def test_a_client_s_own_account_moves_no_money_to_itself() -> None:
    found = _pages("redwood-injury")
    for number in ("W07", "W11", "W13", "W16", "W17"):
        assert f"## {number} " not in found["runbook-okafor.md"]
        assert f"## {number} " in found["runbook-iolta.md"]
    assert "The interest is the client's" in found["runbook-okafor.md"]
    assert "The interest is the client's" not in found["runbook-iolta.md"]
    assert "1011 Trust" in found["runbook-iolta.md"].partition("## W17 ")[2].partition("## W18 ")[0]


def test_where_the_client_s_signature_is_asked_for_it_is_looked_at_before_each_fee() -> None:
    text = _pages("hudson-escrow")["runbook-escrow.md"]
    assert text.count("The client has signed for this payment") == text.count("The bill is approved") > 1
    assert "The client has signed for this payment" not in _pages("hudson-escrow")["runbook-iola.md"]


def test_a_firm_without_clio_is_told_of_no_sync(tmp_path: Path) -> None:
    connected = "  clio: { account_name: Harbor & Pine LLP }\n  integration: { bills_from: 2026-01-01 }\n"
    text = _made(tmp_path, (connected, "  clio: null\n  integration: { via: none }\n"))["runbook.md"]
    assert "Clio, by its sync" not in text


def test_a_firm_without_trust_gets_no_page_on_trust(tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_text(
        'version: 1\nfirm: { name: X }\nsystems: { quickbooks: { company_id: "1" } }\n'
        "posting: { trust_payments: staff_posts }\n",
        encoding="utf-8",
    )
    firm = check(tmp_path)[1]
    assert firm is not None
    assert {Path(file).stem for file in pages(firm)} == {"calendar", "checklist", "mapping"}


def test_words_that_act_on_nothing_stand_plain_in_markdown() -> None:
    found = _pages("harbor-pine")
    assert "Harbor & Pine LLP Attorney-Client Trust Account" in found["checklist.md"]
    assert "1190 Due from Clients - Returned Items" in found["runbook.md"]
    assert prose("- [x] & 1. <b> `a|b` `a` b`") == "`-` `[x]` & 1. `<b>` `` `a|b` `` `a` `` b` ``"
    assert prose("1. first") == "`1.` first"
