"""What our client and our twin believe about a QuickBooks company. Whatever is made here is made inactive again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter

import pytest
from live.targets import unique

from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.money import loads
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.workflows.catalog import registry

TYPES = registry().of("qbo")
# What is made of each type, and what is changed about it; "$income" is an income account of the company.
LIVES = {
    "qbo.account": (
        {"type": "Expense", "detail_type": "OfficeGeneralAdministrativeExpenses"},
        {"description": "Changed by a test"},
    ),
    "qbo.item": ({"type": "Service", "income": "$income", "rate": "10.50"}, {"description": "Changed by a test"}),
    "qbo.term": ({"due_days": 7}, {"due_days": 8}),
    "qbo.payment_method": ({"kind": "NON_CREDIT_CARD"}, {"kind": "CREDIT_CARD"}),
    "qbo.class": ({}, {}),
}
COMMON = {"Id", "SyncToken", "MetaData", "domain", "sparse", "Active"}
SWITCHED_OFF = {"5020", "5030"}
# Not listed by a plain query: rates are asked for by currency, templates come inside another object.
UNLISTED = {"ExchangeRate", "RecurringTransaction"}
REFUSALS = {
    "unknown property": ("POST", "account", {"json": {"Name": "x", "AccountType": "Expense", "Colour": "red"}}, 2010),
    "nothing required": ("POST", "account", {"json": {"AccountType": "Expense"}}, 2020),
    "unknown id": ("GET", "account/987654321", {}, 610),
    "no statement": ("GET", "query", {"params": {"query": "select everything"}}, 4000),
    "no such filter": ("GET", "query", {"params": {"query": "select * from Account where AcctNum = '1'"}}, 4001),
}


@dataclass
class Object:
    """One object through our own client: each step answers with the object as it is read back afterwards."""

    company: object
    type: object

    def write(self, operation, observed=None, *, active=None, **fields):
        write = Write(Address("qbo", self.type.kind[4:], "test"), self.type, operation, fields, observed, active)
        return self.company.write(write)

    def stored(self, result):
        assert result.problem is None, result.problem.detail
        (found,) = [each for each in self.all() if each.id == result.observed.id]
        assert found.version == result.observed.version
        return found

    def all(self):
        return self.company.reader().read([self.type]).objects[self.type.kind]

    def create(self, **fields):
        return self.stored(self.write(Operation.CREATE, **fields))

    def update(self, observed, **fields):
        return self.stored(self.write(Operation.UPDATE, observed, **fields))

    def retire(self, observed):
        return self.stored(self.write(Operation.UPDATE, observed, active=False))


def query(company, *words):
    """The answer to a statement; empty where the company's plan or settings leave out what it asks for."""
    answer = company.send("GET", "query", params={"query": " ".join(words), "minorversion": "75"})
    if answer.status_code == 400:
        assert answer.json()["Fault"]["Error"][0]["code"] in SWITCHED_OFF, answer.text
        return {}
    assert answer.status_code == 200, answer.text
    return loads(answer.text)["QueryResponse"]


@pytest.fixture
def made(qbo):
    """Makes objects, and makes them inactive in the end."""
    left = []

    def make(kind, /, **fields):
        thing = Object(qbo, registry()[kind])
        if kind == "qbo.class" and qbo.reader().read([]).facts["class_tracking"] == "none":
            pytest.fail("The company does not track classes; switch that on in its settings.")
        observed = thing.create(**fields)
        left.append((thing, observed.id))
        return thing, observed

    yield make
    for thing, remote_id in left:
        for found in thing.all():
            if found.id == remote_id and found.active:
                thing.retire(found)


@pytest.fixture
def income(qbo):
    """An income account of the company."""
    found = qbo.reader().read([registry()["qbo.account"]]).objects["qbo.account"]
    return next(each.remote for each in found if each.active and each.fields["type"] == "Income")


def test_lists_are_read_whole(qbo):
    snapshot = qbo.reader().read(TYPES)
    assert snapshot.title
    assert snapshot.facts["edition"]
    for kind in TYPES:
        both = "where Active in (true, false)" if kind.kind != "qbo.preferences" else ""
        counted = query(qbo, "select count(*) from", kind.entity, both)
        assert len(snapshot.objects[kind.kind]) == counted["totalCount"], kind.kind


@pytest.mark.parametrize("kind", LIVES)
def test_the_life_of_an_object(made, income, kind):
    first, change = LIVES[kind]
    name = unique("object")
    fields = {"name": name} | {key: income if value == "$income" else value for key, value in first.items()}
    thing, observed = made(kind, **fields)
    for key, info in thing.type.fields.items():
        if key in fields:
            assert info.normal(observed.fields[key]) == info.normal(fields[key]), key
    changed = thing.update(observed, **change)
    for key, value in change.items():
        assert thing.type.fields[key].normal(changed.fields[key]) == thing.type.fields[key].normal(value)
    renamed = thing.update(changed, name=f"{name} renamed")
    assert renamed.fields["name"] == f"{name} renamed"
    retired = thing.retire(renamed)
    assert not retired.active
    assert retired.raw["Name"] == f"{name} renamed (deleted)"


def test_a_name_that_is_taken_is_refused(made):
    thing, observed = made("qbo.term", name=unique("term"), due_days=3)
    again = thing.write(Operation.CREATE, name=observed.fields["name"], due_days=3)
    assert again.problem.code == "6240"


def test_an_outdated_version_is_refused_and_changes_nothing(made):
    thing, observed = made("qbo.term", name=unique("term"), due_days=3)
    changed = thing.update(observed, due_days=4)
    stale = thing.write(Operation.UPDATE, replace(changed, version=observed.version), due_days=5)
    assert stale.problem.code == "5010"
    (found,) = [each for each in thing.all() if each.id == observed.id]
    assert found == changed


def test_a_repeated_request_makes_one_object(qbo, made):
    thing = Object(qbo, registry()["qbo.term"])
    body = {"Name": unique("term"), "DueDays": 2}
    params = {"requestid": unique("request")[-8:], "minorversion": "75"}
    first, second = (loads(qbo.send("POST", "term", params=params, json=body).text)["Term"] for _ in range(2))
    assert first == second
    (found,) = [each for each in thing.all() if each.fields["name"] == body["Name"]]
    thing.retire(found)


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_and_how(qbo, case):
    method, path, options, code = REFUSALS[case]
    answer = qbo.send(method, path, **options)
    assert answer.status_code == 400
    fault = answer.json()["Fault"]
    assert [error["code"] for error in fault["Error"]] == [str(code)]
    assert fault["type"] == "ValidationFault"
    assert answer.headers["intuit_tid"]


def test_a_token_that_is_no_good_is_refused_in_the_gateways_spelling(qbo):
    answer = qbo.send("GET", "companyinfo/1", token="x" * 64)
    assert answer.status_code == 401
    assert answer.json()["fault"]["type"] == "AUTHENTICATION"
    assert answer.json()["fault"]["error"][0]["code"] == "3200"


@pytest.mark.parametrize(
    "entity", [each for name, each in ENTITIES.items() if name not in UNLISTED], ids=attrgetter("name")
)
def test_no_attribute_is_answered_that_the_twin_has_never_heard_of(qbo, entity):
    known = COMMON | set(entity.by_name) | {column.name for column in entity.computed} | entity.ignored
    found = query(qbo, "select * from", entity.name, "maxresults 100")
    assert {name for row in found.get(entity.key, []) for name in row} <= known
