"""An account whose interest is the client's has a ledger for interest owed to the state's program.

## What it finds

`special_ledgers: { interest_payable: ... }` on a trust account of `kind: client_interest`.

## Why it matters

Money that is large or held long is put in an account of its own so that its interest goes to the client. Interest
booked to a ledger for the state's program is taken from that client; it belongs on the client's own ledger.

## Example that fails

```yaml
trust: { iolta: { kind: client_interest, special_ledgers: { interest_payable: {} } } }
```

## Fix

Remove the ledger; interest goes to the client's.

```yaml
trust: { iolta: { kind: client_interest, special_ledgers: { interest_payable: null } } }
```

## Sources

- Cal. Bus. and Prof. Code 6211(b) (the interest of such an account is the client's); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        special = trust.special_ledgers
        if trust.kind == "client_interest" and special is not None and special.interest_payable is not None:
            yield Hit(
                firm.place("trust", key, "special_ledgers", "interest_payable"),
                f"The interest of `{key}` is the client's, but a ledger says that it is owed to the state's program.",
                related=(firm.place("trust", key, "kind"),),
            )


RULE = Rule(
    code="TRU245",
    name="clients-interest-owed-to-the-program",
    level=Level.WARNING,
    why="Interest that belongs to the client would be booked as somebody else's.",
    fix="Remove `interest_payable`; book the interest on the client's ledger.",
    check=_check,
    needs_whole=True,
    catalogue="T23 T24",
)
