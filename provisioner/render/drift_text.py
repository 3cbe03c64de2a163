"""Drift as text: what somebody changed live since the last apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.render.style import VENDORS, how_read, line, plural, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.engine.report import DriftReport


def drift_text(report: DriftReport) -> Iterator[Text]:
    """One block for each object, then the verdict."""
    for drift in report.drifts:
        vendor = VENDORS[drift.address.partition(".")[0]]
        state = " is inactive or missing" if drift.gone else ""
        yield line(("  ~ ", "yellow"), (f"{drift.title}{state}", "yellow"), (f"  {drift.address}", "dim"))
        for name, was, now in drift.fields:
            yield line(f"      {name.replace('_', ' ')}: was {shown(was)}, is now {shown(now)}")
        if drift.changed_at:
            yield line((f"      last changed in {vendor}: {drift.changed_at}", "dim"))
    if how := how_read(report.refresh):
        yield line((how, "dim"))
    if report.drifts:
        count = plural(len(report.drifts), "object")
        yield line((f"Drift: {count} of {report.known} changed live since the last apply.", "bold yellow"))
        yield line("Run plan to see what apply would do about it.")
    elif report.known:
        yield line(
            (f"No drift: {plural(report.known, 'object')} compared, all as this program left them.", "bold green")
        )
    else:
        yield line(
            ("This program has not applied anything here yet, so there is nothing to compare.", "bold"),
            " Run apply first.",
        )
