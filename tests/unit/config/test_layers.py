from pathlib import Path

import pytest

from provisioner.config.layers import configs_root
from provisioner.model.finding import Level


def told(loaded):
    return [f"{finding.place} {finding.name}" for finding in loaded.findings]


EXTENDS_ONE = "extends: ../_templates/one.yaml\n"


def test_templates_merge_from_left_to_right_and_then_the_file(firm):
    loaded = firm(
        "extends: [../_templates/one.yaml, ../_templates/two.yaml]\naccounts: { a: { number: '3' } }\n",
        one="accounts: { a: { name: One, number: '1', type: Income }, b: { name: B } }\n",
        two="accounts: { a: { name: Two, number: '2' }, c: { name: C } }\n",
    )
    assert loaded.firm is not None
    account = loaded.firm.config.accounts["a"]
    assert (account.name, account.number, account.type) == ("Two", "3", "Income")
    assert list(loaded.firm.config.accounts) == ["a", "b", "c"]


def test_every_value_keeps_its_own_file(firm):
    loaded = firm(EXTENDS_ONE + "accounts: { a: { number: '3' } }\n", one="accounts:\n  a: { name: One }\n")
    place = loaded.firm.place
    assert str(place("accounts", "a", "name")).endswith("_templates/one.yaml:2:14")
    assert str(place("accounts", "a", "number")) == "firm.yaml:5:26"
    assert str(place("accounts", "a")) == "firm.yaml:5:13"


def test_a_mistake_in_a_template_points_into_the_template(firm):
    loaded = firm(EXTENDS_ONE, one="accounts:\n  a: { name: One, type: Bnak }\n")
    (finding,) = loaded.findings
    assert str(finding.place).endswith("_templates/one.yaml:2:25")
    assert loaded.sources.line(finding.place) == "  a: { name: One, type: Bnak }"


def test_lists_replace(firm):
    body = EXTENDS_ONE + "accounts: { a: { also: [b] } }\n"
    loaded = firm(body, one="accounts: { a: { name: A, also: [a, b] }, b: { name: B } }\n")
    assert list(loaded.firm.config.accounts["a"].also) == ["b"]


def test_null_removes_a_key_and_its_mistakes(firm):
    body = EXTENDS_ONE + "accounts: { a: null, b: { number: ~ } }\n"
    loaded = firm(body, one="accounts: { a: { name_: A }, b: { name: B, number: '1' } }\n")
    assert told(loaded) == []
    assert list(loaded.firm.config.accounts) == ["b"]
    assert not loaded.firm.config.accounts["b"].sets("number")
    assert loaded.firm.tree["accounts"] == {"b": {"name": "B"}}


def test_a_reference_to_what_was_removed_is_found(firm):
    body = EXTENDS_ONE + "accounts: { a: null }\n"
    loaded = firm(body, one="accounts: { a: { name: A }, b: { name: B, parent: a } }\n")
    assert [finding.name for finding in loaded.findings] == ["unknown-reference"]


def test_null_that_removes_nothing_is_a_warning(firm):
    loaded = firm(EXTENDS_ONE + "accounts: { x: ~, b: { number_: ~ } }\n", one="accounts: { b: { name: B } }\n")
    assert told(loaded) == ["firm.yaml:5:13 empty-value", "firm.yaml:5:24 empty-value"]
    assert {finding.level for finding in loaded.findings} == {Level.WARNING}
    assert loaded.firm is not None


def test_nulls_in_new_groups_and_in_lists_go_too(firm):
    loaded = firm("accounts: { a: { name: A, clio: { name: B, default: } } }\n")
    assert loaded.firm.tree["accounts"]["a"]["clio"] == {"name": "B"}


def test_templates_may_extend_templates(firm):
    loaded = firm(
        EXTENDS_ONE, one="extends: two.yaml\naccounts: { a: { name: A } }\n", two="terms: { t: { name: T } }\n"
    )
    assert set(loaded.firm.config.terms) == {"t"}
    assert [name.rpartition("/")[2] for name in loaded.firm.files] == ["firm.yaml", "one.yaml", "two.yaml"]


def test_a_template_used_twice_is_read_once(firm):
    body = "extends: [../_templates/one.yaml, ../_templates/two.yaml]\n"
    loaded = firm(body, one="extends: base.yaml\n", two="extends: [./base.yaml]\n", base="terms: { t: { name: T } }\n")
    assert told(loaded) == []
    assert len(loaded.firm.files) == 4


def test_many_templates_that_double_do_not_take_for_ever(firm):
    files = {f"t{n}": f"extends: [t{n + 1}.yaml, t{n + 1}.yaml]\n" for n in range(25)}
    loaded = firm("extends: ../_templates/t0.yaml\n", t25="terms: { t: { name: T } }\n", **files)
    assert set(loaded.firm.config.terms) == {"t"}


