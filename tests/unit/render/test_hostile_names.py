"""Hostile names are shown and obeyed nowhere: not by a terminal, a JSON reader, a browser, Markdown, a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hostile import NAMES, attest_report, drift_report, plan_report, status_report
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from provisioner.model.errors import VendorProblem
from provisioner.render.attest_text import attest_list, steps_text
from provisioner.render.documents import attest_document, drift_document, plan_document, problem_document
from provisioner.render.drift_text import drift_text
from provisioner.render.findings import check_text
from provisioner.render.harmless import clean, json_text
from provisioner.render.html import html_text
from provisioner.render.markdown import markdown_text
from provisioner.render.page import check_page, drift_page, plan_page
from provisioner.render.plan_text import plan_text
from provisioner.render.problem_text import problem_text
from provisioner.render.status_documents import status_document
from provisioner.render.status_page import status_page
from provisioner.render.status_text import status_text
from provisioner.render.table import csv_text

ACTING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
hostile = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
anything = given(st.text(min_size=1, max_size=60) | st.text("=+-@;\"'`*_[]()<>|\\#&!:/.$~ \t\r\nwx1", min_size=1))


def pages_of(name):
    report = plan_report(name)
    return [
        plan_page(report, "0" * 64, [(name, name)]),
        check_page(report.check),
        drift_page(drift_report(name)),
        status_page(status_report(name)),
    ]


def acting(text):
    return {character for character in text if unicodedata.category(character) in ACTING}


def refuse_acting_text(name):
    report = plan_report(name)
    problem = VendorProblem(name, name, name, name)
    for lines in (
        plan_text(report.plan, report.check.lines),
        plan_text(report.plan, report.check.lines, brief=True),
        check_text(report.check),
        drift_text(drift_report(name)),
        attest_list(attest_report(name)),
        status_text(status_report(name)),
        status_text(status_report(name), everything=True),
        *(steps_text(each, 1, 9) for each in report.plan.confirmations),
        problem_text(problem),
    ):
        for line in lines:
            assert not acting(line.plain)


@hostile
def test_a_terminal_gets_nothing_to_act_on(name):
    refuse_acting_text(name)


@hostile
def test_json_is_harmless_to_print_and_loses_nothing(name):
    report = plan_report(name)
    for document in (
        plan_document(report).model_dump(mode="json"),
        drift_document(drift_report(name)),
        attest_document(attest_report(name)),
        status_document(status_report(name)).model_dump(mode="json"),
        problem_document(VendorProblem(name, name)),
    ):
        text = json_text(document)
        assert acting(text) <= {"\n"}
        assert json.loads(text) == document


class Structure(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_comment(self, data):
        self.tags.append(("!--", data))

    def handle_decl(self, decl):
        self.tags.append(("!", decl))

    def handle_data(self, data):
        self.text += data


HARMLESS = Structure(html_text(pages_of("Harmless"))).tags


@hostile
def test_html_has_the_same_tags_whatever_the_name(name):
    page = Structure(html_text(pages_of(name)))
    assert page.tags == HARMLESS
    assert f"After this, {clean(name)} takes deposits." in page.text
    assert acting(page.text) <= {"\n"}


COMMENTS = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
FOLD = re.compile(r"<details( open)?><summary>[\w ':,]+(<code>[^<>]*</code>)?</summary>\n|</details>\n")
PLAIN_TEXT = re.compile(r"@|#\d|://|www\.|\bGH-|:\w+:|\$|[0-9a-f]{40}|<|>", re.IGNORECASE)


def refuse_acting_markdown(text):
    assert acting(text) <= {"\n"}
    for token in COMMENTS.parse(text):
        assert token.type in {
            "paragraph_open", "paragraph_close", "inline", "html_block", "bullet_list_open", "bullet_list_close",
            "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
        }, token  # fmt: skip
        if token.type == "html_block":
            assert FOLD.fullmatch(token.content), token.content
        for child in token.children or ():
            assert child.type in {"text", "code_inline", "strong_open", "strong_close", "softbreak"}, (child, text)
            if child.type == "text":
                assert not PLAIN_TEXT.search(child.content), child.content


def shown_in(text):
    """All words of a comment, as a reader sees them."""
    inline = [token.children for token in COMMENTS.parse(text) if token.type == "inline"]
    return "\n".join("".join(child.content for child in children) for children in inline)


@hostile
def test_markdown_makes_nothing_of_a_name(name):
    text = markdown_text(pages_of(name))
    refuse_acting_markdown(text)
    words = clean(name).split()
    if not re.search("`{4}", name):
        assert f"After this, {' '.join(words)} takes deposits." in shown_in(text)


FORMULA = re.compile(r"[\s'\"“”‘’]*[=+\-@−＝＋－＠]")  # noqa: RUF001 - Japanese spreadsheets take wide signs


def refuse_formulas(text):
    assert acting(text.removeprefix("\ufeff")) <= {"\r", "\n"}
    for delimiter in ",;":
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter):
            for cell in row:
                assert not FORMULA.match(cell) or cell.lstrip().startswith("'"), cell
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {13}


@hostile
def test_a_spreadsheet_takes_every_cell_as_text(name):
    refuse_formulas(csv_text(pages_of(name)))


@settings(max_examples=60, deadline=None)
@anything
def test_what_nobody_thought_of_is_harmless_too(name):
    refuse_acting_text(name)
    refuse_acting_markdown(markdown_text(pages_of(name)))
    refuse_formulas(csv_text(pages_of(name)))
    assert Structure(html_text(pages_of(name))).tags == HARMLESS


def test_there_are_enough_names():
    assert len(NAMES) >= 60
