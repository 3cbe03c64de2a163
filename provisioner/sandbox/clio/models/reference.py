"""Records that others point to, without a path of their own in this twin yet, and lists that every account shares."""

from __future__ import annotations

from provisioner.sandbox.clio.shape import (
    ACTIVITIES,
    CONTACTS,
    GENERAL,
    ID,
    SETTINGS,
    STAMPS,
    USERS,
    Field,
    Kind,
    Record,
    Resource,
    flags,
    strings,
)

_SINCE = {"created_at": "2020-01-01T00:00:00+00:00", "updated_at": "2020-01-01T00:00:00+00:00"}

# ISO 4217 codes with the sign Clio prints; the ids are ours.
_CURRENCIES = {"USD": "$", "CAD": "$", "GBP": "£", "EUR": "€", "AUD": "$", "NZD": "$"}

# The expense set of the Uniform Task-Based Management System (American Bar Association).
_UTBMS_EXPENSES = (
    "Copying|Outside printing|Word processing|Facsimile|Telephone|Online research|Delivery services/messengers|"
    "Postage|Local travel|Out-of-town travel|Meals|Court fees|Subpoena fees|Witness fees|Deposition transcripts|"
    "Trial transcripts|Trial exhibits|Litigation support vendors|Experts|Private investigators|Arbitrators/mediators|"
    "Local counsel|Other professionals|Other"
)


def _currency_rows() -> tuple[Record, ...]:
    return tuple({"id": n, "code": c, "sign": s, **_SINCE} for n, (c, s) in enumerate(_CURRENCIES.items(), start=1))


def _utbms_rows() -> tuple[Record, ...]:
    return tuple(
        {"id": 900 + n, "name": name, "code": f"E{100 + n}", "description": name, "type": "UtbmsExpense"}
        | {"utbms_set_id": 1, **_SINCE}
        for n, name in enumerate(_UTBMS_EXPENSES.split("|"), start=1)
    )


CURRENCIES = Resource(
    name="currencies", permission=SETTINGS, fields=(*ID, *strings("code", "sign"), *STAMPS), constants=_currency_rows()
)
CURRENCY_CODES = tuple(_CURRENCIES)


def currency_by_code(code: str) -> Record:
    """The currency with that ISO 4217 code."""
    return next(row for row in CURRENCIES.constants if row["code"] == code)


UTBMS_CODES = Resource(
    name="utbms_codes",
    permission=ACTIVITIES,
    fields=(
        *ID,
        *strings("name", "code", "description", "type"),
        Field("utbms_set_id", Kind.INTEGER),
        *STAMPS,
    ),
    constants=_utbms_rows(),
)

GROUPS = Resource(
    name="groups",
    permission=USERS,
    first_id=9001,
    fields=(
        *ID,
        *flags("client_connect_user"),
        Field("name", Kind.STRING),
        Field("type", Kind.STRING, values=("UserGroup", "AdhocGroup", "AccountGroup", "TeamGroup")),
        STAMPS[1],
    ),
    hidden=(Field("members", Kind.PLAIN, default=[]),),
)

ACCOUNTS = Resource(
    name="accounts",
    permission=GENERAL,
    first_id=30001,
    fields=(*ID, *strings("name", "state"), *STAMPS),
)

# Nested under a user only, and always empty here; their fields are known so that asking for them is no error.
AVATARS = Resource(name="avatars", permission=USERS, fields=(*ID, *STAMPS, *strings("url"), *flags("_destroy")))
JOB_TITLES = Resource(name="job_titles", permission=USERS, fields=(*ID, *strings("name", "initials")))
NOTIFICATION_METHODS = Resource(
    name="notification_methods",
    permission=USERS,
    fields=(*ID, *strings("type", "email_address"), *flags("is_default_email_address"), *STAMPS),
)
CONTACTS_TABLE = Resource(
    name="contacts",
    permission=CONTACTS,
    fields=(
        *ID,
        *strings("name", "first_name", "middle_name", "last_name", "date_of_birth", "type", "prefix", "title"),
        *strings("initials", "clio_connect_email", "primary_email_address", "secondary_email_address"),
        *strings("primary_phone_number", "secondary_phone_number", "ledes_client_id", "sales_tax_number"),
        *flags("locked_clio_connect_email", "has_clio_for_clients_permission", "is_client", "is_clio_for_client_user"),
        *flags("is_co_counsel", "is_bill_recipient"),
        Field("client_connect_user_id", Kind.INTEGER),
        Field("currency", Kind.RECORD, of="currencies", in_base=True),
        *STAMPS,
    ),
)

RESOURCES = [
    CURRENCIES,
    UTBMS_CODES,
    GROUPS,
    ACCOUNTS,
    AVATARS,
    JOB_TITLES,
    NOTIFICATION_METHODS,
    CONTACTS_TABLE,
]
