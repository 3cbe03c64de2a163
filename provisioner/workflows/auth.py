"""auth: logs in to a vendor in the name of a firm, says how its connections stand, and logs out again."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from provisioner.model.errors import (
    ConfigProblem,
    ProvisionerError,
    StateProblem,
    UnsafePlan,
    UsageProblem,
    VendorProblem,
)
from provisioner.providers import token_service
from provisioner.providers.oauth import Grant, utc_now
from provisioner.providers.token_service import Application
from provisioner.state.places import token_path
from provisioner.state.tokens import TokenFile
from provisioner.state.vault import Vault
from provisioner.workflows.check import check
from provisioner.workflows.connect import Connection, Credentials, Systems, refuse_strangers
from provisioner.workflows.logins import Place, not_connected, place_of, service_of
from provisioner.workflows.plan import firm_folder
from provisioner.workflows.standing import Standing, standings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from provisioner.model.firm import Firm

NOT_OURS = "Nothing was stored."


@dataclass(frozen=True)
class Account:
    """One of a firm's accounts that somebody logs in to or out of."""

    firm: Firm
    place: Place
    connection: Connection
    vault: Vault

    def client(self) -> tuple[str, str]:
        """The application's id and secret: from the environment, else from the login before; empty without either."""
        given = self.connection.of(self.place.system)
        if given.client_id and given.client_secret:
            return given.client_id, given.client_secret
        try:
            known = self.vault.get(self.place.key) or {}
        except StateProblem:  # a keyring that cannot be opened is a reason to log in anew, not to be kept from it
            known = self.vault.glance(self.place.key) or {}
        same = given.client_id in {"", known.get("client_id")}
        return given.client_id or known.get("client_id", ""), known.get("client_secret", "") if same else ""


def account(path: Path, system: str, connection: Connection) -> Account:
    """The account of the firm at ``path`` at a vendor. ConfigProblem while its file cannot be read."""
    _, firm = check(path)
    if firm is None:
        raise ConfigProblem(
            f"{path} has errors",
            "The firm file says which company and account are meant.",
            "See what is wrong, and put it right:",
            f"provisioner validate {path}",
        )
    vault = Vault(TokenFile(token_path(firm_folder(path))))
    return Account(firm, place_of(firm, connection, system), connection, vault)


def status(path: Path, connection: Connection, now: datetime) -> list[Standing]:
    """How the connections of the firm at ``path`` stand. Asks nobody."""
    anyone = account(path, "qbo", connection)
    return standings(anyone.firm, connection, anyone.vault.file, now)


@dataclass(frozen=True)
class Login:
    """A login that has begun: what the answer of the browser must fit."""

    account: Account
    application: Application
    redirect_uri: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def address(self) -> str:
        """Where the browser goes."""
        return token_service.consent_address(self.application, self.redirect_uri, self.state)

    def pasted(self, text: str) -> dict[str, str]:
        """The answer in what a person pasted: the whole address, or the code alone, for which the person vouches."""
        address, mark, query = text.strip().partition("?")
        if mark:
            return dict(parse_qsl(query.partition("#")[0], keep_blank_values=True))
        code = "" if "/" in address else address
        return {"code": code, "state": self.state, "realmId": self.account.place.company}


def begin(account: Account, client_id: str, client_secret: str, redirect_uri: str) -> Login:
    """A login with an application of the vendor, to be answered at ``redirect_uri``."""
    return Login(account, Application(service_of(account.place), client_id, client_secret), redirect_uri)


@dataclass(frozen=True)
class LoggedIn:
    """A login that was kept. ``hidden_by`` names the variable that is used instead of it, where there is one."""

    place: Place
    grant: Grant
    title: str
    hidden_by: str = ""


def finish(login: Login, answer: Mapping[str, str], *, in_keyring: bool) -> LoggedIn:
    """Keep the tokens that an answer stands for, after checking that it answers us and is for the firm's account.

    UnsafePlan for another company or account, VendorProblem when consent or tokens are refused; nothing is kept then.
    """
    place = login.account.place
    code = _code(login, answer)
    now = utc_now()
    answered = token_service.redeem(login.application, code, login.redirect_uri)
    application = login.application
    grant = Grant(
        client_id=application.client_id,
        client_secret=application.client_secret,
        system=place.system,
        host=place.host,
        company=place.company,
        consented=now,
    ).renewed(answered, now)
    try:
        title = _title(login.account, grant)
        with login.account.vault.file.alone(place.key):
            login.account.vault.put(place.key, grant.record(), in_keyring=in_keyring)
    except ProvisionerError:
        _take_back(application, grant)
        raise
    given = login.account.connection.of(place.system)
    kinds = [kind for kind, token in (("ACCESS", given.access_token), ("REFRESH", given.refresh_token)) if token]
    hidden_by = f"PROVISIONER_{place.system.upper()}_{kinds[0]}_TOKEN" if kinds else ""
    return LoggedIn(place, grant, title, hidden_by)


