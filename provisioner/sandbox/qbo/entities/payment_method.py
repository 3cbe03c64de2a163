"""PaymentMethod (Intuit API reference, PaymentMethod; read 2026-11)."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Entity, Field, Unique
from provisioner.sandbox.qbo.tree import per_parent

ENTITY = Entity(
    name="PaymentMethod",
    source="Intuit API reference, PaymentMethod; read 2026-11",
    gaps={"create": "6240 for a name already used is an assumption"},
    fields=(
        # Name is not marked filterable, and yet filtered by everywhere (assumption).
        Field("Name", limit=31, required=True, filter=True, sort=True),
        Field("Type", choices=("CREDIT_CARD", "NON_CREDIT_CARD"), default="NON_CREDIT_CARD"),
    ),
    # 6240 for a name already used is an assumption.
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="payment method"),
            lambda: errors.duplicate_name("payment method"),
        ),
    ),
)
