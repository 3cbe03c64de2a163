"""Reads and writes one QuickBooks company through python-quickbooks: the only file that imports it.

``QboReader`` has no method that writes, and its session refuses to send anything but reads. ``QboWriter`` sends batches
of list objects, each batch with a request id so that sending it again never makes a second object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from quickbooks import QuickBooks
from quickbooks.exceptions import QuickbooksException

from provisioner.engine.merge import merge
from provisioner.engine.ports import Request, WriteResult, item_of
from provisioner.model.errors import VendorProblem
from provisioner.model.money import dumps
from provisioner.model.resource import Refresh, Snapshot
from provisioner.providers import shapes
from provisioner.providers.qbo import changes, errors, reading
from provisioner.providers.qbo.base import POSTING, QboType
from provisioner.providers.qbo.facts import facts
from provisioner.providers.qbo.session import NoThrottle, QboSession, Throttle, Tokens, VendorThrottle
from provisioner.providers.retry import RETRYABLE
from provisioner.providers.wire import instant, vendor_time

if TYPE_CHECKING:
    from provisioner.engine.merge import Reading
    from provisioner.engine.ports import Item, ResourceType, Write
    from provisioner.model.resource import Observed

PRODUCTION = "https://quickbooks.api.intuit.com"  # Intuit API reference; read 2026-11
MINOR_VERSION = 75  # the floor and the current one since 2025-08-01; Intuit blog 2025-01-21; read 2026-11
BATCH = 30  # items of one batch; Intuit API reference, Batch; read 2026-11
REQUEST_ID = 36  # longest request id of a batch; Intuit blog 2015-04-06; read 2026-11
MISFITS = (KeyError, TypeError, ValueError, AttributeError)
SENDINGS = 3  # times a batch is sent while nobody can tell what became of it
CROWDED = 700  # objects from which on a company may not fit one batch answer


@dataclass(frozen=True)
class QboAccess:
    """How to reach one company. ``base_url`` without ``/v3``; ``limits`` False where the other side has none."""

    company_id: str
    tokens: Tokens
    base_url: str = PRODUCTION
    limits: bool = True

    def throttle(self) -> Throttle:
        """The budget for this company, to be shared by everything that talks to it in one run."""
        return VendorThrottle() if self.limits else NoThrottle()


Keep = Callable[[str, Sequence[Mapping[str, Any]]], None]
"""Told the objects of an entity as QuickBooks sent them."""


def _let_go(_: str, __: Sequence[Mapping[str, Any]]) -> None:
    """Most readings are used once."""


class _Company:
    """One company over python-quickbooks: posts a body, returns the parsed answer, or raises VendorProblem."""

    def __init__(self, access: QboAccess, throttle: Throttle, *, read_only: bool) -> None:
        self.session = QboSession(access.tokens, throttle, read_only=read_only)
        self._client = QuickBooks(company_id=access.company_id, minorversion=MINOR_VERSION, use_decimal=True)
        self._client.session = self.session
        self._client.api_url_v3 = access.base_url.rstrip("/") + "/v3"
        self._base = f"{self._client.api_url_v3}/company/{access.company_id}"
        self.read_at = ""

    def batch(self, items: Sequence[Mapping[str, Any]], request_id: str | None = None) -> dict[str, dict[str, Any]]:
        """The answers of a batch by ``bId``."""
        body = dumps({"BatchItemRequest": items})
        answer = self._ask("POST", "batch", request_body=body, request_id=request_id)
        answered = shapes.records(answer.get("BatchItemResponse"), "qbo", "answers of a batch")
        return {str(each.get("bId")): each for each in answered}

    def changes(self, entities: Sequence[str], since: str) -> dict[str, Any]:
        """What changed in these lists since an instant."""
        return self._ask("GET", "cdc", params={"entities": ",".join(entities), "changedSince": since})

    def _ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._client.make_request(method, f"{self._base}/{path}", **more)
        except (QuickbooksException, *MISFITS) as error:  # it expects well-formed faults
            raise self._problem() from error
        if self.session.last is not None:
            self.read_at = self.read_at or vendor_time(self.session.last.headers)
        if not isinstance(answer, dict) or errors.fault_in(answer) is not None:
            raise self._problem()  # it overlooks a fault of the gateway, and one without a single error
        return answer

    def _problem(self) -> VendorProblem:
        """The problem in the last answer. python-quickbooks keeps only part of it, so the answer itself is read."""
        last = self.session.last
        if last is None:
            return errors.unreachable("no answer")
        fault = errors.fault_in(errors.parse(last.text))
        if fault is None:
            return errors.unreadable(last.status_code, last.text)
        return errors.problem(fault, last.status_code, self.session.tid)


class QboReader:
    """Reads a company. Holds nothing that could write."""

    system = "qbo"

    def __init__(self, access: QboAccess, throttle: Throttle | None = None) -> None:
        self._company_id = access.company_id
        self._company = _Company(access, throttle or access.throttle(), read_only=True)

    @property
    def calls(self) -> int:
        """The requests sent so far."""
        return self._company.session.calls

    def read(self, types: Sequence[ResourceType], expected: int = 0, keep: Keep = _let_go) -> Snapshot:
        """The company's settings and every object of ``types``: one batch while they are no more than 1,000 in all.

        What did not fit is read on, 1,000 objects a batch; counts in the first batch tell how much that is. With
        ``expected`` objects of about that number, the accounts are asked for in slices, so that the first batch is
        filled instead of refused. ``keep`` is shown everything as QuickBooks sends it.
        """
        wanted = _wanted(types)
        before = self.calls
        self._company.read_at = ""
        first = self._company.batch(reading.first_batch([each.entity for each in wanted], sliced=expected > CROWDED))
        info = _only(_answer(first, "info"), "CompanyInfo")
        preferences = _only(_answer(first, "prefs"), "Preferences")
        for entity, row in zip(changes.SETTINGS, (info, preferences), strict=True):
            keep(entity, [row] if "Id" in row else [])
        totals = {each.entity: _total(_answer(first, f"n-{each.entity}")) for each in wanted}
        locations = _locations(first.get(reading.LOCATIONS, {}))
        found = {each: _observed(each, _first_rows(first, each.entity), keep) for each in wanted}
        del first  # answers take several times the memory of their objects: there is never more than one of them
        self._read_on(found, totals, keep)
        return self._snapshot(types, info, preferences, found, self.calls - before, locations)

    def customers(self) -> list[str]:
        """The names of all active customers, 1,000 a request."""
        names: list[str] = []
        while True:
            query = reading.names("Customer", "DisplayName", len(names) + 1)
            answer = self._company.batch([{"bId": "names", "Query": query}])
            rows = _rows(_answer(answer, "names"), "Customer")
            names += [shapes.text(each.get("DisplayName"), "qbo", "the name of a customer") or "" for each in rows]
            if len(rows) < reading.ROOM:
                return names

    def read_changes(self, types: Sequence[ResourceType], known: Reading, expected: int) -> tuple[Snapshot, Reading]:
        """The same as ``read`` from one request for what changed since ``known``, and the reading to remember now.

        Balances are those of when an object itself last changed. Raises changes.CannotTell when only reading
        everything can tell what there is.
        """
        wanted, entities = _wanted(types), changes.entities_of(types)
        since = changes.since(known, changes.form(entities))
        before = self.calls
        self._company.read_at = ""
        found = changes.found_in(self._company.changes(entities, since), entities, self._company.read_at)
        changes.refuse(known, found)
        now = merge(known, found)
        info, preferences = (next(changes.rows(now.objects, each), {}) for each in changes.SETTINGS)
        objects = {each: shapes.observed(each, changes.rows(now.objects, each.entity)) for each in wanted}
        totals = {each.entity: len(objects[each]) for each in wanted}
        snapshot = self._snapshot(types, info, preferences, objects, self.calls - before)
        in_full = reading.requests(totals, sliced=expected > CROWDED)
        return replace(snapshot, calls_in_full=in_full, refresh=Refresh(since=known.read_at)), now

    def _snapshot(
        self,
        types: Sequence[ResourceType],
        info: Mapping[str, Any],
        preferences: Mapping[str, Any],
        found: Mapping[QboType, list[Observed]],
        calls: int,
        locations: int | None = None,
    ) -> Snapshot:
        for kind, objects in found.items():
            shapes.distinct(kind, objects).sort(key=reading.order)
        return Snapshot(
            "qbo",
            self._company_id,
            str(info.get("CompanyName", "")),
            {kind.kind: objects for kind, objects in found.items()} | _settings(types, info, preferences),
            facts(info, preferences, locations),
            calls,
            instant(shapes.record(info.get("MetaData"), "qbo", "times").get("CreateTime")),
            self._company.read_at,
        )

    def _read_on(self, found: dict[QboType, list[Observed]], totals: Mapping[str, int], keep: Keep) -> None:
        """Complete ``found`` to ``totals``. VendorProblem when QuickBooks stops before: half a list is no list.

        Each answer becomes objects before the next one is asked for, since it takes several times their memory.
        """
        while items := reading.next_batch({each.entity: len(objects) for each, objects in found.items()}, totals):
            answers = self._company.batch(items)
            rows = {each: _rows(answers.get(each.entity, {}), each.entity) for each in found}
            if not any(rows.values()):
                raise errors.incomplete({each.entity: objects for each, objects in found.items()}, totals)
            for each in found:
                found[each] += _observed(each, rows[each], keep)
            del answers, rows


def _wanted(types: Sequence[ResourceType]) -> list[QboType]:
    """The types that are lists; a company's settings are read with all of them."""
    return [each for each in types if isinstance(each, QboType) and not each.singleton]


