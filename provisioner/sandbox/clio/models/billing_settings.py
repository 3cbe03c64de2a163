"""The firm's billing settings: one record, read-only in the API (Clio OpenAPI 2026-04-08, BillingSetting)."""

from __future__ import annotations

from provisioner.sandbox.clio.models.tax_rate_configurations import tax_settings
from provisioner.sandbox.clio.shape import ID, SETTINGS, STAMPS, Field, Kind, Resource, flags, strings

BILLING_SETTINGS = Resource(
    name="settings/billing",
    permission=SETTINGS,
    actions="show",
    is_singleton=True,
    fields=(
        *ID,
        Field("rounded_duration", Kind.NUMBER),  # stays empty: the parameter `duration` is not offered
        Field("rounding", Kind.INTEGER, default=6),
        *strings("currency", "currency_sign"),
        Field("tax_rate", Kind.NUMBER, default="0"),
        Field("tax_name", Kind.STRING, default="Tax"),
        *flags("use_decimal_rounding", "apply_tax_by_default", "apply_secondary_tax_by_default"),
        *flags("time_on_flat_rate_contingency_matters_is_non_billable", "use_secondary_tax"),
        Field("secondary_tax_rate", Kind.NUMBER, default="0"),
        Field("secondary_tax_rule", Kind.STRING, values=("Pre", "Post"), default="Pre"),
        *strings("secondary_tax_name"),
        *flags("notify_after_bill_created", "use_utbms_codes", "multi_currency_billing"),
        Field("billing_currencies", Kind.PLAIN, default=[]),
        tax_settings(),
        *STAMPS,
    ),
    source="Clio OpenAPI 2026-04-08, BillingSetting; its tax_settings of mid-2026",
    gaps={"show": "`rounded_duration` is always empty"},
)
RESOURCES = [BILLING_SETTINGS]
