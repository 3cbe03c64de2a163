"""Clio's answers that are no success, in plain words. Its error texts vary, so the HTTP status decides."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.model.errors import VendorProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

# Status codes: Clio OpenAPI document of 2026-04-08 and its error pages; read 2026-11.
ADVICE = {
    401: "The connection to Clio has expired or belongs to another region. Connect again.",
    403: "The connection lacks a permission. Give the app access to this part of Clio, then connect again.",
    404: "It is gone. Run plan again to see what is there now.",
    409: "Something else in Clio still uses it. Correct that, then run plan again.",
    410: "Clio no longer offers this version of its interface. Install a newer release of provisioner.",
    412: "Somebody changed it in Clio a moment ago. Run plan again to see the new state.",
    422: "Clio's sentence above names the rule that was broken. Correct the firm file and run plan again.",
    429: "Clio is limiting requests. Wait a minute and run the same command again.",
}


LOOKS_FIRST = "It may have been carried out all the same. Run the same command again: it looks for the record first."


def parse(text: str) -> Any:
    """The JSON of an answer with exact numbers; None for anything else."""
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return None


def said(body: Any) -> str:
    """What the answer says went wrong. ``error`` is an object, or a string in OAuth's own shape."""
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        return f"{error.get('type') or ''}: {error.get('message') or ''}".strip(": ")
    if isinstance(error, str):
        return str(body.get("error_description") or error)
    return "no explanation"


def problem(status: int, text: str, what: str) -> VendorProblem:
    """The answer to ``what`` (a method and path) as a problem for people.

    A server error says nothing about what became of a write: a gateway before Clio gives up sooner than Clio does.
    """
    is_vague = status >= 500 or status == 408  # noqa: PLR2004 - server errors, and a request that took too long
    maybe_done = is_vague and not what.startswith("GET ")
    return VendorProblem(
        "Clio did not answer properly" if maybe_done else "Clio refused a request",
        f"It answered {status} to {what}: {' '.join(said(parse(text)).split())}",
        LOOKS_FIRST if maybe_done else ADVICE.get(status, "Nothing of this request was applied. Run plan again."),
        system="clio",
        code=str(status),
        status=status,
        stops_run=status in {401, 403, 410, 429},  # 429 only after minutes of waiting
        maybe_done=maybe_done,
    )


def unreadable(status: int, what: str) -> VendorProblem:
    """An answer that says success without saying what."""
    return VendorProblem(
        "Clio did not answer properly",
        f"It answered {status} to {what} without any data.",
        "Run the same command again: it finds out what was done, and nothing is done twice.",
        system="clio",
        status=status,
        maybe_done=True,
    )


def unreachable(reason: str, *, maybe_done: bool) -> VendorProblem:
    """No answer. ``maybe_done`` says that the request may have been carried out all the same."""
    fix = LOOKS_FIRST if maybe_done else "Check the network, then run the same command again."
    return VendorProblem("Clio cannot be reached", reason, fix, system="clio", stops_run=True, maybe_done=maybe_done)


def ambiguous(address: object, ids: Sequence[str]) -> VendorProblem:
    """Several records that a lost write may have made."""
    return VendorProblem(
        f"{address} may be any of several records",
        f"The answer to making it was lost, and Clio holds records {', '.join(ids)} that look like it.",
        "Delete all but one of them in Clio, then run the same command again.",
        system="clio",
        maybe_done=True,
    )
