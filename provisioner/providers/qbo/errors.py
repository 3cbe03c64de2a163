"""QuickBooks's answers that are no success, in plain words: what happened, and the next safe step."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from provisioner.model.errors import VendorProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Fault(NamedTuple):
    """The first error of a fault, either spelling. ``kind`` is the fault's type, such as ``ValidationFault``."""

    code: str
    message: str
    detail: str
    kind: str = ""


# Codes after which no other request can succeed either. Intuit, error codes; read 2026-11.
# A limit that still holds after several minutes of waiting (3001) is one of them.
STOPS_RUN = frozenset({"100", "110", "120", "130", "140", "150", "3001", "3100", "3200", "3202", "6190"})

TURNED_AWAY = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 413, 429})
"""Statuses of a request that QuickBooks surely did not carry out, whatever stands in the answer."""

AFTERMATH = frozenset({"5010", "6240"})
"""Refusals that an earlier sending of the same request explains too, should QuickBooks have forgotten its id.

How long it remembers ids is not documented (assumption: long enough for trying again, perhaps not for a later apply).
"""

FINDS_OUT = "Run the same command again: it finds out what was done, and nothing is done twice."

# What to do, by code. Codes: Intuit, error codes, and recorded answers; read 2026-11.
ADVICE = {
    "5010": "Somebody changed it in QuickBooks a moment ago. Run plan again to see the new state.",
    "6240": "Another one already has this name, perhaps an inactive one. Choose another name or adopt that one.",
    "6000": "Read QuickBooks's sentence above; it names the rule that was broken.",
    "610": "It points at something inactive or missing. Run plan again to see what is there now.",
    "6180": "QuickBooks allows five levels of sub-accounts.",
    "3001": "QuickBooks is limiting requests. Wait a minute and run the same command again.",
    "3100": "The connection belongs to another company, or the app was disconnected. Connect it to this company again.",
    "3200": "The connection to QuickBooks has expired. Connect again.",
    "5020": "The company's QuickBooks plan does not include this feature.",
    "5030": "This feature is switched off in the company.",
    "6190": "The company's QuickBooks subscription is not active.",
}


def parse(text: str) -> Any:
    """The JSON of an answer with exact numbers; None for anything else."""
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return None


def fault_in(body: Any) -> Fault | None:
    """The fault in an answer's body, spelled ``Fault`` by the service or ``fault`` by the gateway; None without one."""
    if not isinstance(body, dict):
        return None
    fault = body.get("Fault") or body.get("fault")
    if not isinstance(fault, dict):
        return None
    errors = fault.get("Error") or fault.get("error")
    first: Mapping[str, Any] = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return Fault(
        str(first.get("code") or ""),
        str(first.get("Message") or first.get("message") or fault.get("type") or ""),
        str(first.get("Detail") or first.get("detail") or ""),
        str(fault.get("type") or ""),
    )


def problem(fault: Fault, status: int = 200, tid: str = "") -> VendorProblem:
    """The fault as a problem for people. ``tid`` is Intuit's number for the request, which its support asks for."""
    said = " ".join((fault.detail or fault.message or "no explanation").replace("\\n", " ").split())
    reference = f" (Intuit's reference for this request: {tid})" if tid else ""
    maybe_done = fault.kind == "SystemFault" or status >= 500  # noqa: PLR2004 - server errors
    usual = FINDS_OUT if maybe_done else "Nothing of this request was applied. Correct what it says and run plan again."
    return VendorProblem(
        "QuickBooks did not answer properly" if maybe_done else "QuickBooks refused a request",
        f"It answered {fault.code or status}: {said}{reference}",
        ADVICE.get(fault.code, usual),
        system="qbo",
        code=fault.code,
        status=status,
        stops_run=fault.code in STOPS_RUN or status in {401, 403},
        maybe_done=maybe_done,
    )


def unreadable(status: int, text: str) -> VendorProblem:
    """An answer that is no JSON at all, as gateways send it in trouble."""
    return VendorProblem(
        "QuickBooks did not answer properly",
        f"HTTP {status}, starting with: {text[:120]!r}" if text.strip() else f"HTTP {status} with an empty body.",
        ADVICE["3200"]
        if status in {401, 403}
        else "This is usually over in a few minutes. Run the same command again.",
        system="qbo",
        status=status,
        stops_run=status >= 500 or status in {401, 403, 429},  # noqa: PLR2004 - server errors
        maybe_done=status not in TURNED_AWAY,
    )


def unanswered() -> VendorProblem:
    """An answer that leaves out what was asked. A write among it may have been carried out."""
    return VendorProblem(
        "QuickBooks did not answer properly",
        "Its answer leaves out something that was asked.",
        FINDS_OUT,
        system="qbo",
        maybe_done=True,
    )


def unreachable(reason: str) -> VendorProblem:
    """No answer at all."""
    return VendorProblem(
        "QuickBooks cannot be reached",
        reason,
        "Check the network, then run the same command again; nothing is done twice.",
        system="qbo",
        stops_run=True,
        maybe_done=True,
    )


def incomplete(rows: Mapping[str, Sequence[object]], totals: Mapping[str, int]) -> VendorProblem:
    """A list ended before its own count: half a list must not be planned from."""
    short = ", ".join(
        f"{len(rows[each])} of {totals[each]} {each}" for each in totals if len(rows[each]) < totals[each]
    )
    return VendorProblem(
        "QuickBooks did not send everything it has",
        f"It sent {short} objects.",
        "Somebody may be changing many things right now. Run the same command again.",
        system="qbo",
        stops_run=True,
    )
