"""provisioner auth: log in to QuickBooks and Clio, see how the connections stand, log out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provisioner.cli.options import FirmArgument, FormatOption, NoColorOption, QuietOption
from provisioner.cli.output import Format, Output
from provisioner.model.errors import UsageProblem

if TYPE_CHECKING:
    from rich.text import Text

    from provisioner.workflows.auth import Account, LoggedIn, Login
    from provisioner.workflows.standing import Standing

PORT = 8913
KEPT = {
    "environment": "from environment variables",
    "keyring": "logged in; secrets in the keyring",
    "file": "logged in; kept in a file",
    "none": "not connected",
}


class Vendor(StrEnum):
    """Who is logged in to."""

    QUICKBOOKS = "quickbooks"
    CLIO = "clio"

    @property
    def system(self) -> str:
        """The vendor's short name inside the program."""
        return "qbo" if self is Vendor.QUICKBOOKS else "clio"


class Keep(StrEnum):
    """Where the long-lived secrets of a login go."""

    AUTO = "auto"
    KEYRING = "keyring"
    FILE = "file"


VendorArgument = Annotated[Vendor, typer.Argument(metavar="VENDOR", help="quickbooks or clio.")]

app = typer.Typer(
    help="Log in to QuickBooks and Clio, see how the connections stand, log out.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command()
def login(
    vendor: VendorArgument,
    firm: FirmArgument,
    port: Annotated[
        int, typer.Option(min=0, help="Where the browser brings the answer on this machine (0: any free port).")
    ] = PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Show the address, and open nothing.")] = False,
    paste: Annotated[
        bool, typer.Option("--paste", help="Without a browser here: paste the address that the vendor answers with.")
    ] = False,
    redirect_uri: Annotated[
        str, typer.Option("--redirect-uri", metavar="ADDRESS", help="Another address registered for it (with --paste).")
    ] = "",
    keep: Annotated[Keep, typer.Option("--keep", help="Where secrets are kept: auto, keyring or file.")] = Keep.AUTO,
    no_color: NoColorOption = False,
) -> None:
    """Connect to a firm's QuickBooks company or Clio account.

    Opens the vendor's page, where somebody who may consents, and keeps the tokens that come back: in the keyring of
    this machine when there is one, else in a file for you alone. The vendor must know the address that the browser
    comes back to: register http://localhost:8913/callback with your app there.
    """
    from provisioner.cli.environment import settings  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows import auth as workflow  # noqa: PLC0415 - as above
    from provisioner.workflows.receiver import Receiver  # noqa: PLC0415 - as above
    from provisioner.workflows.receiver import redirect_uri as on_this_machine  # noqa: PLC0415 - as above

    if redirect_uri and not paste:
        raise UsageProblem("--redirect-uri goes with --paste", "An answer that goes elsewhere never arrives here.")
    output = Output(no_color=no_color)
    account = workflow.account(firm, vendor.system, settings())
    in_keyring = _wants_keyring(keep)
    client = _client(account)
    if paste:
        begun = workflow.begin(account, *client, redirect_uri or on_this_machine(port))
        answer = begun.pasted(_pasted(output, begun))
    else:
        with Receiver(port) as receiver:
            begun = workflow.begin(account, *client, receiver.redirect_uri)
            _show(output, begun, opens=not no_browser)
            answer = receiver.wait()
    _tell(output, workflow.finish(begun, answer, in_keyring=in_keyring))


def _wants_keyring(keep: Keep) -> bool:
    """Whether secrets go into the keyring. UsageProblem when they must and there is none."""
    from provisioner.state.vault import keyring_name  # noqa: PLC0415 - help must not pay for it

    if keep is Keep.FILE:
        return False
    found = keyring_name() is not None
    if keep is Keep.KEYRING and not found:
        raise UsageProblem(
            "There is no keyring on this machine",
            "The package `keyring` is not installed, or it finds no service that protects secrets.",
            "Install it with `pip install keyring`, or keep the tokens in a file for you alone: --keep file.",
        )
    return found


def _client(account: Account) -> tuple[str, str]:
    """The application's id and secret, asked for where nobody has given them."""
    client_id, client_secret = account.client()
    if client_id and client_secret:
        return client_id, client_secret
    prefix = f"PROVISIONER_{account.place.system.upper()}"
    if not sys.stdin.isatty():
        raise UsageProblem(
            f"The keys of your app at {account.place.name} are not known",
            "An app of your own, registered on the vendor's developer pages, has a client id and a client secret.",
            f"Set {prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET, or run this in a terminal, where it asks for them.",
        )
    client_id = client_id or typer.prompt(f"Client id of your app at {account.place.name}", err=True)
    client_secret = client_secret or typer.prompt("Client secret (not shown)", hide_input=True, err=True)
    return client_id.strip(), client_secret.strip()


def _show(output: Output, begun: Login, *, opens: bool) -> None:
    import webbrowser  # noqa: PLC0415 - only here

    name = begun.account.place.name
    output.note(f"Consent in the browser as somebody who may connect apps to {name}. If none opens, open this address:")
    sys.stdout.write(begun.address + "\n")
    sys.stdout.flush()
    if opens:
        with _without_our_variables():
            webbrowser.open(begun.address)


@contextmanager
def _without_our_variables() -> Iterator[None]:
    """Programs started meanwhile inherit none of our variables: secrets may be among them."""
    ours = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PROVISIONER_")}
    try:
        yield
    finally:
        os.environ.update(ours)


def _pasted(output: Output, begun: Login) -> str:
    output.note(
        f"Open this address in any browser, and consent as somebody who may connect apps to {begun.account.place.name}:"
    )
    sys.stdout.write(begun.address + "\n")
    sys.stdout.flush()
    output.note(
        f"The browser then goes to {begun.redirect_uri}, which may well show an error. Copy the whole address from its "
        "address bar and paste it here:"
    )
    return str(typer.prompt("Address", err=True) if sys.stdin.isatty() else sys.stdin.readline())


def _tell(output: Output, done: LoggedIn) -> None:
    from provisioner.render.style import line  # noqa: PLC0415 - only at the end

    what = f"company {done.place.company}" if done.place.system == "qbo" else "account"
    output.text([line(f"Connected to {done.place.name}: {what} {done.title!r} at {done.place.host}.")])
    if done.hidden_by:
        output.text(
            [line((f"{done.hidden_by} is set in the environment and wins; unset it to use this login.", "yellow"))]
        )


@app.command()
def status(
    firm: FirmArgument, form: FormatOption = Format.TEXT, no_color: NoColorOption = False, quiet: QuietOption = False
) -> None:
    """Show how a firm's connections stand.

    Where each is kept, and when its tokens and its consent end. Asks nobody. Ends with 1 when one is missing or over.
    """
    from provisioner.cli.environment import now, settings  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows import auth as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet)
    found = workflow.status(firm, settings(), now())
    if output.is_json:
        from provisioner.render.documents import FORMAT_VERSION  # noqa: PLC0415 - one of the two forms

        output.json({"format_version": FORMAT_VERSION, "connections": [_document(each) for each in found]})
    else:
        output.text(row for each in found for row in _rows(each))
    raise typer.Exit(int(any(each.status == "fail" for each in found)))