def _code(login: Login, answer: Mapping[str, str]) -> str:
    """The code in an answer that fits the login."""
    place = login.account.place
    if not hmac.compare_digest(answer.get("state", "").encode(), login.state.encode()):
        raise UsageProblem(
            "This answer does not belong to this login",
            f"It may come from an older window, or from somebody else: its state is not the one sent. {NOT_OURS}",
            "Close the other windows and log in once more:",
            place.command("login"),
        )
    if "error" in answer:
        declined = answer["error"] == "access_denied"
        raise VendorProblem(
            f"{place.name} gave no permission",
            f"{'Consent was declined' if declined else 'The vendor refused'} ({answer['error'][:100]}). {NOT_OURS}",
            "Log in once more, and consent:",
            place.command("login"),
            system=place.system,
            code="auth",
        )
    if not answer.get("code"):
        raise UsageProblem(
            "There is no code in this answer",
            f"The address that {place.name} sends the browser to carries one. {NOT_OURS}",
            "Log in once more and paste the whole address:",
            f"{place.command('login')} --paste",
        )
    if place.system == "qbo" and answer.get("realmId") != place.company:
        raise UnsafePlan(
            "This is not the firm's QuickBooks company",
            f"The firm file names company {place.company}; consent was given for company "
            f"{answer.get('realmId') or 'unknown'}. {NOT_OURS}",
            "Log in once more and choose the right company, or correct `company_id` in the firm file:",
            place.command("login"),
        )
    return answer["code"]


def _title(account: Account, grant: Grant) -> str:
    """What the company or account calls itself. UnsafePlan when it is another than the firm's."""
    system = account.place.system
    only = Credentials(account.connection.of(system).base_url, grant.access_token)
    usual = account.connection
    reached = replace(usual, qbo=only) if system == "qbo" else replace(usual, clio=only)
    try:
        snapshot = Systems(account.firm, reached, account.vault.file).reader(system).read([])
    except VendorProblem as problem:
        if problem.status not in {401, 403}:
            raise
        raise UnsafePlan(
            f"The permission is not for the firm's {account.place.name} account",
            f"{account.place.name} does not let it read {account.place.company}. {NOT_OURS}",
            "Log in once more, as somebody who may, and choose the right one:",
            account.place.command("login"),
        ) from None
    refuse_strangers(account.firm, {system: snapshot}, sandbox=False)
    return snapshot.title


def _take_back(application: Application, grant: Grant) -> None:
    """End a connection that was made and is not kept, if the vendor can be reached."""
    try:
        token_service.revoke(application, grant.refresh_token, grant.access_token)
    except VendorProblem:
        return


@dataclass(frozen=True)
class LoggedOut:
    """A login that was forgotten. ``trouble`` says why it may still work at the vendor; empty when it has ended."""

    place: Place
    trouble: str = ""


def logout(account: Account) -> LoggedOut:
    """End a login at the vendor and forget it, also when the vendor cannot be reached."""
    place, vault = account.place, account.vault
    if vault.glance(place.key) is None:
        raise not_connected(place, vault.file)
    with vault.file.alone(place.key):
        try:
            _end(place, Grant.parse(vault.get(place.key) or {}))
            trouble = ""
        except (VendorProblem, StateProblem) as problem:
            trouble = f"{problem.summary}. {problem.detail}"
        vault.drop(place.key)
    return LoggedOut(place, trouble)


def _end(place: Place, grant: Grant) -> None:
    application = Application(service_of(place), grant.client_id, grant.client_secret)
    access = grant.access_token
    if place.system == "clio":  # Clio ends a connection by its access token, which must still be good
        try:
            access = token_service.refresh(application, grant.refresh_token).access_token
        except VendorProblem as problem:
            if problem.code == "auth":
                return  # it was over already
            raise
    token_service.revoke(application, grant.refresh_token, access)
