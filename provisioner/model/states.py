"""The jurisdictions a firm file can name: US states as ``US-CA``, and ``ABA`` for the model rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from provisioner.model.spec import problem

# States, the District of Columbia and territories by their postal codes; USPS Publication 28, appendix B.
_CODES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP
"""
US_STATES = frozenset(_CODES.split())


def _known_state(value: str) -> str:
    if value != "ABA" and value.removeprefix("US-") not in US_STATES:
        raise problem(
            "SYN108",
            "unknown-jurisdiction",
            f"{value!r} is no US state.",
            fix="Write US- and the state's postal code, for example US-CA, or ABA for the model rules.",
        )
    return value


State = Annotated[
    str,
    Field(pattern=r"^(US-[A-Z]{2}|ABA)$", description="A US state as US-CA, or ABA for the model rules."),
    AfterValidator(_known_state),
]
