"""Every code a user can meet has a page, and pages read well in a terminal."""

import re
from collections import Counter
from pathlib import Path

import pytest

import provisioner
from provisioner.model.errors import UsageProblem
from provisioner.workflows.catalog import registry, rules
from provisioner.workflows.explain import PAGES, explain

SOURCE = Path(provisioner.__file__).parent
FIRMS = SOURCE.parent / "firm-configs"
CODE = re.compile(r'"([A-Z]{3}\d{3})"')


def codes_in_source():
    files = [file for file in SOURCE.rglob("*.py") if file.name != "codes.py"]
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_code_has_exactly_one_page_and_every_page_has_a_code():
    pages = Counter([*(page.code for page in PAGES), *(rule.code for rule in rules())])
    assert [code for code, count in pages.items() if count > 1] == []
    assert codes_in_source() == set(pages)


@pytest.mark.parametrize("code", sorted(codes_in_source()))
def test_a_page_says_what_it_means_and_what_to_do(code):
    page = explain(code.lower(), None)
    assert page.title.startswith(f"{code} ")
    assert page.about.count(".") >= 2
    assert not re.search(r"(?<!`)``(?!`)", page.about)


def test_a_resource_type_is_explained_without_the_quotes_of_its_source_code():
    for kind in registry().types:
        assert not re.search(r"(?<!`)``(?!`)", explain(f"{kind}.x", None).about)


def test_a_code_that_does_not_exist_is_a_usage_problem_that_names_those_there_are():
    with pytest.raises(UsageProblem) as caught:
        explain("XYZ999", None)
    assert "MAT101" in caught.value.detail
    assert "TRU201" in caught.value.detail


def test_a_ledger_that_follows_clio_is_explained_without_asking_clio():
    page = explain("qbo.account.iolta.contact_7001", FIRMS / "willow-family-law")
    facts = dict(page.facts)
    assert facts["The ledger of"] == "client 7001 in Clio, wherever Clio has one"
    assert facts["parent"] == "qbo.account.iolta_liability"
    assert facts["Found by"].startswith("the mark clio:contact:7001 ")
    assert facts["Made inactive"].startswith("after 90 days at zero")
    with pytest.raises(UsageProblem):
        explain("qbo.account.iolta.matter_7001", FIRMS / "willow-family-law")
