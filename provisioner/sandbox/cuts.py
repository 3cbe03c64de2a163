"""How the twins' app says that a connection breaks: it has no sockets, and never waits.

Where a connection is to end, the app raises ``Cut``, perhaps with part of the answer sent before; a ``Hang`` is a Cut
that comes only after so many seconds. ``connection`` waits and closes the socket. Whoever calls the app in process, for
example through ``httpx.ASGITransport``, catches both and raises the errors of its own client instead, such as
``httpx.ReadTimeout`` for a Hang and ``httpx.RemoteProtocolError`` for any other Cut. A pause in the middle of an answer
is the key ``PAUSE``, in seconds, of the message before which it comes; in process it may be ignored.
"""

from __future__ import annotations

PAUSE = "sandbox.pause"


class Cut(Exception):
    """The connection ends here, without another byte."""


class Hang(Cut):
    """The connection ends after ``seconds`` without another byte."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer for {seconds} seconds")
        self.seconds = seconds
