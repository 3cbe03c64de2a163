"""Where a firm's connections are, and the bearer tokens for them: from the environment, else from a kept login."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provisioner.model.errors import UsageProblem
from provisioner.providers.oauth import FixedToken, GivenGrant, Grant, RenewableToken
from provisioner.providers.token_service import NAMES, WORDS, Service, endpoints, is_token
from provisioner.state.places import FOLDER, VARIABLE, token_path
from provisioner.state.tokens import TokenFile
from provisioner.state.vault import Vault

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from provisioner.model.firm import Firm
    from provisioner.providers.oauth import TokenStore
    from provisioner.providers.qbo.session import Tokens
    from provisioner.workflows.connect import Connection, Credentials

PREFIX = "login"


@dataclass(frozen=True)
class Place:
    """One QuickBooks company or Clio account, and the base URL of its API. ``firm`` is the file that names it."""

    system: str
    base_url: str
    company: str
    firm: str

    @property
    def host(self) -> str:
        """The host of the API, which tells a sandbox from the real service."""
        return urlsplit(self.base_url).netloc

    @property
    def key(self) -> str:
        """What its login is kept under."""
        return ":".join((self.system, PREFIX, self.host, " ".join(self.company.split()).casefold()))

    @property
    def name(self) -> str:
        """The vendor, as people call it."""
        return NAMES[self.system]

    def command(self, verb: str) -> str:
        """``provisioner auth login quickbooks FIRM``."""
        return f"provisioner auth {verb} {WORDS[self.system]} {shlex.quote(str(Path(self.firm).parent))}"


def place_of(firm: Firm, connection: Connection, system: str) -> Place:
    """Where the firm's account at a vendor is. UsageProblem when the firm does not use that vendor."""
    given = connection.of(system).base_url
    quickbooks, clio = firm.config.systems.quickbooks, firm.config.systems.clio
    if system == "qbo":
        from provisioner.providers.qbo.client import PRODUCTION  # noqa: PLC0415 - imports python-quickbooks

        return Place(system, given or PRODUCTION, quickbooks.company_id, firm.file)
    if clio is None:
        raise UsageProblem("This firm has no Clio account", "Its file names none under `systems:`.")
    from provisioner.providers.clio.client import HOSTS  # noqa: PLC0415 - imports httpx

    return Place(system, given or HOSTS[clio.region], clio.account_name, firm.file)


def has_login(firm_path: Path, system: str) -> bool:
    """Whether anybody has logged in to any account of a vendor from the firm's folder."""
    folder = firm_path if firm_path.is_dir() else firm_path.parent
    if VARIABLE not in os.environ and not (folder / FOLDER).is_dir():
        return False
    kept = TokenFile(token_path(folder)).records()
    return any(key.startswith(f"{system}:{PREFIX}:") for key in kept)


def service_of(place: Place) -> Service:
    """The OAuth service that knows a place."""
    return Service(place.system, endpoints(place.system, place.base_url), place.command("login"))


def bearer(place: Place, given: Credentials, store: TokenStore) -> Tokens:
    """Bearer tokens for a place: what the environment gives wins. UsageProblem without that and without a login."""
    service = service_of(place)
    _refuse_odd(place, given)
    if given.access_token:
        return FixedToken(place.system, given.access_token)
    if given.refresh_token:
        held = Grant(given.refresh_token, "", given.client_id, given.client_secret, place.system)
        return RenewableToken(service, GivenGrant(held, store))
    if not isinstance(store, TokenFile) or store.record(place.key) is None:
        raise not_connected(place, store)
    return RenewableToken(service, KeptGrant(place, Vault(store)))


def _refuse_odd(place: Place, given: Credentials) -> None:
    """UsageProblem for a token that could not be sent. Whoever met it later might repeat it in a message."""
    for name, token in (("ACCESS_TOKEN", given.access_token), ("REFRESH_TOKEN", given.refresh_token)):
        if token and not is_token(token):
            raise UsageProblem(
                f"PROVISIONER_{place.system.upper()}_{name} holds no token",
                "It has a blank, a line break or another character that no token has. It is not repeated here.",
                "Copy the token once more, without anything around it.",
            )


class KeptGrant:
    """The login of one place, as ``auth login`` left it and every renewal since."""

    def __init__(self, place: Place, vault: Vault) -> None:
        self._place = place
        self._vault = vault

    def glance(self) -> Grant:
        """What is known of it without opening a keyring."""
        return Grant.parse(self._vault.glance(self._place.key) or {})

    def newest(self) -> Grant:
        """The newest tokens. UsageProblem when somebody has logged out."""
        record = self._vault.get(self._place.key)
        if record is None:
            raise not_connected(self._place, self._vault.file)
        return Grant.parse(record)

    def keep(self, before: Grant, after: Grant) -> None:  # noqa: ARG002 - part of the port
        """Store what a renewal gave."""
        self._vault.put(self._place.key, after.record())

    def check(self) -> None:
        """StateProblem unless something could be stored now."""
        self._vault.file.check()

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one, among all processes, that renews it."""
        return self._vault.file.alone(self._place.key)


def not_connected(place: Place, store: object = None) -> UsageProblem:
    """There is neither a token in the environment nor a login for a place."""
    prefix = f"PROVISIONER_{place.system.upper()}"
    kept = store.records() if isinstance(store, TokenFile) else {}
    others = [Grant.parse(each) for key, each in kept.items() if key.startswith(f"{place.system}:{PREFIX}:")]
    elsewhere = "".join(f" There is a login for {each.company} at {each.host}, which is not that." for each in others)
    return UsageProblem(
        f"There is no connection to {place.name}",
        f"The firm file names {place.company}, at {place.host}, but nobody has logged in there from here, and the "
        f"environment holds no token for it.{elsewhere}",
        f"Log in with the command below; or set {prefix}_REFRESH_TOKEN with {prefix}_CLIENT_ID and "
        f"{prefix}_CLIENT_SECRET, or {prefix}_ACCESS_TOKEN; or use --sandbox.",
        place.command("login"),
    )
