"""The model of a whole firm file: the sections every firm has, and those that the resource types bring."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import Field, create_model

from provisioner.model.firm import FirmBase
from provisioner.model.spec import Key, Spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.model.section import Extension, Section


def firm_model(sections: Sequence[Section], extensions: Sequence[Extension] = ()) -> type[FirmBase]:
    """The model with a field for each section; each entry also takes the sub-entries that extensions add to it."""
    return _firm_model(tuple(sections), tuple(extensions))


@lru_cache(maxsize=8)
def _firm_model(sections: tuple[Section, ...], extensions: tuple[Extension, ...]) -> type[FirmBase]:
    unknown = {extension.section for extension in extensions} - {section.name for section in sections}
    if unknown:
        raise ValueError(f"an extension of sections that nobody brings: {', '.join(sorted(unknown))}")
    fields: dict[str, Any] = {
        section.name: (
            _entries(_extended(section, extensions)),
            Field(default_factory=dict, description=section.doc or None),
        )
        for section in sections
    }
    fields["retired"] = (
        _retired(sections) | None,
        Field(default=None, description="Entries that were here once and are to be made inactive."),
    )
    model: type[FirmBase] = create_model(
        "Firm", __base__=FirmBase, __module__=__name__, __doc__="A law firm's accounting setup.", **fields
    )
    model.section_systems = {section.name: section.system for section in sections}
    return model


def _entries(spec: type[Spec]) -> Any:
    return Mapping[Key, spec]  # type: ignore[valid-type]  # reason: a type made at run time


def _extended(section: Section, extensions: Sequence[Extension]) -> type[Spec]:
    fields: dict[str, Any] = {
        extension.field: (extension.spec | None, Field(default=None, description=extension.spec.__doc__))
        for extension in extensions
        if extension.section == section.name
    }
    if not fields:
        return section.spec
    spec = section.spec
    return create_model(spec.__name__, __base__=spec, __module__=__name__, __doc__=spec.__doc__, **fields)


def _retired(sections: Sequence[Section]) -> type[Spec]:
    fields: dict[str, Any] = {
        section.name: (
            _entries(section.retired),
            Field(default_factory=dict, description=f"Former entries of `{section.name}`."),
        )
        for section in sections
        if section.retired is not None
    }
    return create_model("Retired", __base__=Spec, __module__=__name__, __doc__="Former entries, by section.", **fields)
