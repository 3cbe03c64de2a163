"""provisioner sandbox: the built-in QuickBooks and Clio, for trying and rehearsing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import FirmArgument, FormatOption, NoColorOption, ScenarioOption
from provisioner.cli.output import Format, Output, say

if TYPE_CHECKING:
    from socket import socket

OWN_COMPANY = (
    "To open a firm's own company instead, stop this and start it with the firm, for example:",
    "    provisioner sandbox up --firm firm-configs/harbor-pine",
)


class Limits(StrEnum):
    """Whose request limits hold."""

    VENDOR = "vendor"
    OFF = "off"


app = typer.Typer(
    help="The built-in QuickBooks and Clio: no account, no network.", rich_markup_mode=None, no_args_is_help=True
)


@app.command()
def up(
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8765,
    data: Annotated[Path | None, typer.Option(help="Keep the data in this folder (default: in memory).")] = None,
    scenario: Annotated[str, typer.Option(help="What the company holds at first (default: empty).")] = "",
    firm: Annotated[Path | None, typer.Option(help="Open this firm's company instead of the default one.")] = None,
    limits: Annotated[
        Limits, typer.Option(help="Whether requests are limited as at the vendors: vendor or off.")
    ] = Limits.VENDOR,
    latency_ms: Annotated[
        int, typer.Option(min=0, max=60_000, help="Let each vendor request take this many milliseconds longer.")
    ] = 0,
) -> None:
    """Serve QuickBooks and Clio on this machine until Ctrl-C."""
    from provisioner.cli.twin import EMPTY, data_folder, note_scenario, seed, twin_with  # noqa: PLC0415 - imports the web server
    from provisioner.sandbox.kernel import FirmSeed  # noqa: PLC0415 - as above
    from provisioner.sandbox.server import serve  # noqa: PLC0415 - as above

    planted = seed(firm, scenario) if firm is not None else FirmSeed(scenario=scenario or EMPTY)
    folder = data if data is not None or firm is None else data_folder(firm)
    with _listening(port) as listener:
        twin = twin_with(folder, planted, limits.value, latency_ms)
        note_scenario(twin, planted, scenario)
        url = "http://{}:{}".format(*listener.getsockname())
        lines = [
            f"QuickBooks and Clio twins on {url}  (stop with Ctrl-C)",
            f"  company {planted.company_id} {planted.company_name!r}, edition {planted.edition}",
            f"  Clio account {planted.clio_account_name!r}, region {planted.clio_region}",
            f"  data: {folder or 'in memory'}    control: {url}/_sandbox/",
            *(OWN_COMPANY if firm is None else ()),
            "To use them from another terminal:",
            *(f"    export {name}={value}" for name, value in _variables(url, twin.credentials(planted)).items()),
            *(["    export PROVISIONER_LIMITS=off"] if limits is Limits.OFF else []),
        ]
        say("\n".join(lines))
        serve(twin, listener)


def _listening(port: int) -> socket:
    """The socket to serve on, taken before any token is made. UsageProblem when the port cannot be used."""
    from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - as in `up`
    from provisioner.sandbox.server import listen  # noqa: PLC0415 - as in `up`

    try:
        return listen(port)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "Ports are numbers up to 65535"
        raise UsageProblem(f"Port {port} cannot be used", f"{reason}.", "Choose another with --port.") from error


def _variables(url: str, tokens: dict[str, str]) -> dict[str, str]:
    shared = {"CLIENT_ID": tokens["client_id"], "CLIENT_SECRET": tokens["client_secret"]}
    return {
        f"PROVISIONER_{system.upper()}_{name}": value
        for system in ("qbo", "clio")
        for name, value in {
            "BASE_URL": url,
            **shared,
            "REFRESH_TOKEN": tokens[f"{system}_refresh_token"],
        }.items()
    }


@app.command()
def edit(
    firm: FirmArgument,
    vendor: Annotated[str, typer.Argument(help="quickbooks or clio.")],
    kind: Annotated[str, typer.Argument(help="What to change: Account, Item ...; bank_accounts ... in Clio.")],
    name: Annotated[str, typer.Argument(help="Its name, or its id.")],
    values: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="What to set, as the vendor calls it.")],
    no_color: NoColorOption = False,
) -> None:
    """Change something in a firm's sandbox as a person would on the vendor's screens, to rehearse drift."""
    from provisioner.cli.twin import data_folder, seed, twin_with  # noqa: PLC0415 - imports the web server
    from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - as above

    planted = seed(firm, "")
    company = {"company_id": planted.company_id}
    account = {"account": planted.clio_account_name, "region": planted.clio_region}
    by_vendor = {"quickbooks": ("qbo", "entity", company), "clio": ("clio", "resource", account)}
    if vendor not in (*by_vendor, "qbo"):
        raise UsageProblem(f"{vendor!r} is no vendor", "", "Write quickbooks or clio.")
    system, kind_key, owner = by_vendor["quickbooks" if vendor == "qbo" else vendor]
    twin = twin_with(data_folder(firm), planted).vendors[system]
    if kind not in twin.kinds:
        raise UsageProblem(f"There is no kind {kind!r} in {vendor}", f"The kinds are: {', '.join(twin.kinds)}.")
    try:
        changed = twin.edit({**owner, kind_key: kind, "which": name, "set": dict(_pair(each) for each in values)})
    except ValueError as error:
        raise UsageProblem(f"The sandbox could not change {kind} {name!r}", str(error)) from error
    Output(no_color=no_color).json(changed)


@app.command()
def clients(
    firm: FirmArgument,
    count: Annotated[int, typer.Argument(min=1, max=100_000, help="How many.")],
    account: Annotated[str, typer.Option(help="The bank account in Clio that holds their money.")] = "IOLTA Trust",
    amount: Annotated[str, typer.Option(help="What each of them has there.")] = "2500.00",
) -> None:
    """Add clients with a matter and money in trust to a firm's sandbox, to rehearse with a firm of any size."""
    from provisioner.cli.twin import data_folder, seed, twin_with  # noqa: PLC0415 - imports the web server
    from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - as above

    planted = seed(firm, "")
    crowd = {"count": count, "bank_account": account, "amount": amount}
    where = {"account": planted.clio_account_name, "region": planted.clio_region}
    try:
        twin_with(data_folder(firm), planted).vendors["clio"].edit({**where, "resource": "contacts", "crowd": crowd})
    except ValueError as error:
        raise UsageProblem("The sandbox could not add clients", f"{error}.", "Apply the firm there first.") from error
    say(f"{count:,} clients with {amount} each in {account!r}.")