def _document(standing: Standing) -> dict[str, Any]:
    return {
        "system": standing.place.system,
        "host": standing.place.host,
        "company": standing.place.company,
        "source": standing.source,
        "status": standing.status,
        "client_id": standing.client_id,
        "scope": standing.scope,
        "ends": [
            {"what": each.what, "at": each.at.isoformat(), "days_left": each.left.days, "renews": each.renews}
            for each in standing.ends
        ],
        "advice": standing.advice,
    }


def _rows(standing: Standing) -> Iterator[Text]:
    from provisioner.render.style import line  # noqa: PLC0415 - one of the two forms
    from provisioner.workflows.standing import days  # noqa: PLC0415 - as above

    place, kept = standing.place, KEPT[standing.source]
    yield line((f"{place.name}: {place.company} at {place.host}", "bold"), f" - {kept}")
    for each in standing.ends:
        how = ", renewed by itself when it is used" if each.renews else ""
        yield line(f"  {each.what:<14}{each.at:%Y-%m-%d %H:%M} UTC  ({days(each.left)}{how})")
    if standing.advice:
        yield line(("  ", ""), (standing.advice, "bold red" if standing.status == "fail" else "yellow"))


@app.command()
def logout(vendor: VendorArgument, firm: FirmArgument, no_color: NoColorOption = False) -> None:
    """End a login at the vendor, and forget it.

    It is forgotten also when the vendor cannot be reached; that is said, and the command ends with 1.
    """
    from provisioner.cli.environment import settings  # noqa: PLC0415 - help must not pay for it
    from provisioner.render.style import line  # noqa: PLC0415 - as above
    from provisioner.workflows import auth as workflow  # noqa: PLC0415 - as above

    output = Output(no_color=no_color)
    done = workflow.logout(workflow.account(firm, vendor.system, settings()))
    if not done.trouble:
        output.text([line(f"Logged out of {done.place.name}: the connection has ended there and is forgotten here.")])
        return
    output.text(
        [
            line(f"The login to {done.place.name} is forgotten here, but may still work there: {done.trouble}"),
            line(f"Disconnect this app in {done.place.name}'s own settings."),
        ]
    )
    raise typer.Exit(1)
