"""provisioner sandbox: the built-in QuickBooks and Clio, for trying and rehearsing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.options import FirmArgument, NoColorOption
from provisioner.cli.output import Output

app = typer.Typer(
    help="The built-in QuickBooks and Clio: no account, no network.", rich_markup_mode=None, no_args_is_help=True
)


@app.command()
def up(
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8765,
    data: Annotated[Path | None, typer.Option(help="Keep the data in this folder (default: in memory).")] = None,
    scenario: Annotated[str, typer.Option(help="What the company holds at first.")] = "empty",
    firm: Annotated[Path | None, typer.Option(help="Open this firm's company instead of the default one.")] = None,
    no_limits: Annotated[bool, typer.Option("--no-limits", help="Do not limit requests as the vendors do.")] = False,
) -> None:
    """Serve QuickBooks and Clio on this machine until Ctrl-C."""
    from provisioner.cli.twin import data_folder, seed, twin_with  # noqa: PLC0415 - imports the web server
    from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - as above
    from provisioner.sandbox.kernel import FirmSeed  # noqa: PLC0415 - as above
    from provisioner.sandbox.server import serve  # noqa: PLC0415 - as above

    planted = seed(firm, scenario) if firm is not None else FirmSeed(scenario=scenario)
    folder = data if data is not None or firm is None else data_folder(firm)
    twin = twin_with(folder, planted, "off" if no_limits else "vendor")
    tokens = twin.credentials(planted)
    url = f"http://127.0.0.1:{port}"
    lines = [
        f"QuickBooks and Clio twins on {url}  (stop with Ctrl-C)",
        f"  company {planted.company_id} {planted.company_name!r}, edition {planted.edition}",
        f"  Clio account {planted.clio_account_name!r}, region {planted.clio_region}",
        f"  data: {folder or 'in memory'}    control: {url}/_sandbox/",
        "To use them from another terminal:",
        *(f"    export {name}={value}" for name, value in _variables(url, tokens).items()),
        *(["    export PROVISIONER_LIMITS=off"] if no_limits else []),
    ]
    typer.echo("\n".join(lines))
    try:
        serve(twin, port=port)
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

    twin = twin_with(data_folder(firm), seed(firm, "empty"))
    target = {"quickbooks": ("qbo", "entity"), "qbo": ("qbo", "entity"), "clio": ("clio", "resource")}.get(vendor)
    if target is None:
        raise UsageProblem(f"{vendor!r} is no vendor", "", "Write quickbooks or clio.")
    by = "id" if name.isdigit() else "name"
    change = {target[1]: kind, by: name, "set": dict(_pair(each) for each in values)}
    try:
        changed = twin.vendors[target[0]].edit(change)
    except ValueError as error:
        raise UsageProblem(f"The sandbox could not change {kind} {name!r}", str(error)) from error
    Output(no_color=no_color).json(changed)


def _pair(text: str) -> tuple[str, object]:
    name, separator, value = text.partition("=")
    if not separator:
        from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - only when something is wrong

        raise UsageProblem(f"{text!r} is not FIELD=VALUE", "", 'For example: "Name=IOLTA Trust (old)".')
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


@app.command()
def requests(
    firm: FirmArgument,
    last: Annotated[int, typer.Option(help="How many of the newest requests to show.")] = 20,
) -> None:
    """Show the requests that a firm's sandbox answered, newest last."""
    from provisioner.cli.twin import data_folder  # noqa: PLC0415 - imports the web server

    path = data_folder(firm) / "requests.jsonl"
    entries = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for each in entries[-last:]:
        entry = json.loads(each)
        typer.echo(f"{entry['n']:>5}  {entry['vendor']:<5} {entry['method']:<6} {entry['path']}  {entry['status']}")
    typer.echo(f"{len(entries)} requests in all.")


@app.command()
def reset(
    firm: FirmArgument, scenario: Annotated[str, typer.Option(help="What to start over with.")] = "empty"
) -> None:
    """Start a firm's sandbox over from a scenario."""
    from provisioner.cli.twin import data_folder, seed, twin_with  # noqa: PLC0415 - imports the web server

    planted = seed(firm, scenario)
    twin = twin_with(data_folder(firm), planted)
    twin.reset(planted)
    twin.log.clear()
    typer.echo(f"The sandbox of {planted.company_name} holds scenario {scenario!r} again.")
