"""provisioner attest: the walk at a terminal, and the form for scripts."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time

import pytest
from setting_fakes import SETTINGS, TODAY

from provisioner.cli import attest as command
from provisioner.cli import environment
from provisioner.workflows import attested

FEEDS = "clio.setting.feeds"
TITLE = "bank.setting.title.iolta"
KEYS = {
    "close": {"locked_through": "2026-09-30"},
    "sync": {"bank_feeds": "quickbooks"},
    "people": {"ana": {"name": "Ana Ruiz"}, "lee": {"name": "Lee Harbor"}},
}


@pytest.fixture(autouse=True)
def _made_up(monkeypatch):
    monkeypatch.setattr(attested, "settings", lambda: SETTINGS)
    real = environment.today
    monkeypatch.setattr(environment, "today", lambda day: TODAY.isoformat() if day is None else real(day))


@pytest.fixture
def firm(firm):
    file = firm / "firm.yaml"
    file.write_text(json.dumps({**json.loads(file.read_text()), **KEYS}, indent=1))
    return firm


@pytest.fixture
def answer(monkeypatch):
    """Somebody at a terminal who answers, and then closes it."""
    asked = []

    def give(*answers):
        left = iter(answers)

        def reply(question):
            asked.append(question)
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", reply)
        monkeypatch.setattr(command.sys.stdin, "isatty", lambda: True, raising=False)
        return asked

    return give


def kept(firm):
    file = firm / "attestations.yaml"
    return file.read_text() if file.exists() else ""


def test_a_script_names_who_and_what(provisioner, firm):
    ended = provisioner("attest", firm, FEEDS, "--by", "Ana Ruiz", "--note", "seen with Lee", "--on", "2026-11-01")
    assert (ended.code, ended.err) == (0, "")
    assert "1 confirmation written down." in ended.out
    assert "    by: ana\n    on: 2026-11-01\n    expires: 2027-01-30\n    note: seen with Lee\n" in kept(firm)
    assert provisioner("attest", firm, "--list").code == 0


def test_json_tells_how_everything_stands(provisioner, firm):
    document = provisioner("attest", firm, FEEDS, "--by", "ana", "--format", "json").document
    assert (document["confirmed"], document["waiting"], document["rehearsal"]) == ([FEEDS], [], False)
    stands = {each["address"]: (each["status"], each["expires"]) for each in document["attestations"]}
    assert stands == {FEEDS: ("attested", "2027-02-18"), "qbo.setting.closing": ("open", None)}
    listed = provisioner("attest", firm, "--list", "--format", "json")
    assert (listed.code, listed.document["attestations"]) == (0, document["attestations"])


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        ((), "ADDRESS --by NAME"),
        ((FEEDS,), "harbor --by NAME"),
        (("--by", "ana"), "ADDRESS --by NAME"),
        (("--all",), "--by NAME"),
        (("--all", "--by", "ana"), "--yes"),
        ((FEEDS, "--by", "nobody"), "ana (Ana Ruiz)"),
        (("clio.setting.feed", "--by", "ana"), "Did you mean clio.setting.feeds?"),
        ((FEEDS, "--by", "ana", "--on", "tomorrow"), "2026-01-31"),
        ((FEEDS, "--by", "ana", "--on", "2026-12-01"), "has not come yet"),
        ((FEEDS, "--by", "ana", "--evidence", "nothing.png"), "is no file below"),
    ],
)
def test_where_nobody_can_be_asked_and_something_is_missing_the_way_out_is_shown(provisioner, firm, words, way_out):
    ended = provisioner("attest", firm, *words)
    assert ended.code == 64
    assert way_out in ended.err
    assert kept(firm) == ""
    as_json = provisioner("attest", firm, *words, "--format", "json")
    assert as_json.code == 64
    assert as_json.document["error"]["fix"]


def test_the_list_says_how_each_stands_and_what_waits(provisioner, firm):
    ended = provisioner("attest", firm, "--list")
    assert ended.code == 1
    assert "! open                     Bank feeds  clio.setting.feeds" in ended.out
    assert "! seen by plans            Closing date  qbo.setting.closing" in ended.out
    assert ended.out.splitlines()[-1] == "1 setting waits for a person: 1 open. To confirm: provisioner attest harbor"
    provisioner("attest", firm, FEEDS, "--by", "ana")
    later = provisioner("attest", firm, "--list", "--as-of", "2027-03-01")
    assert (later.code, "ATT201" in later.out) == (1, True)
    assert "by ana on 2026-11-20, until 2027-02-18" in later.out


def test_all_at_once_asks_first_unless_told_not_to(provisioner, firm, answer):
    ended = provisioner("attest", firm, "--all", "--by", "ana", "--yes")
    assert (ended.code, kept(firm).count("says:")) == (0, 1)
    (firm / "attestations.yaml").unlink()
    answer("y")
    assert provisioner("attest", firm, "--all", "--by", "ana").code == 1
    assert kept(firm) == ""
    asked = answer("yes")
    assert provisioner("attest", firm, "--all", "--by", "ana").code == 0
    assert "Only 'yes' is accepted" in asked[-1]
    assert kept(firm).count("says:") == 1


def test_the_beginning_of_addresses_names_several_things_so_that_it_asks_first(provisioner, firm, answer):
    refused = provisioner("attest", firm, "clio", "--by", "ana")
    assert (refused.code, "--yes" in refused.err, kept(firm)) == (64, True, "")
    assert provisioner("attest", firm, "clio", "qbo", "--by", "ana", "--yes").code == 0
    assert kept(firm).count("says:") == 2


def test_what_waits_later_can_be_confirmed_today(provisioner, firm):
    provisioner("attest", firm, FEEDS, "--by", "ana", "--on", "2026-09-01")
    assert provisioner("attest", firm, "--list", "--as-of", "2026-12-01").code == 1
    ended = provisioner("attest", firm, "--all", "--yes", "--by", "ana", "--as-of", "2026-12-01")
    assert ended.code == 0
    assert "    on: 2026-11-20\n" in kept(firm)
    assert provisioner("attest", firm, "--all", "--yes", "--by", "ana", "--as-of", "2027-12-01").code == 1


def test_the_walk_shows_the_steps_and_asks_who_with_which_note_and_proof(provisioner, firm, answer):
    (firm / "proof.png").write_bytes(b"x")
    asked = answer("y", "lee", "looks good", "harbor/proof.png", "s")
    ended = provisioner("attest", firm)
    assert ended.code == 0
    for text in ("1 of 2  Bank feeds", "1. Open the gear", "Keep as proof: A picture", "It counts for 90 days."):
        assert text in ended.out
    assert "Plans see this by themselves" in ended.out
    assert [each.split(":")[0] for each in asked[1:4]] == ["Confirmed by", "Note, if any", "File kept as proof, if any"]
    assert "    by: lee\n" in kept(firm)
    assert "    evidence: proof.png\n" in kept(firm)
    assert kept(firm).count("says:") == 1


def test_what_was_done_stays_when_somebody_leaves(provisioner, firm, answer):
    answer("y", "ana", "", "", "q")
    assert provisioner("attest", firm, "qbo.setting", "clio.setting").code == 1
    assert kept(firm).count("says:") == 1
    answer("y", "ana")  # the terminal is closed in the middle of an answer
    assert provisioner("attest", firm, "clio.setting").code == 1
    assert kept(firm).count("says:") == 1


def test_nothing_is_confirmed_by_anything_but_a_clear_yes(provisioner, firm, answer):
    for reply in ("", "s", "n", "yeah", "q"):
        answer(reply, reply)
        assert provisioner("attest", firm).code == 1
    assert kept(firm) == ""


def test_a_mistake_in_an_answer_is_explained_and_asked_again_with_the_last_name_at_hand(provisioner, firm, answer):
    asked = answer("y", "nobody", "", "", "ana", "", "missing.png", "", "", "", "y", "", "", "")
    ended = provisioner("attest", firm)
    assert ended.code == 0
    assert "The firm file lists no nobody" in ended.err
    assert "missing.png is no file below" in ended.err
    assert asked[7] == "Confirmed by [ana]: "
    assert kept(firm).count("    by: ana\n") == 2


def test_with_sandbox_it_is_a_rehearsal(provisioner, firm):
    ended = provisioner("attest", firm, FEEDS, "--by", "ana", "--sandbox")
    assert ended.code == 0
    assert "Nothing was written" in ended.out
    assert kept(firm) == ""


def test_a_file_with_a_mistake_is_shown_and_left_alone(provisioner, firm):
    (firm / "attestations.yaml").write_text("version: 1\nattestation: {}\n")
    ended = provisioner("attest", firm, FEEDS, "--by", "ana")
    assert (ended.code, "SYN104" in ended.out) == (1, True)
    assert kept(firm) == "version: 1\nattestation: {}\n"
    assert provisioner("attest", firm, "--list", "--format", "json").document["findings"][0]["code"] == "SYN104"


def test_a_firm_that_asks_for_nothing_has_nothing_to_confirm(provisioner, firm):
    document = json.loads((firm / "firm.yaml").read_text())
    (firm / "firm.yaml").write_text(json.dumps({key: value for key, value in document.items() if key not in KEYS}))
    ended = provisioner("attest", firm)
    assert (ended.code, ended.out) == (0, "There is nothing to confirm.\n")


def test_at_a_real_terminal_ctrl_c_leaves_and_keeps_what_was_done(firm):
    """The shipped settings, through a pseudo-terminal."""
    leader, follower = pty.openpty()
    words = [sys.executable, "-m", "provisioner", "attest", str(firm), "--by", "ana"]
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start with it ignored
    process = subprocess.Popen(words, stdin=follower, stdout=follower, stderr=follower, start_new_session=True)  # noqa: S603 - our own program
    signal.signal(signal.SIGINT, heeded)
    os.close(follower)
    seen = b""

    def read_until(text):
        nonlocal seen
        limit = time.monotonic() + 60
        while text not in seen and time.monotonic() < limit:
            if select.select([leader], [], [], 1)[0]:
                seen += os.read(leader, 65536)
        assert text in seen, seen.decode(errors="replace")
        seen = seen.partition(text)[2]

    for question, answer in (
        (b"[s]: ", b"y\n"),
        (b"[ana]: ", b"\n"),
        (b"Note, if any: ", b"\n"),
        (b"proof, if any: ", b"\n"),
    ):
        read_until(question)
        os.write(leader, answer)
    read_until(b"[s]: ")
    pressed, limit = 0.0, time.monotonic() + 60
    while process.poll() is None and time.monotonic() < limit:
        if time.monotonic() - pressed > 5:  # between the prompt and the reading of its answer Python loses an interrupt
            process.send_signal(signal.SIGINT)
            pressed = time.monotonic()
        if select.select([leader], [], [], 0.1)[0]:  # a terminal that nobody reads holds up whoever writes to it
            with contextlib.suppress(OSError):
                os.read(leader, 65536)
    assert process.wait(30) == 130
    os.close(leader)
    assert kept(firm).count("says:") == 1