def _settings(
    types: Sequence[ResourceType], info: Mapping[str, Any], preferences: Mapping[str, Any]
) -> dict[str, list[Observed]]:
    """The objects of those types of which a company has exactly one."""
    read = dict(zip(changes.SETTINGS, (info, preferences), strict=True))
    single = [each for each in types if isinstance(each, QboType) and each.singleton]
    return {
        each.kind: shapes.observed(each, [read[each.entity]] if "Id" in read[each.entity] else []) for each in single
    }


def _observed(kind: QboType, rows: Sequence[Mapping[str, Any]], keep: Keep) -> list[Observed]:
    found = shapes.observed(kind, rows)
    keep(kind.entity, rows)
    return found


def _first_rows(answers: Mapping[str, dict[str, Any]], entity: str) -> list[dict[str, Any]]:
    """The rows of the first batch, slice after slice up to the first that was refused or came short."""
    rows: list[dict[str, Any]] = []
    for number in range(reading.SLICES):
        slice_ = answers.get(f"{entity}-{number}")
        found = _rows(slice_, entity) if slice_ is not None else []
        rows += found
        if not found:
            break
    return rows


def _answer(answers: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    if name not in answers:
        raise errors.unanswered()
    return answers[name]


def _rows(answer: Mapping[str, Any], entity: str) -> list[dict[str, Any]]:
    fault = errors.fault_in(answer)
    if fault is not None and fault.code != reading.TOO_MANY:
        raise errors.problem(fault)
    found = shapes.record(answer.get("QueryResponse"), "qbo", "an answer to a query")
    return shapes.records(found.get(entity), "qbo", f"a list of {entity} objects")


def _total(answer: Mapping[str, Any]) -> int:
    fault = errors.fault_in(answer)
    if fault is not None:
        raise errors.problem(fault)
    found = shapes.record(answer.get("QueryResponse"), "qbo", "an answer to a query")
    return shapes.count(found.get("totalCount"), "qbo", "a count of objects")


def _locations(answer: Mapping[str, Any]) -> int | None:
    """How many locations are active; None where QuickBooks does not say, as a plan without them may not."""
    return None if not answer or errors.fault_in(answer) is not None else _total(answer)


def _only(answer: Mapping[str, Any], entity: str) -> dict[str, Any]:
    rows = _rows(answer, entity)
    return rows[0] if rows else {}


class QboWriter:
    """Writes list objects of one company, in batches of up to 30, each with a request id.

    Sending a batch again under its id gives its first answer once more, and carries nothing out twice: Intuit,
    "Idempotent requests"; read 2026-11.
    """

    system = "qbo"
    batch_size = BATCH

    def __init__(self, access: QboAccess, types: Mapping[str, ResourceType], throttle: Throttle | None = None) -> None:
        self._company = _Company(access, throttle or access.throttle(), read_only=False)
        self._types = types

    @property
    def calls(self) -> int:
        """The requests sent so far."""
        return self._company.session.calls

    def prepare(self, writes: Sequence[Write], request_id: str, since: str) -> Request:
        """One batch for all of ``writes``."""
        return Request(request_id[:REQUEST_ID], self.system, tuple(_item(each) for each in writes), since)

    def send(self, request: Request) -> Sequence[WriteResult]:
        """One result each; sent again under its id while QuickBooks answers and the answer is unusable.

        Where there is no answer at all, or none but server errors, the session has tried again already.
        """
        results: Sequence[WriteResult] = ()
        for _ in range(SENDINGS):
            results = self._send(request, doubtful=any(each.unknown for each in results))
            if not any(each.unknown and _answered(each) for each in results):
                break
        return results

    def _send(self, request: Request, *, doubtful: bool) -> Sequence[WriteResult]:
        """One result each. A failure of the whole batch is the result of every item in it.

        With ``doubtful`` it was sent before: a refusal of this sending then says nothing about the one before.
        """
        kinds = [_type(self._types, item) for item in request.items]
        items = [
            {"bId": str(number), "operation": item.operation.value, kind.entity: item.body}
            for number, (kind, item) in enumerate(zip(kinds, request.items, strict=True))
        ]
        try:
            answers = self._company.batch(items, request.id)
        except VendorProblem as problem:
            unknown = problem.maybe_done or doubtful or self._company.session.doubtful
            return [WriteResult(problem=problem, unknown=unknown) for _ in items]
        doubtful = doubtful or self._company.session.doubtful
        return [_result(kind, answers.get(str(number)), doubtful=doubtful) for number, kind in enumerate(kinds)]


def _answered(result: WriteResult) -> bool:
    problem = result.problem
    return problem is None or not (problem.stops_run or problem.status in RETRYABLE or problem.code in errors.AFTERMATH)


def _type(types: Mapping[str, ResourceType], item: Item) -> QboType:
    kind = types[item.address.kind]
    if not isinstance(kind, QboType):
        raise AssertionError(f"{item.address} is no QuickBooks resource")  # noqa: TRY004 - a mistake of ours
    return kind


def _item(write: Write) -> Item:
    body = write.type.body(write.fields, write.observed, active=write.active)
    posting = POSTING & body.keys()
    if posting:
        raise AssertionError(f"{write.address} would post an amount: {sorted(posting)}")
    return item_of(write, body)


def _result(kind: QboType, answer: Mapping[str, Any] | None, *, doubtful: bool) -> WriteResult:
    fault = errors.fault_in(answer)
    if fault is not None:
        problem = errors.problem(fault)
        return WriteResult(problem=problem, unknown=problem.maybe_done or (doubtful and fault.code in errors.AFTERMATH))
    written = (answer or {}).get(kind.entity)
    if not isinstance(written, dict) or "Id" not in written:
        return WriteResult(problem=errors.unanswered(), unknown=True)
    try:
        return WriteResult(observed=shapes.one(kind, written))
    except VendorProblem as problem:
        return WriteResult(problem=problem, unknown=True)
