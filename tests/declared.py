"""What a key of a firm file may hold, read from the models: for tests that go through every key there is."""

from __future__ import annotations

import copy
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel

from provisioner.config.compose import firm_model
from provisioner.workflows.catalog import registry


def model():
    """The model of a whole firm file, with the sections of all resource types."""
    return firm_model(registry().sections, registry().extensions)


def plain(value):
    """A tree as plain dictionaries and lists."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def without(tree, path):
    """The tree without the value at ``path``; an entry that is left empty stays."""
    return _edited(tree, path, lambda entry: entry.pop(path[-1]))


def changed(tree, path, value):
    """The tree with another value at ``path``."""
    return _edited(tree, path, lambda entry: entry.__setitem__(path[-1], value))


def with_tree(firm, tree):
    """The firm with another tree; its parsed values stay, so only what reads the tree sees a difference."""
    return replace(firm, tree=tree)


def _edited(tree, path, edit):
    found = copy.deepcopy(plain(tree))
    entry = found
    for part in path[:-1]:
        entry = entry[part]
    edit(entry)
    return found


def words(path, root=None):
    """The words that a key may hold, where it holds one of a few; booleans as they are; else nothing."""
    annotation = _annotation(root or model(), path)
    return [] if annotation is None else _words(annotation)


def _annotation(annotation, path):
    """The type of the value at ``path`` below a model, a mapping or an optional one of these."""
    for part in path:
        kind = _only(annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {info.alias or name: info for name, info in kind.model_fields.items()}
            if part not in fields:
                return None
            annotation = fields[part].annotation
        elif typing.get_origin(kind) is not None and issubclass(typing.get_origin(kind), Mapping):
            annotation = typing.get_args(kind)[1]
        else:
            return None
    return annotation


def _only(annotation):
    """Without None, and without what Annotated adds."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif origin in {typing.Union, types.UnionType}:
            annotation = next(each for each in typing.get_args(annotation) if each is not type(None))
        else:
            return annotation


def _words(annotation):
    origin = typing.get_origin(annotation)
    if annotation is bool:
        return [True, False]
    if origin is typing.Literal:
        return list(typing.get_args(annotation))
    if origin is typing.Annotated:
        return _words(typing.get_args(annotation)[0])
    if origin in {typing.Union, types.UnionType}:
        return [word for each in typing.get_args(annotation) for word in _words(each)]
    if origin is not None and isinstance(origin, type) and issubclass(origin, Sequence):
        return [[word] for word in _words(typing.get_args(annotation)[0])]
    return []
