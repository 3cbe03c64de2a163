"""Commands as processes of their own against the twins over HTTP, and an HTTP client that plays the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx
from acceptance_tools import ROOT

from provisioner.providers.oauth import Grant
from provisioner.providers.token_service import Answer
from provisioner.state.tokens import TokenFile
from provisioner.workflows.logins import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioner.sandbox.kernel import FirmSeed
    from provisioner.sandbox.server import Twin

PATIENCE = 300
APP = {"CLIENT_ID": "sandbox-client-id", "CLIENT_SECRET": "sandbox-client-secret"}
COMPANY = "9130350000000001"
SYSTEMS = {"quickbooks": "qbo", "clio": "clio"}


@dataclass(frozen=True)
class Ended:
    """What a process said and how it ended."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its one document."""
        return json.loads(self.out)


class Watch:
    """The command lines of processes and of everything they start, as any user of the machine can read them."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    @contextmanager
    def over(self, pid: int) -> Iterator[None]:
        """Look on until the context ends."""
        over = threading.Event()
        looking = threading.Thread(target=self._look, args=(pid, over))
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()

    def _look(self, pid: int, over: threading.Event) -> None:
        while True:
            self.seen |= {text for each in family(pid) if (text := _command_line(each))}
            if over.wait(0.01):
                return


def family(pid: int) -> set[int]:
    """A process and its descendants, where /proc tells."""
    found = {pid}
    for _ in range(4):
        for each in tuple(found):
            found |= _children(each)
    return found


def _children(pid: int) -> set[int]:
    """Those of one process; none of one that has ended meanwhile."""
    try:
        return {
            int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
        }
    except OSError:
        return set()


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


@dataclass
class Office:
    """A firm's folder, a home of its own, and the twins at ``url``."""

    firm: Path
    home: Path
    url: str
    twin: Twin
    app: dict[str, str] = field(default_factory=lambda: dict(APP))
    watch: Watch = field(default_factory=Watch)
    ended: list[Ended] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> Path:
        """Where the logins are kept."""
        return self.firm / ".provisioner" / "tokens.json"

    def login_of(self, system: str) -> dict[str, str]:
        """What is kept of a login."""
        found = {key: value for key, value in json.loads(self.tokens.read_text()).items() if ":login:" in key}
        return next(value for key, value in found.items() if key.startswith(f"{system}:"))

    def enter(self, seed: FirmSeed, *vendors: str) -> None:
        """Keep a login as ``auth login`` does, without running it."""
        given, now = self.twin.credentials(seed), datetime.now(UTC)
        for system in (SYSTEMS[each] for each in vendors or SYSTEMS):
            company = seed.company_id if system == "qbo" else seed.clio_account_name
            place = Place(system, self.url, company, str(self.firm / "firm.yaml"))
            lives = (3600, 8_726_400, 157_680_000) if system == "qbo" else (2_592_000, None, None)
            answer = Answer(given[f"{system}_access_token"], given[f"{system}_refresh_token"], *lives)
            grant = Grant(
                client_id=self.app["CLIENT_ID"],
                client_secret=self.app["CLIENT_SECRET"],
                system=system,
                host=place.host,
                company=company,
                consented=now,
            )
            TokenFile(self.tokens).put(place.key, grant.renewed(answer, now).record())
        self.twin.log.clear()

    def change(self, system: str, **values: str) -> None:
        """Change a kept login behind the program's back."""
        held = json.loads(self.tokens.read_text())
        for key, value in held.items():
            if key.startswith(f"{system}:login:"):
                value.update(values)
        self.tokens.write_text(json.dumps(held))

    def outdate(self, *systems: str) -> None:
        """Let the kept access tokens be over."""
        past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        for system in systems or SYSTEMS.values():
            self.change(system, access_ends=past)

    def environment(self, **more: str) -> dict[str, str]:
        """An environment with the addresses of the twins and the app's keys, and no token."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
        mine = {
            f"PROVISIONER_{system}_{name}": value
            for system in ("QBO", "CLIO")
            for name, value in {"BASE_URL": self.url, **self.app}.items()
        }
        usual = {
            "HOME": str(self.home),
            "NO_COLOR": "1",
            "PROVISIONER_LIMITS": "off",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        return {name: value for name, value in {**kept, **usual, **mine, **more}.items() if value}

    def start(
        self, *words: object, program: tuple[str, ...] = ("-m", "provisioner"), **more: str
    ) -> subprocess.Popen[str]:
        """A command that runs from now on."""
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *program, *map(str, words)],
            cwd=ROOT,
            env=self.environment(**more),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, process: subprocess.Popen[str], *words: object, stdin: str = "", out: str = "") -> Ended:
        """Wait for a command to end; ``out`` is what was read of its output before."""
        rest, err = process.communicate(stdin, timeout=PATIENCE)
        self.ended.append(Ended(tuple(map(str, words)), process.returncode, out + rest, err))
        return self.ended[-1]

    def run(
        self, *words: object, stdin: str = "", program: tuple[str, ...] = ("-m", "provisioner"), **more: str
    ) -> Ended:
        """Run a command to its end."""
        process = self.start(*words, program=program, **more)
        with self.watch.over(process.pid):
            return self.finish(process, *words, stdin=stdin)

    def login(self, vendor: str, change: Callable[[str], str] = str, *options: str, **more: str) -> Ended:
        """Log in; a client plays the browser, and ``change`` alters the address that it is sent back to."""
        words = ("auth", "login", vendor, self.firm, "--no-browser", "--port", "0", *options)
        process = self.start(*words, **more)
        with self.watch.over(process.pid):
            assert process.stdout is not None
            address = process.stdout.readline()
            if address:
                back = change(self.consent(address.strip()))
                page = httpx.get(here(back), timeout=PATIENCE)
                assert self.codes[-1] not in page.text
            return self.finish(process, *words, out=address)

    def consent(self, address: str) -> str:
        """The address that the vendor sends the browser back to."""
        back = httpx.get(address, timeout=PATIENCE).headers["Location"]
        self.codes += parse_qs(urlsplit(back).query).get("code", [])
        return str(back)

    def asked(self, *paths: str) -> int:
        """How often the twins were asked for tokens."""
        wanted = paths or ("/oauth2/v1/tokens/bearer", "/oauth/token")
        return sum(entry["path"] in wanted for entry in self.twin.log.entries)


def here(address: str) -> str:
    """The address with this machine's number instead of its name, which the test's own guard lets through."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=f"127.0.0.1:{parts.port}"))


def with_query(address: str, **values: str | None) -> str:
    """The address with other values in its query; None removes one."""
    query = dict(httpx.URL(address).params)
    query |= {name: value for name, value in values.items() if value is not None}
    for name in [name for name, value in values.items() if value is None]:
        query.pop(name, None)
    return str(httpx.URL(address).copy_with(params=query))
