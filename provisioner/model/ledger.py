"""The trust ledgers a firm file leads to, as far as it names them: their names, and the tags that tell whose they are.

Rules check them before anything is made, and the account resource type makes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.trust import TrustAccount

SPECIAL_NAMES = {
    "firm_funds": "Firm Funds",
    "unidentified": "Unidentified Receipts",
    "unclaimed": "Unclaimed Funds",
    "interest_payable": "Interest Payable",
}
LONGEST_NAME = 100  # Intuit API reference, Account.Name; read 2026-11
NAME_WORDS = ("{client.name}", "{client.id}")
"""What a template for the names of client ledgers may hold. ``{client.id}`` is the id of the contact in Clio."""
MATTER_WORDS = ("{matter.number}", "{matter.name}")
"""What one for the ledgers of matters may hold too: the number as Clio shows it, and the matter's description."""
_WORD = re.compile(r"\{([a-z.]+)\}")
LISTED = "client:"
FROM_CLIO = "clio:"
"""How the marks begin of a client known by an entry of the file of clients, and of one known by its number in Clio."""
TAG = re.compile(r"\b(?:clio:(?:contact|matter):\d+|client:[a-z0-9_]+|ledger:[a-z_]+)\b")


class Ledger(NamedTuple):
    """A sub-account of a trust liability. ``client`` is the key of the listed client, None for a special ledger.

    ``own_key`` is what its address ends with where that is not the key of an entry: ``contact_7001``.
    """

    trust: str
    parent: str
    name: str
    tag: str
    path: tuple[str, ...]
    client: str | None = None
    own_key: str = ""

    @property
    def entry(self) -> tuple[str, ...]:
        """The way to its entry in the firm file or the file of clients."""
        return self.path[:-1]

    @property
    def key(self) -> str:
        """The key of its address: ``iolta.firm_funds``, ``iolta.contact_7001``."""
        return f"{self.trust}.{self.own_key or self.entry[-1]}"


def tag_in(description: object) -> str | None:
    """The mark in a ledger's description that says whose it is, whatever its name: ``clio:contact:7001``."""
    found = TAG.search(description) if isinstance(description, str) else None
    return found.group() if found else None


def ledgers(firm: Firm) -> Iterator[Ledger]:
    """The ledgers of every trust account that keeps sub-accounts; of clients, those that are listed."""
    for key, trust in firm.config.trust.items():
        if trust.ledgers.method == "sub_accounts":
            yield from _special(key, trust)
            if trust.ledgers.source == "listed":
                yield from _listed(firm, key, trust)


def _special(key: str, trust: TrustAccount) -> Iterator[Ledger]:
    for kind, usual in SPECIAL_NAMES.items():
        special = getattr(trust.special_ledgers, kind, None)
        if special is not None:
            path = ("trust", key, "special_ledgers", kind, "name")
            yield Ledger(key, trust.liability, special.name or usual, f"ledger:{kind}", path)


def _listed(firm: Firm, key: str, trust: TrustAccount) -> Iterator[Ledger]:
    for client_key, client in firm.clients.items():
        if key in client.trust:
            tag = f"{FROM_CLIO}contact:{client.clio_contact}" if client.clio_contact else f"{LISTED}{client_key}"
            name = ledger_name(trust.ledgers.name, client.name, client.id or client_key)
            yield Ledger(key, trust.liability, name, tag, ("clients", client_key, "name"), client_key)


def ledger_name(template: str, name: str, number: str) -> str:
    """The name of a client's ledger: forbidden characters become dashes, and a long name is cut, the number never."""
    return filled(template, {"client.name": name}, {"client.id": number})


def filled(template: str, names: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    """``template`` with its words in braces replaced, as QuickBooks takes it.

    Names are cut to make room, the longest first, numbers never. Only where the template's own text or the numbers
    leave no room is the whole cut.
    """
    words = {word: plain(text) for word, text in names.items() if f"{{{word}}}" in template}
    known = {word: plain(text) for word, text in numbers.items()}
    full = _with(template, words | known)
    while len(full) > LONGEST_NAME:
        longest = max(words, key=lambda word: len(words[word]), default="")
        if not longest or len(words[longest]) <= 1:
            break
        others = max((len(text) for word, text in words.items() if word != longest), default=1)
        over = -(-(len(full) - LONGEST_NAME) // template.count(f"{{{longest}}}"))
        room = max(len(words[longest]) - over, min(others, len(words[longest]) - 1), 1)
        words[longest] = words[longest][:room].rstrip()
        full = _with(template, words | known)
    return full.strip()[:LONGEST_NAME].rstrip()


def numbered(name: str, number: str) -> str:
    """``name`` with the number behind it, cut to make room."""
    end = f" ({number})"
    return name[: LONGEST_NAME - len(end)].rstrip() + end


def plain(text: str) -> str:
    """``text`` in characters that QuickBooks takes in the name of an account, without blanks too many."""
    if text.isprintable() and ":" not in text and '"' not in text:
        return " ".join(text.split())
    one_line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return re.sub('[:"]', "-", one_line)


def _with(template: str, words: Mapping[str, str]) -> str:
    """One pass: braces in a client's name are no words of the template."""
    return _WORD.sub(lambda found: words.get(found[1], found[0]), template)
