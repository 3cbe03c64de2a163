import hashlib
from pathlib import Path

import pytest

from provisioner.config.load import load
from provisioner.config.places import Places
from provisioner.model.errors import ConfigProblem
from provisioner.model.finding import Level
from provisioner.model.source import Place

CLIENTS = "version: 1\nclients:\n  ann: { name: Ann Lee, trust: [iolta] }\n"
TRUST = """\
accounts: { bank: { name: IOLTA }, owed: { name: Owed } }
trust:
  iolta:
    { kind: iolta, jurisdiction: US-CA, bank: bank, liability: owed, ledgers: { method: customers, from: listed } }
"""


def test_ten_different_mistakes_are_all_reported_with_line_and_column(firm):
    loaded = firm(
        """\
version: 1
extends: ../_templates/base.yaml
firm: { name: Harbor, basis: csh }
systems:
  quickbooks: { company_id: "9341-45x9" }
  clio: { region: us }
accounts:
  bank: { name: Operating, type_: Bank }
  fees: { name: 4010, opened: 2026-13-01 }
  costs: { name: Costs, limit: 1500.10, parent: bnak }
  bank: { name: Again, due_days: 500 }
trust: [iolta]
""",
        head="",
        base="terms:\n  net: { name: Net, grace: soon }\n",
    )
    assert loaded.firm is None
    assert [
        f"{Path(finding.place.file).name}:{finding.place.line}:{finding.place.column} {finding.code}"
        for finding in loaded.findings
    ] == [
        "base.yaml:2:28 SYN105",
        "firm.yaml:3:30 SYN108",
        "firm.yaml:5:29 SYN108",
        "firm.yaml:6:3 SYN107",
        "firm.yaml:8:28 SYN104",
        "firm.yaml:9:17 SYN105",
        "firm.yaml:9:31 SYN108",
        "firm.yaml:10:32 SYN106",
        "firm.yaml:10:49 REF101",
        "firm.yaml:11:3 SYN103",
        "firm.yaml:11:34 SYN108",
        "firm.yaml:12:1 SYN105",
    ]


def test_a_clean_firm_is_loaded_with_all_it_says(firm, specs):
    loaded = firm(TRUST, clients=CLIENTS)
    assert loaded.findings == ()
    assert loaded.firm.config.systems.quickbooks.company_id == "9341"
    assert set(loaded.firm.entries("accounts", specs.AccountSpec)) == {"bank", "owed"}
    assert loaded.firm.clients["ann"].name == "Ann Lee"
    assert loaded.firm.tree["accounts"]["bank"] == {"name": "IOLTA"}
    assert (loaded.firm.file, loaded.firm.files) == ("firm.yaml", ("firm.yaml", "clients.yaml"))


def test_the_digest_is_that_of_all_files_read(firm, specs):
    body = "extends: ../_templates/one.yaml\n" + TRUST
    loaded = firm(body, clients=CLIENTS, one="terms: {}\n")
    contents = [content.encode() for content in (specs.head + body, "terms: {}\n", CLIENTS)]
    assert loaded.firm.digest == hashlib.sha256(b"\0".join(contents)).hexdigest()
    assert firm(body + "# a remark\n").firm.digest != loaded.firm.digest


def test_places_of_clients_are_in_their_own_file(firm):
    place = firm(TRUST, clients=CLIENTS).firm.place
    assert place("clients", "ann", "name") == Place("clients.yaml", 3, 16, 7)
    assert place("clients", "ann") == Place("clients.yaml", 3, 3, 3)
    assert place("clients") == Place("clients.yaml", 2, 1, 7)


def test_mistakes_in_the_list_of_clients_are_found_with_those_of_the_firm(firm, spots):
    loaded = firm(
        TRUST + "terms: 5\n",
        clients="version: 1\nclients:\n  ann: { name: '', trust: [iolto] }\n"
        "  Bob: { name_: Bob, trust: [] }\n  ann: {}\n",
    )
    assert spots(loaded.findings) == [
        "3:16 SYN108 value-too-short",
        "3:28 REF101 unknown-reference",
        "4:3 SYN107 missing-key",
        "4:3 SYN109 malformed-key",
        "4:10 SYN104 unknown-key",
        "4:22 SYN108 value-too-short",
        "5:3 SYN103 duplicate-key",
        "8:8 SYN105 wrong-type",
    ]
    assert loaded.firm is None


def test_a_list_of_clients_that_is_no_yaml_leaves_no_firm(firm):
    loaded = firm(TRUST, clients="clients: [\n")
    assert [(finding.name, finding.place.file) for finding in loaded.findings] == [("unreadable-yaml", "clients.yaml")]
    assert loaded.firm is None


def test_clients_cannot_extend_anything(firm):
    loaded = firm(TRUST, clients="extends: other.yaml\n" + CLIENTS)
    assert [(finding.code, str(finding.place)) for finding in loaded.findings] == [("SYN104", "clients.yaml:1:1")]


