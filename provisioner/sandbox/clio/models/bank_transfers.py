"""Transfers between two bank accounts, made in Clio's web screens only (Clio OpenAPI 2026-04-08, BankTransfer)."""

from __future__ import annotations

from decimal import Decimal

from provisioner.sandbox.clio import ledger
from provisioner.sandbox.clio.errors import unprocessable
from provisioner.sandbox.clio.shape import (
    ACCOUNTING,
    ID,
    STAMPS,
    Editor,
    Field,
    Kind,
    Record,
    Resource,
    View,
    strings,
)

_ENDS = (("source_account", -1), ("destination_account", 1))


def _complete(_view: View, _before: Record | None, after: Record) -> Record:
    if after["source_account"] == after["destination_account"] or Decimal(after["amount"]) <= 0:
        raise unprocessable("A transfer moves an amount above zero from one bank account to another")
    return after


def _follow(editor: Editor, before: Record | None, after: Record | None) -> None:
    """A transfer is a withdrawal in one account and a deposit in the other."""
    if before is not None:
        for row in [each for each in editor.rows("bank_transactions") if each["transfer"] == before["id"]]:
            editor.drop("bank_transactions", row)
    if after is not None:
        shared = {name: after[name] for name in ("client", "matter", "description")}
        for end, sign in _ENDS:
            amount = ledger.text(sign * Decimal(after["amount"]))
            own = {"bank_account": after[end], "amount": amount, "date": after["date"], "transfer": after["id"]}
            editor.add("bank_transactions", {**shared, **own, "transaction_type": "transfer"})


BANK_TRANSFERS = Resource(
    name="bank_transfers",
    permission=ACCOUNTING,
    actions="show",
    first_id=670001,
    fields=(
        *ID,
        Field("amount", Kind.NUMBER, required=True),
        # Typed date-time in the document although a transfer has a day; midnight in UTC stands for it (assumption).
        Field("date", Kind.DATE, required=True, show=lambda _view, row: f"{row['date']}T00:00:00+00:00"),
        *strings("description", "primary_authorizer", "secondary_authorizer"),
        *STAMPS,
        Field("client", Kind.RECORD, of="contacts"),
        Field("destination_account", Kind.RECORD, required=True, of="bank_accounts"),
        Field("matter", Kind.RECORD, of="matters"),
        Field("source_account", Kind.RECORD, required=True, of="bank_accounts"),
    ),
    complete=_complete,
    follow=_follow,
    source="Clio OpenAPI 2026-04-08, BankTransfer",
)
RESOURCES = [BANK_TRANSFERS]
