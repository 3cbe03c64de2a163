"""docs: the pages a firm prints from its file. Needs no credentials and no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import provisioner.jurisdictions
import provisioner.render.docs
from provisioner.config.load import firm_file
from provisioner.engine.registry import modules
from provisioner.model.errors import UsageProblem
from provisioner.render.docs.blocks import PageKind, Subject
from provisioner.render.docs.html import html
from provisioner.render.docs.markdown import markdown
from provisioner.state.whole import write_whole
from provisioner.workflows.catalog import settings
from provisioner.workflows.check import check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.report import CheckReport
    from provisioner.model.firm import Firm

MARK = "<!-- Made by provisioner docs from {file} ({digest}). Changes here are lost: change the firm file. -->"
KNOWN = "<!-- Made by provisioner docs"
"""How our own files begin: nothing else is ever overwritten."""
SHOWN_OF_DIGEST = 12


class Written(NamedTuple):
    """The checks of the firm, and the files that were written; None when an error in the file stood in the way."""

    report: CheckReport
    files: tuple[Path, ...] | None


def page_kinds() -> list[PageKind]:
    """Every sort of page, by name."""
    found = (getattr(module, "PAGE", None) for module in modules(provisioner.render.docs))
    return sorted((kind for kind in found if isinstance(kind, PageKind)), key=lambda kind: kind.name)


def docs(path: Path, out: Path) -> Written:
    """Write the pages of the firm at ``path`` into the folder ``out``; all of them or, with a problem, none.

    UsageProblem when a file that is not ours has the name of one, or the folder cannot be written.
    """
    report, firm = check(path)
    if firm is None or report.failed:
        return Written(report, None)
    texts = {out / name: text for name, text in pages(firm).items()}
    for file in texts:
        _refuse_strange(file)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageProblem(
            f"{out} cannot be made", f"{error.strerror}.", "Name a folder that you may write to."
        ) from error
    source = firm_file(path, Path.cwd())
    for file, text in texts.items():
        write_whole(text, file, like=source)
    return Written(report, tuple(texts))


def pages(firm: Firm) -> Mapping[str, str]:
    """The text of every page by its file's name, as Markdown and as HTML. The same firm gives the same bytes."""
    asked = [(setting, each) for setting in settings() for each in setting.asked(firm)]
    trusts = firm.config.trust.values()
    codes = dict.fromkeys([*firm.config.firm.jurisdictions, *(each.jurisdiction for each in trusts)])
    known = [each for code in codes if (each := provisioner.jurisdictions.get(code)) is not None]
    subject = Subject(firm, asked, known)
    mark = MARK.format(file=firm.file.replace("--", "- -"), digest=firm.digest[:SHOWN_OF_DIGEST])
    name = firm.config.firm.name
    texts: dict[str, str] = {}
    for kind in page_kinds():
        for document in kind.make(subject):
            texts[f"{document.name}.md"] = markdown(document, name, mark)
            texts[f"{document.name}.html"] = html(document, name, mark)
    return texts


def _refuse_strange(file: Path) -> None:
    if file.exists() and not (file.is_file() and file.read_bytes()[: len(KNOWN)] == KNOWN.encode()):
        raise UsageProblem(
            f"{file} is there already, and was not made by this command",
            "It might be somebody's work.",
            "Move it away, or name another folder with --out.",
        )