def _pair(text: str) -> tuple[str, object]:
    from provisioner.sandbox.kernel import loads  # noqa: PLC0415 - as in `up`

    name, separator, value = text.partition("=")
    if not separator:
        from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - only when something is wrong

        raise UsageProblem(f"{text!r} is not FIELD=VALUE", "", 'For example: "Name=IOLTA Trust (old)".')
    try:
        return name, loads(value)
    except (ValueError, ArithmeticError, RecursionError):
        return name, value


@app.command()
def requests(
    firm: FirmArgument,
    last: Annotated[int, typer.Option(help="How many of the newest requests to show.")] = 20,
) -> None:
    """Show the requests that a firm's sandbox answered, newest last."""
    from provisioner.cli.twin import data_folder, explained  # noqa: PLC0415 - imports the web server
    from provisioner.sandbox.kernel import Journal, RequestLog  # noqa: PLC0415 - as above

    folder = data_folder(firm)
    with explained(folder):
        entries = RequestLog(Journal(folder / "requests.jsonl")).entries
    for entry in entries[-last:]:
        status = "no answer" if entry["status"] is None else entry["status"]
        fault = f"  {entry['fault']}, {'' if entry['committed'] else 'not '}carried out" if "fault" in entry else ""
        say(f"{entry['n']:>5}  {entry['vendor']:<5} {entry['method']:<6} {entry['path']}  {status}{fault}")
    say(f"{len(entries)} requests in all.")


@app.command()
def chaos(
    firm: FirmArgument,
    runs: Annotated[int, typer.Option(min=1, max=100_000, help="How often to rehearse.")] = 10,
    start: Annotated[
        int, typer.Option("--seed", min=0, help="The first run's number; each stands for its faults.")
    ] = 1,
    scenario: ScenarioOption = "",
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Rehearse an apply while things go wrong.

    Each run starts anew on a sandbox that is thrown away, lets requests fail at random (lost answers, cut connections,
    throttling, refusals, expired tokens ...) and applies until nothing is left to do. Ends with 0 when all runs end as
    one without faults does: no object twice, none lost; else with 1.
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - help must not pay for it

    from provisioner.cli.chaos import Stage  # noqa: PLC0415 - imports the web server
    from provisioner.cli.chaos_text import Told, document  # noqa: PLC0415 - as above
    from provisioner.cli.twin import seed  # noqa: PLC0415 - as above

    output, planted = Output(form, no_color), seed(firm, scenario)
    told = Told(output, firm, planted.company_name)
    with TemporaryDirectory(prefix="provisioner-chaos-") as folder:
        stage = Stage(firm, planted, Path(folder))
        told.begin(start, runs)
        done = [told.run(stage.rehearse(number)) for number in range(start, start + runs)]
    told.end(done)
    if output.is_json:
        output.json(document(planted.company_name, done))
    raise typer.Exit(int(not all(each.is_good for each in done)))


@app.command()
def reset(
    firm: FirmArgument, scenario: Annotated[str, typer.Option(help="What to start over with.")] = "empty"
) -> None:
    """Start a firm's sandbox over from a scenario, and forget what was applied there."""
    from provisioner.cli.twin import data_folder, seed, start_over  # noqa: PLC0415 - imports the web server
    from provisioner.state.store import open_state  # noqa: PLC0415 - imports the database
    from provisioner.workflows.check import check  # noqa: PLC0415 - imports the resource types
    from provisioner.workflows.plan import scope_of, state_file  # noqa: PLC0415 - as above

    planted = seed(firm, scenario)
    start_over(data_folder(firm), planted)
    _, known = check(firm)
    if known is not None and state_file(firm).exists():
        with open_state(state_file(firm)) as store:
            store.forget(scope_of(known, "sandbox"))
    say(f"The sandbox of {planted.company_name} holds scenario {planted.scenario!r} again.")
