"""docs/twins.md: what the built-in twins are and can do, from their own tables and from what their tests say.

Only a checkout has the tests; nothing that runs for a user imports this.
"""

from __future__ import annotations

import ast
import json
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from provisioner.sandbox import coverage
from provisioner.sandbox.fault_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeGuard

    from provisioner.sandbox.coverage import Row
    from provisioner.sandbox.fault_kinds import Param

INTRODUCTION = """\
# The built-in QuickBooks and Clio

provisioner brings two stand-ins, called twins: one behaves like QuickBooks Online, the other like Clio Manage. They run
on your own computer, hold made-up data, and need no account. Nothing you do in them reaches a real company, so they are
the place to try a firm file, to rehearse a change, or to train somebody.

## Start them

```
provisioner sandbox up
```

This prints the addresses, the keys a program needs to connect, and where to look; Ctrl-C ends it. `plan` and `apply`
need none of it: with `--sandbox` they start the twins themselves. Some options (all are in [commands.md](commands.md)):

- `--firm firm-configs/harbor-pine` opens the company of that firm;
- `--scenario intuit-sample` opens one that has been at work for a while, as Intuit's own sample company has;
- `--data FOLDER` keeps everything for the next time;
- `--limits off` lifts the vendors' limits on requests; `--latency-ms 200` makes answers as slow as over the internet.

`provisioner sandbox edit` changes something as a person would on the vendor's screens. `provisioner sandbox chaos FIRM`
rehearses an apply while things go wrong; [more on that](#when-things-go-wrong) is at the end.

## How far to trust them

The twins are written from what the vendors and users of the real services have published, never from this program.
They refuse what the vendor refuses, in the vendor's words, and have the vendor's odd habits, too. Where no document
settles what happens, the tables below call what the twin does an assumption. What a twin cannot do, it answers as the
vendor answers something that does not exist; it never makes up an answer.

In the tables:

| word | means |
| --- | --- |
| done | as documented |
| partial | works, with something missing or assumed, which stands below the table |
| odd | the real service takes the request and does something else, and so does the twin |
| unsupported | the vendor can do it, the twin cannot |

An empty place means that the vendor has no such operation; asked for it, the twin refuses as the vendor does.
"""
MARKS = """\
Sources: **ENUM** Intuit's published list of service error codes; **TRB** developer.intuit.com, troubleshooting;
**REF** Intuit API reference; **SDK** recorded answers in public SDKs and client libraries; all read 2026-11.
**ASSUMED** is what no document tells: our choice of code or sentence."""

SCRIPTS = """\
`provisioner sandbox chaos FIRM` applies a firm's setup to a sandbox that is thrown away, again and again, while
requests fail at random, and says whether anything was made twice or lost. A run has a number: the same number brings
the same faults.

For faults of your own choice, send a script to a sandbox that is up. This one lets the answer to the second write at
QuickBooks get lost, after it was carried out, and turns away one Clio request in ten:

```
curl http://127.0.0.1:8765/_sandbox/faults -d '{"seed": 7, "rules": [
  {"vendor": "qbo", "only": "writes", "nth": 2, "kind": "cut_after"},
  {"vendor": "clio", "chance": 0.1, "times": 0, "kind": "throttle_before", "params": {"retry_after": 2}}]}'
```

A rule fits requests by `vendor` (qbo, clio, oauth), `method`, `path` (a pattern such as `*/batch`, or a regular
expression that starts with `^`) and `only` (reads, writes). Of those it takes the `nth` (a number or a list), or those
`after` so many, at most `times` of them (once unless said; 0 is without end), each with a `chance`. The first rule that
wants a request has it. GET shows how often each rule fired, DELETE ends the script; the request log,
`/_sandbox/requests`, says of each request that went wrong whether it was carried out.

The name of a kind tells when: `..._before` takes the place of handling the request, and nothing is carried out;
`..._after` spoils the answer of a request that was carried out; the others change what the request meets."""

SUITES = """\
Programs that nobody here wrote run against the twins, unmodified: nothing but the addresses they call is another. The
tests in `tests/foreign` fail when one of them is missing or finds something else than here."""

MUTANTS = """\
`make mutants` builds {count} defects into the twins, one at a time, and runs the tests: each defect makes one of them
fail."""


