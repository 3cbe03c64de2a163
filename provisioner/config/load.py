"""Reads a firm's folder: the firm file with its templates, the listed clients, and all that is wrong with them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provisioner.config.compose import firm_model
from provisioner.config.layers import EXTENDS, Layers, configs_root, resolved
from provisioner.config.places import Map, Places, SourceLines
from provisioner.config.references import References
from provisioner.config.salvage import salvage
from provisioner.config.shape import of_spec
from provisioner.config.validate import validate
from provisioner.config.yaml import collector_paused
from provisioner.model.errors import ConfigProblem
from provisioner.model.finding import Finding, Level, has_errors, in_order
from provisioner.model.firm import ClientsFile, Firm, FirmBase
from provisioner.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provisioner.model.section import Extension, Section

FIRM_FILE = "firm.yaml"
CLIENTS_FILE = "clients.yaml"
MOST_FINDINGS = 200
_BASE_FREE = frozenset({"SYN107", "REF101"})  # what a template that could not be read may have said


@dataclass(frozen=True, slots=True)
class Loaded:
    """A firm that was read. ``firm`` is None when an error leaves nothing that could be relied on.

    ``remains`` is then what is left without the entries that have mistakes: enough to look for further ones.
    ``own`` are the names, as shown, of the files that are this firm's alone.
    """

    firm: Firm | None
    findings: tuple[Finding, ...]
    sources: SourceLines
    remains: Firm | None = None
    own: tuple[str, ...] = ()


def load(
    path: Path, sections: Sequence[Section], extensions: Sequence[Extension] = (), *, cwd: Path | None = None
) -> Loaded:
    """The firm at ``path``, a folder or a firm file, with what is wrong with it in order of place.

    ``cwd`` is the folder that names of files are shown from. Raises ConfigProblem when there is no firm file to read.
    """
    cwd = cwd or Path.cwd()
    file = firm_file(path, cwd)
    with collector_paused():
        return _Loading(file, cwd, firm_model(sections, extensions)).result()


def firm_file(path: Path, cwd: Path) -> Path:
    """The firm file that ``path``, a folder or a file, stands for. ConfigProblem when there is none."""
    try:
        file = path / FIRM_FILE if path.is_dir() else path
        if file.is_file():
            return file
    except OSError as error:
        raise ConfigProblem(f"{str(path)[:200]} cannot be read: {error.strerror}.") from error
    raise ConfigProblem(f"There is no firm file at {path}.", *_way_out(path, cwd))


def _way_out(path: Path, cwd: Path) -> tuple[str, str]:
    other = path / "firm.yml"
    if other.is_file():
        return f"There is a {other}, and this program looks for {FIRM_FILE}.", f"Rename it to {FIRM_FILE}."
    start = next((folder for folder in (path, *path.parents) if folder.is_dir()), cwd)
    found = _firms_near(start) or _firms_near(cwd)
    if not found:
        return f"A firm's folder holds a file called {FIRM_FILE}.", "Name the folder, or the file itself."
    listed = ", ".join(str(folder) for folder in found[:5])
    return f"Folders nearby that hold a {FIRM_FILE}: {listed}.", f"Name one of them, for example {found[0]}."


def _firms_near(start: Path) -> list[Path]:
    found: list[Path] = []
    for pattern in (FIRM_FILE, f"*/{FIRM_FILE}", f"*/*/{FIRM_FILE}"):
        with suppress(OSError):  # a folder that cannot be looked into holds nothing worth naming
            found += [file.parent for file in sorted(start.glob(pattern))]
    return found


class _Loading:
    """One run of reading a firm, step by step."""

    def __init__(self, file: Path, cwd: Path, model: type[FirmBase]) -> None:
        self._file = file
        self._model = model
        self._sources = SourceLines()
        self._layers = Layers(self._sources, configs_root(file), cwd)

    def result(self) -> Loaded:
        """The firm and the findings."""
        refuse_links_outside(self._file, self._layers)
        tree = self._read(self._file)
        is_complete = self._layers.complete
        clients_file = self._file.with_name(CLIENTS_FILE)
        refuse_links_outside(clients_file, self._layers)
        clients_tree = self._read(clients_file, alone=True) if clients_file.is_file() else None
        clients_places = self._places(clients_tree, clients_file)
        roots = {} if clients_tree is None else {"clients": clients_places}
        places = self._places(tree, self._file, roots)
        config, found = validate(self._model, tree, places, handled=(EXTENDS,)) if tree is not None else (None, [])
        listed, also = validate(ClientsFile, clients_tree, clients_places) if clients_tree is not None else (None, [])
        found += also
        if tree is not None:
            references = References(of_spec(self._model), tree)
            found += references.check(of_spec(self._model), tree, places)
            found += references.check(of_spec(ClientsFile), clients_tree, clients_places)
        findings = told_once(self._layers.findings, found if is_complete else _certain(found), tree)
        firm = remains = None
        if tree is not None and not has_errors(findings) and config is not None:
            firm = self._firm(config, listed, tree, places)
        elif tree is not None and is_complete:
            left = salvage(self._model, tree, (EXTENDS,))
            remains = self._firm(left[0], listed, left[1], places) if left is not None else None
        own = (self._layers.shown(self._file), self._layers.shown(clients_file))
        return Loaded(firm, capped(findings, self._layers.unlisted), self._sources, remains, own)

    def _read(self, file: Path, *, alone: bool = False) -> Map | None:
        try:
            return self._layers.load_alone(file) if alone else self._layers.load(file)
        except OSError as error:
            raise ConfigProblem(f"{file} cannot be read: {error.strerror}.") from error

    def _places(self, tree: Map | None, file: Path, roots: Mapping[str, Places] | None = None) -> Places:
        return Places(self._sources, tree, Place(self._layers.shown(file), 1, 1), roots)

    def _firm(self, config: FirmBase, listed: ClientsFile | None, tree: Map, places: Places) -> Firm:
        return Firm(
            file=self._layers.shown(self._file),
            config=config,
            clients=listed.clients if listed is not None else {},
            tree=tree,
            places=places,
            digest=hashlib.sha256(b"\0".join(self._sources.contents)).hexdigest(),
            files=tuple(self._sources.names),
        )


def refuse_links_outside(file: Path, layers: Layers) -> None:
    """ConfigProblem for a link to nothing or to elsewhere: what it leads to would be quoted in the findings."""
    real = resolved(file)
    if file.is_symlink() and (real is None or not real.is_file() or not real.is_relative_to(layers.root)):
        raise ConfigProblem(
            f"{layers.shown(file)} is a link to no file of the folder `{layers.root.name}`.",
            "A firm's setup must not depend on files elsewhere.",
            "Put the file itself there.",
        )


def _certain(found: Iterable[Finding]) -> list[Finding]:
    """Findings that hold whatever the templates say that could not be read."""
    return [finding for finding in found if finding.code not in _BASE_FREE]


def told_once(read: Sequence[Finding], found: Sequence[Finding], tree: Map | None) -> list[Finding]:
    """All findings, in order. What was wrong already when a value was read explains what else is wrong at its place."""
    version = tree.get("version") if tree is not None else None
    if isinstance(version, int) and version > 1:
        found = [finding for finding in found if finding.code == "SYN110"]  # a later version may have other keys
    errors = {_spot(finding) for finding in read if finding.level is Level.ERROR}
    found = [finding for finding in found if _spot(finding) not in errors]
    lines = {(_spot(finding) or ())[:2] for finding in found}  # an error makes a remark on the same line needless
    return in_order([*(f for f in read if f.level is Level.ERROR or (_spot(f) or ())[:2] not in lines), *found])


def _spot(finding: Finding) -> tuple[str, int, int] | None:
    return finding.place[:3] if finding.place is not None else None


def capped(findings: Sequence[Finding], unlisted: int) -> tuple[Finding, ...]:
    """The first findings of very many, and one that says how many more there are."""
    more = len(findings) - MOST_FINDINGS + unlisted
    if more <= 0:
        return tuple(findings)
    last = Finding(
        "SYN114",
        "more-findings",
        Level.ERROR if has_errors(findings) else Level.WARNING,
        f"There are {more:,} more findings like these.",
        fix="Correct the ones above first: one cause often has many effects.",
    )
    return (*findings[:MOST_FINDINGS], last)
