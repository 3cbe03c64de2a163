"""Single settings of a company that decide what can be done in it, or show what a person has set on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.providers import shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.resource import Scalar


def facts(info: Mapping[str, Any], preferences: Mapping[str, Any], locations_in_use: int | None) -> dict[str, Scalar]:
    """What ``CompanyInfo`` and ``Preferences`` say; None where QuickBooks does not tell.

    Intuit API reference, CompanyInfo (NameValue) and Preferences; read 2026-11. ``OtherPrefs`` are signals that it
    reports and nobody can set through the API.
    """
    named = _named(info.get("NameValue"), "facts about the company")
    accounting = shapes.record(preferences.get("AccountingInfoPrefs"), "qbo", "settings")
    sales = shapes.record(preferences.get("SalesFormsPrefs"), "qbo", "settings")
    reports = shapes.record(preferences.get("ReportPrefs"), "qbo", "settings")
    others = shapes.record(preferences.get("OtherPrefs"), "qbo", "settings")
    signals = _named(others.get("NameValue"), "settings")
    edition = str(named.get("OfferingSku") or "").removeprefix("QuickBooks Online").strip().lower().replace(" ", "_")
    return {
        "edition": edition or None,
        "class_tracking": class_tracking(accounting),
        "account_numbers": bool(accounting.get("UseAccountNumbers")),
        "account_numbers_shown": _is_on(signals.get("AccountingInfoPrefs.ShowAccountNumbers")),
        "closed_through": shapes.text(accounting.get("BookCloseDate"), "qbo", "a closing date"),
        "locations": bool(accounting.get("TrackDepartments")),
        "locations_in_use": locations_in_use,
        "projects": _is_on(signals.get("ProjectsEnabled")),
        "customer_label": _word(accounting.get("CustomerTerminology"), "a name for customers"),
        "custom_transaction_numbers": _is_on(sales.get("CustomTxnNumbers")),
        "duplicate_number_warning": _is_on(signals.get("WarnDuplicateBillNumber")),
        "duplicate_check_warning": _is_on(signals.get("WarnDuplicateCheckNumber")),
        "duplicate_journal_warning": _is_on(signals.get("WarnDuplicateJournalNumber")),
        "basis": _word(reports.get("ReportBasis"), "a report basis"),
    }


def class_tracking(accounting: Mapping[str, Any]) -> str:
    """How classes are tracked: only one of the two ways can be on."""
    if accounting.get("ClassTrackingPerTxnLine"):
        return "per_line"
    return "per_transaction" if accounting.get("ClassTrackingPerTxn") else "none"


def _named(value: object, what: str) -> dict[str, Any]:
    return {str(each.get("Name")): each.get("Value") for each in shapes.records(value, "qbo", what)}


def _is_on(value: object) -> bool | None:
    """On or off, said as a flag or in words; None when nothing is said."""
    return None if value is None else str(value).strip().lower() == "true"


def _word(value: object, what: str) -> str | None:
    said = shapes.text(value, "qbo", what)
    return said.lower() if said else None
