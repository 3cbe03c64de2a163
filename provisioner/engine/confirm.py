"""Where each thing that a person confirms stands on a day, and what is to be said about it. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from provisioner.model.finding import Finding, Level
from provisioner.model.setting import Confirmation, Standing
from provisioner.model.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from provisioner.model.address import Address
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Asked, Attestation, Setting
    from provisioner.model.source import Place

    Written = Callable[[Address, str], Place]
    """Answers where a confirmation was written, or one key of it; with an empty key, the confirmation itself."""

SOON = timedelta(days=14)
"""From so long before a confirmation expires, plans say so."""
AGAIN = "Look at the screen again, and confirm it anew with provisioner attest."


def confirmations(
    firm: Firm,
    settings: Sequence[Setting],
    attested: Mapping[Address, Attestation],
    as_of: date,
    snapshots: Mapping[str, Snapshot],
) -> tuple[Confirmation, ...]:
    """All that the firm file asks people to confirm, in the order of ``settings``, each with where it stands.

    ``snapshots`` are what was read live, by system; nothing is observed or contradicted by what was not read.
    """
    return tuple(
        _confirmation(setting, asked, attested.get(asked.address), as_of, _seen(setting, asked, firm, snapshots))
        for setting in settings
        for asked in setting.asked(firm)
    )


def _seen(setting: Setting, asked: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    return setting.contradiction(asked, firm, snapshots) if setting.contradiction is not None and snapshots else None


def _confirmation(
    setting: Setting, asked: Asked, attestation: Attestation | None, as_of: date, seen: str | None
) -> Confirmation:
    is_observed = setting.conclusive and seen is not None
    attestation = _no_longer_than(attestation, setting.valid_days)
    standing = standing_of(asked, attestation, as_of, seen, is_observed=is_observed)
    return Confirmation(setting, asked, standing, attestation, seen)


def _no_longer_than(attestation: Attestation | None, days: int) -> Attestation | None:
    """A confirmation that ends no later than one of this sort may, whatever was written by hand."""
    if attestation is None or (attestation.expires - attestation.on).days <= days:
        return attestation
    return replace(attestation, expires=attestation.on + timedelta(days=days))


def standing_of(
    asked: Asked,
    attestation: Attestation | None,
    as_of: date,
    contradiction: str | None = None,
    *,
    is_observed: bool = False,
) -> Standing:
    """Where one thing stands. What live data shows counts more than what anybody confirmed.

    A confirmation holds from its day to the day it expires, that day included, and only for what was declared then.
    """
    if contradiction:
        return Standing.CONTRADICTED
    if is_observed:
        return Standing.OBSERVED
    if attestation is None or attestation.on > as_of:
        return Standing.OPEN
    if attestation.says != asked.says:
        return Standing.OUTDATED
    return Standing.EXPIRED if as_of > attestation.expires else Standing.ATTESTED


def remarks_on(found: Iterable[Confirmation], as_of: date, written: Written) -> Iterator[Finding]:
    """What is wrong, or soon will be, with what people confirmed. What is merely open is no finding.

    ``written`` answers where a confirmation stands in the file.
    """
    for each in found:
        if each.standing is Standing.CONTRADICTED:
            yield _contradicted(each, written)
        elif each.attestation is not None and each.standing is not Standing.OBSERVED:
            yield from _about(each, each.attestation, as_of, written)


def _about(each: Confirmation, said: Attestation, as_of: date, written: Written) -> Iterator[Finding]:
    if said.on > as_of:
        yield _remark(
            each,
            ("ATT103", "confirmed-in-the-future", "on"),
            f"{each.asked.title}: confirmed by {said.by} on {said.on}, which is later than {as_of}.",
            "Nobody can have looked at it yet, so it does not count.",
            "Correct the date, or plan for a later day.",
            written,
        )
    elif each.standing is Standing.OUTDATED:
        yield _remark(
            each,
            ("ATT202", "confirmed-before-it-changed", "says"),
            f"{each.asked.title}: the firm file says something else since {said.by} confirmed it on {said.on}.",
            f"Confirmed was: {said.says} Declared is: {each.asked.says}",
            AGAIN,
            written,
        )
    elif each.standing is Standing.EXPIRED:
        yield _remark(
            each,
            ("ATT201", "confirmation-expired", "expires"),
            f"{each.asked.title}: what {said.by} confirmed on {said.on} held until {said.expires}.",
            "Anybody with the rights can have changed it since, and no program can see it.",
            AGAIN,
            written,
        )
    elif said.expires - as_of <= SOON:
        left = counted((said.expires - as_of).days, "day")
        yield _remark(
            each,
            ("ATT204", "confirmation-expires-soon", "expires"),
            f"{each.asked.title}: what {said.by} confirmed on {said.on} holds until {said.expires}, {left} more.",
            "From then on it counts as open again.",
            AGAIN,
            written,
        )


def _contradicted(each: Confirmation, written: Written) -> Finding:
    """A warning where somebody confirmed it; where nobody did yet it is one more thing to do, and that is advice."""
    said = each.attestation
    if said is None:
        what = f"{each.asked.title}: {each.contradiction}"
        code = ("ATT203", "declared-but-seen-otherwise", "")
        remark = _remark(each, code, what, _NOT_SO, _MAKE_IT_SO, lambda *_: each.asked.place)
        return replace(remark, level=Level.ADVICE)
    what = f"{each.asked.title}: {said.by} confirmed it on {said.on}. {each.contradiction}"
    return _remark(each, ("ATT203", "confirmed-but-seen-otherwise", ""), what, _NOT_SO, _MAKE_IT_SO, written)


_NOT_SO = "What the firm file declares here is not so, whoever has said that it is."
_MAKE_IT_SO = "Make it so on screen, as the steps say, or declare what is really wanted; then plan again."


def _remark(
    each: Confirmation, coded: tuple[str, str, str], what: str, why: str, fix: str, written: Written
) -> Finding:
    """A warning at one key of a confirmation; ``coded`` are code, name and that key."""
    code, name, key = coded
    place, declared = written(each.asked.address, key), each.asked.place
    related = () if place == declared else (declared,)
    return Finding(code, name, Level.WARNING, what, why, fix, place, str(each.asked.address), related)
