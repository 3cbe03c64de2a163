"""The manual's page on settings: what each is, what to click, what proof to keep, how long it counts."""

from __future__ import annotations

import inspect
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import provisioner.settings
from provisioner.config.load import load
from provisioner.engine.registry import modules
from provisioner.model.catalogue import FAILURES
from provisioner.model.setting import Nature, Setting
from provisioner.model.source import dotted
from provisioner.workflows.catalog import registry, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from provisioner.model.firm import Firm
    from provisioner.model.source import Path

EXAMPLE = "example.yaml"
WHERE = {
    "clio": "Settings in Clio",
    "qbo": "Settings in QuickBooks",
    "bank": "What the bank and the processor have on paper",
    "staff": "Procedures that staff keep to",
}
NATURES = {
    Nature.SWITCH: "A switch on a screen, or a line on paper: it can be looked at.",
    Nature.PROCEDURE: "A procedure: no program has a switch for it. It is what staff do.",
}
KEYED = {"trust", "people", "payments", "processors", "categories", "expense_categories"}
"""Sections in which each entry has a key of its own."""
INTRODUCTION = """# Settings that people confirm

Some of what a firm file declares no program can set: it is on a screen without an API, on the bank's paper, or only in
what staff do. A person looks at it, keeps a proof, and says so with `provisioner attest`; it counts for a while, and
live data can show that it is not so. `provisioner status` shows where each stands.

Sentences and steps on this page are those for an example firm; with your firm file they name your accounts and people.
Menus are as the vendors' pages showed them when they were read; if a menu has moved, the setting has not.
"""


def settings_page() -> str:
    """The page, as Markdown."""
    firm = example()
    about = _about()
    lines = [INTRODUCTION]
    for system, heading in WHERE.items():
        lines += [f"## {heading}", ""]
        for each in settings():
            if each.system == system:
                lines += _section(each, firm, about[each.kind])
    return "\n".join(lines).rstrip() + "\n"


def example() -> Firm:
    """A firm that declares everything which people confirm."""
    with as_file(files(provisioner.settings).joinpath(EXAMPLE)) as path:
        firm = load(path, registry().sections, registry().extensions).firm
    assert firm is not None  # noqa: S101 - our own file
    return firm


def _about() -> dict[str, str]:
    """What the module of each setting says of it, by kind."""
    return {_setting(each).kind: inspect.getdoc(each) or "" for each in modules(provisioner.settings)}


def _setting(module: ModuleType) -> Setting:
    found: Setting = module.SETTING
    return found


def _section(setting: Setting, firm: Firm, about: str) -> Iterator[str]:
    asked = next(iter(setting.asked(firm)))
    titles = {each.number: each.title for each in FAILURES}
    paths = sorted({_pattern(path) for each in setting.asked(firm) for path in each.paths})
    yield from (f"### {setting.noun}", "", about, "")
    yield from (f"`{setting.kind}`. {NATURES[setting.nature]}", "")
    yield from (f"- Declared as: {', '.join(f'`{each}`' for each in paths)}", f"- For example: {asked.says}")
    yield f"- Counts for: {setting.valid_days} days"
    yield f"- Keep as proof: {asked.evidence}"
    yield f"- What shows it: {setting.observable}"
    if setting.conclusive:
        yield "- Nobody is asked while QuickBooks itself says that it is so."
    yield f"- Prevents: {'; '.join(f'{each} {titles[each]}' for each in setting.catalogue.split())}"
    yield from ("", *(f"{number}. {step}" for number, step in enumerate(asked.steps, start=1)), "")
    yield f"Sources: {'. '.join(setting.sources)}."
    yield ""


def _pattern(path: Path) -> str:
    """The path with ``<key>`` for the key of an entry."""
    shown = [*path]
    if shown[0] in KEYED:
        shown[1] = "<key>"
    return dotted(tuple(shown))
