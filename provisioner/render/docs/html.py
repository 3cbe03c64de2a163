"""Printed pages as HTML: no script, nothing from elsewhere, every text escaped."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from provisioner.render.harmless import clean
from provisioner.render.html import TEMPLATES

if TYPE_CHECKING:
    from provisioner.render.docs.blocks import Document


def html(document: Document, firm: str, mark: str) -> str:
    """The page of a firm, with ``mark`` in its first line, by which we know it again."""
    style = "".join(TEMPLATES.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "docs.css"))
    environment = Environment(
        autoescape=True, finalize=_harmless, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(TEMPLATES.joinpath("docs.html").read_text(encoding="utf-8"))
    digest = b64encode(sha256(style.encode()).digest()).decode()
    blocks = [(type(each).__name__.lower(), each) for each in document.blocks]
    body = template.render(
        document=document,
        firm=firm,
        blocks=blocks,
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=f"sha256-{digest}",
    )
    return f"{mark}\n{body}\n"


def _harmless(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
