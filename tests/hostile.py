"""Plans in which every text that comes from a file or a vendor is a hostile name."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from provisioner.engine.report import CheckReport, DriftReport, PlanReport
from provisioner.model.address import Address
from provisioner.model.change import Action, Cause, Change, FieldChange, HumanStep
from provisioner.model.finding import Finding, Level
from provisioner.model.plan import Drift, Enforcement, Plan, Title
from provisioner.model.resource import Binding, Desired, Observed
from provisioner.model.source import Place

CASES = YAML(typ="safe").load((Path(__file__).parent / "cases" / "hostile_names.yml").read_text(encoding="utf-8"))
NAMES = {f"{kind}-{key}": name for kind, names in CASES.items() for key, name in names.items()}


def plan_report(*names: str) -> PlanReport:
    """A plan with one change of each action, one step for a person and one finding of each level for each name."""
    changes, titles, findings = [], {}, []
    for number, name in enumerate(names):
        place = Place(f"{name}.yaml", 3 + number, 5)
        for action in Action:
            address = Address("qbo", "account", f"{action.value}_{number}")
            desired = Desired(address, {"name": name, "description": name}, ("accounts", name), place)
            field = FieldChange("name", name, f"{name} 2", Cause.DRIFT)
            observed = Observed("qbo.account", name, "0", {"name": name}, changed_at=name)
            step = HumanStep((f"Open {name}.", name), name, name) if action is Action.ATTEST else None
            live = None if action is Action.CREATE else observed
            changes.append(
                Change(address, action, desired, live, () if live is None else (field,), step, None, (name,))
            )
            titles[str(address)] = Title(name, "Income", f"After this, {name} takes deposits.")
        findings += [Finding("TRU103", "bad-name", level, name, name, name, place, None, (place,)) for level in Level]
    plan = Plan(
        firm=names[0],
        file=f"{names[0]}/firm.yaml",
        digest="digest",
        environment="live",
        as_of="2026-11-30",
        changes=tuple(changes),
        steps=(),
        findings=tuple(findings),
        enforcement=(Enforcement(names[0], "unknown", "unknown", place),),
        released=(Binding(Address("qbo", "account", "gone"), names[0]),),
        titles=titles,
        tenants={"qbo": names[0], "clio": names[0]},
        identities={"qbo": (names[0], ""), "clio": (names[0], "")},
    )
    return PlanReport(CheckReport(plan.file, plan.firm, plan.findings, lambda _: names[0]), plan)


def drift_report(name: str) -> DriftReport:
    """One object that somebody changed live."""
    check = CheckReport(f"{name}/firm.yaml", name, (), lambda _: name)
    return DriftReport(check, (Drift("qbo.account.fees", name, (("name", name, f"{name} 2"),), name),), 1)
