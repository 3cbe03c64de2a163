"""What Clio's document has and this twin does not; paths below these answer 404, as unknown ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CALENDAR = "calendars and what is on them touch neither money nor setup"
_COURT = "court rules touch neither money nor setup"
_DOCUMENTS = "documents and folders touch neither money nor setup"
_MESSAGES = "correspondence touches neither money nor setup"
_TASKS = "tasks touch neither money nor setup"
_INJURY = "particulars of personal injury cases touch neither money nor setup"
_GRANTS = "grant funding is not modelled"
_LEGAL_AID = "legal aid of the United Kingdom is not modelled"
_FEED = "a feed of what people did in the web screens, which this twin has none of"

# Path group (Clio OpenAPI 2026-04-08) -> why it is not there. A group stands for all paths that begin with it.
UNSERVED: Mapping[str, str] = {
    "billable_matters/ids": "the document shows one object for it; the ids are in the list",
    "calendar_entries": _CALENDAR,
    "calendar_entry_event_types": _CALENDAR,
    "calendars": _CALENDAR,
    "clio_file/submissions_reports": "e-filing is not modelled",
    "comments": _DOCUMENTS,
    "communications": _MESSAGES,
    "conversation_messages": _MESSAGES,
    "conversations": _MESSAGES,
    "court_rules": _COURT,
    "custom_actions": "buttons in the web screens, which this twin has none of",
    "damages": _INJURY,
    "document_archives": _DOCUMENTS,
    "document_automations": _DOCUMENTS,
    "document_categories": _DOCUMENTS,
    "document_templates": _DOCUMENTS,
    "documents": _DOCUMENTS,
    "folders": _DOCUMENTS,
    "grant_funding_sources": _GRANTS,
    "grants": _GRANTS,
    "internal_notifications": _FEED,
    "lauk_civil_certificated_rates": _LEGAL_AID,
    "lauk_civil_controlled_rates": _LEGAL_AID,
    "lauk_criminal_controlled_rates": _LEGAL_AID,
    "lauk_expense_categories": _LEGAL_AID,
    "log_entries": _FEED,
    "medical_bills": _INJURY,
    "medical_records": _INJURY,
    "medical_records_details": _INJURY,
    "notes": _MESSAGES,
    "relationships": "relationships are written and read with their matter",
    "reminders": _CALENDAR,
    "settings/text_snippets": "abbreviations for typing in the web screens, which this twin has none of",
    "task_calendars": _CALENDAR,
    "task_template_lists": _TASKS,
    "task_templates": _TASKS,
    "task_types": _TASKS,
    "tasks": _TASKS,
    "timer": "the running timer of the web screens, which this twin has none of",
}
