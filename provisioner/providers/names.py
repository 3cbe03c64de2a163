"""Value types for names and numbers that the vendors limit; each limit carries its source."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, WithJsonSchema

from provisioner.model.spec import Digits, problem


def name_type(noun: str, *, code: str, longest: int, forbidden: str = "") -> Any:
    """A name of a ``noun``: not empty, no more than ``longest`` characters, none of ``forbidden``."""

    def check(name: str) -> str:
        if not name.strip():
            raise problem(code, "empty-name", f"The name of a {noun} cannot be empty.", fix="Give it a name.")
        if name != name.strip():
            raise problem(
                code,
                "name-with-blanks-around",
                f"{name!r} starts or ends with a blank.",
                why="The vendor drops them, and the name would differ for ever.",
                fix=f"Write {name.strip()!r}.",
            )
        if len(name) > longest:
            raise problem(
                code,
                "name-too-long",
                f"This name has {len(name)} characters; the name of a {noun} has at most {longest}.",
                fix="Shorten it.",
            )
        _refuse_characters(name, noun, code, forbidden)
        return name

    return Annotated[
        str, AfterValidator(check), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": longest})
    ]


def _refuse_characters(name: str, noun: str, code: str, forbidden: str) -> None:
    if name.isprintable() and not any(each in name for each in forbidden):
        return
    for character in name:
        if character in forbidden or not character.isprintable():
            shown = character if character.isprintable() else repr(character)
            raise problem(
                code,
                "character-not-allowed",
                f"The name of a {noun} cannot contain {shown}.",
                why="QuickBooks writes a colon between an account and its sub-account." if character == ":" else "",
                fix="Use `parent:` for a sub-account, or a dash." if character == ":" else "Leave it out.",
            )


def _account_number(number: str) -> str:
    # At most 7 characters in the US, no colon: Intuit API reference, Account; read 2026-11. (A library's live test of
    # April 2025 writes 11 characters; the reference is the safer promise.)
    if not number or len(number) > 7 or ":" in number or not number.isprintable() or number != number.strip():  # noqa: PLR2004 - see above
        raise problem(
            "COA102",
            "account-number-not-allowed",
            f"{number!r} is not an account number QuickBooks takes: at most 7 characters, no colon.",
            fix="Shorten it; digits, letters, dots and dashes are fine.",
        )
    return number


AccountNumber = Annotated[
    Digits, AfterValidator(_account_number), WithJsonSchema({"type": ["string", "integer"], "maxLength": 7})
]
"""An account number. Quote it, so that YAML keeps leading zeros and dots."""

# Length and characters: Intuit API reference, Account, Item, Class, PaymentMethod, Term; read 2026-11.
AccountName = name_type("QuickBooks account", code="COA101", longest=100, forbidden=':"')
ProductName = name_type("QuickBooks product or service", code="ITM101", longest=100, forbidden=":")
ClassName = name_type("QuickBooks class", code="CLS101", longest=100, forbidden=":")
ShortName = name_type("QuickBooks payment method or term", code="LST101", longest=31, forbidden=":")
ClioName = name_type("Clio entry", code="CLI101", longest=255)
