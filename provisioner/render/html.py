"""A page as one HTML file to print and sign: no script, nothing from elsewhere, every text escaped."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from provisioner.render.harmless import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.render.page import Page

_HASH = re.compile("[0-9a-f]{64}")
TEMPLATES = files("provisioner.render").joinpath("templates")


def html_text(pages: Sequence[Page]) -> str:
    """The pages in one file, which by its own rules runs and fetches nothing even if an escape were missing."""
    style = TEMPLATES.joinpath("page.css").read_text(encoding="utf-8") + _foot(pages)
    environment = Environment(
        autoescape=True, finalize=_harmless, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(TEMPLATES.joinpath("page.html").read_text(encoding="utf-8"))
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return template.render(pages=pages, style=Markup(style), style_digest=f"sha256-{digest}")  # noqa: S704 - our own file


def _foot(pages: Sequence[Page]) -> str:
    """The hash of a plan at the foot of every sheet of paper, so that none can be exchanged."""
    plan_hash = pages[0].plan_hash if len(pages) == 1 else None
    if plan_hash is None or not _HASH.fullmatch(plan_hash):
        return ""
    return f'@page {{ @bottom-left {{ content: "Plan hash {plan_hash}"; }} }}'


def _harmless(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
