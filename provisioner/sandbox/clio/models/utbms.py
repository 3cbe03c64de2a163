"""The Uniform Task-Based Management System's code sets, as the American Bar Association published them."""

from __future__ import annotations

from typing import Any

from provisioner.sandbox.clio.shape import (
    ACTIVITIES,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    same,
    strings,
)

_SINCE = {"created_at": "2020-01-01T00:00:00+00:00", "updated_at": "2020-01-01T00:00:00+00:00"}
_SETS = {1: "Expense Codes", 2: "Activity Codes", 3: "Litigation Code Set"}

# Consecutive codes from a first number on; the ids are ours.
_EXPENSES = (
    "Copying|Outside printing|Word processing|Facsimile|Telephone|Online research|Delivery services/messengers|"
    "Postage|Local travel|Out-of-town travel|Meals|Court fees|Subpoena fees|Witness fees|Deposition transcripts|"
    "Trial transcripts|Trial exhibits|Litigation support vendors|Experts|Private investigators|Arbitrators/mediators|"
    "Local counsel|Other professionals|Other"
)
_ACTIVITIES = (
    "Plan and prepare for|Research|Draft/revise|Review/analyze|Communicate (in firm)|Communicate (with client)|"
    "Communicate (other outside counsel)|Communicate (other external)|Appear for/attend|Manage data/files|Other"
)
_TASKS = {
    "L110": "Fact Investigation/Development",
    "L120": "Analysis/Strategy",
    "L130": "Experts/Consultants",
    "L140": "Document/File Management",
    "L150": "Budgeting",
    "L160": "Settlement/Non-Binding ADR",
    "L190": "Other Case Assessment, Development and Administration",
    "L210": "Pleadings",
    "L220": "Preliminary Injunctions/Provisional Remedies",
    "L230": "Court Mandated Conferences",
    "L240": "Dispositive Motions",
    "L250": "Other Written Motions and Submissions",
    "L260": "Class Action Certification and Notice",
    "L310": "Written Discovery",
    "L320": "Document Production",
    "L330": "Depositions",
    "L340": "Expert Discovery",
    "L350": "Discovery Motions",
    "L390": "Other Discovery",
    "L410": "Fact Witnesses",
    "L420": "Expert Witnesses",
    "L430": "Written Motions and Submissions",
    "L440": "Other Trial Preparation and Support",
    "L450": "Trial and Hearing Attendance",
    "L460": "Post-Trial Motions and Submissions",
    "L470": "Enforcement",
    "L510": "Appellate Motions and Submissions",
    "L520": "Appellate Briefs",
    "L530": "Oral Argument",
}


def _numbered(letter: str, names: str) -> dict[str, str]:
    return {f"{letter}{101 + place}": name for place, name in enumerate(names.split("|"))}


def _rows(first_id: int, kind: str, utbms_set: int, codes: dict[str, str]) -> list[Record]:
    return [
        {"id": number, "name": name, "code": code, "description": name, "type": kind, "utbms_set_id": utbms_set}
        | _SINCE
        for number, (code, name) in enumerate(codes.items(), start=first_id)
    ]


def _is_enabled(view: View, _record: Record) -> Any:
    """Assumption: the sets are in use when the firm's billing settings say that UTBMS codes are."""
    return any(row["use_utbms_codes"] for row in view.rows("settings/billing"))


UTBMS_SETS = Resource(
    name="utbms/sets",
    permission=ACTIVITIES,
    actions="list",
    fields=(*ID, *strings("name"), Field("enabled", Kind.BOOLEAN, compute=_is_enabled), *STAMPS),
    order=("id", "name"),
    constants=tuple({"id": number, "name": name, **_SINCE} for number, name in _SETS.items()),
    source="Clio OpenAPI 2026-04-08, UtbmsSet",
    gaps={"list": "expenses, activities and litigation; which other sets Clio has is published nowhere"},
)
UTBMS_CODES = Resource(
    name="utbms/codes",
    permission=ACTIVITIES,
    actions="list show",
    fields=(*ID, *strings("name", "code", "description", "type"), Field("utbms_set_id", Kind.INTEGER), *STAMPS),
    filters=(
        same("type", Kind.STRING, ("UtbmsTask", "UtbmsActivity", "UtbmsExpense")),
        Filter(
            "utbms_set_id",
            Kind.INTEGER,
            lambda _view, row, value: bool(row["utbms_set_id"] == value),
            nullable=True,
        ),
    ),
    order=("id", "name", "set"),
    sort_keys={"set": lambda _view, row: _SETS[row["utbms_set_id"]]},
    constants=(
        *_rows(801, "UtbmsActivity", 2, _numbered("A", _ACTIVITIES)),
        *_rows(901, "UtbmsExpense", 1, _numbered("E", _EXPENSES)),
        *_rows(1001, "UtbmsTask", 3, _TASKS),
    ),
    source="Clio OpenAPI 2026-04-08, UtbmsCode",
)
RESOURCES = [UTBMS_SETS, UTBMS_CODES]
