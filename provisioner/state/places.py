"""Where a firm's state and tokens live: beside its file, or where PROVISIONER_STATE says."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.model.errors import StateProblem

FOLDER = ".provisioner"
VARIABLE = "PROVISIONER_STATE"
ELSEWHERE = (
    "Make the folder writable, or say where to keep it:",
    "export PROVISIONER_STATE=/some/folder/state.sqlite3",
)
SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL database. ``url`` may hold a password and is never shown."""

    url: str = field(repr=False)

    def exists(self) -> bool:
        """True: what is in a database of a server is seen only by asking it."""
        return True


Place = Path | Server
"""Where a state lives."""


def state_path(firm_folder: Path) -> Place:
    """Where a firm's state lives: beside its file, or where PROVISIONER_STATE says."""
    chosen = os.environ.get(VARIABLE)
    return named(chosen) if chosen else own_folder(firm_folder) / "state.sqlite3"


def named(text: str) -> Place:
    """The place written as ``text``: a file, or the address of a database. StateProblem for another kind of address."""
    scheme, separator, _ = text.partition("://")
    if not separator:
        return Path(text).expanduser()
    if scheme in SCHEMES:
        return Server(text)
    raise StateProblem(
        f"{VARIABLE} names a kind of store that is not known",
        f"Its value begins with {scheme!r}. The rest is not repeated here: it may hold a password.",
        "Name a file, or a PostgreSQL database:",
        f"export {VARIABLE}=postgresql://user@host/database",
    )


def token_path(firm_folder: Path) -> Path:
    """Where a firm's rotated tokens live: beside its state; in the firm's folder while that is in a database.

    A token in a database would be read by everybody who may read the database, and by its backups.
    """
    if VARIABLE in os.environ:
        state = state_path(firm_folder)
        if isinstance(state, Path):
            return state.with_name(f"{state.name}.tokens.json")
    return own_folder(firm_folder) / "tokens.json"


def own_folder(firm_folder: Path) -> Path:
    """The folder for what we keep beside the firm file, made on first use and kept out of git."""
    folder = firm_folder / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise StateProblem(
            f"Cannot write to {firm_folder}",
            f"provisioner remembers there which live objects belong to this firm file ({error.strerror}).",
            *ELSEWHERE,
        ) from error
    return folder
