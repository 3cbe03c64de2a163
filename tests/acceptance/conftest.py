"""The command line as a user runs it, on copies of the shipped firms, against the twins over real HTTP."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import ROOT, SMALL

from provisioner.cli.main import run
from provisioner.sandbox.server import Twin, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provisioner.sandbox.kernel import FirmSeed


@dataclass(frozen=True)
class Result:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def cli(capsys, monkeypatch) -> Callable[..., Result]:
    """Run one command line in this process."""
    monkeypatch.setenv("NO_COLOR", "1")

    def command(*words: object) -> Result:
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return command


@pytest.fixture
def configs(tmp_path) -> Path:
    """A copy of the shipped firms and templates."""
    target = tmp_path / "firm-configs"
    shutil.copytree(ROOT / "firm-configs", target, ignore=shutil.ignore_patterns(".provisioner"))
    return target


@pytest.fixture
def small(tmp_path) -> Callable[[str], Path]:
    """A firm of one's own from the body of its file."""

    def write(body: str, *, edition: str = "plus", clio: bool = False, clients: str = "") -> Path:
        folder = tmp_path / "firm-configs" / "small"
        folder.mkdir(parents=True, exist_ok=True)
        head = (
            "version: 1\nfirm: { name: Small LLP }\nsystems:\n"
            f'  quickbooks: {{ company_id: "9130350000000001", company_name: Small LLP, edition: {edition} }}\n'
        )
        head += "  clio: { region: us, account_name: Small LLP }\n" if clio else ""
        (folder / "firm.yaml").write_text(head + body)
        if clients:
            (folder / "clients.yaml").write_text("version: 1\nclients:\n" + clients)
        return folder

    return write


@pytest.fixture
def live(monkeypatch) -> Callable[..., Any]:
    """The twins as live systems: the program reaches them by the environment, as it would reach the real ones."""

    @contextmanager
    def serve(seed: FirmSeed = SMALL) -> Iterator[Twin]:
        twin = Twin(seed=seed)
        with running(twin) as url:
            tokens = twin.credentials(seed)
            monkeypatch.setenv("PROVISIONER_LIMITS", "off")
            for system in ("qbo", "clio"):
                monkeypatch.setenv(f"PROVISIONER_{system.upper()}_BASE_URL", url)
                monkeypatch.setenv(f"PROVISIONER_{system.upper()}_ACCESS_TOKEN", tokens[f"{system}_access_token"])
            yield twin

    return serve
