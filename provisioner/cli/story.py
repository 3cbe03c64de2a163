"""The demo's story, told step by step with the same workflows that the commands use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.cli.environment import now, today
from provisioner.cli.twin import data_folder, seed
from provisioner.model.change import Status
from provisioner.render.apply_text import apply_text
from provisioner.render.findings import check_text
from provisioner.render.plan_text import plan_text
from provisioner.render.style import line
from provisioner.sandbox.server import Twin, running
from provisioner.state.store import open_state
from provisioner.workflows.apply import Doing, apply
from provisioner.workflows.check import check
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.plan import Options, plan, state_file

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from provisioner.cli.output import Output
    from provisioner.engine.execute import Outcome
    from provisioner.engine.report import ApplyReport, PlanReport
    from provisioner.state.store import StateStore


def tell(firm: Path, output: Output) -> int:
    """Validate, preview, apply, nothing left to do, a person's step, drift, heal. The exit code."""
    planted = seed(firm, "empty")
    twin = Twin(data_folder(firm), seed=planted)
    with running(twin) as url, open_state(state_file(firm)) as store:
        tokens = twin.credentials(planted)
        reached = Connection(
            "sandbox",
            Credentials(url, access_token=tokens["qbo_access_token"]),
            Credentials(url, access_token=tokens["clio_access_token"]),
            limits=False,
        )
        options = Options(today(None))
        story = _Story(output)

        story.chapter("The firm file is checked, offline", f"provisioner validate {firm.name}")
        report, _ = check(firm)
        output.text(check_text(report))

        story.chapter("What would change? Nothing is written yet", f"provisioner plan {firm.name} --sandbox --brief")
        story.plan(plan(firm, reached, store, options))

        story.chapter("The setup goes into QuickBooks and Clio", f"provisioner apply {firm.name} --sandbox")
        story.apply(_apply(firm, reached, store, options))

        story.chapter("Is there anything left to do?", f"provisioner plan {firm.name} --sandbox --brief")
        story.plan(plan(firm, reached, store, options))

        story.chapter("A person switches class tracking on in QuickBooks", f"provisioner apply {firm.name} --sandbox")
        twin.qbo.edit({"entity": "Preferences", "set": {"AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True}}})
        story.apply(_apply(firm, reached, store, options))

        story.chapter(
            "Months later, somebody renames the trust account in QuickBooks and sends hourly fees to another account",
            f"provisioner plan {firm.name} --sandbox --brief",
        )
        _tamper(twin)
        story.plan(plan(firm, reached, store, options))

        story.chapter("Put right", f"provisioner apply {firm.name} --sandbox")
        story.apply(_apply(firm, reached, store, options))

        story.chapter("And there is nothing left to do", f"provisioner plan {firm.name} --sandbox --brief")
        last = plan(firm, reached, store, options)
        story.plan(last)
    return int(last.failed or last.plan is None or bool(last.plan.pending))


def _apply(firm: Path, reached: Connection, store: StateStore, options: Options) -> ApplyReport:
    return apply(firm, reached, store, options, Doing("demo", now, lambda _: True))


def _tamper(twin: Twin) -> None:
    """Two edits as a person makes them on the screens of QuickBooks."""
    twin.qbo.edit({"entity": "Account", "name": "IOLTA Trust", "set": {"Name": "Trust Acct (old)"}})
    twin.qbo.edit({"entity": "Item", "name": "Hourly Attorney", "set": {"IncomeAccountRef": {"name": "Flat Fees"}}})


class _Story:
    """Numbers the chapters and shows what the commands would print."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._number = 0

    def chapter(self, title: str, command: str) -> None:
        """A heading, and the command a user would type."""
        self._number += 1
        self._output.text(
            [line(""), line((f"{self._number}. {title}", "bold")), line((f"   $ {command}", "cyan")), line("")]
        )

    def plan(self, report: PlanReport) -> None:
        """A plan, long lists cut short."""
        if report.plan is None:
            self._output.text(check_text(report.check))
        else:
            self._output.text(plan_text(report.plan, report.check.lines, brief=True))

    def apply(self, report: ApplyReport) -> None:
        """The end of an apply, with how many writes were made."""
        done = [each for each in report.outcomes if each.status is Status.DONE]
        self._output.text([_writes(done), *apply_text(report, ["FIRM"])])


def _writes(done: list[Outcome]) -> Text:
    qbo = sum(1 for each in done if each.step.address.system == "qbo")
    return line(f"{qbo} objects written in QuickBooks, {len(done) - qbo} in Clio.")
