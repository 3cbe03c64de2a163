"""A firm of its own for each test, an environment without our variables, and the command line run in process."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from provisioner.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRM: dict[str, Any] = {
    "version": 1,
    "firm": {"name": "Harbor"},
    "systems": {"quickbooks": {"company_id": "9341", "company_name": "Harbor"}, "clio": {"account_name": "Harbor"}},
    "accounts": {"fees": {"name": "Fees", "type": "Income", "detail_type": "ServiceFeeIncome", "number": "4000"}},
    "products": {"hourly": {"name": "Hourly", "income": "fees", "rate": "350.10"}},
    "categories": {"time": {"name": "Time", "product": "hourly"}},
}


class Ran(NamedTuple):
    """A command line that has ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("PROVISIONER_") or name in {"NO_COLOR", "FORCE_COLOR"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """The folder of a small firm."""
    folder = tmp_path / "harbor"
    folder.mkdir()
    (folder / "firm.yaml").write_text(json.dumps(FIRM, indent=1), encoding="utf-8")
    return folder


@pytest.fixture
def provisioner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command line."""

    def call(*words: object) -> Ran:
        arguments = [str(word) for word in words]
        monkeypatch.setattr(sys, "argv", ["provisioner", *arguments])
        code = run(arguments)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call
