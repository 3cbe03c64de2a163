"""provisioner state: what is remembered of a firm, looked at and put right by hand."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provisioner.cli.options import AcceptOption, FirmArgument, FormatOption, NoColorOption
from provisioner.cli.output import Format, Output, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.address import Address
    from provisioner.workflows.state import Differences, Remembered

FORMAT_VERSION = "1.0"

SandboxOption = Annotated[bool, typer.Option("--sandbox", help="What is remembered of the built-in sandbox.")]
AddressArgument = Annotated[str, typer.Argument(metavar="ADDRESS", help="For example qbo.account.operating.")]

app = typer.Typer(
    help="Which live objects belong to the firm file, and what was applied. Needs no account and no network.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("list")
def list_(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """List all addresses and the objects they stand for."""
    from provisioner.cli.state_text import list_text  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.backup import plain  # noqa: PLC0415 - as above

    output = Output(form, no_color)
    with _remembered(firm, sandbox=sandbox) as state:
        kept = state.store.kept(state.scope).values()
    if output.is_json:
        output.json(_document(bindings=[plain(each) for each in kept]))
    else:
        output.text(list_text(kept))


@app.command()
def show(
    firm: FirmArgument,
    address: AddressArgument,
    sandbox: SandboxOption = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Show one binding: the object, what was last applied to it, when and by whom."""
    from provisioner.cli.state_text import show_text  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.backup import plain  # noqa: PLC0415 - as above

    output = Output(form, no_color)
    with _remembered(firm, sandbox=sandbox) as state:
        kept = state.store.find(state.scope, _address(address))
    if output.is_json:
        output.json(_document(binding=plain(kept)))
    else:
        output.text(show_text(kept))


@app.command()
def mv(
    firm: FirmArgument,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The address now.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The address from now on, of the same type.")],
    sandbox: SandboxOption = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Give a binding another address, after its key in the firm file was changed."""
    from provisioner.cli.environment import now, user  # noqa: PLC0415 - help must not pay for it
    from provisioner.cli.state_text import broken_off_text, moved_text  # noqa: PLC0415 - as above
    from provisioner.workflows import state as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color)
    before, after = _address(old), _address(new)
    with _remembered(firm, sandbox=sandbox) as state:
        broken_off = workflow.move(state, before, after, who=user(), now=now())
    if output.is_json:
        output.json(_document(moved={"from": str(before), "to": str(after)}))
    else:
        output.text([*moved_text(before, after), *broken_off_text(broken_off)])


@app.command()
def rm(
    firm: FirmArgument,
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS...", help="The addresses to forget.")],
    sandbox: SandboxOption = False,
    accept: AcceptOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Forget bindings. The objects themselves stay as they are."""
    from provisioner.cli.environment import accepted, now, user  # noqa: PLC0415 - help must not pay for it
    from provisioner.cli.state_text import broken_off_text, removed_text  # noqa: PLC0415 - as above
    from provisioner.workflows import state as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color)
    gone = [_address(each) for each in dict.fromkeys(addresses)]
    with _remembered(firm, sandbox=sandbox) as state:
        broken_off = workflow.remove(state, gone, accepted(accept), who=user(), now=now())
    if output.is_json:
        output.json(_document(forgotten=[str(each) for each in gone]))
    else:
        output.text([*removed_text(gone), *broken_off_text(broken_off)])


@app.command()
def export(
    firm: FirmArgument,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to (default: the terminal).")] = None,
    sandbox: SandboxOption = False,
) -> None:
    """Write all bindings to a file, as JSON with a checksum. The journal of past runs is not in it."""
    from provisioner.cli.environment import now  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.backup import dump, write  # noqa: PLC0415 - as above
    from provisioner.workflows import state as workflow  # noqa: PLC0415 - as above

    with _remembered(firm, sandbox=sandbox) as state:
        found = workflow.export(state, now())
    if file is None:
        typer.echo(dump(found), nl=False)
        return
    write(found, file)
    say(f"{len(found.kept)} bindings written to {file}.", error=True)


