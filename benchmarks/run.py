"""Measures the main job: vendor requests, CPU, wall time and peak memory, with the floor beside each figure.

The program and the twins run in separate processes. Ratios are taken within one run, since machines are noisy.
Usage: python benchmarks/run.py [accounts ...]   (default: 100 1000 10000)
"""

from __future__ import annotations

import json
import os
import shutil
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

import twins

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
RUNS = 3
STARTUP_RUNS = 15
COMPANY = "9341453908059321"
KINDS = (
    ("Income", "ServiceFeeIncome"),
    ("Expense", "OfficeGeneralAdministrativeExpenses"),
    ("Other Current Asset", "OtherCurrentAssets"),
    ("Other Current Liability", "OtherCurrentLiabilities"),
)


@dataclass(frozen=True)
class Usage:
    """What one process used: CPU and wall seconds, peak memory in MiB, exit code."""

    cpu: float
    wall: float
    peak: float
    code: int


def measure(command: list[str], environment: dict[str, str] | None = None) -> Usage:
    """Run a command to its end and read the system's own account of it."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    complaint = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 2}:
        sys.stderr.write(complaint.decode())
    peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Usage(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, peak, process.returncode)


def middle(runs: list[Usage]) -> Usage:
    """The median of each figure."""
    return Usage(
        statistics.median(each.cpu for each in runs),
        statistics.median(each.wall for each in runs),
        statistics.median(each.peak for each in runs),
        max(each.code for each in runs),
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
        for _ in range(200):
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

    def requests(self) -> int:
        """Vendor requests answered so far."""
        log = self._get("/_sandbox/requests")
        entries = log["requests"] if isinstance(log, dict) else log
        return sum(1 for entry in entries if entry["vendor"] == "qbo")  # type: ignore[union-attr]

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait()


def provisioner(*words: str) -> list[str]:
    """The command line of the program."""
    return [PYTHON, "-m", "provisioner", *words]


def main_job(accounts: int) -> list[tuple[str, Usage, int, int]]:
    """Each step of the main job: usage, requests made, and the fewest requests that could do it."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        firm = Path(folder) / "firm"
        firm.mkdir()
        (firm / "firm.yaml").write_text(firm_text(accounts))
        rows.append(("validate", middle([measure(provisioner("validate", str(firm))) for _ in range(RUNS)]), 0, 0))
        twin = TwinProcess(firm)
        try:
            pages = ceil((accounts + 10) / 1000)
            for name, words, floor in (
                ("plan, all new", ["plan", str(firm), "--quiet"], 1),
                ("apply", ["apply", str(firm), "--auto-approve", "--quiet"], 1 + writes(accounts) + pages),
                ("plan, nothing to do", ["plan", str(firm), "--quiet", "--detailed-exitcode"], pages),
            ):
                before = twin.requests()
                runs = [measure(provisioner(*words), twin.environment) for _ in range(1 if name == "apply" else RUNS)]
                rows.append((name, middle(runs), (twin.requests() - before) // len(runs), floor))
        finally:
            twin.stop()
        shutil.rmtree(firm / ".provisioner", ignore_errors=True)
    return rows


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


def report(sizes: list[int]) -> str:
    """The results as a page."""
    lines = [
        "# Results",
        "",
        f"Measured by `make bench` on {os.cpu_count()} shared cores, Python {sys.version.split()[0]}.",
        f"Medians of {RUNS} runs (apply: one). The program and the twins run in separate processes; figures are the",
        "program's own. *Requests* are those QuickBooks answered, from the twin's log; *floor* is the fewest that",
        "could do the job.",
        "",
        "| accounts | step | requests | floor | CPU s | wall s | peak MiB |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size in sizes:
        for name, usage, made, floor in main_job(size):
            lines.append(
                f"| {size:,} | {name} | {made} | {floor} | {usage.cpu:.2f} | {usage.wall:.2f} | {usage.peak:.0f} |"
            )
    lines += ["", "| start-up | ours, CPU ms | floor, CPU ms | ratio |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {name} | {ours:.0f} | {floor:.0f} | {ours / floor:.2f} |" for name, ours, floor in startup()]
    lines += [
        "",
        "| twins, 4 connections | requests/s | bare server, requests/s | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [f"| {name} | {ours:,.0f} | {bare:,.0f} | {ours / bare:.2f} |" for name, ours, bare in twin_rates()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    page = report([int(word) for word in sys.argv[1:]] or [100, 1000, 10_000])
    print(page)
    (ROOT / "benchmarks" / "RESULTS.md").write_text(page)
