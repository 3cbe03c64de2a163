"""Lists that every account shares, and records that others point to without a path of their own."""

from __future__ import annotations

from provisioner.sandbox.clio.shape import (
    GENERAL,
    ID,
    SETTINGS,
    STAMPS,
    USERS,
    Field,
    Kind,
    Record,
    Resource,
    View,
    flags,
    strings,
)

_SINCE = {"created_at": "2020-01-01T00:00:00+00:00", "updated_at": "2020-01-01T00:00:00+00:00"}

# ISO 4217 codes with the sign Clio prints; the ids are ours.
_CURRENCIES = {"USD": "$", "CAD": "$", "GBP": "£", "EUR": "€", "AUD": "$", "NZD": "$"}


def _currency_rows() -> tuple[Record, ...]:
    return tuple({"id": n, "code": c, "sign": s, **_SINCE} for n, (c, s) in enumerate(_CURRENCIES.items(), start=1))


CURRENCIES = Resource(
    name="currencies",
    permission=SETTINGS,
    actions="list",
    fields=(*ID, *strings("code", "sign"), *STAMPS),
    constants=_currency_rows(),
    source="Clio OpenAPI 2026-04-08, Currency",
    gaps={"list": "six currencies; which ones Clio has, and their ids, is published nowhere"},
)
CURRENCY_CODES = tuple(_CURRENCIES)


def firm_currency(view: View) -> int:
    """The id of the currency that the firm bills in."""
    settings = next(iter(view.rows("settings/billing")), {"currency": "USD"})
    return int(currency_by_code(settings["currency"])["id"])


def currency_by_code(code: str) -> Record:
    """The currency with that ISO 4217 code."""
    return next(row for row in CURRENCIES.constants if row["code"] == code)


ACCOUNTS = Resource(
    name="accounts",
    permission=GENERAL,
    first_id=30001,
    fields=(*ID, *strings("name", "state"), *STAMPS),
    hidden=(
        Field("manual_matter_numbering", Kind.BOOLEAN, default=False),  # a setting of the web screens
        Field("last_matter_number", Kind.INTEGER, default=0),  # of the matters deleted: numbers are not used again
    ),
)

# Nested under a user only, and always empty here; their fields are known so that asking for them is no error.
AVATARS = Resource(name="avatars", permission=USERS, fields=(*ID, *STAMPS, *strings("url"), *flags("_destroy")))
JOB_TITLES = Resource(name="job_titles", permission=USERS, fields=(*ID, *strings("name", "initials")))

RESOURCES = [
    CURRENCIES,
    ACCOUNTS,
    AVATARS,
    JOB_TITLES,
]