def test_circles_are_refused(firm):
    loaded = firm(EXTENDS_ONE, one="terms: {}\nextends: two.yaml\n", two="extends: [one.yaml]\n")
    (finding,) = loaded.findings
    assert (finding.code, finding.name) == ("SYN111", "template-circle")
    assert str(finding.place).endswith("two.yaml:1:11")
    assert loaded.firm is None


def test_a_file_cannot_extend_itself(firm):
    assert told(firm("extends: firm.yaml\n")) == ["firm.yaml:4:10 template-circle"]


def test_very_long_chains_are_refused(firm):
    files = {f"t{n}": f"extends: t{n + 1}.yaml\n" for n in range(200)}
    loaded = firm("extends: ../_templates/t0.yaml\n", t200="terms: {}\n", **files)
    assert [finding.name for finding in loaded.findings] == ["template-circle"]


def test_a_missing_template_is_placed_at_its_name_with_a_suggestion(firm):
    loaded = firm("extends:\n  - ../_templates/on.yaml\n", one="terms: {}\n")
    (finding,) = loaded.findings
    assert (str(finding.place), finding.code) == ("firm.yaml:5:5", "SYN111")
    assert "Did you mean `../_templates/one.yaml`?" in finding.message


def test_a_missing_template_makes_no_other_mistakes(firm):
    loaded = firm("version: 1\nextends: ../_templates/none.yaml\nprotect: [accounts.a]\nfrim: 1\n", head="")
    assert [finding.name for finding in loaded.findings] == ["template-not-found", "unknown-key"]


def test_a_template_that_is_no_yaml_makes_no_other_mistakes(firm):
    loaded = firm(EXTENDS_ONE + "protect: [accounts.a]\n", one="accounts: [\n")
    assert [finding.name for finding in loaded.findings] == ["unreadable-yaml"]


@pytest.mark.parametrize("entry", ["../../outside.yaml", "../../../../../etc/hostname", "/etc/hostname"])
def test_nothing_outside_the_configs_root_is_read(firm, tmp_path, entry):
    (tmp_path / "outside.yaml").write_text("terms: {}\n")
    assert told(firm(f"extends: {entry}\n")) == ["firm.yaml:4:10 template-outside"]


def test_a_link_does_not_lead_outside_either(firm, tmp_path):
    (tmp_path / "outside.yaml").write_text("terms: {}\n")
    firm()
    (tmp_path / "firm-configs" / "_templates" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert told(firm("extends: ../_templates/link.yaml\n")) == ["firm.yaml:4:10 template-outside"]


@pytest.mark.parametrize(
    ("extends", "places"),
    [
        ("5", ["4:10"]),
        ("[5, {a: 1}]", ["4:11", "4:14"]),
        ("{a: b}", ["4:10"]),
        ("''", ["4:10"]),
    ],
)
def test_extends_takes_file_names(firm, extends, places):
    loaded = firm(f"extends: {extends}\n")
    assert [str(finding.place) for finding in loaded.findings] == [f"firm.yaml:{place}" for place in places]
    assert {finding.name for finding in loaded.findings} == {"wrong-type"}


@pytest.mark.parametrize("extends", ["~", "[]"])
def test_extends_may_be_empty(firm, extends):
    assert firm(f"extends: {extends}\n").firm is not None


def test_an_empty_template_adds_nothing(firm):
    assert told(firm(EXTENDS_ONE, one="# later\n")) == []


def test_a_template_that_is_a_list_is_refused(firm):
    (finding,) = firm(EXTENDS_ONE, one="- a\n").findings
    assert (finding.code, finding.place.line) == ("SYN105", 1)


def test_a_folder_is_no_template(firm):
    assert told(firm("extends: ../_templates\n")) == ["firm.yaml:4:10 template-not-found"]


def test_a_template_that_may_not_be_read_is_placed(firm, monkeypatch):
    open_file = Path.open

    def refuse(path, *args, **options):
        if path.name == "one.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, *args, **options)

    firm(one="terms: {}\n")
    monkeypatch.setattr(Path, "open", refuse)
    assert told(firm(EXTENDS_ONE)) == ["firm.yaml:4:10 template-not-readable"]


def test_the_root_is_the_nearest_folder_of_that_name_or_the_parent(tmp_path):
    inside = tmp_path / "firm-configs" / "group" / "harbor"
    outside = tmp_path / "clients" / "harbor"
    for folder in (inside, outside):
        folder.mkdir(parents=True)
    assert configs_root(inside / "firm.yaml") == tmp_path / "firm-configs"
    assert configs_root(outside / "firm.yaml") == tmp_path / "clients"
