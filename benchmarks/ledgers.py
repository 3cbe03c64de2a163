"""Client ledgers that follow Clio: a firm with so many clients who have money in trust."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from usage import Usage, measure, middle, provisioner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from run import TwinProcess

FIRM = """version: 1
firm: { name: Benchmark LLP }
systems:
  quickbooks: { company_id: "9341453908059321", company_name: Benchmark LLP, edition: advanced }
  clio: { account_name: Benchmark LLP }
accounts:
  operating: { name: Operating, type: Bank, detail_type: Checking }
  bank: { name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, clio: { name: IOLTA Trust, type: Trust } }
  liability: { name: Client Trust, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: bank
    liability: liability
    ledgers: { method: sub_accounts, per: client, from: clio, name: "{client.name} ({client.id})" }
"""
MADE = 20  # accounts that QuickBooks has made itself, and the three of the firm, at most
SETTINGS = 3  # Clio is asked who we are, for its billing settings, and for its bank accounts
TABLE = (
    "A firm with so many clients in Clio, each with a matter and money in trust. *Floor* is the fewest requests that",
    "could do it: QuickBooks's 1,000 objects an answer and 30 writes a batch, Clio's 200 clients a page. *Listed* is a",
    "plan with nothing to do for as many accounts that stand in the firm file, in the same run.",
    "",
    "| clients | step | QuickBooks | floor | Clio | floor | CPU s | wall s | peak MiB | CPU / listed |",
    "| ---: | --- |" + " ---: |" * 8,
)
NOTHING = "plan, nothing to do"


@dataclass(frozen=True)
class Row:
    """One step for one size: requests made at QuickBooks and Clio, the fewest that could do it, and what it used."""

    clients: int
    step: str
    made: tuple[int, int]
    floor: tuple[int, int]
    usage: Usage


def measured(clients: int, start: Callable[[Path], TwinProcess], runs: int) -> list[Row]:
    """Each step of a firm's first day, and a plan on the next one."""
    pages = ceil((clients + MADE) / 1000)
    lists = SETTINGS + ceil(clients / 200)
    with tempfile.TemporaryDirectory() as name:
        firm = Path(name) / "firm"
        firm.mkdir()
        (firm / "firm.yaml").write_text(FIRM)
        twin = start(firm)
        try:
            twin.edit(
                {"resource": "bank_accounts", "create": {"name": "IOLTA Trust", "type": "Trust", "currency": "USD"}}
            )
            twin.edit({"resource": "contacts", "crowd": {"count": clients, "bank_account": "IOLTA Trust"}})
            plan = ["plan", str(firm), "--quiet"]
            apply = ["apply", str(firm), "--auto-approve", "--quiet"]
            writing = 1 + ceil(clients / 30) + pages + 1
            return [
                _row(twin, clients, "plan, all new", plan, (1, lists), runs),
                _row(twin, clients, "apply", apply, (writing, lists), 1),
                _row(twin, clients, NOTHING, [*plan, "--detailed-exitcode"], (pages, lists), runs),
            ]
        finally:
            twin.stop()


def _row(twin: TwinProcess, clients: int, step: str, words: list[str], floor: tuple[int, int], runs: int) -> Row:
    before = twin.requests("qbo"), twin.requests("clio")
    used = [measure(provisioner(*words), twin.environment) for _ in range(runs)]
    after = twin.requests("qbo"), twin.requests("clio")
    made = ((after[0] - before[0]) // runs, (after[1] - before[1]) // runs)
    return Row(clients, step, made, floor, middle(used))


def table(rows: Sequence[Row], listed: float) -> Iterator[str]:
    """The rows; ``listed`` is the CPU seconds of a plan with nothing to do for as many accounts of the file."""
    yield from TABLE
    for row in rows:
        ratio = f"{row.usage.cpu / listed:.2f}" if row.step == NOTHING and listed else ""
        yield (
            f"| {row.clients:,} | {row.step} | {row.made[0]} | {row.floor[0]} | {row.made[1]} | {row.floor[1]} | "
            f"{row.usage.cpu:.2f} | {row.usage.wall:.2f} | {row.usage.peak:.0f} | {ratio} |"
        )
