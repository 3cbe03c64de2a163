"""How many batches reading takes: predicted as it is then done."""

from __future__ import annotations

import re

import pytest

from provisioner.providers.qbo import reading
from provisioner.providers.qbo.client import CROWDED
from provisioner.workflows.catalog import registry

TYPES = registry().of("qbo")
ROOM = 1000


def answering(**tables):
    """A company that answers what fits into an answer, and refuses the rest."""

    def batch(request):
        left, answers = ROOM, []
        for item in request.body["BatchItemRequest"]:
            found, used = answered(item["Query"])
            if used > left:
                found, used = {"Fault": {"Error": [{"code": reading.TOO_MANY}]}}, 0
            left -= used
            answers.append({"bId": item["bId"], **found})
        return {"BatchItemResponse": answers}

    def answered(query):
        entity = re.search(r"FROM (\w+)", query).group(1)
        if entity in {"CompanyInfo", "Preferences"}:
            return {"QueryResponse": {entity: [{"Id": "1"}]}}, 1
        rows = tables.get(entity, [])
        if "COUNT" in query:
            return {"QueryResponse": {"totalCount": len(rows)}}, 0
        start, count = map(int, re.search(r"STARTPOSITION (\d+) MAXRESULTS (\d+)", query).groups())
        page = rows[start - 1 : start - 1 + count]
        return {"QueryResponse": {entity: page}}, len(page)

    return batch


@pytest.mark.parametrize("bound", [0, CROWDED + 1])
@pytest.mark.parametrize(
    ("accounts", "items"),
    [(0, 0), (100, 50), (900, 98), (900, 99), (998, 0), (999, 0), (1000, 998), (1000, 999), (3001, 0), (2500, 2500)],
)
def test_the_prediction_is_what_reading_takes(quickbooks, accounts, items, bound):
    tables = {"Account": accounts, "Item": items}
    company = quickbooks(
        answering(
            **{entity: [{"Id": str(n), "Name": f"{n}"} for n in range(count)] for entity, count in tables.items()}
        )
    )
    snapshot = company.reader().read(TYPES, bound)
    totals = {each.entity: tables.get(each.entity, 0) for each in TYPES}
    assert reading.requests(totals, sliced=bound > CROWDED) == snapshot.calls == len(company.sent)


def test_objects_stand_in_the_order_of_their_ids_however_they_came(quickbooks):
    company = quickbooks(answering(Account=[{"Id": each, "Name": each} for each in ("10", "9", "100", "1")]))
    assert [each.id for each in company.reader().read(TYPES).objects["qbo.account"]] == ["1", "9", "10", "100"]