def test_without_a_list_there_are_no_clients(firm):
    assert firm(TRUST).firm.clients == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["empty-file"]),
        ("# nothing\n", ["empty-file"]),
        ("- a\n", ["wrong-type"]),
        ("just text\n", ["wrong-type"]),
        ("a: [\n", ["unreadable-yaml"]),
        ("version: 2\naccounts: { a: { whatever: 1 } }\n", ["unknown-version"]),
        ('version: "1"\nfirm: { name: X }\nsystems: { quickbooks: { company_id: "1" } }\n', ["unknown-version"]),
    ],
)
def test_hopeless_files_get_one_clear_finding(firm, text, names):
    loaded = firm(text, head="")
    assert [finding.name for finding in loaded.findings] == names
    assert loaded.firm is None


def test_warnings_leave_a_firm(firm):
    loaded = firm("terms:\n")
    assert [finding.level for finding in loaded.findings] == [Level.WARNING]
    assert loaded.firm is not None


def test_at_most_200_findings_are_listed_and_the_rest_is_counted(firm):
    loaded = firm("accounts:\n" + "".join(f"  a{n}: {{ name_: A, type: x }}\n" for n in range(100)))
    assert len(loaded.findings) == 201
    assert loaded.findings[-1].what == "There are 100 more findings like these."
    assert (loaded.findings[-1].code, loaded.findings[-1].place) == ("SYN114", None)
    assert [finding.place.line for finding in loaded.findings[:200]] == sorted(
        finding.place.line for finding in loaded.findings[:200]
    )


def test_findings_that_were_only_counted_are_in_the_count(firm):
    loaded = firm("a: 1\n" * 1_500)
    assert loaded.findings[-1].what == "There are 1,300 more findings like these."


def test_names_are_shown_from_the_current_folder_or_as_given(firm, specs, tmp_path):
    firm("accounts_: {}\nextends: ../_templates/one.yaml\n", one="trems: {}\n")
    folder = tmp_path / "firm-configs" / "harbor"

    def shown(path, cwd):
        return [finding.place.file for finding in load(path, specs.sections, cwd=cwd).findings]

    assert shown(folder, tmp_path) == ["firm-configs/_templates/one.yaml", "firm-configs/harbor/firm.yaml"]
    assert shown(folder / "firm.yaml", folder) == [str(folder.parent / "_templates/one.yaml"), "firm.yaml"]
    assert shown(folder, Path("/nowhere"))[1] == str(folder / "firm.yaml")


def test_a_relative_path_is_taken_from_the_current_folder(firm, specs, tmp_path, monkeypatch):
    firm("accounts_: {}\n")
    monkeypatch.chdir(tmp_path / "firm-configs")
    loaded = load(Path("harbor"), specs.sections)
    assert [str(finding.place) for finding in loaded.findings] == ["harbor/firm.yaml:4:1"]


def test_lines_of_all_files_can_be_shown(firm):
    loaded = firm("extends: ../_templates/one.yaml\n", one="trems: {}\n", clients="version: 1\n")
    assert loaded.sources.line(Place("clients.yaml", 1, 1)) == "version: 1"
    assert loaded.sources.line(loaded.findings[0].place) == "trems: {}"


@pytest.mark.parametrize("name", ["harbr", "harbr/firm.yaml", "", "harbor/clients.yaml"])
def test_a_missing_firm_names_those_nearby(firm, specs, tmp_path, name):
    firm()
    with pytest.raises(ConfigProblem) as caught:
        load(tmp_path / "firm-configs" / name, specs.sections, cwd=tmp_path)
    assert str(tmp_path / "firm-configs" / "harbor") in caught.value.detail
    assert "for example" in caught.value.fix


def test_where_there_is_no_firm_at_all_it_is_said_what_one_looks_like(specs, tmp_path):
    with pytest.raises(ConfigProblem) as caught:
        load(tmp_path / "x", specs.sections, cwd=tmp_path)
    assert "firm.yaml" in caught.value.detail


def test_the_other_spelling_of_the_ending_is_noticed(specs, tmp_path):
    (tmp_path / "firm.yml").write_text("version: 1\n")
    with pytest.raises(ConfigProblem) as caught:
        load(tmp_path, specs.sections, cwd=tmp_path)
    assert caught.value.fix == "Rename it to firm.yaml."


def test_a_firm_file_that_may_not_be_read_is_a_config_problem(specs, tmp_path, monkeypatch):
    def refuse(path, *args, **options):
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "firm.yaml").write_text("version: 1\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ConfigProblem, match=r"firm.yaml cannot be read: Permission denied"):
        load(tmp_path, specs.sections)


def test_no_place_is_worked_out_for_what_is_right(firm, monkeypatch):
    """Looking up places is the costly part, so a big clean file must not need any."""
    calls = []
    monkeypatch.setattr(Places, "__call__", lambda *args, **options: calls.append(args))
    loaded = firm("accounts:\n" + "".join(f"  a{n}: {{ name: A, parent: a{n} }}\n" for n in range(3_000)))
    assert len(loaded.firm.config.accounts) == 3_000
    assert not calls
