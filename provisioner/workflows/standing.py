"""How a firm's connections stand: where each is kept and when what it holds ends. Asks nobody: it needs no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from provisioner.providers.oauth import Grant
from provisioner.state.vault import RING
from provisioner.workflows.logins import place_of

if TYPE_CHECKING:
    from datetime import datetime

    from provisioner.model.firm import Firm
    from provisioner.state.tokens import TokenFile
    from provisioner.workflows.connect import Connection
    from provisioner.workflows.logins import Place

SOON = timedelta(days=14)
"""So long before a connection ends it is warned of."""
SYSTEMS = ("qbo", "clio")


@dataclass(frozen=True)
class End:
    """When one part of a connection ends. One that ``renews`` does so by itself whenever it is used."""

    what: str
    at: datetime
    left: timedelta
    renews: bool


@dataclass(frozen=True)
class Standing:
    """How one connection stands. ``status`` is pass, fail, or unknown where nobody says when a token ends."""

    place: Place
    source: str
    """environment, keyring, file, or none."""
    status: str
    ends: tuple[End, ...] = ()
    client_id: str = ""
    scope: str = ""
    advice: str = ""
    """What to know or do; empty when all is well for more than 14 days."""


def standings(firm: Firm, connection: Connection, tokens: TokenFile, now: datetime) -> list[Standing]:
    """How the connections to the vendors that the firm uses stand."""
    used = [system for system in SYSTEMS if system == "qbo" or firm.config.systems.clio is not None]
    return [_standing(place_of(firm, connection, system), connection, tokens, now) for system in used]


def warnings(firm: Firm, connection: Connection, tokens: TokenFile, now: datetime) -> list[str]:
    """A sentence for each connection that ends within 14 days although it is used."""
    if connection.environment == "sandbox":
        return []
    found = (_pressing(each) for each in standings(firm, connection, tokens, now))
    return [sentence for sentence in found if sentence]


def _pressing(standing: Standing) -> str:
    """The advice, unless using the connection is all that it asks for."""
    pressing = [each for each in standing.ends if not each.renews and timedelta() < each.left <= SOON]
    return standing.advice if pressing else ""


def _standing(place: Place, connection: Connection, tokens: TokenFile, now: datetime) -> Standing:
    given, prefix = connection.of(place.system), f"PROVISIONER_{place.system.upper()}"
    if given.access_token or given.refresh_token:
        name = f"{prefix}_{'ACCESS' if given.access_token else 'REFRESH'}_TOKEN"
        advice = f"{name} is used; nobody has told this program when it ends."
        return Standing(place, "environment", "unknown", client_id=given.client_id, advice=advice)
    record = tokens.record(place.key)
    if record is None:
        return Standing(place, "none", "fail", advice=f"Nobody has logged in. Run: {place.command('login')}")
    grant = Grant.parse(record)
    ends = tuple(_ends(grant, now))
    source = "keyring" if RING in record else "file"
    over = [each for each in ends if not each.renews or each.what != ACCESS]
    status = "fail" if any(each.left <= timedelta() for each in over) else "pass"
    return Standing(place, source, status, ends, grant.client_id, grant.scope, _advice(place, ends))


ACCESS, REFRESH, CONSENT = "access token", "refresh token", "consent"


def _ends(grant: Grant, now: datetime) -> list[End]:
    """What ends when. The consent ends for good; a refresh token only when it is not used for long."""
    known = (
        (ACCESS, grant.access_ends, True),
        (REFRESH, grant.refresh_ends, True),
        (CONSENT, grant.consent_ends, False),
    )
    return [End(what, at, at - now, renews) for what, at, renews in known if at is not None]


def _advice(place: Place, ends: tuple[End, ...]) -> str:
    """One sentence about the first thing that has ended or soon will. An access token is not worth one."""
    for each in reversed(ends):
        if each.what == ACCESS or each.left > SOON:
            continue
        day = f"{each.at:%Y-%m-%d}"
        if each.left <= timedelta():
            return f"The {each.what} for {place.name} ended on {day}. Run: {place.command('login')}"
        remedy = "It is renewed by any plan before that day." if each.renews else f"Run: {place.command('login')}"
        return f"The {each.what} for {place.name} ends on {day}, in {days(each.left)}. {remedy}"
    return ""


def days(left: timedelta) -> str:
    """Time left, in the unit that people count it in."""
    if left <= timedelta():
        return "ended"
    if left < timedelta(hours=1):
        return f"{max(1, left // timedelta(minutes=1))} min"
    if left < timedelta(days=2):
        return f"{left // timedelta(hours=1)} h"
    return f"{left.days} days"
