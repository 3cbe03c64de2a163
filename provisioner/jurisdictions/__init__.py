"""What each state and the model rules say about trust accounts, as data with sources.

One TOML file in ``data/`` is one jurisdiction; it is read when somebody asks for it, and once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provisioner.jurisdictions.model import Basis, Cell, Jurisdiction

DATA = Path(__file__).parent / "data"
MODEL_RULES = "ABA"


def all_codes() -> list[str]:
    """The codes of all jurisdictions we have data on: the model rules, then the states by code."""
    return sorted((file.stem for file in DATA.glob("*.toml")), key=lambda code: (code != MODEL_RULES, code))


@cache
def get(code: str) -> Jurisdiction | None:
    """The jurisdiction with this code, ``US-CA`` or ``ABA``; None when we have no data on it."""
    import tomllib  # noqa: PLC0415 - most commands never ask for a jurisdiction

    if code not in all_codes():
        return None
    return jurisdiction_of(tomllib.loads((DATA / f"{code}.toml").read_text(encoding="utf-8")))


def find(text: str) -> Jurisdiction | None:
    """The jurisdiction that people write so: ``US-CA``, ``ca``, ``California`` or ``aba``; None when there is none."""
    wanted = text.strip().upper()
    for code in (wanted, f"US-{wanted}"):
        if (found := get(code)) is not None:
            return found
    named = (get(code) for code in all_codes())
    return next((each for each in named if each is not None and each.name.upper() == wanted), None)


def jurisdiction_of(data: dict[str, Any]) -> Jurisdiction:
    """The jurisdiction that the text of a data file says.

    What stands under ``confirmed`` is verified and rests on a rule, what stands under ``unconfirmed`` is not and rests
    on a rule we have not re-read, unless it names its basis itself; ``policy`` is what firms do without a rule.
    """
    from provisioner.jurisdictions.model import LISTS, Basis, Jurisdiction  # noqa: PLC0415 - as above

    groups = {
        "confirmed": (Basis.RULE, True),
        "unconfirmed": (Basis.NOT_REREAD, False),
        "policy": (Basis.POLICY, False),
    }
    parts = {name: _frozen(value) for name, value in data.items() if name not in groups}
    for group, (basis, verified) in groups.items():
        for name, said in data.get(group, {}).items():
            if name in LISTS:
                parts[name] = (*parts.get(name, ()), *(_cell(name, each, basis, verified=verified) for each in said))
            elif name in parts:
                raise ValueError(f"{name} is said twice")
            else:
                parts[name] = _cell(name, said, basis, verified=verified)
    return Jurisdiction(**parts)


def _cell(name: str, said: str | dict[str, Any], basis: Basis, *, verified: bool) -> Cell:
    from decimal import Decimal  # noqa: PLC0415 - as above

    from provisioner.jurisdictions.model import KINDS, LISTS, Basis, Cell  # noqa: PLC0415 - as above

    parts: dict[str, Any] = (
        {"says": said} if isinstance(said, str) else {part: _frozen(value) for part, value in said.items()}
    )
    if "amount" in parts:
        parts["amount"] = Decimal(parts["amount"])
    own = Basis(parts.pop("basis", basis))
    return (LISTS | KINDS).get(name, Cell)(verified=verified, basis=own, **parts)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
