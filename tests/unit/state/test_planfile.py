"""Plan files: whatever was planned comes back as it was, and a file with a single other byte is refused."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from decimal import Decimal

import pytest
from fakes import at
from hypothesis import given
from hypothesis import strategies as st

from provisioner.engine.saved import SavedPlan, Touch
from provisioner.model.change import Action
from provisioner.model.errors import PlanFileProblem
from provisioner.model.resource import Remote
from provisioner.state import planfile
from provisioner.state.planfile import approve, dump, is_plan_file, load, read, seal, sealed

NOON = "2026-11-22T12:00:00+00:00"
SMALL = sealed(
    SavedPlan(
        firm="Müller & Söhne",
        file="firm.yaml",
        path="firms/m",
        digest="d1",
        environment="sandbox",
        identities={"qbo": ("9341", "2026-01-01T00:00:00+00:00")},
        made_at=NOON,
        made_by="ana",
        expires_at="2026-11-29T12:00:00+00:00",
        as_of="2026-11-22",
        touches=(
            Touch(at("account.fees"), "4000 Fees", Action.UPDATE, {"number": "4000"}, "7", "3", {"number": None}, True),
            Touch(
                at("item.time"),
                "Time",
                Action.CREATE,
                {"income": at("account.fees"), "rate": Decimal("350.10"), "class": Remote("qbo.class", "9")},
            ),
        ),
        released=(at("account.old"),),
        accepted=("brake:qbo",),
        targets=(at("account.fees"), at("item.time")),
        excluded=(at("account.x"),),
        document={"summary": {"create": 1}},
    )
)
APPROVED = approve(SMALL, "lee", NOON)


def test_what_is_written_comes_back_as_it_was():
    for saved in (SMALL, APPROVED, sealed(replace(SMALL, targets=None, touches=(), released=(), document={}))):
        assert load(dump(saved).encode(), "f") == saved


def test_the_same_plan_gives_the_same_bytes_whatever_the_order_inside():
    turned = replace(SMALL, identities=dict(reversed(SMALL.identities.items())), document=dict(SMALL.document))
    assert dump(sealed(turned)) == dump(SMALL)
    assert dump(SMALL).isascii()
    assert dump(SMALL).endswith("}\n")


@pytest.mark.parametrize(
    "how", [lambda byte: byte ^ 1, lambda byte: byte ^ 0x20, lambda byte: byte ^ 0x80, lambda _: 32]
)
def test_every_single_other_byte_is_refused(how):
    raw = dump(APPROVED).encode()
    accepted = []
    for position, byte in enumerate(raw):
        other = how(byte)
        if other == byte:
            continue
        try:
            load(raw[:position] + bytes([other]) + raw[position + 1 :], "f")
        except PlanFileProblem:
            continue
        accepted.append((position, raw[max(0, position - 20) : position + 20]))
    assert accepted == []


@pytest.mark.parametrize("cut", [0, 1, 10, 100, -1, -2])
def test_a_file_that_was_cut_or_lengthened_is_refused(cut):
    raw = dump(APPROVED).encode()
    for wrong in (raw[:cut], raw + b"\n", raw + raw, b"\n" + raw):
        with pytest.raises(PlanFileProblem):
            load(wrong, "f")


def test_the_same_content_written_otherwise_is_refused():
    """One plan has one text, so that its hash can be compared by anybody."""
    tree = json.loads(dump(SMALL))
    for text in (json.dumps(tree), json.dumps(tree, indent=1, sort_keys=True) + " ", dump(SMALL).replace("\n", "\r\n")):
        with pytest.raises(PlanFileProblem, match="was edited"):
            load(text.encode(), "f")


@pytest.mark.parametrize(
    ("name", "value"),
    [("made_by", "eve"), ("expires_at", "2099-01-01T00:00:00+00:00"), ("accepted", []), ("environment", "live")],
)
def test_an_edit_is_refused_even_when_it_is_canonical(name, value):
    tree = {**json.loads(dump(SMALL)), name: value}
    with pytest.raises(PlanFileProblem, match="was edited"):
        load((json.dumps(tree, indent=1, sort_keys=True) + "\n").encode(), "f")


def test_an_approval_is_bound_to_its_plan_its_person_and_its_time():
    (approval,) = APPROVED.approvals
    assert approval.seal == seal(SMALL.hash, "lee", NOON)
    assert APPROVED.hash == SMALL.hash, "an approval does not change what was approved"
    other = sealed(replace(SMALL, made_by="eve"))
    for wrong in (
        replace(APPROVED, approvals=(replace(approval, by="eve"),)),
        replace(APPROVED, approvals=(replace(approval, at="2026-11-23T12:00:00+00:00"),)),
        replace(other, approvals=(approval,)),
    ):
        with pytest.raises(PlanFileProblem, match="was edited"):
            load(dump(wrong).encode(), "f")


def test_a_second_approval_is_added_to_the_first():
    twice = approve(APPROVED, "kim", NOON)
    assert [each.by for each in load(dump(twice).encode(), "f").approvals] == ["lee", "kim"]


@pytest.mark.parametrize("version", ["2.0", "1.1", 1, None])
def test_another_format_is_named(version):
    tree = {**json.loads(dump(SMALL)), "format_version": version}
    with pytest.raises(PlanFileProblem, match="another release") as caught:
        load(json.dumps(tree).encode(), "f")
    assert f"Its format is {version!r}; this program reads 1.0." in caught.value.detail


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"17",
        b"\xff\xfe",
        b"{}",
        b'{"format": "other"}',
        b"version: 1\nfirm: { name: Harbor }\n",
        b"[" * 100_000,
        b'{"format": "provisioner-plan", "format_version": "1.0"}',
        b'{"format": "provisioner-plan", "format_version": "1.0", "firm": 5}',
    ],
    ids=lambda raw: repr(raw[:30]),
)
def test_what_is_no_plan_is_said_to_be_none_and_how_to_make_one(raw):
    with pytest.raises(PlanFileProblem) as caught:
        load(raw, "that.plan")
    assert "that.plan" in caught.value.summary
    assert "plan --out" in caught.value.fix


@given(
    path=st.sampled_from(sorted(json.loads(dump(SMALL)).keys() - {"approvals"})),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
        max_leaves=4,
    ),
)
def test_any_other_value_in_any_place_is_refused(path, value):
    tree = json.loads(dump(APPROVED))
    if tree[path] == value:
        return
    with pytest.raises(PlanFileProblem):
        load((json.dumps({**tree, path: value}, indent=1, sort_keys=True) + "\n").encode(), "f")


class TestFiles:
    def test_a_file_is_read(self, tmp_path):
        file = tmp_path / "p.plan"
        file.write_text(dump(APPROVED))
        assert read(file) == APPROVED

    def test_one_that_is_not_there_or_too_large_is_a_problem(self, tmp_path, monkeypatch):
        with pytest.raises(PlanFileProblem, match="cannot be read"):
            read(tmp_path / "none.plan")
        file = tmp_path / "p.plan"
        file.write_text(dump(APPROVED))
        monkeypatch.setattr(planfile, "MOST_BYTES", 10)
        with pytest.raises(PlanFileProblem, match="is no plan file") as caught:
            read(file)
        assert caught.value.detail == "It is larger than any plan."

    def test_a_huge_one_is_refused_without_reading_it(self, tmp_path):
        file = tmp_path / "huge.plan"
        file.touch()
        os.truncate(file, planfile.MOST_BYTES + 1)  # a hole, which takes no room
        with pytest.raises(PlanFileProblem, match="is no plan file"):
            read(file)

    @pytest.mark.parametrize(
        ("name", "content", "is_one"),
        [
            ("a.plan", "{}", True),
            ("a", "{", True),
            ("firm.yaml", "{}", False),
            ("a.txt", "x", False),
            ("empty", "", False),
        ],
    )
    def test_a_plan_file_is_told_from_a_firm_by_name_and_first_byte(self, tmp_path, name, content, is_one):
        (tmp_path / name).write_text(content)
        assert is_plan_file(tmp_path / name) is is_one
        assert not is_plan_file(tmp_path)
        assert not is_plan_file(tmp_path / "nothing")
