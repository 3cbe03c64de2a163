"""Laws of the YAML reader: what is dumped is read back, by both readers alike, and nothing makes it raise."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from provisioner.config.places import Map, Seq, SourceLines
from provisioner.config.yaml import parse
from provisioner.model.finding import Finding
from provisioner.model.source import Place

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufeff\u2028\u2029")
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXT)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5), max_leaves=15
)
YAML_LIKE = st.text(st.sampled_from(list("ab1:-?,[]{}#&*!|>'\"%@`<~ \n\t.=0x\\é\r")), max_size=60)
SIMPLE = ["a: ", "b:\n", "- ", "\n", "  ", "[", "]", "{", "}", ", ", "&x ", "<<: ", "'q'", '"d"', "1", "~", "# c\n"]
ODD = ["*x", "|\n", "!!str ", "? ", ": ", "---\n", "...\n", "true", "x y", "010", "1.5", "é"]
PIECES = st.lists(st.sampled_from(SIMPLE + ODD), max_size=25).map("".join)
# The readers differ about what a tab may follow, signs in anchor names and text blocks at the top: none of that here.
COMMON = st.lists(st.sampled_from(SIMPLE), max_size=25).map("".join)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dumped(data, *, flow):
    emitter = YAML(typ="safe", pure=True)
    emitter.default_flow_style = flow
    emitter.default_style = '"' if flow else None  # libyaml takes no plain text with colons inside brackets
    emitter.allow_unicode = True
    stream = io.StringIO()
    emitter.dump(data, stream)
    return stream.getvalue().encode()


def positions(node):
    """Every place in a tree, in order."""
    if isinstance(node, Map):
        return [(key, node.at[key], positions(value)) for key, value in node.items()]
    return [(at, positions(value)) for at, value in zip(node.at, node, strict=True)] if isinstance(node, Seq) else None


@QUIET
@given(DATA, st.booleans(), st.booleans())
def test_what_is_dumped_is_read_back(data, flow, compiled):
    document = parse(dumped(data, flow=flow), "f", SourceLines(), compiled=compiled)
    assert not document.findings
    assert document.root == data


@QUIET
@given(DATA, st.booleans())
def test_both_readers_give_the_same_values_at_the_same_places(data, flow):
    content = dumped(data, flow=flow)
    compiled, pure = (parse(content, "f", SourceLines(), compiled=choice) for choice in (True, False))
    assert compiled.root == pure.root
    assert positions(compiled.root) == positions(pure.root)


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "pure"])
@QUIET
@given(content=st.one_of(st.binary(max_size=80), YAML_LIKE.map(str.encode), PIECES.map(str.encode)))
def test_nothing_makes_it_raise_and_every_finding_has_a_place(content, compiled):
    document = parse(content, "f", SourceLines(), compiled=compiled)
    assert all(isinstance(finding, Finding) and isinstance(finding.place, Place) for finding in document.findings)
    assert document.usable or document.findings


@QUIET
@given(COMMON)
def test_what_both_readers_understand_they_understand_alike(text):
    compiled, pure = (parse(text.encode(), "f", SourceLines(), compiled=choice) for choice in (True, False))
    if compiled.usable and pure.usable:
        assert compiled.root == pure.root
