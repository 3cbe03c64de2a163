"""A small made-up set of sections, and firms written to a folder of their own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Literal

import pytest
from pydantic import Field

from provisioner.config.load import Loaded, load
from provisioner.model.section import Extension, Section
from provisioner.model.spec import AccountKey, Amount, Day, Digits, Spec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from provisioner.model.finding import Finding

HEAD = 'version: 1\nfirm: { name: Harbor }\nsystems: { quickbooks: { company_id: "9341" } }\n'


class AccountSpec(Spec):
    """An account."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    type: Literal["Bank", "Income", "Other Current Asset"] = "Bank"
    number: Annotated[Digits, Field(pattern=r"^\d+$")] | None = None
    opened: Day | None = None
    limit: Amount | None = None
    due_days: Annotated[int, Field(ge=0, le=90)] | None = None
    active: bool | None = None
    parent: AccountKey | None = None
    route: Literal["trust_transfer"] | AccountKey | None = None
    also: Annotated[list[AccountKey], Field(max_length=2)] | None = None


class RetiredAccount(Spec):
    """A former account."""

    name: str


class ClioSide(Spec):
    """The account in Clio."""

    name: str
    default: bool = False


class TermSpec(Spec):
    """A payment term."""

    name: str
    grace: int | None = None


SECTIONS = (
    Section("accounts", AccountSpec, RetiredAccount, "The chart of accounts."),
    Section("terms", TermSpec, None, "Payment terms."),
)
EXTENSIONS = (Extension("accounts", "clio", ClioSide),)


@pytest.fixture(scope="session")
def specs() -> SimpleNamespace:
    """The made-up sections and their specs."""
    return SimpleNamespace(
        sections=SECTIONS,
        extensions=EXTENSIONS,
        AccountSpec=AccountSpec,
        TermSpec=TermSpec,
        ClioSide=ClioSide,
        head=HEAD,
    )


@pytest.fixture
def firm(tmp_path: Path) -> Callable[..., Loaded]:
    """Writes files, by default below a valid beginning, and loads the firm from them."""

    def read(body: str = "", *, head: str = HEAD, sections: Sequence[Section] = SECTIONS, **files: str) -> Loaded:
        folder = tmp_path / "firm-configs" / "harbor"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "firm-configs" / "_templates").mkdir(exist_ok=True)
        (folder / "firm.yaml").write_text(head + body, encoding="utf-8")
        for name, text in files.items():
            where = folder if name == "clients" else folder.parent / "_templates"
            (where / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load(folder, sections, EXTENSIONS, cwd=folder)

    return read


@pytest.fixture(scope="session")
def spots() -> Callable[[Sequence[Finding]], list[str]]:
    """Findings as ``line:column code name``, for comparison."""
    return lambda findings: [f"{f.place.line}:{f.place.column} {f.code} {f.name}" for f in findings if f.place]
