"""Three-way difference of one resource: what the file wants, what we left behind last time, what is live now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.change import Cause, FieldChange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provisioner.model.resource import Value

_MISSING = object()


def differences(
    desired: Mapping[str, Value],
    last_applied: Mapping[str, Value] | None,
    observed: Mapping[str, Value],
    show: Callable[[Value], Value] = lambda value: value,
    show_after: Callable[[Value], Value] = lambda value: value,
) -> tuple[FieldChange, ...]:
    """The fields whose live value is not the declared one, each with its cause. All values are in normal form.

    Fields the file does not declare are not compared. ``show`` turns a reference into the title its object has now,
    ``show_after`` into the one it will have.
    """
    if desired.items() <= observed.items():
        return ()  # the usual case, told at a tenth of the cost
    return tuple(
        FieldChange(name, show(observed.get(name)), show_after(value), cause_of(name, value, last_applied, observed))
        for name, value in desired.items()
        if observed.get(name) != value
    )


def cause_of(
    name: str, desired: Value, last_applied: Mapping[str, Value] | None, observed: Mapping[str, Value]
) -> Cause:
    """Who moved: the file (config), someone on screen (drift), both (conflict); unknown without a past."""
    last = last_applied.get(name, _MISSING) if last_applied is not None else _MISSING
    if last is _MISSING:
        return Cause.UNKNOWN
    if last == observed.get(name):
        return Cause.CONFIG
    return Cause.DRIFT if last == desired else Cause.CONFLICT