@app.command("import")
def import_(
    firm: FirmArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `state export` wrote.")],
    sandbox: SandboxOption = False,
    auto_approve: Annotated[bool, typer.Option("--auto-approve", help="Do not ask.")] = False,
    accept: AcceptOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Make the bindings those of a file, after showing what that changes and asking."""
    from provisioner.cli.environment import accepted, now, user  # noqa: PLC0415 - help must not pay for it
    from provisioner.cli.state_text import broken_off_text, differences_text  # noqa: PLC0415 - as above
    from provisioner.workflows import state as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color)

    def confirm(found: Differences) -> bool:
        if not output.is_json:
            output.text(differences_text(found))
        return auto_approve or (not output.is_json and _said_yes())

    with _remembered(firm, sandbox=sandbox) as state:
        done = workflow.restore(state, file, accepted(accept), confirm, who=user(), now=now())
        broken_off = state.store.unfinished(state.scope)
    if output.is_json:
        names = ("added", "changed", "removed")
        changes = {name: [str(each) for each in getattr(done, name, ())] for name in names}
        output.json(_document(imported=done is not None, **changes))
    else:
        result = "Nothing was changed." if done is None else "Imported." if done else "Nothing to change."
        say(result)
        output.text(broken_off_text(broken_off))
    raise typer.Exit(int(done is None))


@app.command()
def unlock(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    force: Annotated[bool, typer.Option("--force", help="Even from a process that is at work.")] = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Take the lock away from an apply that hangs. It can send nothing more."""
    from provisioner.cli.environment import now  # noqa: PLC0415 - help must not pay for it
    from provisioner.cli.state_text import unlocked_text  # noqa: PLC0415 - as above

    output = Output(form, no_color)
    with _remembered(firm, sandbox=sandbox) as state:
        holder = state.store.break_lock(state.scope, now(), force=force)
    if output.is_json:
        output.json(_document(taken_from=None if holder is None else vars(holder)))
    else:
        output.text(unlocked_text(holder))


@app.command()
def check(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Read everything that is remembered, and say whether it is whole."""
    from provisioner.cli.state_text import checked_text  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows import state as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color)
    with _remembered(firm, sandbox=sandbox) as state:
        found = workflow.inspect(state)
    if output.is_json:
        doubled = [[str(each) for each in addresses] for addresses in found.doubled]
        counts = {"bindings": found.bindings, "runs": found.runs, "requests": found.requests}
        unfinished = None if found.unfinished is None else found.unfinished.id
        output.json(_document(where=found.where, **counts, doubled=doubled, unfinished=unfinished))
    else:
        output.text(checked_text(found))
    raise typer.Exit(int(bool(found.doubled)))


@app.command()
def runs(
    firm: FirmArgument,
    last: Annotated[int, typer.Option(min=1, help="How many of the newest to show.")] = 20,
    sandbox: SandboxOption = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """List the newest runs of apply: when, by whom, and how they ended."""
    from provisioner.cli.state_text import run_document, runs_text  # noqa: PLC0415 - help must not pay for it

    output = Output(form, no_color)
    with _remembered(firm, sandbox=sandbox) as state:
        found = state.store.runs(state.scope, last)
    if output.is_json:
        output.json(_document(runs=[run_document(each) for each in found]))
    else:
        output.text(runs_text(found))


@contextmanager
def _remembered(firm: Path, *, sandbox: bool) -> Iterator[Remembered]:
    """The firm's state, open."""
    from provisioner.cli.environment import settings  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows import state as workflow  # noqa: PLC0415 - as above

    with workflow.remembered(firm, "sandbox" if sandbox else settings().environment) as state:
        yield state


def _address(text: str) -> Address:
    from provisioner.model.address import Address  # noqa: PLC0415 - help must not pay for it
    from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - as above

    try:
        return Address.parse(text)
    except ValueError as error:
        raise UsageProblem(
            f"{text!r} is not an address",
            "An address is a system, a type and a key, for example qbo.account.operating.",
            "Copy it from `provisioner state list`.",
        ) from error


def _said_yes() -> bool:
    """The answer to the question whether to import. UsageProblem when there is nobody to ask."""
    from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - only when it is needed

    try:
        return input("\nMake these the bindings? Only 'yes' is accepted: ").strip() == "yes"
    except (EOFError, OSError) as error:
        raise UsageProblem(
            "There is nobody to ask", "Standard input is closed. Nothing was changed.", "Add --auto-approve to import."
        ) from error


def _document(**content: Any) -> dict[str, Any]:
    return {"format_version": FORMAT_VERSION, **content}
