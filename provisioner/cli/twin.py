"""Starts the embedded twins for a firm. The only place, with ``cli/sandbox.py``, that knows them."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from provisioner.cli.output import say
from provisioner.model.errors import ConfigProblem, UsageProblem
from provisioner.sandbox.kernel import FirmSeed, JournalError
from provisioner.sandbox.server import JOURNALS, Twin, check_firm, running
from provisioner.state.store import FOLDER, own_folder
from provisioner.workflows.check import check
from provisioner.workflows.plan import firm_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provisioner.model.firm import Firm

EMPTY = "empty"


def twin_with(
    folder: Path | None, planted: FirmSeed, limits: Literal["vendor", "off"] = "off", latency_ms: int = 0
) -> Twin:
    """The twins with their data in ``folder``. UsageProblem for a scenario or a folder they cannot use."""
    with explained(folder):
        return Twin(folder, limits=limits, seed=planted, latency_ms=latency_ms)


def start_over(folder: Path, planted: FirmSeed) -> None:
    """Forget what the twins of ``folder`` hold, readable or not, and open the firm's company and account anew."""
    with explained(folder):
        try:
            twin = Twin(folder, seed=planted)
        except JournalError:
            check_firm(planted)  # before anything is lost
            for name in JOURNALS:
                (folder / f"{name}.jsonl").unlink(missing_ok=True)
            twin = Twin(folder, seed=planted)
        twin.reset(planted)
        twin.log.clear()


@contextmanager
def explained(folder: Path | None) -> Iterator[None]:
    """Turns what the twins cannot use into a UsageProblem."""
    try:
        yield
    except JournalError as error:
        raise UsageProblem(
            f"The sandbox cannot read {error.path}, line {error.line}",
            "The file was damaged.",
            *_way_out(error, folder),
        ) from error
    except ValueError as error:
        raise UsageProblem("The sandbox cannot start", str(error)) from error
    except OSError as error:
        raise UsageProblem(f"The sandbox cannot keep its data in {folder}", f"{error.strerror}.") from error


def _way_out(error: JournalError, folder: Path | None) -> tuple[str, ...]:
    firm = _firm_of(folder)
    if firm is None:
        return (f"Start over: delete {error.path}, or name another folder with --data.",)
    return ("Start this sandbox over, and put the setup back with apply:", f"provisioner sandbox reset {_quoted(firm)}")


def data_folder(firm_path: Path) -> Path:
    """Where the sandbox data of a firm is kept."""
    return own_folder(firm_folder(firm_path)) / "sandbox"


def _firm_of(folder: Path | None) -> Path | None:
    """The firm's folder that ``data_folder`` belongs to; None for data kept elsewhere."""
    own = folder is not None and (folder.name, folder.parent.name) == ("sandbox", FOLDER)
    return folder.parent.parent if folder is not None and own else None


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


def seed(firm_path: Path, scenario: str) -> FirmSeed:
    """The company and account of a firm as its owner would have opened them at the vendors.

    ConfigProblem while the firm file has errors: nobody could tell which company is meant.
    """
    report, firm = check(firm_path)
    if firm is None or report.failed:
        raise ConfigProblem(
            f"{report.file} has errors",
            "The sandbox holds the company that the firm file describes.",
            "See what is wrong, and put it right:",
            f"provisioner validate {_quoted(firm_path)}",
        )
    return _opened(firm, scenario)


def _opened(firm: Firm, scenario: str) -> FirmSeed:
    quickbooks, clio = firm.config.systems.quickbooks, firm.config.systems.clio
    name = quickbooks.company_name or firm.config.firm.name
    return FirmSeed(
        company_id=quickbooks.company_id,
        company_name=name,
        edition=quickbooks.edition,
        clio_region=clio.region if clio else "us",
        clio_account_name=clio.account_name if clio else name,
        scenario=scenario or EMPTY,
    )


def note_scenario(twin: Twin, planted: FirmSeed, asked: str) -> None:
    """Say on standard error when the company was there already with another scenario than the one asked for."""
    companies = twin.qbo.health()["companies"]
    held = next(each["scenario"] for each in companies if each["company_id"] == planted.company_id)
    if asked and held != asked:
        firm = _firm_of(twin.data)
        remedy = (
            f"provisioner sandbox reset {_quoted(firm)} --scenario {asked}"
            if firm is not None
            else "name another folder with --data."
        )
        say(
            f"This sandbox already holds scenario {held!r}; --scenario {asked} is ignored. To start over: {remedy}",
            error=True,
        )


@contextmanager
def started(firm_path: Path, scenario: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The embedded twins with this firm's company, while the context lasts: base URL and tokens.

    While the firm cannot be read, no company can be opened for it: the twins then hold another, in memory.
    """
    _, firm = check(firm_path)
    planted = _opened(firm, scenario) if firm is not None else FirmSeed(scenario=scenario or EMPTY)
    folder = data_folder(firm_path) if firm is not None else None
    twin = twin_with(folder, planted)
    note_scenario(twin, planted, scenario)
    with explained(folder):
        tokens = twin.credentials(planted)
    with running(twin) as url:
        yield url, tokens
