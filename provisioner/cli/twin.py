"""Starts the embedded twins for a firm. The only place, with ``cli/sandbox.py``, that knows them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from provisioner.model.errors import UsageProblem
from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running
from provisioner.state.store import own_folder
from provisioner.workflows.check import check
from provisioner.workflows.plan import firm_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def twin_with(folder: Path | None, planted: FirmSeed, limits: Literal["vendor", "off"] = "off") -> Twin:
    """The twins with their data in ``folder``. UsageProblem for a scenario or a folder they cannot use."""
    try:
        return Twin(folder, limits=limits, seed=planted)
    except ValueError as error:
        raise UsageProblem("The sandbox cannot start", str(error)) from error
    except OSError as error:
        raise UsageProblem(f"The sandbox cannot keep its data in {folder}", f"{error.strerror}.") from error


def data_folder(firm_path: Path) -> Path:
    """Where the sandbox data of a firm is kept."""
    return own_folder(firm_folder(firm_path)) / "sandbox"


def seed(firm_path: Path, scenario: str) -> FirmSeed:
    """The company and account of a firm as its owner would have opened them at the vendors."""
    _, firm = check(firm_path)
    if firm is None:
        return FirmSeed(scenario=scenario)
    quickbooks, clio = firm.config.systems.quickbooks, firm.config.systems.clio
    name = quickbooks.company_name or firm.config.firm.name
    return FirmSeed(
        company_id=quickbooks.company_id,
        company_name=name,
        edition=quickbooks.edition,
        clio_region=clio.region if clio else "us",
        clio_account_name=clio.account_name if clio else name,
        scenario=scenario,
    )


@contextmanager
def started(firm_path: Path, scenario: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The embedded twins with this firm's company, while the context lasts: base URL and tokens."""
    planted = seed(firm_path, scenario)
    twin = twin_with(data_folder(firm_path), planted)
    with running(twin) as url:
        yield url, twin.credentials(planted)
