"""CustomerType: how the firm sorts its clients; made in the web screens only (Intuit API reference, 2026-11)."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Entity, Field, Unique, words
from provisioner.sandbox.qbo.tree import per_parent

ENTITY = Entity(
    name="CustomerType",
    source="Intuit API reference, CustomerType; read 2026-11",
    operations=words("read query"),
    # Name is not marked filterable, and yet filtered by as that of classes is (assumption).
    fields=(Field("Name", limit=100, required=True, filter=True, sort=True),),
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="customer type"),
            lambda: errors.duplicate_name("customer type"),
        ),
    ),
    first_id=5000000000000003466,  # the first of the reference's samples
)
