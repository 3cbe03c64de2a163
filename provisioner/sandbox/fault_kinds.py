"""The kinds of faults with their parameters, as one table.

The name tells when: ``..._before`` takes the place of handling the request, and nothing is carried out; ``..._after``
spoils the answer of a request that was carried out. The others change what the request meets, and it is handled then.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provisioner.sandbox.kernel import Record

MOST_SECONDS = 3600
MOST_MEBIBYTES = 4096
AS_VENDOR = "vendor"
ITEM_CODES = (610, 5010, 6000, 6240, 10000)
EVERYWHERE = ("qbo", "clio", "oauth")
QUICKBOOKS = ("qbo",)


@dataclass(frozen=True)
class Param:
    """One parameter: its value unless given, what it may be, and that in words."""

    default: Any
    fits: Callable[[Any], bool]
    says: str


def whole(value: object, least: int, most: int) -> bool:
    """Whether it is a whole number within these bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _between(least: float, most: float) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        try:
            number = math.nan if isinstance(value, bool | str) else float(value)
        except (TypeError, ValueError, OverflowError):
            return False
        return least <= number <= most

    return fits


def _is_origin(value: object) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) and value.isascii() else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.netloc)


def _one_of(*possible: object) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, bool) and value in possible


_SECONDS = Param(300, _between(0, MOST_SECONDS), f"a number of seconds up to {MOST_SECONDS}")
_SHARE = Param(0.5, _between(0, 1), "a number from 0 to 1, the part of the body that is sent")
_ERROR = {
    "status": Param(500, _one_of(500, 502, 503, 504), "500, 502, 503 or 504"),
    "body": Param("json", _one_of("json", "html", "text", "empty"), "json (the vendor's fault), html, text or empty"),
}


@dataclass(frozen=True)
class Kind:
    """One way to go wrong. ``times`` is how often a rule fires unless it says so; 0 is without end."""

    name: str
    about: str
    params: Mapping[str, Param] = field(default_factory=dict)
    vendors: tuple[str, ...] = EVERYWHERE
    times: int = 1
    needs_items: bool = False  # goes wrong item by item, inside the handling
    needs_creates: bool = False  # only requests that make an account count

    def defaults(self) -> Record:
        """The parameters with their values unless given."""
        return {name: param.default for name, param in self.params.items()}

    def read(self, given: object) -> Record:
        """All parameters, those given and the others; ValueError for what is none."""
        if not isinstance(given, dict):
            raise ValueError("params must be an object.")  # noqa: TRY004 - answered as HTTP 400
        for name, value in given.items():
            if name not in self.params:
                possible = ", ".join(self.params) or "none"
                raise ValueError(f"{self.name} has no parameter {name!r}. Possible: {possible}.")
            if not self.params[name].fits(value):
                raise ValueError(f"{name} of {self.name} must be {self.params[name].says}.")
        return self.defaults() | {
            name: float(value) if isinstance(value, Decimal) else value for name, value in given.items()
        }


_ALL = (
    Kind(
        "throttle_before",
        "429: too many requests.",
        {
            "retry_after": Param(
                AS_VENDOR,
                lambda value: value is None or value == AS_VENDOR or whole(value, 0, MOST_SECONDS),
                f"whole seconds up to {MOST_SECONDS}, null for an answer without Retry-After, or {AS_VENDOR!r}",
            )
        },
    ),
    Kind("error_before", "A server error instead of handling the request.", _ERROR),
    Kind("error_after", "A server error although the request was carried out.", _ERROR),
    Kind("cut_before", "The connection is closed before the request is handled."),
    Kind("cut_after", "The request is carried out, and the connection closed before the first byte of the answer."),
    Kind("cut_mid_body_after", "The connection is closed in the middle of the answer.", {"share": _SHARE}),
    Kind(
        "hang_before", "No answer for so long, then the connection is closed; nothing is done.", {"seconds": _SECONDS}
    ),
    Kind(
        "hang_after", "Carried out, then no answer for so long, then the connection is closed.", {"seconds": _SECONDS}
    ),
    Kind("truncated_after", "An answer that is complete as HTTP, with its JSON broken off.", {"share": _SHARE}),
    Kind("not_json_after", "200 with a page for people instead of JSON."),
    Kind("empty_after", "200 with nothing in it."),
    Kind(
        "drip_after",
        "The right answer in tiny pieces with pauses.",
        {
            "bytes": Param(64, lambda value: whole(value, 1, 2**20), "a whole number of bytes from 1 on"),
            "pause": Param(0.01, _between(0, 60), "a number of seconds up to 60"),
        },
    ),
    Kind(
        "oversized_after",
        "The right answer, padded with blanks.",
        {
            "mebibytes": Param(
                64, lambda value: whole(value, 1, MOST_MEBIBYTES), f"a whole number to {MOST_MEBIBYTES}"
            ),
            "declared": Param(True, lambda value: isinstance(value, bool), "true to declare the length, else false"),
        },
    ),
    Kind(
        "redirect_before",
        "A redirect to the same path on another host.",
        {
            "to": Param("https://elsewhere.invalid", _is_origin, "an address such as https://elsewhere.invalid"),
            "status": Param(302, _one_of(301, 302, 303, 307, 308), "301, 302, 303, 307 or 308"),
        },
    ),
    Kind("fault_200_before", "200 with a Fault in it.", vendors=QUICKBOOKS),
    Kind("expire_access", "Every access token of the vendor ends: 401 until it is refreshed."),
    Kind("revoke_connection", "Every token of the vendor ends, and the refresh tokens with it."),
    Kind(
        "skew_clock",
        "The vendor's clock goes ahead, or back, before the request is handled.",
        {"seconds": Param(300, _between(-MOST_SECONDS * 24, MOST_SECONDS * 24), "a number of seconds within a day")},
    ),
    Kind(
        "fail_items",
        "Some items of a batch get a Fault, the others are carried out. A request for one object is item 1.",
        {
            "items": Param(
                [1],
                lambda value: isinstance(value, list) and bool(value) and all(whole(each, 1, 30) for each in value),
                "a list of places in the batch, from 1 on",
            ),
            "code": Param(6000, _one_of(*ITEM_CODES), f"one of {', '.join(map(str, ITEM_CODES))}"),
        },
        vendors=QUICKBOOKS,
        needs_items=True,
    ),
    Kind(
        "account_ceiling",
        "From so many new accounts on, counted over all requests, the plan's limit of accounts is reached.",
        {"first": Param(1, lambda value: whole(value, 1, 10**6), "a whole number from 1 on")},
        vendors=QUICKBOOKS,
        times=0,
        needs_items=True,
        needs_creates=True,
    ),
)
KINDS = {kind.name: kind for kind in _ALL}
