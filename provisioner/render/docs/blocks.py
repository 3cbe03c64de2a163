"""What a printed page is made of, whatever it is written as: headings, paragraphs, tables, numbered steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provisioner.jurisdictions.model import Jurisdiction
    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked, Setting


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 2 or 3 below the page's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Warn:
    """A paragraph that must not be missed."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``amounts`` are the columns, counted from 0, that stand flush right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    amounts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered steps; ``ticked`` ones have a box to tick on paper."""

    items: tuple[str, ...]
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """A picture: boxes from left to right, with what goes from each to the next."""

    boxes: tuple[str, ...]
    links: tuple[str, ...]


Block = Heading | Text | Warn | Table | Steps | Chain


@dataclass(frozen=True, slots=True)
class Document:
    """One page of paper, or several. ``name`` is its file's, without an ending."""

    name: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the pages are made from: the firm, what its people confirm, and what is known of its jurisdictions."""

    firm: Firm
    asked: Sequence[tuple[Setting, Asked]] = ()
    jurisdictions: Sequence[Jurisdiction] = ()


@dataclass(frozen=True, slots=True)
class PageKind:
    """One sort of page. ``catalogue`` are the failures it is there to prevent, ``workflows`` those it teaches."""

    name: str
    title: str
    make: Callable[[Subject], Sequence[Document]] = field(repr=False)
    catalogue: str = ""
    workflows: str = ""
