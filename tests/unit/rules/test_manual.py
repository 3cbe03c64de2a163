"""The manual is complete, its examples do what they say, and the pages in docs/ are fresh."""

import re
from pathlib import Path

from provisioner.rules._manual import SECTIONS, pages, text_of

DOCS = Path(__file__).parents[3] / "docs" / "rules"


def section(rule, heading):
    return re.split(r"^## (.+)$", text_of(rule), flags=re.MULTILINE)[1:][2 * SECTIONS.index(heading) + 1]


def snippets(rule, heading):
    """The firm file and the client list among the examples below a heading."""
    blocks = re.findall(r"```yaml\n(.*?)```", section(rule, heading), flags=re.DOTALL)
    clients = next((block for block in blocks if block.startswith("# clients.yaml")), None)
    return next(block for block in blocks if block != clients), clients


def test_every_page_has_a_summary_and_the_fixed_sections(rules):
    for rule in rules:
        text = text_of(rule)
        assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == list(SECTIONS), rule.code
        assert text.partition("\n")[0].endswith("."), rule.code
        assert all(section(rule, heading).strip() for heading in SECTIONS), rule.code


def test_every_source_says_when_it_was_read_or_that_it_is_ours(rules):
    for rule in rules:
        for source in re.split(r"^- ", section(rule, "Sources"), flags=re.MULTILINE)[1:]:
            is_dated = re.search(r"\b20\d\d-\d\d\b", source)
            assert is_dated or "firm file's own format" in source or "our assumption" in source, (rule.code, source)


def test_codes_names_and_files_are_unique_and_agree(rules):
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
        assert not rule.name.startswith(("no-", "disallow-"))
        file = rule.check.__module__.rpartition(".")[2]
        assert file == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"


def test_every_rule_says_why_and_how_to_fix_in_sentences(rules):
    for rule in rules:
        assert rule.why.endswith("."), rule.code
        assert rule.fix.endswith("."), rule.code


def test_the_example_of_a_page_fails(rules, findings_of):
    for rule in rules:
        assert rule.code in {finding.code for finding in findings_of(*snippets(rule, "Example that fails"))}, rule.code


def test_the_corrected_example_of_a_page_has_no_findings_at_all(rules, findings_of):
    for rule in rules:
        firm, clients = snippets(rule, "Fix")
        found = findings_of(firm, clients or snippets(rule, "Example that fails")[1])
        assert found == [], rule.code


def test_the_pages_in_docs_are_those_the_rules_make():
    assert {file.name: file.read_text(encoding="utf-8") for file in DOCS.iterdir()} == pages()


def test_the_table_names_every_rule(rules):
    table = pages()["index.md"]
    assert all(f"[{rule.code}]({rule.code}.md) | {rule.name} | {rule.level} |" in table for rule in rules)
