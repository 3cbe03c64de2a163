"""Measures the main job: vendor requests, CPU, wall time and peak memory, with the floor beside each figure.

The program and the twins run in separate processes. Ratios are taken within one run, since machines are noisy.
Usage: python benchmarks/run.py [accounts ...]   (default: 100 1000 10000 50000)
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import ledgers
import peer
import twins
from usage import PYTHON, RUNS, Usage, imports_of, measure, middle, provisioner

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
NOTES = ROOT / "benchmarks" / "notes.md"
STARTUP_RUNS = 15
SMALL_RUNS = 7
STARTING = 180
"""Seconds a twin may take to start: it reads the firm file first."""
LARGE = 10_000
UNIT = 1_000
NOTHING = "plan, nothing to do"
CHANGES = ("--refresh", "changes")
MARGIN = 600  # seconds after the apply, whose own writes would otherwise count as changes
EACH = (
    "*Imports* is a process that imports the same modules and does nothing, run in turn with ours. *µs* is CPU an",
    "account, of the whole process and without the imports; the columns behind are that against 1,000 accounts: 1 is",
    "linear.",
    "",
    "| accounts | step | CPU s | imports | peak MiB | imports | µs | against 1,000 | no imports, µs | against 1,000 |",
    "| ---: | --- |" + " ---: |" * 8,
)
READS = (
    "A plan with nothing to do, and a tool that reads each object by itself.",
    "",
    "| accounts | requests | one read each | times as many |",
    "| ---: | ---: | ---: | ---: |",
)
PEER = (
    f"octoDNS {peer.OCTODNS} keeps DNS zones as YAML. A zone with as many records as we have accounts, a target that",
    "has them all, `octodns-sync --quiet` as a dry run: nothing to change on either side. Run in turn with ours; the",
    "ratios are medians of the runs.",
    "",
    "| accounts or records | ours, CPU s | octoDNS, CPU s | octoDNS / ours | ours, peak MiB | octoDNS, peak MiB |",
    "|" + " ---: |" * 6,
)
COMPANY = "9341453908059321"
KINDS = (
    ("Income", "ServiceFeeIncome"),
    ("Expense", "OfficeGeneralAdministrativeExpenses"),
    ("Other Current Asset", "OtherCurrentAssets"),
    ("Other Current Liability", "OtherCurrentLiabilities"),
)


def firm_text(accounts: int) -> str:
    """A firm file with so many accounts, a tenth of them sub-accounts, and a product for each tenth."""
    lines = [
        "version: 1",
        "firm: { name: Benchmark LLP }",
        "systems:",
        f'  quickbooks: {{ company_id: "{COMPANY}", company_name: Benchmark LLP, edition: advanced }}',
        "accounts:",
    ]
    for number in range(accounts):
        kind, detail = KINDS[number % len(KINDS)]
        parent = f", parent: a{number - 8}" if number % 10 == 9 and number >= 40 else ""
        lines.append(
            f"  a{number}: {{ name: Account {number}, type: {kind}, detail_type: {detail}, "
            f'number: "{number:05}"{parent} }}'
        )
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Row:
    """One step for one size: what it used, the requests it made, and the fewest that could do it.

    ``imports`` is a process that only imports the same modules, ``own`` the CPU seconds beyond it, run by run; ``peer``
    is octoDNS on as many records, ``ratio`` its CPU divided by ours, run by run.
    """

    accounts: int
    step: str
    usage: Usage
    made: int
    floor: int
    imports: Usage | None = None
    own: float = 0.0
    peer: Usage | None = None
    ratio: float = 0.0

    @property
    def each(self) -> tuple[float, float]:
        """CPU microseconds an account: of the whole process, and with imports left out."""
        return self.usage.cpu / self.accounts * 1_000_000, self.own / self.accounts * 1_000_000


class TwinProcess:
    """The twins in a process of their own, with the environment that points the program at them."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [
                PYTHON,
                "-m",
                "provisioner",
                "sandbox",
                "up",
                "--port",
                str(self.port),
                "--firm",
                str(folder),
                "--limits",
                "off",
            ],
            stdout=subprocess.DEVNULL,
        )
        for _ in range(STARTING * 20):
            try:
                self._get("/_sandbox/")
                break
            except OSError:
                time.sleep(0.05)
        tokens = self._post("/_sandbox/tokens", {})
        self.environment = {
            "PROVISIONER_LIMITS": "off",
            "PROVISIONER_QBO_BASE_URL": self.url,
            "PROVISIONER_QBO_ACCESS_TOKEN": tokens["qbo_access_token"],
            "PROVISIONER_CLIO_BASE_URL": self.url,
            "PROVISIONER_CLIO_ACCESS_TOKEN": tokens["clio_access_token"],
        }

    def _get(self, path: str) -> object:
        with urllib.request.urlopen(self.url + path) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def _post(self, path: str, body: object) -> dict[str, str]:
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
            found: dict[str, str] = json.load(answer)
        return found

    def requests(self, vendor: str = "qbo") -> int:
        """A vendor's requests answered so far."""
        log = self._get("/_sandbox/requests")
        entries = log["requests"] if isinstance(log, dict) else log
        return sum(1 for entry in entries if entry["vendor"] == vendor)  # type: ignore[union-attr]

    def edit(self, change: dict[str, object]) -> None:
        """Change something in Clio as a person would."""
        self._post("/_sandbox/edits", {"vendor": "clio", **change})

    def advance(self, seconds: int) -> None:
        """Let time pass for the vendors."""
        self._post("/_sandbox/clock", {"advance": seconds})

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait()


