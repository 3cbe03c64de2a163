"""What a YAML reader's complaint means in words for someone who never heard of YAML, for both of the readers we use."""

from __future__ import annotations

from typing import NamedTuple

QUOTE_IT = "Put the whole value in quotes."


class Explanation(NamedTuple):
    """What is wrong and the way out.

    ``at_start`` places it where the unfinished thing began; ``names_start`` shows that place too.
    """

    what: str
    fix: str
    at_start: bool = False
    names_start: bool = False


_TAB = Explanation(
    "There is a tab character where the line is indented.",
    "Indent with spaces only: two for each step. Most editors have a setting that does it.",
)
_UNFINISHED_LIST = Explanation(
    "A list that begins with `[` is not closed, or two of its items have no comma between them.",
    "Write a comma between items and `]` at the end.",
    names_start=True,
)
_UNFINISHED_GROUP = Explanation(
    "A group that begins with `{` is not closed, or two of its entries have no comma between them.",
    "Write a comma between entries and `}` at the end. "
    "A value that itself begins with `{` or holds `, ` or `: ` must be in quotes.",
    names_start=True,
)
DIRECTIVE = Explanation("A line that begins with `%` is not understood.", "Remove it.")
_OUT_OF_LINE = Explanation(
    "This does not line up with the lines above it.",
    "Indent it exactly like the entries it belongs to. If it continues a value, put the whole value in quotes.",
)

# The reader's own words, in either reader's spelling, and what they mean. The first that occurs counts.
_MEANINGS: tuple[tuple[tuple[str, ...], Explanation], ...] = (
    (
        ("mapping values are not allowed",),
        Explanation(
            "There is a `:` that cannot stand here: "
            "the value on this line holds another `: `, or the line is indented too far.",
            "Put a value that holds `: ` in quotes, or indent the line like its neighbours.",
        ),
    ),
    (
        ("unexpected ':'",),
        Explanation("Between `{` `}` or `[` `]` a value that holds a `:` must be in quotes.", QUOTE_IT),
    ),
    (
        ("sequence entries are not allowed",),
        Explanation(
            "A list item (`- `) cannot begin here.",
            "Put list items on lines of their own below the key, all indented alike.",
        ),
    ),
    (
        ("could not find expected ':'",),
        Explanation(
            "This line has no `:` after its key.",
            "Write `key: value`, or indent the line if it continues the value above.",
            at_start=True,
        ),
    ),
    (
        ("unexpected end of stream", "unexpected document"),
        Explanation(
            "The quote that begins here is never closed.",
            "Add the closing quote at the end of the value.",
            at_start=True,
        ),
    ),
    (
        ("unknown escape character", "expected escape sequence", "did not find expected hex"),
        Explanation(
            "In double quotes a backslash begins a special character, and this one is not known.",
            r"Write the backslash twice (`\\`), or use single quotes.",
        ),
    ),
    (("',' or ']'",), _UNFINISHED_LIST),
    (("',' or '}'",), _UNFINISHED_GROUP),
    (("tab character",), _TAB),
    (("expected key", "expected <block end>", "expected '-' indicator", "expected block end"), _OUT_OF_LINE),
    (
        ("expected node content", "expected the node content"),
        Explanation(
            "A value is missing here, or this sign cannot begin one.",
            "Write the value, in quotes if it begins with a special sign.",
        ),
    ),
    (
        ("alphabetic or numeric",),
        Explanation(
            "`&` and `*` are special in YAML: they name a part of the file to use it again.", QUOTE_IT, at_start=True
        ),
    ),
    (
        ("document start",),
        Explanation(
            "The file goes on after its content has ended.", "Check the indentation of this line and the one above."
        ),
    ),
    (
        ("incompatible YAML", "directive", "%YAML"),
        DIRECTIVE,
    ),
    (("tag",), Explanation("`!` is special in YAML: it marks the type of a value.", QUOTE_IT, at_start=True)),
    (
        ("block scalar", "indentation indicator", "comment or line break"),
        Explanation(
            "After `|` or `>` the text must begin on the next line.",
            "Move the text to lines of its own below, indented, or put it in quotes.",
        ),
    ),
)
_SIGNS = {
    "\t": _TAB,
    "@": Explanation("A value cannot begin with `@`.", QUOTE_IT),
    "`": Explanation("A value cannot begin with a back quote.", QUOTE_IT),
    "%": Explanation("A value cannot begin with `%`.", QUOTE_IT),
}
UNKNOWN = Explanation(
    "This cannot be read as YAML.",
    "Check this line and the one above: indentation, quotes, and a `:` followed by a space after each key.",
)


def explain(problem: str, context: str, line: str, column: int) -> Explanation:
    """The explanation for a reader's complaint at ``column`` (from 0) of ``line``."""
    sign = line[column : column + 1]
    if "\t" in line[: len(line) - len(line.lstrip())] and "quoted" not in context:
        return _TAB
    if "cannot start any token" in problem:
        return _SIGNS.get(sign, UNKNOWN)
    for complaint in (problem, context):
        for words, explanation in _MEANINGS:
            if any(word in complaint for word in words):
                return explanation
    return UNKNOWN
