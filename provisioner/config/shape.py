"""What may stand at each spot of a model, read off its annotations once: for messages, and to find references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from provisioner.model.spec import Reference, Spec, key_docs

if TYPE_CHECKING:
    from provisioner.model.source import Path

_WORDS: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    date: "a date",
    Decimal: "an amount in quotes",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What one spot takes: a group with fixed keys (``specs``), entries by key, a list, fixed words, or a simple value.

    ``sections`` are those whose keys a value here refers to; ``refers`` says that there is a reference here or below.
    """

    specs: tuple[type[Spec], ...] = ()
    values: Shape | None = None
    items: Shape | None = None
    literals: tuple[Any, ...] = ()
    words: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    doc: str = ""
    refers: bool = False
    key: tuple[type[Spec], str] | None = None

    def explained(self) -> str:
        """What the model says about this spot, for a message: read from its source only when there is a mistake."""
        return self.doc or (key_docs(self.key[0]).get(self.key[1], "") if self.key is not None else "")

    def child(self, part: str | int) -> Shape | None:
        """What may stand one step below; None when nothing is known."""
        if isinstance(part, int):
            return self.items
        for spec in self.specs:
            if part in fields(spec):
                return fields(spec)[part]
        return self.values

    def at(self, path: Path) -> Shape:
        """What may stand at ``path`` below; an empty shape when nothing is known."""
        shape: Shape | None = self
        for part in path:
            shape = shape.child(part) if shape is not None else None
        return shape or Shape()

    def fixed_keys(self) -> tuple[str, ...]:
        """The fixed keys that a group of keys may have here."""
        return tuple(dict.fromkeys(key for spec in self.specs for key in fields(spec)))


@lru_cache(maxsize=512)
def fields(spec: type[Spec]) -> Mapping[str, Shape]:
    """The keys of a spec as they are written, each with what it takes. Specs never hold themselves."""
    return {info.alias or name: _field(spec, info.alias or name, info) for name, info in spec.model_fields.items()}


@lru_cache(maxsize=512)
def of_spec(spec: type[Spec]) -> Shape:
    """The shape of a group with the keys of ``spec``."""
    return Shape(specs=(spec,), refers=any(shape.refers for shape in fields(spec).values()))


def _field(spec: type[Spec], key: str, info: FieldInfo) -> Shape:
    shape = _marked(_shape(info.annotation), info.metadata)
    return _with(shape, key=(spec, key), **({"doc": info.description} if info.description else {}))


def _marked(shape: Shape, metadata: Sequence[Any]) -> Shape:
    for mark in metadata:
        if isinstance(mark, Reference):
            shape = _with(shape, sections=mark.sections, refers=True)
        if isinstance(mark, FieldInfo):
            shape = _marked(shape, mark.metadata)
            shape = _with(shape, doc=mark.description) if mark.description else shape
    return shape


def _with(shape: Shape, **changes: Any) -> Shape:
    values = {name: getattr(shape, name) for name in Shape.__slots__}
    return Shape(**{**values, **changes})


def _shape(annotation: Any) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(_shape(arguments[0]), arguments[1:])
    if origin in (Union, UnionType):
        return _either([_shape(argument) for argument in arguments if argument is not NoneType])
    if origin is Literal:
        return Shape(literals=arguments)
    if isinstance(origin, type):
        return _container(origin, arguments)
    if isinstance(annotation, type) and issubclass(annotation, Spec):
        return of_spec(annotation)
    return Shape(words=(_WORDS[annotation],) if annotation in _WORDS else ())


def _container(origin: type, arguments: Sequence[Any]) -> Shape:
    if issubclass(origin, Mapping):
        values = _shape(arguments[1])
        return Shape(values=values, refers=values.refers)
    items = _shape(arguments[0])
    return Shape(items=items, refers=items.refers)


def _either(shapes: list[Shape]) -> Shape:
    return Shape(
        specs=tuple(spec for shape in shapes for spec in shape.specs),
        values=next((shape.values for shape in shapes if shape.values), None),
        items=next((shape.items for shape in shapes if shape.items), None),
        literals=tuple(word for shape in shapes for word in shape.literals),
        words=tuple(dict.fromkeys(word for shape in shapes for word in shape.words)),
        sections=tuple(name for shape in shapes for name in shape.sections),
        doc=next((shape.doc for shape in shapes if shape.doc), ""),
        refers=any(shape.refers for shape in shapes),
    )
