"""doctor: whether this machine and this firm's folder are ready for work. Each check says pass, fail or unknown."""

from __future__ import annotations

import os
import platform
import stat
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.model.errors import ProvisionerError
from provisioner.model.words import counted, moment
from provisioner.providers.token_service import vendor_time
from provisioner.state.places import own_folder, state_path, token_path
from provisioner.state.store import open_state
from provisioner.state.tokens import TokenFile
from provisioner.state.vault import keyring_name
from provisioner.workflows.check import check
from provisioner.workflows.plan import firm_folder, session
from provisioner.workflows.standing import days, standings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from provisioner.model.firm import Firm
    from provisioner.state.records import Run
    from provisioner.workflows.connect import Connection
    from provisioner.workflows.standing import Standing

OLDEST_PYTHON = (3, 11)
SKEW = timedelta(seconds=60)
"""A clock that is further off than this is reported: dates of tokens and of changes would be wrong."""
HAS_MODES = os.name == "posix"
PREFIX = "PROVISIONER_"
PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"


@dataclass(frozen=True)
class Checkup:
    """One check and its answer; ``fix`` says what to do about it, where there is anything to do."""

    name: str
    status: str
    text: str
    fix: str = ""


@dataclass(frozen=True)
class Patient:
    """What is looked at: a firm (None while its file cannot be read) and how it is reached."""

    path: Path
    folder: Path
    firm: Firm | None
    connection: Connection
    now: datetime
    online: bool


def doctor(path: Path, connection: Connection, now: datetime, *, online: bool) -> list[Checkup]:
    """Every check of the firm at ``path``. Only with ``online`` is anybody asked, and then without a token."""
    folder = firm_folder(path)
    report, firm = check(path)
    patient = Patient(path, folder, firm, connection, now, online)
    file = Checkup("firm file", PASS, f"{report.file}: {report.firm}")
    if report.failed or firm is None:
        file = Checkup("firm file", FAIL, f"{report.file} has errors.", f"Run: provisioner validate {path}")
    return [_python(), file, *(answer for each in CHECKS for answer in _explained(each, patient))]


def _explained(look: Callable[[Patient], Iterator[Checkup]], patient: Patient) -> list[Checkup]:
    """The answers of one check; a problem that it meets is its answer."""
    try:
        return list(look(patient))
    except ProvisionerError as problem:
        name = look.__name__.strip("_").replace("_", " ")
        return [Checkup(name, FAIL, f"{problem.summary}. {problem.detail}", problem.fix)]


def _python() -> Checkup:
    found, oldest = sys.version_info[:2], ".".join(map(str, OLDEST_PYTHON))
    text = f"{platform.python_version()} on {platform.system()}"
    return Checkup("Python", PASS, text) if found >= OLDEST_PYTHON else Checkup("Python", FAIL, text, f"Use {oldest}.")


def _folder(patient: Patient) -> Iterator[Checkup]:
    folder = own_folder(patient.folder)
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield Checkup("folder", PASS, f"{folder} can be written.")
    except OSError as error:
        yield Checkup("folder", FAIL, f"{folder} cannot be written ({error.strerror}).", "Make it yours and writable.")


def _private(patient: Patient) -> Iterator[Checkup]:
    """Files that only their owner may read."""
    state = state_path(patient.folder)
    files = [token_path(patient.folder), *([state] if isinstance(state, Path) else [])]
    there = [each for each in files if each.exists()]
    if not HAS_MODES:
        yield Checkup("private files", UNKNOWN, "This system has no file modes to look at.")
        return
    open_ones = [str(each) for each in there if stat.S_IMODE(each.stat().st_mode) & 0o077]
    if open_ones:
        fix = f"Run: chmod 600 {' '.join(open_ones)}"
        yield Checkup("private files", FAIL, f"Others may read {', '.join(open_ones)}.", fix)
    else:
        yield Checkup("private files", PASS, f"{counted(len(there), 'file')}, for their owner alone.")


def _state(patient: Patient) -> Iterator[Checkup]:
    place = state_path(patient.folder)
    if not place.exists():
        yield Checkup("state", PASS, "There is none yet; the first apply makes it.")
        return
    with open_state(place) as store:
        yield Checkup("state", PASS, "It opens and is whole.")  # which opening it has looked at
        _, ready = session(patient.path, patient.connection, store)
        if ready is None:
            yield Checkup("lock", UNKNOWN, "Whose it would be cannot be told while the firm file has errors.")
            return
        holder = store.holder(ready.scope)
        if holder is None:
            yield Checkup("lock", PASS, "Nobody applies this firm now.")
            yield from _interrupted(store.unfinished(ready.scope))
        else:
            who = f"{holder.owner} on {holder.host}, process {holder.pid}, since {moment(holder.since)}"
            yield Checkup("lock", PASS, f"An apply is running: {who}.")


def _interrupted(left: Run | None) -> Iterator[Checkup]:
    if left is not None:
        yield Checkup(
            "last apply",
            UNKNOWN,
            f"The one by {left.who}, started {moment(left.started)}, was interrupted.",
            "Run apply: it finds out what became of its last request, and goes on with its plan.",
        )


def _connections(patient: Patient) -> Iterator[Checkup]:
    if patient.firm is None:
        yield Checkup("connections", UNKNOWN, "The firm file cannot be read.")
        return
    tokens = TokenFile(token_path(patient.folder))
    for each in standings(patient.firm, patient.connection, tokens, patient.now):
        yield Checkup(each.place.name, each.status, _standing_text(each), each.advice)


def _standing_text(standing: Standing) -> str:
    if standing.source == "none":
        return "There is no connection."
    ends = ", ".join(f"{each.what} {days(each.left)}" for each in standing.ends)
    return f"From the {standing.source}{': ' + ends if ends else ''}."


def _keyring(_: Patient) -> Iterator[Checkup]:
    name = keyring_name()
    yield Checkup("keyring", PASS, name or "None; tokens are kept in a file for its owner alone.")


def _variables(_: Patient) -> Iterator[Checkup]:
    names = sorted(name for name in os.environ if name.startswith(PREFIX))
    yield Checkup("variables", PASS, ", ".join(names) if names else f"No {PREFIX}* variable is set.")


def _clock(patient: Patient) -> Iterator[Checkup]:
    if not patient.online or patient.firm is None:
        yield Checkup("clock", UNKNOWN, "Not compared with the vendors' clocks; --online does that.")
        return
    tokens = TokenFile(token_path(patient.folder))
    for each in standings(patient.firm, patient.connection, tokens, patient.now):
        yield _compared(each.place.name, each.place.base_url, patient.now)


def _compared(name: str, url: str, now: datetime) -> Checkup:
    title = f"clock of {name}"
    try:
        theirs = parsedate_to_datetime(vendor_time(url))
    except (OSError, ValueError, TypeError) as error:
        return Checkup(title, UNKNOWN, f"It cannot be asked ({error}).")
    off = abs(theirs.replace(tzinfo=theirs.tzinfo or UTC) - now)
    text = f"This machine's differs by {off.total_seconds():.0f} seconds."
    return Checkup(title, PASS, text) if off <= SKEW else Checkup(title, FAIL, text, "Set this machine's clock.")


CHECKS = (
    _folder,
    _private,
    _state,
    _connections,
    _keyring,
    _variables,
    _clock,
)
