"""The twin against a small model of what any resource must do, over requests that Hypothesis makes up."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import httpx
from clio_live import EMPTY
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, multiple, rule
from starlette.applications import Starlette

from provisioner.sandbox.clio import ClioTwin
from provisioner.sandbox.kernel import Clock, Journal

# The text field that tells rows apart, and what else a new row needs.
RESOURCES = {
    "activity_descriptions": ("name", {}),
    "bank_accounts": ("name", {"type": "Trust", "currency": "USD"}),
    "contacts": ("name", {"type": "Company"}),
    "custom_field_sets": ("name", {"parent_type": "Matter"}),
    "expense_categories": ("name", {}),
    "groups": ("name", {}),
    "matters": ("description", {}),
    "practice_areas": ("name", {}),
}
REFUSED = {"data": {"name": 5, "description": 5}}
names = st.text("abc", min_size=1, max_size=2)
kinds = st.sampled_from(sorted(RESOURCES))


class ClioMachine(RuleBasedStateMachine):
    """The model: what the rows of each resource look like now, and every id there ever was."""

    rows = Bundle("rows")
    gone = Bundle("gone")

    def __init__(self):
        super().__init__()
        self.clock = Clock()
        self.clock.frozen = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
        self.journal = Journal(None)
        self.runner = asyncio.Runner()
        self.start()
        self.token = self.twin.tokens(EMPTY)["access_token"]
        self.model = {kind: {row["id"]: row for row in self.listed(kind)} for kind in RESOURCES}
        self.ever = {kind: set(rows) for kind, rows in self.model.items()}
        self.owners = {}  # matter to the contact it belongs to

    def start(self):
        self.twin = ClioTwin(self.journal, self.clock)
        self.twin.ensure(EMPTY)
        self.transport = httpx.ASGITransport(Starlette(routes=self.twin.routes()))

    def teardown(self):
        try:
            for kind in RESOURCES:
                self.compare(kind)
        finally:
            self.runner.close()

    def send(self, method, path, body=None, **options):
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        url = path if path.startswith("http") else f"http://clio.test/api/v4/{path}"
        request = httpx.Request(method, url, json=body, headers=headers, **options)
        return self.runner.run(self.answer(request))

    async def answer(self, request):
        answer = await self.transport.handle_async_request(request)
        await answer.aread()
        return answer

    def fields(self, kind):
        return {"fields": f"id,etag,{RESOURCES[kind][0]}"}

    def listed(self, kind, **params):
        answer = self.send("GET", kind, params={**self.fields(kind), **params})
        assert answer.status_code == 200
        return json.loads(answer.content)["data"]

    def holds(self, kind, row):
        """Take over a row the twin answered with."""
        self.model[kind][row["id"]] = row
        self.ever[kind].add(row["id"])

    def is_unchanged(self, kind, number):
        """Whether the twin shows a row as the model has it."""
        answer = self.send("GET", f"{kind}/{number}.json", params=self.fields(kind))
        return answer.status_code == 200 and json.loads(answer.content)["data"] == self.model[kind][number]

    @initialize(target=rows)
    def begin(self):
        return multiple(*((kind, number) for kind, rows in self.model.items() for number in rows))

    @rule(target=rows, kind=kinds, name=names, data=st.data())
    def create(self, kind, name, data):
        word, needed = RESOURCES[kind]
        body = {**needed, word: name}
        if kind == "matters":
            contacts = sorted(self.model["contacts"])
            if not contacts:
                return multiple()
            body["client"] = {"id": data.draw(st.sampled_from(contacts))}
        answer = self.send("POST", kind, {"data": body}, params=self.fields(kind))
        assert answer.status_code == 201, answer.content
        made = json.loads(answer.content)["data"]
        assert made["id"] not in self.ever[kind], "an id was used again"
        assert made[word] == name
        self.holds(kind, made)
        if kind == "matters":
            self.owners[made["id"]] = body["client"]["id"]
        return kind, made["id"]

    @rule(kind=kinds, body=st.sampled_from([{}, {"data": []}, REFUSED, {"data": {"name": ""}}]))
    def create_wrongly(self, kind, body):
        if kind == "groups" and body == {"data": {"name": ""}}:
            return  # a group needs no name
        assert self.send("POST", kind, body).status_code in {400, 422}

    @rule(row=rows, name=names)
    def update(self, row, name):
        kind, number = row
        before, word = self.model[kind][number], RESOURCES[kind][0]
        answer = self.send("PATCH", f"{kind}/{number}", {"data": {word: name}}, params=self.fields(kind))
        assert answer.status_code == 200, answer.content
        after = json.loads(answer.content)["data"]
        assert after[word] == name
        assert answer.headers["etag"] == after["etag"]
        assert (after["etag"] == before["etag"]) == (name == before[word]), "the etag goes with the content"
        self.holds(kind, after)

    @rule(row=rows, unknown=st.sampled_from(["zzz", "Name", "etag", "id", "created_at"]))
    def update_what_is_not_known(self, row, unknown):
        kind, number = row
        assert self.send("PATCH", f"{kind}/{number}", {"data": {unknown: "7"}}).status_code == 200
        assert self.is_unchanged(kind, number)

    @rule(row=rows)
    def update_wrongly(self, row):
        kind, number = row
        assert self.send("PATCH", f"{kind}/{number}", REFUSED).status_code == 422
        assert self.is_unchanged(kind, number)

    @rule(row=rows, name=names)
    def update_what_has_changed(self, row, name):
        kind, number = row
        body, headers = {"data": {RESOURCES[kind][0]: name}}, {"If-Match": '"another"'}
        assert self.send("PATCH", f"{kind}/{number}", body, headers=headers).status_code == 412
        assert self.is_unchanged(kind, number)

    @rule(row=rows)
    def update_what_is_as_known(self, row):
        kind, number = row
        headers = {"If-Match": self.model[kind][number]["etag"]}
        assert self.send("PATCH", f"{kind}/{number}", {"data": {}}, headers=headers).status_code == 200
        assert self.is_unchanged(kind, number)

    @rule(target=gone, row=consumes(rows))
    def delete(self, row):
        kind, number = row
        answer = self.send("DELETE", f"{kind}/{number}")
        if kind == "contacts" and number in self.owners.values():
            assert answer.status_code in {409, 422}
            assert self.is_unchanged(kind, number)
            return multiple()
        if kind == "groups" and answer.status_code == 403:
            return multiple()  # those that Clio makes itself
        assert answer.status_code == 204, answer.content
        del self.model[kind][number]
        self.owners.pop(number, None) if kind == "matters" else None
        return kind, number

    @rule(row=gone, method=st.sampled_from(["GET", "PATCH", "DELETE"]))
    def reach_for_what_is_gone(self, row, method):
        kind, number = row
        assert self.send(method, f"{kind}/{number}", {"data": {}}).status_code == 404

    @rule(row=rows)
    def ask_again(self, row):
        kind, number = row
        headers = {"If-None-Match": self.model[kind][number]["etag"]}
        assert self.send("GET", f"{kind}/{number}", headers=headers).status_code == 304

    @rule(kind=kinds, limit=st.integers(1, 4))
    def follow_pages(self, kind, limit):
        url, found = f"{kind}?fields={self.fields(kind)['fields']}&limit={limit}", []
        for _ in range(len(self.model[kind]) + 1):
            content = json.loads(self.send("GET", url).content)
            assert len(content["data"]) <= limit
            found += content["data"]
            url = content["meta"]["paging"].get("next")
            if url is None:
                break
        assert found == self.expected(kind)
        assert url is None, "there is always another page"

    @rule(kind=kinds, limit=st.integers(1, 4))
    def count_through(self, kind, limit):
        every = self.expected(kind)
        found = [row for offset in range(0, len(every), limit) for row in self.listed(kind, limit=limit, offset=offset)]
        assert found == every

    @rule(seconds=st.integers(1, 1_000_000))
    def wait(self, seconds):
        self.clock.advance(seconds)

    @rule()
    def start_again(self):
        self.start()

    @rule(name=names)
    def look_for_a_name(self, name):
        named = [row for row in self.expected("practice_areas") if row["name"] == name]
        assert self.listed("practice_areas", name=name) == named

    def expected(self, kind):
        return [row for _, row in sorted(self.model[kind].items())]

    @rule(kind=kinds)
    def compare(self, kind):
        assert self.listed(kind) == self.expected(kind)


ClioMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # a failure would take minutes to shrink; add Phase.shrink to see the shortest
    suppress_health_check=list(HealthCheck),
)
TestClioModel = ClioMachine.TestCase
