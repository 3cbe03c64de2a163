"""How a command line ends: its code, one JSON document where one is asked for, no import that help can do without."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from provisioner import __version__
from provisioner.cli import main as entry
from provisioner.model.errors import ProvisionerError
from provisioner.workflows import check as checking

HEAVY = "quickbooks deepdiff httpx psycopg requests pydantic rich starlette uvicorn stamina ruamel yaml"
SHOW = (
    "import sys; from provisioner.cli.main import run; code = run({words!r}); "
    "print('LOADED', code, *sorted(m for m in {heavy!r}.split() if m in sys.modules), file=sys.stderr)"
)


def python(code, **options):
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False, **options
    )


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], []], ids=str)
def test_help_imports_nothing_that_is_slow(words):
    ended = python(SHOW.format(words=words, heavy=HEAVY))
    assert ended.stderr.strip().splitlines()[-1] in {"LOADED 0", "LOADED 64"}


@pytest.mark.parametrize("verb", ["plan", "apply", "sandbox", "demo"])
def test_help_of_one_command_imports_nothing_but_what_typer_does(verb):
    ended = python(SHOW.format(words=[verb, "--help"], heavy=HEAVY.replace("pydantic", "")))
    assert ended.stderr.strip().splitlines()[-1] == "LOADED 0"


def test_validate_imports_no_client_of_a_vendor_and_no_database(firm):
    ended = python(
        SHOW.format(words=["validate", str(firm)], heavy="quickbooks httpx requests psycopg starlette deepdiff")
    )
    assert ended.stderr.strip().splitlines()[-1] == "LOADED 0"


def test_the_version_is_told(provisioner):
    assert provisioner("--version") == (0, f"provisioner {__version__}\n", "")


def test_help_ends_with_0_and_tells_of_every_command(provisioner):
    ended = provisioner("--help")
    assert ended.code == 0
    for name in ("validate", "plan", "apply", "drift", "explain", "schema", "demo", "sandbox", "--version"):
        assert name in ended.out


USAGE = [
    [],
    ["bogus"],
    ["plan"],
    ["plan", "--nope"],
    ["plan", "x", "--format", "xml"],
    ["plan", "x", "y"],
    ["validate"],
    ["schema", "bogus"],
    ["sandbox"],
    ["sandbox", "bogus"],
]


@pytest.mark.parametrize("words", USAGE, ids=str)
def test_a_command_line_that_cannot_be_understood_ends_with_64(provisioner, words):
    ended = provisioner(*words)
    assert ended.code == 64
    assert "Usage" in ended.err + ended.out
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("words", USAGE[1:3], ids=str)
def test_and_says_so_in_json(provisioner, words):
    ended = provisioner(*words, "--format", "json")
    assert ended.code == 64
    assert ended.document["error"]["summary"] == "The command line cannot be understood"
    assert ended.document["error"]["detail"]


def test_a_subprocess_ends_with_the_same_codes(firm):
    program = "from provisioner.cli.main import main; main({!r})"
    codes = [python(program.format(words)).returncode for words in (["validate", str(firm)], ["bogus"], ["plan"])]
    assert codes == [0, 64, 64]


@pytest.mark.parametrize(
    "words", [["validate", "nowhere"], ["plan", "nowhere", "--sandbox"], ["drift", "nowhere", "--sandbox"]]
)
def test_a_firm_that_is_not_there_is_a_problem_in_both_forms_and_nothing_is_made(provisioner, tmp_path, words):
    ended = provisioner(*words)
    assert (ended.code, ended.out) == (1, "")
    assert "There is no firm file at nowhere" in ended.err
    ended = provisioner(*words, "--format=json")
    assert (ended.code, ended.err) == (1, "")
    assert ended.document["error"]["summary"].startswith("There is no firm file at nowhere")
    assert list(tmp_path.iterdir()) == []


def test_live_commands_make_nothing_beside_a_firm_that_is_not_there(provisioner, tmp_path, monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_ACCESS_TOKEN", "CANARY")
    for verb in ("plan", "drift", "apply"):
        assert provisioner(verb, "nowhere").code == 1
    assert list(tmp_path.iterdir()) == []


def break_down(monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(checking, "check", fail)


def test_our_own_mistake_ends_with_70_and_says_that_it_is_ours(provisioner, firm, monkeypatch):
    break_down(monkeypatch, ZeroDivisionError("odd"))
    ended = provisioner("validate", firm)
    assert (ended.code, ended.out) == (70, "")
    assert "ZeroDivisionError: odd" in ended.err
    assert "This is a bug in provisioner, not a mistake of yours." in ended.err
    assert __version__ in ended.err


def test_our_own_mistake_in_json_is_one_document_too(provisioner, firm, monkeypatch):
    break_down(monkeypatch, ZeroDivisionError("odd"))
    ended = provisioner("validate", firm, "--format", "json")
    assert ended.code == 70
    assert ended.document["error"]["summary"] == "This is a bug in provisioner"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), entry.typer.Abort()], ids=repr)
def test_an_interrupted_command_ends_with_130(provisioner, firm, monkeypatch, error):
    break_down(monkeypatch, error)
    ended = provisioner("validate", firm)
    assert (ended.code, ended.err) == (130, "\nInterrupted.\n")


def test_a_problem_chooses_its_own_code(provisioner, firm, monkeypatch):
    break_down(monkeypatch, ProvisionerError("It cannot go on", "Because.", "Do this."))
    ended = provisioner("validate", firm)
    assert (ended.code, ended.err) == (1, "Error: It cannot go on.\n  Because.\n  Do this.\n")


def test_a_reader_that_goes_away_gets_no_traceback():
    """As in ``provisioner schema | head -1``."""
    code = "from provisioner.cli.main import main; main(['schema'])"
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], stdout=write, stderr=subprocess.PIPE, text=True, timeout=120, check=False
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.parametrize(
    "words", [["schema"], ["--help"], ["explain", "COA201"], ["explain", "nothing", "--format", "json"]], ids=" ".join
)
def test_a_full_disk_is_said_plainly_and_is_no_bug_of_ours(words):
    program = f"from provisioner.cli.main import main; main({words!r})"
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        ended = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: The output cannot be written: No space left on device.")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["plan", "apply", "drift", "validate", "doctor", "approve"])
def test_a_name_that_no_file_can_have_is_a_mistake_on_the_command_line(provisioner, command):
    ended = provisioner(command, "x" * 300)
    assert ended.code in {1, 64}
    assert "Traceback" not in ended.err
    assert "too long" in ended.err + ended.out


def test_any_other_failure_of_the_operating_system_is_our_bug(provisioner, firm, monkeypatch):
    break_down(monkeypatch, PermissionError(13, "Permission denied"))
    assert provisioner("validate", firm).code == 70


def test_json_is_readable_whatever_the_terminal_speaks(firm):
    config = json.loads((firm / "firm.yaml").read_text())
    config["firm"]["name"] = "Müller 株式会社"
    (firm / "firm.yaml").write_text(json.dumps(config))
    program = f"from provisioner.cli.main import main; main(['validate', {str(firm)!r}, '--format', 'json'])"
    ended = python(program, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert json.loads(ended.stdout)["firm"] == "Müller 株式会社"


@pytest.mark.parametrize(
    "words", [["schema", "firm"], ["schema", "plan"], ["schema", "clients"], ["schema", "findings"], ["schema"]]
)
def test_a_schema_is_one_document(provisioner, words):
    assert provisioner(*words).document["$schema"].startswith("https://json-schema.org/")
