"""Laws of the small parts: normal forms, differences, addresses and what is remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from fakes import REGISTRY
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.engine.diff import differences
from provisioner.engine.normalise import normalise
from provisioner.engine.order import by_dependency, references
from provisioner.model.address import Address
from provisioner.model.resource import Desired, Remote
from provisioner.model.source import Place
from provisioner.state.codec import decode, encode

QUIET = settings(max_examples=200, deadline=None)
ADDRESSES = st.builds(
    Address,
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,6}(\.[A-Za-z0-9_][A-Za-z0-9_-]{0,6}){0,3}", fullmatch=True),
)
REMOTES = st.builds(Remote, st.sampled_from(sorted(REGISTRY.types)), st.text(min_size=1, max_size=6))
AMOUNTS = st.decimals(-(10**12), 10**12, places=2)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12), AMOUNTS, ADDRESSES, REMOTES)
FIELDS = st.dictionaries(st.text(max_size=8), VALUES, max_size=6)


@st.composite
def typed(draw):
    """A resource type with values for its fields, of the kinds that these fields are given."""
    kind = REGISTRY.types[draw(st.sampled_from(sorted(REGISTRY.types)))]
    fields = {}
    for name, info in kind.fields.items():
        normal = getattr(info.normal, "__name__", "")
        one = {"amount": st.none() | AMOUNTS | st.integers(0, 10**6), "flag": st.none() | st.booleans()}
        fields[name] = draw(one.get(normal, st.none() | st.text(max_size=12) | REMOTES | ADDRESSES))
    return kind, fields


@QUIET
@given(typed())
def test_normalising_twice_changes_nothing(given_fields):
    kind, fields = given_fields
    once = normalise(fields, kind.fields)
    assert normalise(once, kind.fields) == once


@QUIET
@given(typed())
def test_equal_fields_have_no_difference(given_fields):
    kind, fields = given_fields
    normal = normalise(fields, kind.fields)
    assert differences(normal, normal, normal) == ()
    assert differences(normal, None, normal) == ()


@QUIET
@given(ADDRESSES)
def test_an_address_is_read_as_it_was_written(address):
    assert Address.parse(str(address)) == address


@QUIET
@given(st.text(max_size=20))
def test_a_text_is_an_address_only_when_it_is_written_that_way(text):
    try:
        address = Address.parse(text)
    except ValueError:
        return
    assert str(address) == text


@QUIET
@given(FIELDS)
def test_fields_are_remembered_without_loss(fields):
    back = decode(encode(fields))
    assert back == fields
    assert {name: type(value) for name, value in back.items()} == {name: type(value) for name, value in fields.items()}
    assert [str(value) for value in back.values() if isinstance(value, Decimal)] == [
        str(fields[name]) for name, value in back.items() if isinstance(value, Decimal)
    ]


@QUIET
@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=3)), max_size=12))
def test_every_address_comes_once_and_after_what_it_refers_to_unless_in_a_circle(edges):
    place = Place("firm.yaml", 1, 1)
    wanted = {
        n: Desired(at(n), {str(i): at(to) for i, to in enumerate(targets) if to < n}, ("x", str(n)), place)
        for n, targets in edges
    }
    order = by_dependency(wanted.values())
    assert sorted(order) == sorted(each.address for each in wanted.values())
    for each in wanted.values():
        for target in references(each.fields) & set(order):
            assert order.index(target) < order.index(each.address)


def at(number):
    return Address("qbo", "account", f"a{number}")


PLAN_IN_ANOTHER_PROCESS = """
import json
from fakes import World, account, at, gone, item, klass
from provisioner.engine.report import CheckReport, PlanReport
from provisioner.render.documents import plan_document

world = World()
world.apply(*(account(f"a{n}", f"Name {n}", number=str(n), parent=None) for n in range(9)), account("old", number="x"))
wanted = [account(f"a{n}", f"Name {(n + 1) % 9}", number=str((n + 2) % 9), parent=None) for n in range(9)]
wanted += [gone("account.old"), account("new", number="x"), klass("c")]
wanted += [item("i", at("account.new"), class_=at("class.c"))]
report = PlanReport(CheckReport("", "", (), lambda _: None), world.plan(*wanted))
print(json.dumps(plan_document(report).model_dump(mode="json")))
"""


def test_the_plan_does_not_depend_on_the_process_that_makes_it():
    """Sets of texts come in another order in each process; nothing of that may be seen."""
    folder = Path(__file__).parents[1]
    documents = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", PLAN_IN_ANOTHER_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{folder}{os.pathsep}{folder.parent}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(documents) == 1
    assert any(step["temporary"] for step in json.loads(documents.pop())["steps"])
