"""Of every firm file that loads, every declared value is in exactly one line of the enforcement matrix."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from declared import changed, model, plain, without, words
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from provisioner.config.load import load
from provisioner.engine.confirm import confirmations
from provisioner.engine.enforcement import declared, lines_by_value, matrix
from provisioner.model.resource import Snapshot
from provisioner.model.setting import Attestation
from provisioner.workflows import catalog
from provisioner.workflows.settings_page import example

FIRMS = Path(__file__).parents[2] / "firm-configs"
TODAY = date(2026, 11, 23)
HOW = {"provisioned", "attested", "observed", "unknown", "tool"}
STATUS = {"pass", "fail", "unknown", "error"}
MODEL = model()
NEEDED = {
    "name",
    "type",
    "detail_type",
    "product",
    "income",
    "kind",
    "jurisdiction",
    "bank",
    "liability",
    "method",
    "from",
    "fees_from",
    "fee_account",
    "via",
    "account_name",
    "timing",
    "trust_payments",
    "every",
    "warn",
    "fail",
    "amount",
    "days",
    "keep_years",
    "trust",
}
"""Keys without which their entry does not load."""
REFERRED_TO = {"accounts", "products", "trust", "processors", "classes", "people"}
"""Sections whose entries others name."""
ENTRY = 2
"""So long is the path of an entry."""
LAW = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@cache
def trees():
    """The shipped firms, their templates merged, and the firm that declares everything; each with its clients."""
    found = []
    for folder in sorted(each.parent for each in FIRMS.glob("*/firm.yaml")):
        firm = loaded(folder)
        clients = {
            key: {name: plain(getattr(client, name)) for name in type(client).model_fields if client.sets(name)}
            for key, client in firm.clients.items()
        }
        found.append((plain(firm.tree), clients))
    return [*found, (plain(example().tree), {})]


def loaded(path):
    types = catalog.registry()
    return load(path, types.sections, types.extensions).firm


def paths_of(tree, before=()):
    """Every value and every entry below ``tree``."""
    for key, value in tree.items():
        yield (*before, key)
        if isinstance(value, dict):
            yield from paths_of(value, (*before, key))


@st.composite
def files(draw):
    """A firm file: one of the trees, with some entries and keys left out and other words in their place."""
    tree, clients = draw(st.sampled_from(trees()))
    for path in draw(st.lists(st.sampled_from(list(paths_of(tree))), max_size=12)):
        try:
            if path[0] in {"version", "firm"} or path in {("systems",), ("systems", "quickbooks")}:
                continue
            choices = words(path, MODEL)
            if choices and draw(st.booleans()):
                tree = changed(tree, path, draw(st.sampled_from(choices)))
            elif path[-1] not in NEEDED and (len(path) > ENTRY or path[0] not in REFERRED_TO):
                tree = without(tree, path)
        except KeyError:  # an entry that was left out before
            continue
    return tree, clients


@st.composite
def said(draw, asked):
    """What people confirmed of some of ``asked``: in these words or in others, valid or expired."""
    found = {}
    for each in asked:
        if draw(st.booleans()):
            words_ = draw(st.sampled_from([each.says, "Something else."]))
            on = TODAY - timedelta(days=draw(st.integers(0, 40)))
            found[each.address] = Attestation(each.address, words_, "Ana", on, on + timedelta(days=30))
    return found


@LAW
@given(st.data(), files(), st.booleans())
def test_every_declared_value_is_in_exactly_one_line(tmp_path_factory, data, file, is_live):
    tree, clients = file
    folder = tmp_path_factory.mktemp("firm")
    (folder / "firm.yaml").write_text(json.dumps(tree), encoding="utf-8")
    if clients:
        (folder / "clients.yaml").write_text(json.dumps({"version": 1, "clients": clients}), encoding="utf-8")
    firm = loaded(folder)
    event("a file that loads" if firm is not None else "a file that does not")
    assume(firm is not None)
    kinds = catalog.settings()
    asked = [each for kind in kinds for each in kind.asked(firm)]
    snapshots = {"qbo": Snapshot("qbo", "1", "A", {"qbo.account": ()}, {"projects": False})} if is_live else {}
    confirmed = confirmations(firm, kinds, data.draw(said(asked)), TODAY, snapshots)
    resources = [
        (each, data.draw(st.sampled_from(sorted(STATUS))), "")
        for kind in catalog.registry().types.values()
        for each in kind.desired(firm)
    ]
    lines = matrix(firm, resources, confirmed, snapshots)
    assert {dotted for dotted, line in lines_by_value(firm, lines).items() if line is None} == set()
    assert {line.how for line in lines} <= HOW
    assert {line.status for line in lines} <= STATUS
    paths = Counter(path for line in lines for path in line.paths)
    assert [path for path, count in paths.items() if count > 1] == []
    assert len({line.path for line in lines}) == len(lines)
    values = set(declared(firm))
    assert all(not line.path.startswith("payments.") or line.how != "provisioned" or line.keys for line in lines)
    routes = {path for path in values if path[0] == "payments" and path[-1] in {"route", "from", "to", "processor"}}
    found = lines_by_value(firm, lines)
    assert all(found[path].how != "provisioned" for path in routes)


def test_the_shipped_firms_leave_nothing_that_nobody_can_confirm():
    for tree, _ in trees():
        folder = next((each for each in FIRMS.glob("*/firm.yaml") if plain(loaded(each.parent).tree) == tree), None)
        firm = example() if folder is None else loaded(folder.parent)
        kinds = catalog.registry().types.values()
        resources = [(each, "pass", "") for kind in kinds for each in kind.desired(firm)]
        lines = matrix(firm, resources, confirmations(firm, catalog.settings(), {}, TODAY, {}), {})
        assert [line.path for line in lines if line.how == "unknown" and not line.addresses] == []
