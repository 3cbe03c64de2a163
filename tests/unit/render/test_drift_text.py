"""Drift as text."""

from provisioner.engine.report import CheckReport, DriftReport
from provisioner.model.resource import Refresh
from provisioner.render.drift_text import drift_text

CHECK = CheckReport("firm.yaml", "Harbor", (), lambda _: None)


def said(**facts):
    return "\n".join(each.plain for each in drift_text(DriftReport(CHECK, **facts)))


def test_where_nothing_was_applied_there_is_nothing_to_compare():
    assert said(known=0).endswith("Run apply first.")


def test_no_drift_says_how_many_objects_were_compared():
    assert said(known=2) == "No drift: 2 objects compared, all as this program left them."


def test_drift_says_how_quickbooks_was_read_when_only_changes_were_asked_for():
    found = said(known=2, refresh=Refresh(why="it is the first time")).splitlines()
    assert found[0] == "QuickBooks: read in full, because it is the first time."
    assert len(found) == 2
