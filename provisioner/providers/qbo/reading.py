"""Which queries read a company in the fewest requests. Pure: the client sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provisioner.model.resource import Observed

ROOM = 1000  # rows of one query, and objects of one batch answer; Intuit, data queries and Batch; read 2026-11
SETTINGS = 2  # objects of the first batch beside the lists
SLICES = 10
MANY = "Account"
"""The type that companies have most of; it is read last, so that the others always fit."""
LOCATIONS = "n-locations"
"""The query that counts the locations: they share a limit with the classes."""
TOO_MANY = "10100"  # result set too big; Intuit error codes; read 2026-11


def first_batch(entities: Sequence[str], *, sliced: bool) -> list[dict[str, str]]:
    """Settings, a count of the locations and of each type, then all rows of each.

    ``sliced`` asks for the accounts in ten slices, of which those that fit are answered. Without it one query asks for
    all of them, which is less work for QuickBooks.
    """
    items = [("info", "SELECT * FROM CompanyInfo"), ("prefs", "SELECT * FROM Preferences")]
    items += [(LOCATIONS, "SELECT COUNT(*) FROM Department WHERE Active = true")]
    items += [(f"n-{each}", f"SELECT COUNT(*) FROM {each} WHERE Active IN (true, false)") for each in entities]
    for each in sorted(entities, key=lambda entity: entity == MANY):
        slices = SLICES if sliced and each == MANY else 1
        size = ROOM // slices
        items += [(f"{each}-{number}", rows(each, number * size + 1, size)) for number in range(slices)]
    return [{"bId": name, "Query": query} for name, query in items]


def next_batch(read: Mapping[str, int], totals: Mapping[str, int]) -> list[dict[str, str]]:
    """Queries for the next rows, no more than one answer can hold; empty when everything is read."""
    return [{"bId": entity, "Query": rows(entity, start, count)} for entity, start, count in _missing(read, totals)]


def requests(totals: Mapping[str, int], *, sliced: bool) -> int:
    """How many batches it takes to read so many objects of each type: the same steps without asking anybody."""
    room, read = ROOM - SETTINGS, dict.fromkeys(totals, 0)
    for entity in sorted(totals, key=lambda each: each == MANY):
        slices = SLICES if sliced and entity == MANY else 1
        size = ROOM // slices
        for number in range(slices):
            count = max(0, min(totals[entity] - number * size, size))
            if count > room:
                break
            read[entity] += count
            room -= count
    batches = 1
    while more := list(_missing(read, totals)):
        batches += 1
        for entity, _, count in more:
            read[entity] += count
    return batches


def order(observed: Observed) -> tuple[int, str]:
    """Puts objects in the order of their ids, in whatever order they were read."""
    return len(observed.id), observed.id


def _missing(read: Mapping[str, int], totals: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    room = ROOM
    for entity, total in totals.items():
        count = min(total - read[entity], room)
        if count > 0:
            yield entity, read[entity] + 1, count
            room -= count


def rows(entity: str, start: int, count: int) -> str:
    """A query for ``count`` rows from row ``start`` on, inactive ones included."""
    return f"SELECT * FROM {entity} WHERE Active IN (true, false) ORDERBY Id STARTPOSITION {start} MAXRESULTS {count}"


def names(entity: str, field: str, start: int) -> str:
    """A query for the names of active objects from row ``start`` on, as many as one answer holds."""
    return f"SELECT Id, {field} FROM {entity} WHERE Active = true ORDERBY Id STARTPOSITION {start} MAXRESULTS {ROOM}"
