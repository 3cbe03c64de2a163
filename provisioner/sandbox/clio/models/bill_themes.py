"""Clio's bill themes: they can be listed and changed, not made (Clio OpenAPI 2026-04-08, BillTheme)."""

from __future__ import annotations

import json

from provisioner.sandbox.clio.errors import unprocessable
from provisioner.sandbox.clio.shape import BILLING, ID, STAMPS, Field, Kind, Record, Resource, View, flags


def _account_id(view: View, _record: Record) -> int | None:
    return next((row["id"] for row in view.rows("accounts")), None)


def _complete(_view: View, _before: Record | None, after: Record) -> Record:
    """`config` is text that holds JSON, an object of `show`, `text` and `css`."""
    try:
        config = json.loads(after["config"])
    except (ValueError, TypeError, RecursionError):
        config = None
    if not isinstance(config, dict):
        raise unprocessable("config is not a JSON object")
    return after


BILL_THEMES = Resource(
    name="bill_themes",
    permission=BILLING,
    actions="list update",
    first_id=15001,
    fields=(
        *ID,
        Field("account_id", Kind.INTEGER, compute=_account_id),
        *flags("default"),
        Field("name", Kind.STRING, write="cu", required=True),
        Field("config", Kind.STRING, write="cu", default='{"show":{},"text":{},"css":{}}'),
        *STAMPS,
    ),
    complete=_complete,
    source="Clio OpenAPI 2026-04-08, BillTheme",
    gaps={"update": "the keys inside `config` are kept and not checked"},
)
RESOURCES = [BILL_THEMES]
