"""Clio's matter stages: made in the web screens, listed here (Clio OpenAPI 2026-04-08, MatterStage)."""

from __future__ import annotations

from provisioner.sandbox.clio.shape import ID, MATTERS, STAMPS, Field, Filter, Kind, Resource

MATTER_STAGES = Resource(
    name="matter_stages",
    permission=MATTERS,
    actions="list",
    first_id=95001,
    fields=(
        *ID,
        Field("practice_area_id", Kind.STRING),  # text here, a number in the filter
        Field("name", Kind.STRING, required=True),
        Field("order", Kind.INTEGER),
        *STAMPS,
    ),
    filters=(
        Filter("practice_area_id", Kind.INTEGER, lambda _view, row, value: bool(row["practice_area_id"] == str(value))),
    ),
    source="Clio OpenAPI 2026-04-08, MatterStage",
)
RESOURCES = [MATTER_STAGES]
