"""The entry point: the list of commands, and what happens when one of them ends badly."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import traceback
from typing import Annotated

import typer
from typer.exceptions import TyperException

from provisioner import __version__
from provisioner.cli import (
    apply,
    approve,
    attest,
    auth,
    demo,
    docs,
    doctor,
    drift,
    explain,
    plan,
    sandbox,
    schema,
    state,
    status,
    validate,
)
from provisioner.cli.output import Format, Output, say
from provisioner.model.errors import ProvisionerError, UsageProblem

USAGE = 64
OUR_BUG = 70
INTERRUPTED = 130
COLLECTING = (200_000, 20, 100)
"""How seldom Python looks for circles of objects nobody needs: as often as usual, that is a quarter of a big plan."""
OUR_MISTAKE = "This is a bug in provisioner"
NO_ROOM = frozenset({errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
UNUSABLE = frozenset({errno.ENAMETOOLONG, errno.EACCES, errno.ELOOP, errno.ENOTDIR})
SHOWN = 120
NOT_WRITTEN = "The output cannot be written"
WRITE_ELSEWHERE = "Free some space or write it elsewhere, then run the same command again; nothing is done twice."
REPORT = f"Please report the lines above, with the command you typed and the version ({__version__})."

app = typer.Typer(
    name="provisioner",
    help="A law firm's QuickBooks Online and Clio setup, described in a file, checked, previewed and applied.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (validate, plan, approve, apply, drift, attest, status, explain, docs, doctor, schema, demo):
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))
for module in (auth, state, sandbox):
    app.add_typer(module.app, name=module.__name__.rpartition(".")[2])


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer hands over the option's value
    if wanted:
        typer.echo(f"provisioner {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code: 0, 1, 2 for changes, 64 usage, 70 our bug, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a name is no reason to stop
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some costs more than reading a firm
    gc.set_threshold(*COLLECTING)
    code = run(arguments)
    gc.freeze()  # spares a last look through everything while Python ends
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """The exit code of one command line."""
    try:
        code = _run(arguments)
        if sys.stdout is not None:  # as in `provisioner ... >&-`
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_the_rest()
        return 1
    except OSError as error:
        _discard_the_rest()
        sys.stderr.write(f"Error: {NOT_WRITTEN}: {error.strerror or error}.\n  {WRITE_ELSEWHERE}\n")
        return 1
    return code


def _run(arguments: list[str] | None) -> int:
    try:
        code = int(app(arguments, standalone_mode=False, prog_name="provisioner") or 0)
    except TyperException as error:
        output = _output(arguments)
        if output.is_json:
            output.problem(UsageProblem("The command line cannot be understood", str(error)))
        elif (show := getattr(error, "show", None)) is not None:
            show()
        return USAGE
    except ProvisionerError as problem:
        _output(arguments).problem(problem)
        return problem.exit_code
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\nInterrupted.\n")
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and _is_about_output(error):
            raise
        if isinstance(error, OSError) and error.errno in UNUSABLE and error.filename is not None:
            _output(arguments).problem(_unusable(error))
            return USAGE
        return _our_bug(error, arguments)
    if code == INTERRUPTED:  # Typer catches Ctrl-C itself, and says nothing
        sys.stderr.write("\nInterrupted.\n")
    return code


def _our_bug(error: Exception, arguments: list[str] | None) -> int:
    say(traceback.format_exc().rstrip(), error=True)
    sys.stderr.write(
        f"\n{OUR_MISTAKE}, not a mistake of yours. Nothing more was sent to QuickBooks or Clio.\n{REPORT}\n"
    )
    output = _output(arguments)
    if output.is_json:
        output.problem(ProvisionerError(OUR_MISTAKE, type(error).__name__, REPORT))
    return OUR_BUG


def _unusable(error: OSError) -> UsageProblem:
    name = str(error.filename)
    shown = name if len(name) <= SHOWN else f"{name[:SHOWN]}..."
    return UsageProblem(f"{shown} cannot be used", f"{error.strerror}.", "Name a file or folder that you may open.")


def _is_about_output(error: OSError) -> bool:
    """True when a write failed for want of a reader or of space. A file that cannot be opened has a name."""
    return error.filename is None and error.errno in NO_ROOM


def _discard_the_rest() -> None:
    """What standard output has not taken goes nowhere; else Python complains about it while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output(arguments: list[str] | None) -> Output:
    words = arguments if arguments is not None else sys.argv[1:]
    return Output(Format.JSON if "json" in words or "--format=json" in words else Format.TEXT, "--no-color" in words)
