"""Laws of attestations.yaml: what is confirmed is read back, and whatever a person wrote around it stays."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from provisioner.config.attestation_text import new_text, with_confirmed
from provisioner.config.attestations import ATTESTATIONS_FILE, read_book
from provisioner.model.address import Address
from provisioner.model.setting import Attestation

DAY = date(2026, 1, 1)
LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf", "Zl", "Zp"), exclude_characters="\ufeff"),
    min_size=1,
    max_size=60,
).map(lambda text: " ".join(text.split()) or "x")
ADDRESSES = st.sampled_from(
    ["qbo.setting.closing", "clio.setting.feeds", "bank.setting.title.iolta", "staff.procedure.memo", "qbo.setting.x-1"]
).map(Address.parse)
DAYS = st.integers(0, 2000).map(lambda days: DAY + timedelta(days=days))
SAID = st.builds(
    lambda address, says, by, on, lasts, note, proof: Attestation(
        address, says, by, on, on + timedelta(days=lasts), note, *proof
    ),
    ADDRESSES,
    LINE,
    LINE,
    DAYS,
    st.integers(0, 400),
    st.just("") | LINE,
    st.just(("", "")) | st.tuples(LINE, st.text("0123456789abcdef", min_size=64, max_size=64)),
)
COMMENT = LINE.map(lambda text: f"# {text.replace('# ', '')}")


def read(text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ATTESTATIONS_FILE
        file.write_text(text, encoding="utf-8", newline="")
        book = read_book(file.parent)
    assert not book.findings, (book.findings, text)
    return dict(book.attested)


def commented(text, comments):
    """The text with comments below some of its lines, and behind some."""
    lines = []
    for number, line in enumerate(text.splitlines()):
        below, comment = comments.get(number, (None, ""))
        is_entry = line.startswith("  ")
        lines.append(line if below is not False or not is_entry else f"{line}  {comment}")
        if below:
            lines += ["", f"  {comment}"]
    return "\n".join([*lines, ""])


def _proved(evidence=""):
    return Attestation(
        Address.parse("clio.setting.feeds"), "0", "0", DAY, DAY, "", evidence, "0" * 64 if evidence else ""
    )


@settings(max_examples=150, deadline=None)
@example(
    [_proved("0")], [_proved(), _proved("0")], {10: (False, "# behind the proof"), 11: (False, "# behind its sum")}
)
@given(
    st.lists(SAID, min_size=1, max_size=4),
    st.lists(SAID, min_size=1, max_size=4),
    st.dictionaries(st.integers(0, 30), st.tuples(st.booleans(), COMMENT), max_size=6),
)
def test_what_is_confirmed_is_read_back_and_no_comment_is_lost(before, after, comments):
    first = {each.address: each for each in before}
    text = commented(with_confirmed(new_text(""), before), comments)
    assert read(text) == first
    written = with_confirmed(text, after)
    now = first | {each.address: each for each in after}
    assert read(written) == now
    assert list(read(written)) == list(now)
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            assert line.strip() in [each.strip() for each in written.splitlines()]
    assert with_confirmed(written, after) == with_confirmed(with_confirmed(written, after), after)
