"""Draws docs/demo.svg, the picture of the demo in the README: python docs/picture.py."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 128
CHAPTERS = ("2.", "3.", "6.", "7.", "8.")
"""The chapters of the demo that are drawn."""


def demo() -> str:
    """What the demo prints, colours included."""
    command = [sys.executable, "-m", "provisioner", "demo"]
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def chosen(text: Text) -> list[Text]:
    """The lines of the chosen chapters."""
    kept, on = [], False
    for each in text.split("\n"):
        words = each.plain.split(" ")
        if words[0][:-1].isdigit() and words[0].endswith("."):
            on = words[0] in CHAPTERS
        if on:
            kept.append(each)
    return kept


def main() -> None:
    """Draw the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for each in chosen(Text.from_ansi(demo())):
        each.truncate(WIDTH, overflow="ellipsis")
        console.print(each, highlight=False)
    drawing = console.export_svg(title="provisioner demo", font_aspect_ratio=0.61)
    # The reader's own fixed-width font does: a picture in a README should load nothing from elsewhere.
    drawing = re.sub(r"@font-face \{.*?\}", "", re.sub(r"<!--.*?-->", "", drawing, flags=re.DOTALL), flags=re.DOTALL)
    Path(__file__).with_name("demo.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
