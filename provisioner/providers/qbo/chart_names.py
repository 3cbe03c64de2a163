"""Checks of account types and detail types as people write them, with the nearest right word."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, WithJsonSchema

from provisioner.model.spec import problem
from provisioner.providers.qbo import chart

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTED = 12


def known_type(label: str) -> str:
    """``label``, when it names an account type."""
    if chart.account_type(label) is None:
        raise problem(
            "COA103",
            "unknown-account-type",
            f"{label!r} is not a QuickBooks account type.",
            fix=_nearest(label, chart.DETAIL_TYPES) or f"Use one of: {', '.join(chart.DETAIL_TYPES)}.",
        )
    return label


def matching_detail(kind: str, label: str) -> None:
    """Raise unless ``label`` names a detail type of account type ``kind``."""
    known = chart.account_type(kind)
    if known is None or chart.detail_type(known, label) is not None:
        return
    others = chart.types_with(label)
    if others:
        raise problem(
            "COA104",
            "detail-type-of-another-type",
            f"{label!r} is not a detail type of {known}; it belongs to {', '.join(others)}.",
            why="QuickBooks refuses the pair.",
            fix=f"Change `type:` to {others[0]}, or choose a detail type of {known}.",
        )
    listed = ", ".join(chart.DETAIL_TYPES[known][:LISTED])
    raise problem(
        "COA104",
        "unknown-detail-type",
        f"{label!r} is not a detail type of {known}.",
        why="QuickBooks refuses it.",
        fix=_nearest(label, chart.DETAIL_TYPES[known]) or f"Detail types of {known} are {listed} ...",
    )


def _nearest(label: str, names: Iterable[str]) -> str:
    plain = {chart.plain(name): name for name in names}
    found = difflib.get_close_matches(chart.plain(label), plain, 1)
    return f"Did you mean {plain[found[0]]}?" if found else ""


AccountType = Annotated[
    str,
    AfterValidator(known_type),
    WithJsonSchema({"type": "string", "examples": list(chart.DETAIL_TYPES)}),
]
"""An account type, as on screen or as the API spells it."""
