"""How this run reaches the vendors: the built-in sandbox, or real services by environment variables."""

from __future__ import annotations

import getpass
import os
import shlex
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provisioner.model.address import Address
from provisioner.model.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.workflows.connect import Connection, Credentials

PREFIX = "PROVISIONER"
FIRST_YEAR, LAST_YEAR = 1990, 2999
"""Of days that can be given. Days before and after them are reckoned with too."""


@contextmanager
def connection(firm_path: Path, *, sandbox: bool, scenario: str = "") -> Iterator[Connection]:
    """How to reach QuickBooks and Clio while this command runs."""
    if sandbox:
        with _sandbox(firm_path, scenario) as embedded:
            yield embedded
    else:
        if scenario:
            raise UsageProblem("--scenario goes with --sandbox", "Real companies hold what they hold.")
        yield _live(firm_path)


def user() -> str:
    """Who runs this command; a container may know no name for its user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def now() -> datetime:
    """The current instant."""
    return datetime.now(UTC)


WAIVERS = ("brake:qbo", "brake:clio", "capacity:qbo")
"""What --accept takes, beside the addresses of protected objects."""


def accepted(scopes: list[str] | None) -> frozenset[str]:
    """The findings the user waives with --accept. UsageProblem for a scope that no finding has."""
    for scope in scopes or ():
        kind, _, what = scope.partition(":")
        if not (scope in WAIVERS or (kind == "unprotect" and _is_address(what))):
            raise UsageProblem(
                f"--accept {scope} waives nothing",
                f"A waiver is {', '.join(WAIVERS)}, or unprotect: with the address of one object.",
                "Copy it from the text of the finding.",
            )
    return frozenset(scopes or ())


def _is_address(text: str) -> bool:
    try:
        Address.parse(text)
    except ValueError:
        return False
    return True


def today(as_of: str | None) -> str:
    """The day a plan is made for."""
    if as_of is None:
        return now().astimezone().date().isoformat()
    try:
        day = datetime.strptime(as_of, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise UsageProblem(
            f"{as_of!r} is not a date", "", "Write it as year-month-day, for example 2026-01-31."
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageProblem(f"{as_of} is too far away", "", f"Write a day of the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day.isoformat()


def _given(system: str) -> Credentials:
    from provisioner.workflows.connect import Credentials  # noqa: PLC0415 - imports the resource types

    def variable(name: str) -> str:
        return os.environ.get(f"{PREFIX}_{system}_{name}", "").strip()

    return Credentials(
        variable("BASE_URL"),
        variable("ACCESS_TOKEN"),
        variable("REFRESH_TOKEN"),
        variable("CLIENT_ID"),
        variable("CLIENT_SECRET"),
    )


def settings() -> Connection:
    """What the environment says about both vendors, with or without tokens. UsageProblem for an unsafe address."""
    from provisioner.workflows.connect import Connection  # noqa: PLC0415 - imports the resource types

    qbo, clio = _given("QBO"), _given("CLIO")
    for given in (qbo, clio):
        if given.base_url:
            _refuse_unsafe(given.base_url)
    hosts = [urlsplit(given.base_url).netloc for given in (qbo, clio) if given.base_url]
    return Connection(hosts[0] if hosts else "live", qbo, clio, limits=_limited(qbo.base_url))


def _live(firm_path: Path) -> Connection:
    from provisioner.workflows.logins import has_login  # noqa: PLC0415 - live runs only

    reached = settings()
    if reached.qbo.access_token or reached.qbo.refresh_token or has_login(firm_path, "qbo"):
        return reached
    raise UsageProblem(
        "There is no connection to QuickBooks and Clio",
        "To try everything without an account, use the built-in sandbox: add --sandbox to the same command. For a real "
        "company, log in with the command below; where nobody can, as in CI, give this program tokens in the "
        f"environment: {PREFIX}_QBO_REFRESH_TOKEN with {PREFIX}_QBO_CLIENT_ID and {PREFIX}_QBO_CLIENT_SECRET (or "
        f"{PREFIX}_QBO_ACCESS_TOKEN), and the same for {PREFIX}_CLIO_.",
        "The sandbox, or the real company:",
        f"provisioner plan {_quoted(firm_path)} --sandbox\nprovisioner auth login quickbooks {_quoted(firm_path)}",
    )


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


def _limited(url: str) -> bool:
    """Whether to keep within Intuit's limits: always, but for a twin on this machine that has its own switched off."""
    return not (_loopback(url) and os.environ.get(f"{PREFIX}_LIMITS", "") == "off")


def _loopback(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def _refuse_unsafe(url: str) -> None:
    """UsageProblem for an address that tokens must not be sent to. It is not repeated: it may hold a password."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and "@" not in parts.netloc and parts.scheme in {"http", "https"}
    except ValueError:
        usable = False
    if not usable:
        raise UsageProblem(
            f"{PREFIX}_QBO_BASE_URL or {PREFIX}_CLIO_BASE_URL is not an address",
            "It is a scheme and a host, without a user name.",
            "Write it like https://host.example or http://127.0.0.1:8765.",
        )
    if parts.scheme != "https" and not _loopback(url):
        raise UsageProblem(
            f"{parts.scheme}://{parts.netloc} is not a safe address",
            "Tokens would cross the network unencrypted.",
            "Use https, or an address on this machine.",
        )


@contextmanager
def _sandbox(firm_path: Path, scenario: str) -> Iterator[Connection]:
    from provisioner.cli.twin import started  # noqa: PLC0415 - imports the web server
    from provisioner.workflows.connect import Connection, Credentials  # noqa: PLC0415 - imports the resource types

    with started(firm_path, scenario) as (url, tokens):
        qbo = Credentials(url, access_token=tokens["qbo_access_token"])
        clio = Credentials(url, access_token=tokens["clio_access_token"])
        yield Connection("sandbox", qbo, clio, limits=False)
