"""Sentences about changes that read the same for every kind of object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.change import Action

if TYPE_CHECKING:
    from provisioner.model.change import Change


def sentence(change: Change, noun: str, where: str) -> str:
    """What a change does, for most kinds of object."""
    changed = ", ".join(each.name.replace("_", " ") for each in change.fields)
    return {
        Action.CREATE: f"A new {noun} appears {where}.",
        Action.UPDATE: f"The {noun} {where} gets another {changed}; its history stays.",
        Action.ADOPT: f"The {noun} {where} is managed by this file from now on"
        + (f" and gets another {changed}." if changed else "; nothing about it changes."),
        Action.REACTIVATE: f"The inactive {noun} is made active again {where}.",
        Action.RETIRE: f"The {noun} is made inactive {where}; its history stays and it can be made active again.",
        Action.ATTEST: f"A person has to do this {where}.",
        Action.NO_OP: "Nothing changes.",
    }[change.action]
