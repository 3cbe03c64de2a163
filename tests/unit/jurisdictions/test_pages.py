"""A page keeps what is confirmed apart from what is not, and says where it comes from."""

import re

import pytest

from provisioner.jurisdictions import all_codes, get
from provisioner.jurisdictions._manual import page, pages
from provisioner.jurisdictions.page import NOTICE, facts, sections, standing, title, when


def section(law, heading):
    return next((found for found in sections(law) if found.heading == heading), None)


@pytest.mark.parametrize("code", all_codes())
def test_every_cell_stands_on_the_page_once_under_what_it_is(code):
    law = get(code)
    cells = [cell for _, cell in law.cells()] + [*law.duties, *law.practices]
    shown = {name: section(law, name).rows if section(law, name) else () for name in ("Confirmed", "Not confirmed")}
    assert len(shown["Confirmed"]) == sum(cell.binds for cell in cells)
    assert len(shown["Not confirmed"]) == sum(standing(cell) == "not confirmed" for cell in cells)
    policy = section(law, "Firm policy")
    assert len(policy.rows if policy else ()) == sum(standing(cell) == "firm policy" for cell in cells)


@pytest.mark.parametrize("code", all_codes())
def test_a_page_has_citation_age_sources_and_says_that_it_is_no_advice(code):
    law, text = get(code), page(get(code))
    assert text.startswith(f"# {title(law)}\n\n- Citation: {law.citation}\n")
    assert f"- As of: {law.as_of}\n" in text
    assert all(f"- {source}\n" in text for source in law.sources)
    assert text.endswith(f"{NOTICE}\n")
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == [each.heading for each in sections(law)]


def test_what_we_do_not_know_is_said():
    missing, unknown = (text for _, text in section(get("US-TX"), "Not known").rows)
    assert "Who signs" in missing
    assert "Overdrafts reported" in unknown


def test_an_earlier_citation_and_the_standing_of_the_model_rules_are_said():
    assert ("Formerly", "Tex. Disc. R. Prof. Conduct 1.14 (until 2024-10-01)") in facts(get("US-TX"))
    assert "Binding" not in dict(facts(get("US-TX")))
    assert dict(facts(get("ABA")))["Binding"].startswith("no")


def test_a_duty_says_when_it_comes():
    assert [when(duty) for duty in get("US-FL").duties] == ["every year, June 1 to August 15", "every year"]
    assert [when(duty) for duty in get("US-NY").duties] == ["every two years"]


def test_a_change_that_was_not_confirmed_says_so():
    changes = section(get("US-TX"), "Recent changes").rows
    assert changes[0][0] == "2024-10-01"
    assert changes[0][1].endswith("(not confirmed)")
    assert not section(get("US-CA"), "Recent changes").rows[0][1].endswith("(not confirmed)")


def test_the_manual_has_an_index_and_a_page_for_each():
    made = pages()
    assert list(made) == ["jurisdictions.md", *(f"jurisdictions/{code}.md" for code in all_codes())]
    index = made["jurisdictions.md"]
    assert all(f"| [{code}](jurisdictions/{code}.md) | {get(code).name} |" in index for code in all_codes())
    assert "| every month | five years | 2026-01 |" in index
    assert "| *every month; the rule's text we read names no interval* | seven years |" in index
