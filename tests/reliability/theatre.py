"""Runs the program and the twins as real processes through one ``stage.py``; says how the world stands afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from reliability import scene
from reliability.world import Thing, World, world

from provisioner.state.store import Scope, open_state

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
LOG = "stage.log"
TENANTS = {"qbo": scene.SEED.company_id, "clio": f"us:{scene.SEED.clio_account_name}"}


@dataclass(frozen=True)
class Ended:
    """How a process ended (negative: by which signal), what it said, and which points it passed."""

    code: int
    said: str
    points: tuple[str, ...]


class Running:
    """A process of the stage."""

    def __init__(self, stage: Stage, pid: int, out: Path, log: Path) -> None:
        self._stage, self.pid, self._out, self._log = stage, pid, out, log

    def wait(self) -> Ended:
        """Until it has ended."""
        code = self._stage.ask("wait", pid=self.pid)
        return Ended(code, self._out.read_text(), tuple(self.points()))

    @property
    def said(self) -> str:
        """What it said so far."""
        return self._out.read_text() if self._out.exists() else ""

    def reach(self, point: str) -> None:
        """Wait until it has passed ``point``; it has to be told to stop there."""
        for _ in range(3000):
            if point in self.points():
                return
            time.sleep(0.01)
        raise AssertionError(f"{point} was not reached: {self.said}")

    def go_on(self) -> Ended:
        """Let it go on after a stop, until it has ended."""
        os.kill(self.pid, signal.SIGCONT)
        return self.wait()

    def points(self) -> list[str]:
        """The points it has passed so far."""
        return self._log.read_text().splitlines() if self._log.exists() else []


@dataclass
class Case:
    """One copy of the prepared world: a firm with its state, and a twin that serves both vendors."""

    stage: Stage
    folder: Path
    twin: int
    numbers: Iterator[int] = field(default_factory=count)
    env: dict[str, str] = field(default_factory=dict)
    """What the environment of every run says beside that of the stage."""

    @property
    def firm(self) -> Path:
        """The firm's folder."""
        return self.folder / "firm"

    def start(self, *words: object, at: str = "", **env: str) -> Running:
        """Start the program, to be killed at the point ``at``."""
        number = next(self.numbers)
        out, log = self.folder / f"{number}.out", self.folder / f"{number}.points"
        said = [str(each) for each in words]
        pid = self.stage.ask("start", words=said, out=str(out), at=at, log=str(log), env=self.env | env)
        return Running(self.stage, pid, out, log)

    def run(self, *words: object, at: str = "", **env: str) -> Ended:
        """Run the program to its end."""
        return self.start(*words, at=at, **env).wait()

    def apply(self, *, at: str = "", ask: bool = False) -> Ended:
        """Apply the firm's file; with ``ask`` as somebody who is not there to answer."""
        return self.run("apply", self.firm, *(() if ask else ("--auto-approve",)), at=at)

    def plan(self) -> Ended:
        """Plan it: 0 when there is nothing to do."""
        return self.run("plan", self.firm, "--detailed-exitcode", "-q")

    def control(self, path: str, body: Any = None) -> Any:
        """Ask the twin itself; with a body, tell it something."""
        url = f"{self.stage.url}{path}"
        answer = httpx.get(url, timeout=30) if body is None else httpx.post(url, json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def world(self) -> World:
        """How everything stands now."""
        found = [Thing(**each) for each in self.control("/objects")]
        scope = Scope(self.stage.url.removeprefix("http://"), TENANTS)
        with open_state(self.firm / ".provisioner" / "state.sqlite3") as store:
            return world(found, store, scope)


class Stage:
    """The other end of ``stage.py``. One case at a time."""

    def __init__(self, process: subprocess.Popen[str], base: Path, scratch: Path) -> None:
        self._process, self._base, self._scratch = process, base, scratch
        self._turn = threading.Lock()
        self._numbers = count()
        self.url = self._hear()

    def ask(self, what: str, **more: object) -> Any:
        """What the stage answers."""
        assert self._process.stdin is not None
        with self._turn:
            self._process.stdin.write(json.dumps({"do": what, **more}) + "\n")
            self._process.stdin.flush()
            return self._hear()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, (self._scratch / LOG).read_text()
        return json.loads(line)

    @contextmanager
    def case(self) -> Iterator[Case]:
        """A copy of the prepared world, while the block lasts."""
        folder = self._scratch / f"case-{next(self._numbers)}"
        shutil.copytree(self._base, folder / "firm")
        twin = self.ask("serve")
        try:
            yield Case(self, folder, twin)
        finally:
            self.ask("kill", pid=twin)
            shutil.rmtree(folder)


@contextmanager
def opened(scratch: Path) -> Iterator[Stage]:
    """A stage with the prepared world; what it says while it prepares goes to a file in ``scratch``."""
    base = scratch / "base" / "firm"
    with (scratch / LOG).open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, str(HERE / "stage.py"), str(base)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        )
    try:
        yield Stage(process, base, scratch)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)
