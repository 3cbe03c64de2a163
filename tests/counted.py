"""Counts calls instead of seconds: the same on every machine, however busy it is."""

import sys
from collections import Counter


def calls(work):
    """How often each function was called while ``work`` ran, those of the interpreter by their names."""
    counted = Counter()

    def note(frame, event, argument):
        if event == "call":
            counted[frame.f_code] += 1
        elif event == "c_call":
            counted[argument.__name__] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted
