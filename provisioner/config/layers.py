"""A firm file with the templates it extends, merged into one tree in which every value still knows its own file."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provisioner.config import words
from provisioner.config.places import Map, Seq, key_of, value_of
from provisioner.config.yaml import MAX_BYTES, Document, parse
from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from provisioner.config.places import SourceLines

EXTENDS = "extends"
ROOT_NAME = "firm-configs"
_DEEPEST = 32


@dataclass
class Layers:
    """What came of reading a file and what it extends. ``complete`` is False when part of it could not be read."""

    sources: SourceLines
    root: Path
    cwd: Path
    findings: list[Finding] = field(default_factory=list)
    complete: bool = True
    unlisted: int = 0
    _nulls: bool = False
    _trees: dict[Path, Map | None] = field(default_factory=dict)

    def load(self, file: Path) -> Map | None:
        """The merged tree of ``file``; None when there is none."""
        tree = self._extended(file, self._read(file), (file.resolve(),))
        return self._stripped(tree) if self._nulls else tree

    def load_alone(self, file: Path) -> Map | None:
        """The tree of a file that extends nothing; None when there is none."""
        document = self._read(file)
        tree = self._own_tree(file, document, is_template=False)
        return self._stripped(tree) if self._nulls else tree

    def _read(self, file: Path) -> Document:
        """What one file says by itself, its findings noted."""
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size  # asked for more, Python sets room for all of it aside
            content = stream.read(min(size, MAX_BYTES) + 1)
        document = parse(content, self.shown(file), self.sources)
        self.findings += document.findings
        self.unlisted += document.unlisted
        self.complete &= document.usable
        self._nulls |= document.nulls
        return document

    def shown(self, file: Path) -> str:
        """The file as the user would type it: from the current folder where it is below that, else as given."""
        absolute = Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would follow links, and show a name nobody typed
        return str(absolute.relative_to(self.cwd) if absolute.is_relative_to(self.cwd) else file)

    def _extended(self, file: Path, document: Document, chain: tuple[Path, ...]) -> Map | None:
        tree = self._own_tree(file, document, is_template=len(chain) > 1)
        if tree is None:
            return None
        bases = [base for base in self._bases(file, tree, chain) if base is not None]
        return reduce(self._merge, [*bases, _without(tree, EXTENDS)])

    def _own_tree(self, file: Path, document: Document, *, is_template: bool) -> Map | None:
        root = document.root
        if isinstance(root, Map):
            return root if document.usable else None
        if root is None and is_template and document.usable:
            empty = Map()
            empty.at = {}
            return empty
        self.complete = False
        if root is None and document.usable:
            self._report(
                "SYN101", "empty-file", f"{file.name} is empty.", document.root_at, fix="Begin with `version: 1`."
            )
        elif document.usable:
            what = f"A file like this is a group of keys, not {words.described(root)}."
            self._report("SYN105", "wrong-type", what, document.root_at, fix="Begin with `version: 1`.")
        return None

    def _bases(self, file: Path, root: Map, chain: tuple[Path, ...]) -> list[Map | None]:
        value = root.get(EXTENDS)
        if value is None:
            return []
        written = zip(value, value.at, strict=True) if isinstance(value, Seq) else [(value, value_of(root.at[EXTENDS]))]
        entries = list(written)
        return [self._base(file, entry, position, chain) for entry, position in entries]

    def _base(self, file: Path, entry: Any, position: int, chain: tuple[Path, ...]) -> Map | None:
        """The tree of one template; None, with a finding at the entry, when it cannot be had."""
        if not isinstance(entry, str) or not entry or "\0" in entry:
            self._refuse("SYN105", "wrong-type", f"`extends` takes file names, not {words.described(entry)}.", position)
            return None
        template = Path(os.path.normpath(file.parent / entry))
        real = resolved(file.parent / entry)
        if real is None:
            what = f"`{entry}` is a link that leads back to itself."
            self._refuse("SYN111", "template-not-readable", what, position, fix="Put the file itself there.")
            return None
        if not real.is_relative_to(self.root):
            what = f"`{entry}` is outside the folder `{self.root.name}`."
            self._refuse(
                "SYN111",
                "template-outside",
                what,
                position,
                why="A firm's setup must not depend on files elsewhere.",
                fix="Copy it into `_templates`.",
            )
            return None
        if real in chain:
            self._refuse(
                "SYN111",
                "template-circle",
                f"`{entry}` leads back to a file that extends this one.",
                position,
                fix="Remove it here or there.",
            )
            return None
        if len(chain) > _DEEPEST:
            self._refuse(
                "SYN111", "template-circle", f"Templates extend one another more than {_DEEPEST} times.", position
            )
            return None
        if real not in self._trees:
            self._trees[real] = self._template(entry, template, real, position, chain)
        return self._trees[real]

    def _template(self, entry: str, template: Path, real: Path, position: int, chain: tuple[Path, ...]) -> Map | None:
        try:
            if not real.is_file():
                self._refuse(
                    "SYN111",
                    "template-not-found",
                    f"There is no file `{entry}`.",
                    position,
                    fix=self._nearby(entry, template),
                )
                return None
            document = self._read(template)
        except OSError as error:
            self._refuse("SYN111", "template-not-readable", f"`{entry}` cannot be read: {error.strerror}.", position)
            return None
        return self._extended(template, document, (*chain, real))

    def _nearby(self, entry: str, template: Path) -> str:
        """A file that was perhaps meant, as it would be written in place of ``entry``."""
        folder = entry.rpartition("/")[0]
        beside = template.parent if template.parent.is_dir() else None
        found = [f"{folder}/{file.name}".lstrip("/") for file in sorted(beside.glob("*.y*ml"))] if beside else []
        return words.did_you_mean(entry, found) or words.few(found)

    def _merge(self, base: Map, over: Map) -> Map:
        """A new mapping: groups are merged, other values of ``over`` replace those of ``base``, and nothing removes.

        A nothing that removes nothing stays, since ``over`` may be a template that is merged onto its neighbour.
        """
        result = Map(base)
        result.at = {**base.at, **over.at}
        for key, value in over.items():
            before = base.get(key)
            if value is None and before is not None:
                del result[key]
            elif isinstance(value, Map) and isinstance(before, Map):
                result[key] = self._merge(before, value)
            else:
                result[key] = value
        return result

    def _stripped(self, value: Any) -> Any:
        """The value without keys that have none; itself when there are no such keys."""
        if isinstance(value, Map):
            kept = {key: self._stripped(child) for key, child in value.items() if child is not None}
            for key, child in value.items():
                if child is None:
                    self._nothing(key, value)
            if len(kept) == len(value) and all(kept[key] is value[key] for key in kept):
                return value
            result = Map(kept)
            result.at = value.at
            return result
        if isinstance(value, Seq):
            items = [self._stripped(item) for item in value]
            if all(new is old for new, old in zip(items, value, strict=True)):
                return value
            stripped = Seq(items)
            stripped.at = value.at
            return stripped
        return value

    def _nothing(self, key: str, owner: Map) -> None:
        place = self.sources.place(key_of(owner.at[key]))
        self.findings.append(
            Finding(
                "SYN113",
                "empty-value",
                Level.WARNING,
                f"`{words.shown(key)}` has no value, so it counts as not written.",
                "An empty value removes what a template says, and no template says anything here.",
                "Write a value, or remove the line; a group without keys of its own is written `{}`.",
                place,
            )
        )

    def _refuse(self, code: str, name: str, what: str, position: int, *, why: str = "", fix: str = "") -> None:
        self.complete = False
        self._report(code, name, what, position, why=why, fix=fix)

    def _report(self, code: str, name: str, what: str, position: int, *, why: str = "", fix: str = "") -> None:
        self.findings.append(Finding(code, name, Level.ERROR, what, why, fix, self.sources.place(position)))


def resolved(path: Path) -> Path | None:
    """The path without links; None when they lead in a circle, which Python up to 3.12 says only here."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def configs_root(file: Path) -> Path:
    """The folder all templates must be in: the nearest one called ``firm-configs``, else the firm folder's parent."""
    folder = file.parent.resolve()
    return next((above for above in (folder, *folder.parents) if above.name == ROOT_NAME), folder.parent)


def _without(tree: Map, key: str) -> Map:
    result = Map(tree)
    result.at = tree.at
    result.pop(key, None)
    return result
