"""What a section of the firm file may say: the base of every spec, and the value types they share."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from provisioner.model.money import money

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Spec(BaseModel):
    """One entry of the firm file. Unknown keys are errors; a key that is absent means the live value is not managed."""

    # Built when the whole file's model is: most runs never validate with a part alone.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    @model_validator(mode="after")
    def _share_keys(self) -> Self:
        """Entries that say the same keys share one set of them: one for each is as large as the rest of the entry."""
        object.__setattr__(self, "__pydantic_fields_set__", _shared(frozenset(self.model_fields_set)))
        return self

    def sets(self, name: str) -> bool:
        """True when the file says something about ``name``, so that we manage it."""
        return name in self.model_fields_set

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema with each key described by the text below it in the class.

        pydantic can read those texts too, but does so whenever a class is made, which doubles the start-up time.
        """
        schema = handler.resolve_ref_schema(handler(core))
        for name, text in key_docs(cls).items():
            schema.get("properties", {}).get(name, {}).setdefault("description", text)
        return schema


@lru_cache(maxsize=1024)
def _shared(keys: frozenset[str]) -> frozenset[str]:
    return keys


def key_docs(spec: type[Spec]) -> dict[str, str]:
    """The text below each key in the classes of a spec, by the key as the firm file spells it."""
    found: dict[str, str] = {}
    for each in reversed(spec.__mro__):
        if issubclass(each, Spec) and each.__module__ in sys.modules:
            found |= _texts_below(each)
    named = {name: info.alias or name for name, info in spec.model_fields.items()}
    described = {name: info.description for name, info in spec.model_fields.items() if info.description}
    return {named[name]: text for name, text in {**found, **described}.items() if name in named}


def _texts_below(spec: type[Spec]) -> dict[str, str]:
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(spec))).body[0]
    except (OSError, TypeError, SyntaxError):  # a class made at run time has no source
        return {}
    statements = body.body if isinstance(body, ast.ClassDef) else []
    return {
        first.target.id: inspect.cleandoc(second.value.value)
        for first, second in pairwise(statements)
        if isinstance(first, ast.AnnAssign)
        and isinstance(first.target, ast.Name)
        and isinstance(second, ast.Expr)
        and isinstance(second.value, ast.Constant)
        and isinstance(second.value.value, str)
    }


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a value that names an entry of one of ``sections``, e.g. a product's account."""

    sections: tuple[str, ...]


def problem(code: str, name: str, what: str, *, why: str = "", fix: str = "") -> PydanticCustomError:
    """A coded problem for a validator to raise; it becomes a finding at the value's place.

    ``what``, ``why`` and ``fix`` are finished sentences. Braces in them are shown as they are.
    """
    return PydanticCustomError(
        "coded",
        "{what}",
        {"code": code, "name": name, "what": what, "why": why, "fix": fix},
    )


class OddInt(int):
    """A YAML integer written in another way than plain decimal (``0100``, ``+7``, ``0x1F``): its text is kept."""

    text: str

    def __new__(cls, value: int, text: str) -> Self:
        """The number, remembering how it was written."""
        self = super().__new__(cls, value)
        self.text = text
        return self


class YamlFloat(float):
    """A YAML number with a point or exponent. Exactness is lost at this point, so nothing of ours accepts one."""

    text: str

    def __new__(cls, value: float, text: str) -> Self:
        """The number, remembering how it was written."""
        self = super().__new__(cls, value)
        self.text = text
        return self


def _quoted(value: Any, kind: str) -> Any:
    if isinstance(value, float):
        text = getattr(value, "text", str(value))
        raise problem(
            "SYN106",
            "unquoted-decimal",
            f"{text} is written without quotes, so YAML reads it as an approximate decimal number, not as {kind}.",
            why="1010.10 would become 1010.1, and amounts could lose a cent.",
            fix=f'Write it in quotes: "{text}".',
        )
    if isinstance(value, OddInt):
        raise problem(
            "SYN106",
            "unquoted-number",
            f"{value.text} is written without quotes, so YAML reads it as the number {int(value)}.",
            why="Leading zeros and signs would be lost.",
            fix=f'Write it in quotes: "{value.text}".',
        )
    return value


def _text(value: Any) -> Any:
    value = _quoted(value, "text")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _amount(value: Any) -> Any:
    value = _quoted(value, "an amount")
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return value
    try:
        return money(value)
    except ValueError as error:
        raise problem(
            "SYN108", "amount-not-exact", f"{error}.", fix='Write dollars and cents in quotes, for example "350.00".'
        ) from None


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError(value)  # noqa: TRY301 - one message for both ways to be no date
        return date.fromisoformat(value)
    except ValueError:
        raise problem(
            "SYN108", "not-a-date", f"{value!r} is not a date.", fix="Write year-month-day, for example 2026-01-31."
        ) from None


Digits = Annotated[
    str,
    BeforeValidator(_text),
    WithJsonSchema({"type": ["string", "integer"], "description": "Quote it to keep leading zeros."}),
]
"""Text made of digits, such as a company id: a plain whole number is taken as its text."""

Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^-?\d+(\.\d{1,2})?$", "examples": ["350.00"]}),
]
"""Dollars, exactly; written in quotes."""

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A calendar day, ``2026-01-31``."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""The key of an entry: its stable address, which stays when its name changes."""

AccountKey = Annotated[str, Reference(("accounts",))]
ClassKey = Annotated[str, Reference(("classes",))]
ProductKey = Annotated[str, Reference(("products",))]
TrustKey = Annotated[str, Reference(("trust",))]
ProcessorKey = Annotated[str, Reference(("processors",))]
