"""Fields a vendor may answer well to and not take, told apart from what somebody changed back on screen. Pure.

A write of such a field remembers the version it left. As long as the object still has that version, nobody has touched
it since: what is not as we asked for was never taken, and asking again would lead to the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.model.resource import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.ports import FieldInfo
    from provisioner.model.resource import Observed, Value

NONE: frozenset[str] = frozenset()


def mark(asked: Mapping[str, Value], left: Observed, infos: Mapping[str, FieldInfo]) -> Mapping[str, Value]:
    """What to remember of a write that asked for these fields and left the object as ``left``."""
    return {VERSION: left.version} if any(infos[name].tried for name in asked if name in infos) else {}


def refused(asked: Mapping[str, Value], left: Observed, infos: Mapping[str, FieldInfo]) -> frozenset[str]:
    """The fields among those asked for that the answer to the write shows unchanged."""
    tried = {name: value for name, value in asked.items() if name in infos and infos[name].tried}
    if not tried:
        return NONE
    wanted, kept = normalise(tried, infos), normalise(left.fields, infos)
    return frozenset(name for name, value in wanted.items() if kept.get(name) != value)


def untaken(
    last: Mapping[str, Value] | None, observed: Observed, live: Mapping[str, Value], infos: Mapping[str, FieldInfo]
) -> frozenset[str]:
    """The fields that our last writes asked for and that are not so, though nobody has touched the object since."""
    if last is None or VERSION not in last or last[VERSION] != observed.version:
        return NONE
    return frozenset(
        name for name, value in last.items() if name in infos and infos[name].tried and live.get(name) != value
    )


def as_kept(last: Mapping[str, Value], untaken: frozenset[str], live: Mapping[str, Value]) -> Mapping[str, Value]:
    """What we left behind: of a field that was not taken, the value it kept."""
    return {**last, **{name: live.get(name) for name in untaken}} if untaken else last
