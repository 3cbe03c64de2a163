"""Attachable: notes and files beside transactions and list objects (Intuit API reference, Attachable; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.files import access_path, has_file, temporary_address
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Column, Computed, Entity, Field, Kind, words
from provisioner.sandbox.qbo.tree import plural
from provisioner.sandbox.qbo.txn.common import CUSTOM_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

FIRST_ID = 5000000000000010001  # longer than any float holds (reference, samples)
CATEGORIES = ("Contact Photo", "Document", "Image", "Receipt", "Signature", "Sound", "Other")
REFERENCE = Field("EntityRef", "struct", parts=(Field("type"), Field("value")), ignored=words("name"))
LINKS = Field(
    "AttachableRef",
    "list",
    parts=(
        Field("IncludeOnSend", "bool"),
        Field("LineInfo", limit=4000),
        Field("NoRefOnly", "bool"),
        Field("Inactive", "bool"),
        CUSTOM_FIELDS,
        REFERENCE,
    ),
    ignored=words("AttachableRefEx"),
)


def _check(draft: Draft) -> None:
    """A note or a file there must be; a file's name alone is none (probe of live companies, 2026-08)."""
    values = draft.values
    if "Note" not in values and "content" not in draft.inner:
        raise errors.business("You must have at least a note string or file attachment")
    if "content" in draft.inner and draft.was("FileName"):
        values.setdefault("FileName", draft.was("FileName"))  # a file keeps its name (assumption)
    known = list(_targets(draft.before.values)) if draft.before else []
    for link in values.get("AttachableRef", []):
        link.setdefault("IncludeOnSend", False)
        if "EntityRef" in link:
            link["EntityRef"] = _checked(draft.company, link["EntityRef"], known)


def _targets(values: Record) -> Iterator[Record]:
    for link in values.get("AttachableRef", []):
        if "EntityRef" in link:
            yield link["EntityRef"]


def _checked(company: Company, target: Record, known: list[Record]) -> Record:
    """The reference with its type spelled as in answers; what it named before may be gone by now."""
    for name in ("type", "value"):
        if name not in target:
            raise errors.missing(f"EntityRef.{name}")
    kinds = {name.lower(): table.entity for name, table in company.tables.items()}
    kinds |= {entity.key.lower(): entity for entity in kinds.values()}
    entity = kinds.get(str(target["type"]).lower())
    if entity is None or entity.name == ENTITY.name:
        raise errors.unattachable(str(target["type"]))
    found = {"type": entity.name, "value": target["value"]}
    if found not in known and company.find(entity.name, target["value"]) is None:
        raise errors.bad_reference(plural(entity), target["value"])
    return found


def _of_files(get: Callable[[Company, Row], object]) -> Callable[[Company, Row], object]:
    """Attributes that only files have."""
    return lambda company, row: get(company, row) if has_file(row) else None


def _of_images(get: Callable[[Company, Row], object]) -> Callable[[Company, Row], object]:
    """Attributes that only pictures have, as these come with a thumbnail."""

    def found(company: Company, row: Row) -> object:
        is_image = str(row.values.get("ContentType", "")).startswith("image/")
        return get(company, row) if is_image and has_file(row) else None

    return found


def _each(name: str, kind: Kind, get: Callable[[Record], object]) -> Column:
    """A column with a value for each link."""
    return Column(
        f"AttachableRef.{name}",
        kind,
        lambda _, row: [get(link) for link in row.values.get("AttachableRef", [])],
        filter=True,
        each=True,
    )


def _sought(name: str, limit: int = 0, choices: tuple[str, ...] = ()) -> Field:
    return Field(name, limit=limit, choices=choices, filter=True, sort=True)


ENTITY = Entity(
    name="Attachable",
    source="Intuit API reference, Attachable; probe of live companies, 2026-08; read 2026-11",
    gaps={"query": "references to hidden objects are always among the answers"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    first_id=FIRST_ID,
    fields=(
        _sought("FileName", 1000),
        _sought("Note", 2000),
        _sought("Category", 100, CATEGORIES),
        _sought("ContentType", 100),
        _sought("PlaceName", 2000),
        LINKS,
        _sought("Long", 100),
        _sought("Lat", 100),
        _sought("Tag", 2000),
    ),
    computed=(
        Computed("FileAccessUri", "text", _of_files(access_path)),
        Computed("TempDownloadUri", "text", _of_files(temporary_address)),
        Computed("Size", "amount", _of_files(lambda _, row: row.inner["size"]), filter=True, sort=True),
        Computed(
            "ThumbnailFileAccessUri",
            "text",
            _of_images(lambda company, row: access_path(company, row, "attachable-thumbnail")),
        ),
        Computed("ThumbnailTempDownloadUri", "text", _of_images(temporary_address), filter=True, sort=True),
    ),
    asked=(
        _each("EntityRef.Type", "text", lambda link: link.get("EntityRef", {}).get("type")),
        _each("EntityRef.value", "text", lambda link: link.get("EntityRef", {}).get("value")),
        _each("IncludeOnSend", "bool", lambda link: link.get("IncludeOnSend")),
        _each("LineInfo", "text", lambda link: link.get("LineInfo")),
        Column("AttachableRef.NoRefOnly", "bool", lambda _, row: not list(_targets(row.values)), filter=True),
    ),
    ignored=words("AttachableEx CustomField"),
    check=_check,
)
