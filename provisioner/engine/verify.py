"""Reads an apply back: fields a vendor silently ignored, and anything else of an object that moved with our write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.report import Unapplied
from provisioner.model.change import Action, Status

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.execute import Outcome
    from provisioner.engine.ports import Registry
    from provisioner.model.address import Address
    from provisioner.model.change import Change
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Observed


_UNDONE = {
    Action.CREATE: "it is not there, though the vendor answered that it was made",
    Action.RETIRE: "it is still active",
    Action.REACTIVATE: "it is still inactive",
}


def verify(before: Plan, outcomes: Sequence[Outcome], after: Plan, registry: Registry) -> Iterator[Unapplied]:
    """What is not as it should be among the resources that were written, judged by reading everything again."""
    written = {each.step.address for each in outcomes if each.status is Status.DONE}
    now = {change.address: change for change in after.changes}
    then = {change.address: change for change in before.changes}
    sent = _fields_written(outcomes)
    for address in sorted(written - now.keys()):
        yield from _unjudged(address, before, after)
    for address in sorted(written & now.keys()):
        change = now[address]
        old, new = then[address].observed, change.observed
        if old is not None and new is not None and old.remote != new.remote:
            continue  # what was retired is no longer bound, and the entry has found a namesake
        title = after.titles[str(address)].name
        if change.action in _UNDONE:
            yield Unapplied(str(address), title, _UNDONE[change.action])
        yield from (
            Unapplied(str(address), title, each) for each in _not_taken(change, address, sent[address], registry)
        )
        if old is not None and new is not None:
            yield from (
                Unapplied(str(address), title, each)
                for each in side_effects(old, new, sent[address], address, registry)
            )


def _not_taken(change: Change, address: Address, written: Container[str], registry: Registry) -> Iterator[str]:
    """The fields that are not as we wrote them; for those that only a person can set, how."""
    for field in change.fields:
        label = registry[address.kind].fields[field.name].label
        said = f"{label} is still {field.before!r}, not {field.after!r}"
        if change.step is None:
            yield said
        elif field.name in written:
            yield f"{said}; it has to be set on screen: {' '.join(change.step.instructions)}"


def _unjudged(address: Address, before: Plan, after: Plan) -> Iterator[Unapplied]:
    """What was written and cannot be planned any more: the finding that stands in its way says what the vendor did."""
    title = before.titles[str(address)].name
    reasons = [finding.what for finding in after.findings if finding.address == str(address)]
    for reason in reasons or ["it could not be checked by reading it again"]:
        yield Unapplied(str(address), title, reason)


def _fields_written(outcomes: Iterable[Outcome]) -> Mapping[Address, set[str]]:
    """The fields our writes set, by resource. Making an object inactive, or active again, changes its name as well."""
    found: dict[Address, set[str]] = {}
    for step in (each.step for each in outcomes):
        marked = {"name"} if step.active is not None else set()
        found.setdefault(step.address, set()).update(marked, step.fields)
    return found


def side_effects(
    before: Observed, after: Observed, written: set[str], address: Address, registry: Registry
) -> Iterator[str]:
    """Parts of an object that we did not write and that are different now. A full update could blank them."""
    kind = registry[address.kind]
    old, new = kind.untouched(before, written), kind.untouched(after, written)
    if old != new:
        yield from explain(old, new)


def explain(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """The differences of two vendor objects in words. DeepDiff is imported only here: few objects ever need it."""
    from deepdiff import DeepDiff  # noqa: PLC0415 - 240 ms, and rarely needed

    difference = DeepDiff(dict(old), dict(new), view="tree", ignore_numeric_type_changes=True)
    for kind, found in difference.items():
        for each in found:
            where = each.path(output_format="list")
            name = ".".join(str(part) for part in where)
            if "removed" in kind:
                yield f"{name} was {each.t1!r} and is gone, though this program did not touch it"
            elif "added" in kind:
                yield f"{name} is {each.t2!r} now, though this program did not touch it"
            else:
                yield f"{name} changed from {each.t1!r} to {each.t2!r}, though this program did not touch it"
