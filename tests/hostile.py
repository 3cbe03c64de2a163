"""Plans in which every text that comes from a file or a vendor is a hostile name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from provisioner.engine.report import AttestReport, CheckReport, DriftReport, PlanReport, StatusReport
from provisioner.model.address import Address
from provisioner.model.change import Action, Cause, Change, FieldChange, HumanStep
from provisioner.model.finding import Finding, Level
from provisioner.model.plan import Drift, Enforcement, Plan, Title
from provisioner.model.resource import Binding, Desired, Observed
from provisioner.model.setting import Asked, Attestation, Confirmation, Nature, Setting, Standing
from provisioner.model.source import Place

CASES = YAML(typ="safe").load((Path(__file__).parent / "cases" / "hostile_names.yml").read_text(encoding="utf-8"))
NAMES = {f"{kind}-{key}": name for kind, names in CASES.items() for key, name in names.items()}


def plan_report(*names: str) -> PlanReport:
    """A plan with one change of each action, one step for a person and one finding of each level for each name."""
    changes, titles, findings, confirmations = [], {}, [], []
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
        confirmations += [_confirmation(name, number, place, standing) for standing in Standing]
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
        confirmations=tuple(confirmations),
        tenants={"qbo": names[0], "clio": names[0]},
        identities={"qbo": (names[0], ""), "clio": (names[0], "")},
    )
    return PlanReport(CheckReport(plan.file, plan.firm, plan.findings, lambda _: names[0]), plan)


def attest_report(name: str) -> AttestReport:
    """What people confirm, one thing of each standing."""
    report = plan_report(name)
    assert report.plan is not None
    done = (report.plan.confirmations[0].asked.address,)
    return AttestReport(report.check, "2026-11-30", report.plan.confirmations, done)


def _confirmation(name: str, number: int, place: Place, standing: Standing) -> Confirmation:
    address = Address("qbo", "setting", f"{standing.value}_{number}")
    setting = Setting("qbo.setting.x", name, Nature.SWITCH, 30, lambda _: (), name, (name,))
    asked = Asked(address, name, f"It says {name}.", (("sync", name),), place, (f"Open {name}.", name), name)
    day = date(2026, 11, 1)
    said = None if standing is Standing.OPEN else Attestation(address, name, name, day, day, name, name)
    return Confirmation(setting, asked, standing, said, name if standing is Standing.CONTRADICTED else None)


def status_report(name: str) -> StatusReport:
    """The enforcement matrix with a line of each kind."""
    place, lines = Place(f"{name}.yaml", 3, 5), []
    for how in ("provisioned", "attested", "observed", "unknown", "tool"):
        for status in ("pass", "fail", "unknown", "error"):
            path = f"sync.{how}.{status}.{name}"
            paths, address = (("sync", how, status, name),), Address("qbo", "setting", "x")
            said = {"title": name, "since": name, "by": name, "expires": name, "wrong_if": name, "note": name}
            lines.append(Enforcement(path, how, status, place, paths, addresses=(address,), **said))
    values = {each.path: (each.path, name) for each in lines}
    check = CheckReport(f"{name}/firm.yaml", name, (), lambda _: name)
    return StatusReport(check, "2026-11-30", tuple(lines), values, (), name, {"qbo": name}, {"qbo": 1})


def drift_report(name: str) -> DriftReport:
    """One object that somebody changed live."""
    check = CheckReport(f"{name}/firm.yaml", name, (), lambda _: name)
    return DriftReport(check, (Drift("qbo.account.fees", name, (("name", name, f"{name} 2"),), name),), 1)
