"""A firm read from a file, and plans made from it without any vendor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from provisioner.config.load import load
from provisioner.engine.plan import make_plan
from provisioner.engine.report import CheckReport, PlanReport
from provisioner.model.resource import Snapshot
from provisioner.providers.qbo.base import QboType
from provisioner.workflows.catalog import registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from provisioner.model.plan import Plan


@pytest.fixture
def plan_for(tmp_path: Path) -> Callable[..., PlanReport]:
    """The plan of a firm with these sections, against these live QuickBooks objects by entity."""

    def make(sections: dict[str, Any], live: dict[str, Any] | None = None, **options: Any) -> PlanReport:
        whole = {
            "version": 1,
            "firm": {"name": "Harbor"},
            "systems": {"quickbooks": {"company_id": "9341"}},
            **sections,
        }
        (tmp_path / "firm.yaml").write_text(json.dumps(whole), encoding="utf-8")
        loaded = load(tmp_path, registry().sections, registry().extensions, cwd=tmp_path)
        assert loaded.firm is not None, [finding.message for finding in loaded.findings]
        return PlanReport(
            CheckReport("firm.yaml", "Harbor", (), loaded.sources.line), planned(loaded.firm, live, options)
        )

    return make


def planned(firm: Any, live: dict[str, Any] | None, options: dict[str, Any]) -> Plan:
    """A plan against QuickBooks alone."""
    objects = {
        kind.kind: [kind.observe(row) for row in (live or {}).get(kind.entity, ())]
        for kind in registry().of("qbo")
        if isinstance(kind, QboType)
    }
    snapshot = Snapshot("qbo", "9341", "Harbor", objects, {"class_tracking": options.pop("classes", "per_line")}, 1)
    desired = [each for kind in registry().of("qbo") for each in kind.desired(firm)]
    bindings = options.pop("bindings", {})
    return make_plan(firm, desired, {"qbo": snapshot}, bindings, registry(), environment="sandbox", **options)
