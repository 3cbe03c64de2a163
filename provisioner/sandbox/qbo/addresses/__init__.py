"""Addresses beside the entities, one module each: every module here has ``HEAD`` and ``answer``, found by walking."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.store import Company

Address = Callable[["Company", "Call"], "Record | bytes | str | None"]
ADDRESSES: Mapping[str, Address] = {
    module.HEAD: module.answer
    for module in (
        import_module(f"{__name__}.{found.name}")
        for found in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name)
    )
}