def page(root: Path) -> str:
    """The whole page, for the checkout at ``root``."""
    behaviours = _yaml(root / "tests" / "twin" / "behaviours.yml")
    parts = [
        INTRODUCTION,
        "## QuickBooks Online, entity by entity",
        _coverage("entity", coverage.qbo_rows(), coverage.QBO_OPERATIONS),
        _addresses(),
        "## QuickBooks Online, what goes for all of them",
        _behaviours(behaviours["qbo"]),
        "## QuickBooks Online, error codes",
        _faults(root),
        "## Clio, resource by resource",
        _coverage("resource", coverage.clio_rows(), coverage.CLIO_OPERATIONS),
        _unserved(),
        "## Clio, what goes for all of them",
        _behaviours(behaviours["clio"]),
        "## When things go wrong",
        _kinds(),
        "## Clients written by others",
        _suites(root),
        "## Would a defect be noticed?",
        _mutants(root),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _coverage(kind: str, rows: list[Row], operations: Sequence[str]) -> str:
    """The table of statuses, then what is missing or assumed."""
    more = any(set(row.operations) - set(operations) for row in rows)
    head = [kind, *(name.replace("_", " ") for name in operations), *(["more"] if more else []), "source"]
    table = _table(head, [[f"`{row.name}`", *_cells(row, operations, more=more), row.source] for row in rows])
    notes = [f"- `{row.name}`: {text}" for row in rows for text in _notes(row)]
    return "\n".join([table, "", "What is missing or assumed:", "", *notes])


def _cells(row: Row, operations: Sequence[str], *, more: bool) -> list[str]:
    usual = [row.operations[name] for name in operations]
    others = [f"`{name}` {status}" for name, status in row.operations.items() if name not in operations]
    return [*usual, "; ".join(others)] if more else [*usual]


def _notes(row: Row) -> list[str]:
    """One text for each thing missing, with all operations it holds for."""
    by_text: dict[str, list[str]] = {}
    for operation, text in row.gaps.items():
        by_text.setdefault(text, []).append(operation.replace("_", " "))
    return [f"{', '.join(operations)}: {text}" for text, operations in by_text.items()]


def _addresses() -> str:
    served = [f"- {text}".replace("``", "`") for text in coverage.qbo_addresses()]
    unserved = ", ".join(f"`{name}`" for name in coverage.qbo_unserved())
    lines = ["Beside the entities:", "", *served]
    if unserved:
        lines += ["", f'Answered with 500 "Unsupported Operation": {unserved}.']
    return "\n".join(lines)


def _unserved() -> str:
    """What the Clio twin has no path for."""
    lines = ["Answered with 404, as a path that Clio does not have:", ""]
    for reason, paths in coverage.clio_unserved().items():
        lines.append(f"- {', '.join(f'`{path}`' for path in paths)}: {reason}")
    return "\n".join(lines)


def _behaviours(entries: list[dict[str, Any]]) -> str:
    rows = []
    for entry in entries:
        status, why = entry.get("status", "done"), entry.get("why", "")
        tests = ", ".join(f"[{path.rpartition('/')[2]}](../{path})" for path in entry.get("tests", []))
        rows.append([entry["what"], status + (f": {why}" if why else ""), entry["source"], tests])
    return _table(["behaviour", "status", "source", "held by"], rows)


def _faults(root: Path) -> str:
    """The codes, each provoked by a case of the tests or with the reason why no client can."""
    cases = _yaml(root / "tests" / "cases" / "twin" / "qbo_faults.yml")
    told = {case["code"]: "yes" for case in cases["provoked"]} | {
        code: f"no: {reason}" for code, reason in cases["not_provoked"].items()
    }
    rows = [[str(each.code), each.message, each.about, told.get(each.code, "")] for each in coverage.qbo_faults()]
    return MARKS + "\n\n" + _table(["code", "message", "when, and who says so", "provoked by a test"], rows)


def _kinds() -> str:
    """The kinds of faults a script can name."""
    rows = [
        [f"`{kind.name}`", kind.about, ", ".join(kind.vendors), "; ".join(_params(kind.params))]
        for kind in KINDS.values()
    ]
    return SCRIPTS + "\n\n" + _table(["kind", "what happens", "where", "parameters"], rows)


def _params(params: Mapping[str, Param]) -> Iterator[str]:
    yield from (f"`{name}`: {each.says}; {json.dumps(each.default)} unless said" for name, each in params.items())


def _suites(root: Path) -> str:
    """What clients and tests that nobody here wrote say."""
    foreign = root / "tests" / "foreign"
    expected = _yaml(foreign / "qbo" / "expected.yml")
    failing = {name: each for name, each in expected.items() if each != "pass"}
    passed = f"{len(expected) - len(failing)} of {len(expected)} of its own live tests pass"
    rows = [
        ["python-quickbooks", "PyPI", version("python-quickbooks"), passed],
        *_npm(foreign / "node"),
        _clio(foreign / "clio"),
    ]
    notes = [f"- `{name}` fails. {each['because']} Source: {each['source']}" for name, each in failing.items()]
    return "\n".join(
        [SUITES, "", _table(["client", "from", "version", "result"], rows), *([""] if notes else []), *notes]
    )


def _npm(folder: Path) -> Iterator[list[str]]:
    """A row for each client out of npm; the number of checks is what its test insists on."""
    versions = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    (checks,) = [node.value for node in _body(folder / "test_node_clients.py") if _assigns(node, "CHECKS")]
    counts = dict.fromkeys(versions, 0)
    for stem, count in ast.literal_eval(checks).items():  # a client may have several scripts, named after it
        script = stem.replace("_", "-")
        counts[max((name for name in versions if script.startswith(name)), key=len)] += count
    for name, count in counts.items():
        yield [name, "npm", versions[name], f"{count} checks pass"]


def _clio(folder: Path) -> list[str]:
    """The row for the Clio client out of PyPI; each function of its script is a check."""
    name = "clio-manage-api-client"
    pinned = re.search(rf"^{name}==(\S+)", (folder / "client.txt").read_text(encoding="utf-8"), re.MULTILINE)
    functions = [node for node in _body(folder / "manage_checks.py") if isinstance(node, ast.FunctionDef)]
    count = sum(node.name.startswith("check_") for node in functions)
    return [name, "PyPI", pinned[1] if pinned else "", f"{count} checks pass"]


def _body(path: Path) -> list[ast.stmt]:
    return ast.parse(path.read_text(encoding="utf-8")).body


def _assigns(node: ast.stmt, name: str) -> TypeGuard[ast.Assign]:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name


def _mutants(root: Path) -> str:
    """The list of deliberate defects with the test that noticed each."""
    folder = root / "tests" / "mutants"
    mutants = _yaml(folder / "mutants.yml")
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    rows = [[each["vendor"], each["notice"], _test(results[each["id"]])] for each in mutants]
    head = ["twin", "with the defect, a person would notice that", "noticed by"]
    return MUTANTS.format(count=len(mutants)) + "\n\n" + _table(head, rows)


def _test(name: str) -> str:
    """A link to the test, without the values that it was tried with."""
    path, _, rest = name.partition("::")
    return f"[{path.rpartition('/')[2]}](../{path}) `{rest.partition('[')[0]}`"
