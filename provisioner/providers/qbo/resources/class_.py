"""QuickBooks classes. They need class tracking: where it is off and `tracking.classes` asks for it, that comes first.

Without `tracking.classes`, or where QuickBooks does not take it from a program, a person switches it on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from provisioner.engine.capacity import WITHOUT_CLASSES
from provisioner.model.address import Address
from provisioner.model.change import Action, HumanStep
from provisioner.model.section import Section
from provisioner.model.spec import ClassKey, Spec
from provisioner.providers.entries import entry, retired
from provisioner.providers.names import ClassName
from provisioner.providers.qbo.base import QboType, reference
from provisioner.providers.qbo.screens import CHOICES, CLASS_TRACKING, GEAR, UPGRADE
from provisioner.providers.wire import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired, Scalar, Value


BY_PROGRAM = {
    Action.CREATE: "made",
    Action.RETIRE: "made inactive",
    Action.REACTIVATE: "made active again",
    Action.UPDATE: "changed",
}


class ClassSpec(Spec):
    """A class, to tell income and costs apart by practice area or office."""

    name: ClassName
    parent: ClassKey | None = None


class RetiredClass(Spec):
    """A class to be made inactive."""

    name: ClassName


class Class(QboType):
    """See the module docstring."""

    kind: ClassVar[str] = "qbo.class"
    noun: ClassVar[str] = "class"
    entity: ClassVar[str] = "Class"
    wire = {"name": text("Name", "name"), "parent": reference("ParentRef", "parent class", "qbo.class")}
    sections = (Section("classes", ClassSpec, RetiredClass, "QuickBooks classes."),)

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared classes, and those to be made inactive."""
        tracking = firm.config.tracking
        after = frozenset({CLASS_TRACKING}) if tracking and tracking.classes else frozenset()
        for key, spec in firm.entries("classes", ClassSpec).items():
            parent = Address("qbo", "class", spec.parent) if spec.parent else None
            values = {"name": spec.name, "parent": parent}
            yield replace(entry(firm, self.kind, ("classes", key), spec, values), after=after)
        yield from retired(firm, self.kind, "classes")

    def group(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - one heading for all
        """The heading in a plan."""
        return "Classes"

    def blocked(self, change: Change, facts: Mapping[str, Scalar]) -> HumanStep | None:
        """Without class tracking QuickBooks takes no class."""
        if facts.get("class_tracking") != "none":
            return None
        upgrade = (UPGRADE,) if facts.get("edition") in WITHOUT_CLASSES else ()
        here = (*upgrade, GEAR.format("Advanced"), f"Under Categories, {CHOICES['per_line']}.")
        there = ("Switch class tracking on, as the step for the company settings says.",)
        return HumanStep(
            (*(there if change.desired.after else here), f"Run plan again: {_by_program(change)}."),
            "A screenshot of the Categories settings.",
            "The next plan reads the company's preferences.",
        )


def _by_program(change: Change) -> str:
    """What happens to the class once classes are tracked."""
    if change.action is Action.ADOPT and not change.fields:
        return "the class, which is there already, is then managed by this file"
    done = BY_PROGRAM.get(change.action, "changed")
    there = "" if change.observed is None else ", which is there already,"
    return f"the class{there} is then {done} by program"