def main_job(accounts: int) -> list[Row]:
    """Each step of the main job. The last one, nothing to do, is paired with bare imports and with octoDNS."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        firm = folder / "firm"
        firm.mkdir()
        (firm / "firm.yaml").write_text(firm_text(accounts))
        rows.append(alone(accounts, "validate", provisioner("validate", str(firm))))
        twin = TwinProcess(firm)
        try:
            pages = ceil((accounts + 10) / 1000)
            words = ["plan", str(firm), "--quiet"]
            if accounts <= LARGE:
                rows.append(served(twin, accounts, "plan, all new", words, 1))
            rows += [
                served(twin, accounts, "apply", ["apply", str(firm), "--auto-approve", "--quiet"], applying(accounts)),
                served(twin, accounts, NOTHING, [*words, "--detailed-exitcode"], pages, folder),
            ]
            twin.advance(MARGIN)
            measure(provisioner(*words, *CHANGES), twin.environment)  # the first one reads everything and remembers it
            rows.append(served(twin, accounts, f"plan {' '.join(CHANGES)}, nothing to do", [*words, *CHANGES], 1))
        finally:
            twin.stop()
    return rows


def repeated(accounts: int, step: str) -> int:
    """How often a step is measured: applying can be done once, and big runs are long enough to be steady."""
    if step == "apply" or accounts > LARGE:
        return 1
    return SMALL_RUNS if accounts <= UNIT else RUNS


def alone(accounts: int, step: str, command: list[str]) -> Row:
    """The row of a step that asks nobody, with its bare imports run in turn."""
    with tempfile.TemporaryDirectory() as folder:
        bare = imports_of(command[3:], {}, Path(folder))
        pairs = [(measure(command), measure(bare)) for _ in range(repeated(accounts, step))]
    ours, imports = [ours for ours, _ in pairs], [bare for _, bare in pairs]
    return Row(accounts, step, middle(ours), 0, 0, middle(imports), beyond(ours, imports))


def beyond(ours: list[Usage], imports: list[Usage]) -> float:
    """CPU seconds beyond the imports, run by run."""
    return statistics.median(each.cpu - bare.cpu for each, bare in zip(ours, imports, strict=True))


def served(
    twin: TwinProcess, accounts: int, step: str, words: list[str], floor: int, folder: Path | None = None
) -> Row:
    """The row of a step that asks QuickBooks. With a folder to work in, its imports and octoDNS are run in turn."""
    bare = imports_of(words, twin.environment, folder) if folder is not None else []
    theirs = peer.dry_run(accounts, folder) if folder is not None and peer.installed() else []
    ours, imports, others = [], [], []
    before = twin.requests()
    for _ in range(repeated(accounts, step)):
        ours.append(measure(provisioner(*words), twin.environment))
        imports += [measure(bare)] if bare else []
        others += [measure(theirs)] if theirs else []
    assert all(each.code == 0 for each in others)
    made = (twin.requests() - before) // len(ours)
    return Row(
        accounts,
        step,
        middle(ours),
        made,
        floor,
        middle(imports) if imports else None,
        beyond(ours, imports) if imports else 0.0,
        middle(others) if others else None,
        statistics.median(b.cpu / a.cpu for a, b in zip(ours, others, strict=True)) if others else 0.0,
    )


def told(rows: list[Row]) -> list[Row]:
    """The rows, on standard error as well: the page comes at the very end."""
    for row in rows:
        sys.stderr.write(f"{row}\n")
    return rows


def applying(accounts: int) -> int:
    """The fewest requests that apply everything: read, write, and read back."""
    return 1 + writes(accounts) + ceil((accounts + 10) / 1000)


def writes(accounts: int) -> int:
    """The fewest batches: 30 items each, sub-accounts after their parents."""
    children = sum(1 for number in range(accounts) if number % 10 == 9 and number >= 40)
    return ceil((accounts - children) / 30) + ceil(children / 30)


def startup() -> list[tuple[str, float, float]]:
    """Median milliseconds of a command and of the bare imports it cannot do without, interleaved."""
    with tempfile.TemporaryDirectory() as folder:
        firm = Path(folder) / "firm.yaml"
        firm.write_text(firm_text(1000))
        bare = (
            "import sys, typer, rich.console, rich.text, pydantic; from ruamel.yaml.cyaml import CParser\n"
            "p = CParser(open(sys.argv[1], 'rb').read())\n"
            "while p.check_event(): p.get_event()"
        )
        pairs = {
            "--help against `import typer`": (provisioner("--help"), [PYTHON, "-c", "import typer"]),
            "validate of 1,000 accounts against its imports and reading": (
                provisioner("validate", str(firm)),
                [PYTHON, "-c", bare, str(firm)],
            ),
        }
        rows = []
        for name, (ours, floor) in pairs.items():
            timed = [(measure(ours).cpu, measure(floor).cpu) for _ in range(STARTUP_RUNS)]
            rows.append((name, *(statistics.median(each[side] for each in timed) * 1000 for side in (0, 1))))
    return rows


def twin_rates() -> list[tuple[str, float, float]]:
    """Simple requests a second, of the twins and of a bare server."""
    with tempfile.TemporaryDirectory() as folder:
        firm = Path(folder) / "firm"
        firm.mkdir()
        (firm / "firm.yaml").write_text(firm_text(0).replace("accounts:\n", "accounts: {}\n"))
        twin = TwinProcess(firm)
        try:
            named = {name: twin.environment[f"PROVISIONER_{name.upper()}_ACCESS_TOKEN"] for name in ("qbo", "clio")}
            return twins.measured(twin.port, COMPANY, named)
        finally:
            twin.stop()


def tables(rows: list[Row]) -> Iterator[str]:
    """The main job: every step, then what an account costs, what reading each alone would cost, and the peer."""
    yield from ("| accounts | step | requests | floor | CPU s | wall s | peak MiB |", "| ---: | --- |" + " ---: |" * 5)
    for row in rows:
        used = row.usage
        yield (
            f"| {row.accounts:,} | {row.step} | {row.made} | {row.floor} | {used.cpu:.2f} | {used.wall:.2f} | "
            f"{used.peak:.0f} |"
        )
    yield from ("", "## What an account costs", "", *EACH)
    base = {row.step: row.each for row in rows if row.accounts == UNIT and row.imports is not None}
    for row in rows:
        if row.imports is not None:
            units = base.get(row.step) if row.accounts >= UNIT else None
            against = [f"{each / unit:.2f}" for each, unit in zip(row.each, units, strict=True)] if units else ["", ""]
            yield (
                f"| {row.accounts:,} | {row.step} | {row.usage.cpu:.2f} | {row.imports.cpu:.2f} | "
                f"{row.usage.peak:.0f} | {row.imports.peak:.0f} | {row.each[0]:.0f} | {against[0]} | "
                f"{row.each[1]:.0f} | {against[1]} |"
            )
    last = [row for row in rows if row.step == NOTHING]
    yield from ("", "## Requests", "", *READS)
    yield from (f"| {row.accounts:,} | {row.made} | {row.accounts:,} | {row.accounts // row.made:,} |" for row in last)
    yield from ("", "## The same as DNS records", "", *PEER)
    compared = [row for row in last if row.peer is not None]
    for row in compared:
        assert row.peer is not None
        yield (
            f"| {row.accounts:,} | {row.usage.cpu:.2f} | {row.peer.cpu:.2f} | {row.ratio:.1f} | {row.usage.peak:.0f} | "
            f"{row.peer.peak:.0f} |"
        )
    if not compared:
        yield "octoDNS was left out of this run, since it could not be installed or PEER=0 said so."


def clients(sizes: list[int], rows: list[Row]) -> Iterator[str]:
    """Ledgers that follow Clio, beside as many accounts in the firm file."""
    size = max((each for each in sizes if each <= LARGE), default=0)
    if size:
        listed = next((row.usage.cpu for row in rows if row.accounts == size and row.step == NOTHING), 0.0)
        yield from ledgers.table(ledgers.measured(size, TwinProcess, RUNS), listed)


def report(sizes: list[int]) -> str:
    """The results as a page."""
    rows = [row for size in sizes for row in told(main_job(size))]
    lines = [
        "# Results",
        "",
        f"Measured by `make bench` on {os.cpu_count()} shared cores, Python {sys.version.split()[0]}.",
        f"Medians of {RUNS} runs, of {SMALL_RUNS} up to {UNIT:,} accounts, and one run of each apply and above",
        f"{LARGE:,} accounts. The program and the twins run in separate processes; figures are the program's own.",
        "*Requests* are those QuickBooks answered, from the twin's log; *floor* is the fewest that could do the job.",
        "",
        *tables(rows),
        "",
        "## Client ledgers",
        "",
        *clients(sizes, rows),
    ]
    lines += [
        "",
        "## Start-up",
        "",
        "| start-up | ours, CPU ms | floor, CPU ms | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [f"| {name} | {ours:.0f} | {floor:.0f} | {ours / floor:.2f} |" for name, ours, floor in startup()]
    lines += [
        "",
        "## Twins",
        "",
        "| twins, 4 connections | requests/s | bare server, requests/s | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [f"| {name} | {ours:,.0f} | {bare:,.0f} | {ours / bare:.2f} |" for name, ours, bare in twin_rates()]
    return "\n".join([*lines, "", NOTES.read_text().rstrip()]) + "\n"


if __name__ == "__main__":
    page = report([int(word) for word in sys.argv[1:]] or [100, 1000, 10_000, 50_000])
    print(page)
    (ROOT / "benchmarks" / "RESULTS.md").write_text(page)
