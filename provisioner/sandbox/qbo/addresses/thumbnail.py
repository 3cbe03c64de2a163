"""``/attachable-thumbnail/12``: a temporary address of a picture (quickbooks-ruby, recorded answer; read 2026-11).

The twin makes no small pictures: the address leads to the whole one.
"""

from __future__ import annotations

from provisioner.sandbox.qbo.addresses.download import answer

HEAD = "attachable-thumbnail"

__all__ = ["HEAD", "answer"]
