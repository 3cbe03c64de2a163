"""The page to sign, opened in a real browser: hostile names stay text, nothing runs, nothing is fetched."""

from __future__ import annotations

import html
import os
import re
import subprocess
import threading
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from browser.fetch import browser
from hostile import NAMES, plan_report

from provisioner.render.docs.blocks import Chain, Document, Heading, Steps, Table, Text, Warn
from provisioner.render.docs.html import html as printed
from provisioner.render.harmless import clean
from provisioner.render.html import html_text
from provisioner.render.page import plan_page
from provisioner.workflows.check import check
from provisioner.workflows.docs import pages

MINUTE = 60
FIRMS = Path(__file__).parents[2] / "firm-configs"
OURS = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "article", "header", "section", "h1", "h2", "h3", "p"),
        *(
            "ul",
            "ol",
            "li",
            "b",
            "table",
            "tbody",
            "thead",
            "tr",
            "th",
            "td",
            "div",
            "del",
            "ins",
            "small",
            "br",
            "span",
        ),
    )
)
OWNED = re.compile(r"owned|Approved")


class Canary(NamedTuple):
    """A server of one page that writes down everything it is asked for."""

    address: str
    page: dict[str, str]
    asked: list[str]


@pytest.fixture
def canary():
    page, asked = {"text": ""}, []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = page["text"].encode() if self.path == "/plan.html" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_HEAD = do_GET  # noqa: N815 - named by the base class

        def log_message(self, *_):
            """Nothing to tell."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Canary(f"http://127.0.0.1:{server.server_port}", page, asked)
        server.shutdown()
        thread.join()


class Seen(HTMLParser):
    """What the browser made of a page: its title, elements, handlers and words."""

    def __init__(self, dom):
        super().__init__()
        self.tags, self.handlers, self.text, self.title = set(), [], "", ""
        self._inside = ""
        self.feed(dom)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self._inside = tag

    def handle_data(self, data):
        if self._inside == "title":
            self.title, self._inside = data, ""
        self.text += data


@pytest.fixture
def opened(canary, tmp_path):
    """Opens a page, waits until nothing happens any more, and hands back what became of it."""
    program = browser()
    if program is None:
        pytest.fail("There is no browser for the tests of pages. Run: python tests/browser/fetch.py")

    def open_page(text):
        canary.page["text"] = text
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=5000",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "--dump-dom",
            f"{canary.address}/plan.html",
        ]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=MINUTE, check=False)  # noqa: S603 - as above
        assert ended.returncode == 0, ended.stderr
        assert "/plan.html" in canary.asked
        return Seen(ended.stdout)

    return open_page


def page_of(names):
    return html_text([plan_page(plan_report(*names), "0" * 64, [(names[0], names[0])])])


def fetched(canary):
    return set(canary.asked) - {"/plan.html", "/favicon.ico"}


def test_hostile_names_stay_text_and_nothing_is_fetched(opened, canary):
    names = [name.replace("CANARY", canary.address) for name in NAMES.values()]
    seen = opened(page_of(names))
    assert seen.title == f"Plan for {clean(names[0])}"
    assert seen.tags <= OURS
    assert seen.handlers == []
    assert fetched(canary) == set()
    for name in names:
        assert f"After this, {clean(name)} takes deposits." in seen.text


def test_even_without_the_escapes_the_page_lets_nothing_run_or_be_fetched(opened, canary):
    """But a page may always send the reader elsewhere: against that there are only the escapes."""
    names = [name.replace("CANARY", canary.address) for key, name in NAMES.items() if key != "html-refresh"]
    seen = opened(html.unescape(page_of(names)))
    assert seen.tags - OURS, "without escapes the names are elements"
    assert not OWNED.match(seen.title)
    assert fetched(canary) == set()


def test_a_careless_page_would_be_obeyed_by_this_browser(opened, canary):
    """Shows that the tests above could fail."""
    names = [name.replace("CANARY", canary.address) for key, name in NAMES.items() if key != "html-refresh"]
    seen = opened(f"<!doctype html><title>Plan</title><body>{'<p>'.join(names)}")
    assert seen.title == "owned"
    assert fetched(canary)


def test_a_printed_page_of_hostile_names_stays_text_and_fetches_nothing(opened, canary):
    names = tuple(name.replace("CANARY", canary.address) for name in NAMES.values())
    blocks = (
        *(Heading(name) for name in names),
        *(Text(name) for name in names),
        *(Warn(name) for name in names),
        Steps(names, ticked=True),
        Table(names[:3], (names[:3], names[3:6]), frozenset({2})),
        *(Chain((name, name), (name,)) for name in names),
    )
    seen = opened(printed(Document("page", names[0], names[1], blocks), names[0], "<!-- ours -->"))
    assert seen.title == clean(names[0])
    assert seen.tags <= OURS
    assert seen.handlers == []
    assert fetched(canary) == set()
    for name in names:
        assert seen.text.count(clean(name)) >= 5


def test_the_pages_of_a_shipped_firm_are_whole_in_a_browser(opened, canary):
    firm = check(FIRMS / "harbor-pine")[1]
    for name, text in pages(firm).items():
        if name.endswith(".html"):
            seen = opened(text)
            assert seen.tags <= OURS
            assert "1010 IOLTA Trust" in seen.text or name.startswith(("calendar", "checklist", "mapping")), name
            assert len(seen.text) > 500, name
    assert fetched(canary) == set()
