"""The set-up checklist: everything a person makes so on a screen or has from the bank, in the order it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.setting import Nature
from provisioner.render.docs.blocks import Block, Document, Heading, PageKind, Steps, Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provisioner.model.setting import Asked, Setting

PARTS = (
    ("qbo", "In QuickBooks, before Clio is connected", "Clio's sync builds on these."),
    ("bank", "At the bank", "Ask for each in writing; the letter is the proof."),
    ("clio", "In Clio, on the Bill Syncing screen", "Only an administrator sees it. No program can read or change it."),
    ("staff", "Among yourselves", "No screen has a switch for these. They are so because everybody keeps to them."),
)


def make(subject: Subject) -> list[Document]:
    """One document: what to click, what to keep, and how long it counts."""
    return [
        Document(
            "checklist",
            "Setting up: what a person has to do",
            "Accounts, products and categories are made by the command provisioner apply. What follows has no such "
            "way: do it, keep the proof, and confirm it with provisioner attest, which remembers who did it and when.",
            tuple(_blocks(subject)),
        )
    ]


def _blocks(subject: Subject) -> Iterator[Block]:
    for system, title, lead in PARTS:
        asked = [each for each in subject.asked if each[0].system == system]
        if asked:
            yield Heading(title)
            yield Text(lead)
            yield from _part(asked)


def _part(asked: Sequence[tuple[Setting, Asked]]) -> Iterator[Block]:
    for setting, each in asked:
        yield Heading(each.title, 3)
        yield Text(each.says)
        yield Steps(each.steps, ticked=setting.nature is Nature.SWITCH)
        yield Text(f"Keep as proof: {each.evidence} It counts for {setting.valid_days} days.")
        yield Text(f"What would show that it is not so: {setting.observable}")
        yield Text(f"Confirm it as {each.address}")


PAGE = PageKind("checklist", "What a person has to set up", make, catalogue="S10 S11 S14 S22 B02 C16 C17 C20 C22")
