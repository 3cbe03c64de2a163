"""When a recurring transaction is due (Intuit API reference, RecurringTransaction, ScheduleInfo; read 2026-11)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Field, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.sandbox.kernel import Record

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
UNSCHEDULED = "UnScheduled"
LAST_WEEK = 5  # of a month: the fifth, or the last where there are four
SCHEDULE = Field(
    "ScheduleInfo",
    "struct",
    parts=(
        Field("StartDate", "date"),
        Field("EndDate", "date"),
        Field("MaxOccurrences", "int", low=1, high=10000),
        Field("IntervalType", choices=("Daily", "Weekly", "Monthly", "Yearly")),
        Field("NumInterval", "int", low=1, high=1000),
        Field("DayOfMonth", "int", low=1, high=31),
        Field("DayOfWeek", choices=DAYS),
        Field("WeekOfMonth", "int", low=1, high=LAST_WEEK),
        Field("MonthOfYear", choices=MONTHS),
        Field("DaysBefore", "int", high=1000),
        Field("RemindDays", "int", high=1000),
        Field("NextDate", "date"),
    ),
    ignored=words("PreviousDate"),
)
INFO = Field(
    "RecurringInfo",
    "struct",
    required=True,
    parts=(
        Field("Name", limit=100),
        Field("RecurType", choices=("Automated", "Reminded", UNSCHEDULED)),
        Field("Active", "bool"),
        SCHEDULE,
    ),
)


def complete(info: Record, today: str) -> Record:
    """The schedule with its kind, whether it is on, and the day it is due next (which is read-only)."""
    schedule = {name: value for name, value in info.get(SCHEDULE.name, {}).items() if name != "NextDate"}
    info = {**info, "Active": info.get("Active", True)}
    info.setdefault("RecurType", "Automated" if schedule else UNSCHEDULED)  # (assumption)
    if info["RecurType"] == UNSCHEDULED:
        return info
    if "IntervalType" not in schedule:
        raise errors.missing("IntervalType")
    if schedule.get("EndDate", date.max.isoformat()) < schedule.get("StartDate", ""):
        raise errors.conflict("EndDate", "The schedule ends before it starts.")
    following = next_date(schedule, today)
    return {**info, SCHEDULE.name: schedule | ({"NextDate": following} if following else {})}


def next_date(schedule: Record, today: str) -> str:
    """The first day of the schedule from today on, "" where it has ended."""
    start = date.fromisoformat(schedule.get("StartDate", today))
    wanted = max(start, date.fromisoformat(today))
    try:
        found, number = _following(schedule, start, wanted)
    except (OverflowError, ValueError):  # beyond the last day there is
        return ""
    over = number > schedule.get("MaxOccurrences", number) or found.isoformat() > schedule.get("EndDate", "9999-12-31")
    return "" if over else found.isoformat()


def _following(schedule: Record, start: date, wanted: date) -> tuple[date, int]:
    """The first day due on or after ``wanted``, and how many days have been due by then."""
    step, kind = int(schedule.get("NumInterval", 1)), schedule["IntervalType"]
    if kind in ("Monthly", "Yearly"):
        days = _monthly(schedule, start, step if kind == "Monthly" else 12)
        return next((found, number) for number, found in enumerate(days, 1) if found >= wanted)
    first = start
    if kind == "Weekly":
        step *= 7
        weekday = DAYS.index(schedule["DayOfWeek"]) if "DayOfWeek" in schedule else start.weekday()
        first += timedelta(days=(weekday - start.weekday()) % 7)
    gone = max(0, -(-(wanted - first).days // step))  # rounded up
    return first + timedelta(days=gone * step), gone + 1


def _monthly(schedule: Record, start: date, step: int) -> Iterator[date]:
    """The days of every ``step``-th month, without end."""
    month = start.month - 1
    if schedule["IntervalType"] == "Yearly" and "MonthOfYear" in schedule:
        month = MONTHS.index(schedule["MonthOfYear"])
    for number in count(start.year * 12 + month, step):
        found = _day_of_month(schedule, number // 12, number % 12 + 1, start.day)
        if found >= start:
            yield found


def _day_of_month(schedule: Record, year: int, month: int, default: int) -> date:
    """The day by its number, the last where the month is shorter, or by week and weekday."""
    last = monthrange(year, month)[1]
    if "WeekOfMonth" in schedule and "DayOfWeek" in schedule:
        offset = (DAYS.index(schedule["DayOfWeek"]) - date(year, month, 1).weekday()) % 7
        day = offset + 1 + 7 * (schedule["WeekOfMonth"] - 1)
        return date(year, month, day if day <= last else day - 7)
    return date(year, month, min(schedule.get("DayOfMonth", default), last))
