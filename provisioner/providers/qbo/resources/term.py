"""QuickBooks payment terms: due a number of days after the invoice, or on a day of the month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, model_validator

from provisioner.model.section import Section
from provisioner.model.spec import Amount, Spec, problem
from provisioner.providers.entries import entry, retired
from provisioner.providers.names import ShortName
from provisioner.providers.qbo.base import QboType
from provisioner.providers.wire import amount, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired, Value

# Ranges: Intuit API reference, Term; read 2026-11.
Days = Annotated[int, Field(ge=0, le=999)]


class TermSpec(Spec):
    """When an invoice is due."""

    name: ShortName
    due_days: Days | None = None
    """Days after the invoice date."""
    due_day_of_month: Annotated[int, Field(ge=1, le=31)] | None = None
    due_next_month_days: Days | None = None
    """Invoices made this many days before the due day are due a month later."""
    discount_percent: Amount | None = None
    discount_days: Days | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.due_days is None) == (self.due_day_of_month is None):
            raise problem(
                "LST102",
                "term-without-one-due-rule",
                "A term says either `due_days` or `due_day_of_month`.",
                why="QuickBooks computes the due date from exactly one of them.",
                fix="Add one of the two, for example `due_days: 30`."
                if self.due_days is None
                else "Remove one of them.",
            )
        return self


class RetiredTerm(Spec):
    """A term to be made inactive."""

    name: ShortName


class Term(QboType):
    """See the module docstring."""

    kind: ClassVar[str] = "qbo.term"
    noun: ClassVar[str] = "payment term"
    entity: ClassVar[str] = "Term"
    computed: ClassVar[frozenset[str]] = frozenset({"Type"})  # Intuit API reference, Term; read 2026-11
    wire = {
        "name": text("Name", "name"),
        "due_days": whole("DueDays", "days until due"),
        "due_day_of_month": whole("DayOfMonthDue", "day of the month due"),
        "due_next_month_days": whole("DueNextMonthDays", "days before it moves to the next month"),
        "discount_percent": amount("DiscountPercent", "early payment discount (percent)"),
        "discount_days": whole("DiscountDays", "days for the discount"),
    }
    sections = (Section("terms", TermSpec, RetiredTerm, "Payment terms of invoices."),)

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared terms, and those to be made inactive."""
        for key, spec in firm.entries("terms", TermSpec).items():
            values = {name: getattr(spec, name) for name in self.wire}
            declared = entry(firm, self.kind, ("terms", key), spec, values)
            yield replace(declared, fields={**declared.fields, **_other_rule(spec)})
        yield from retired(firm, self.kind, "terms")

    def group(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - one heading for all
        """The heading in a plan."""
        return "Payment terms"


def _other_rule(spec: TermSpec) -> dict[str, Value]:
    """What a term must not have beside its own rule: one that changes sides would otherwise keep both."""
    if spec.due_days is None:
        return {"due_days": None}
    return {"due_day_of_month": None, "due_next_month_days": None}
