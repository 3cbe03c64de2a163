"""The title of a trust account at the bank has none of the words its state asks for.

## What it finds

An `at_bank.title` without any of the words that the account's jurisdiction lists, whatever their capitals. In New
Jersey a pooled account has words of its own. Where a state takes other words of the same meaning, any title that says
trust, escrow, IOLTA or clients' funds is left alone.

## Why it matters

The words tell the bank, its creditors and an auditor that the money is the clients'. A title without them is among the
first things an audit finds, and the bank may treat the account as the firm's own.

## Example that fails

```yaml
trust:
  iolta: { jurisdiction: US-NY, at_bank: { title: Harbor & Pine LLP Client Account } }
```

## Fix

Have the bank change the title, then write it here as the bank's statement has it. `provisioner explain US-CA` shows
what California says, and so for every state.

```yaml
trust:
  iolta: { jurisdiction: US-NY, at_bank: { title: Harbor & Pine LLP Attorney Trust Account } }
```

## Sources

- 22 NYCRR Part 1200, Rule 1.15 (New York), lawledgers.com/rule-1-15; read 2026-11
- N.J. Court Rule 1:21-6, njcourts.gov/attorneys/rules-of-court; read 2026-11
- Ga. RPC 1.15(II) and Md. Rule 19-406, through casetext.com and govt.westlaw.com; read 2026-11
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provisioner.rules._law import Account
_SAME_MEANING = re.compile(r"\b(trust|escrow|iolta|iola|iota|coltaf|clients? funds|fiduciary)\b")


def _check(account: Account) -> Iterator[Breach]:
    bank, cell = account.trust.at_bank, account.law.title
    if bank is None or bank.title is None or cell is None:
        return
    words, title = cell.words(pooled=account.trust.kind == "iolta"), _plain(bank.title)
    if not words or any(f" {_plain(each)} " in f" {title} " for each in words):
        return
    if not (cell.or_similar and _SAME_MEANING.search(title)):
        yield Breach(
            cell,
            account.place("at_bank", "title"),
            f"The account `{account.key}` is called {bank.title!r} at the bank.",
            f"a title that says {_choice(words, similar=cell.or_similar)}",
        )


def _choice(words: Sequence[str], *, similar: bool) -> str:
    """The words as people list them: ``"Trust" or "Escrow"``."""
    *most, last = [f'"{word}"' for word in words] + (["words of the same meaning"] if similar else [])
    return f"{', '.join(most)} or {last}" if most else last


def _plain(title: str) -> str:
    """The words of a title, without capitals and signs; ``Clients' Funds`` is ``clients funds``."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['\u2019]", "", title.casefold())))


RULE = state_rule(
    code="JUR201",
    name="trust-title-without-state-words",
    level=Level.WARNING,
    why="The title tells the bank, its creditors and an auditor that the money is the clients'.",
    fix="Have the bank change the title, then write it here as the bank's statement has it.",
    check=_check,
    catalogue="C20",
)
