"""What an answer of a vendor may be: its size, the time it takes, where it comes from, and how its JSON is made.

Whoever answers instead of a vendor (a proxy, a captured network, a wrong base URL) must not be able to hang or fill
this machine, or be handed an access token. Both HTTP libraries take the same care through here.
"""

from __future__ import annotations

import ipaddress
import re
import threading
import zlib
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from provisioner.model.errors import VendorProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_BYTES = 64 * 1024 * 1024
"""Of one answer, before and after unpacking. A thousand QuickBooks accounts are under 2 MB."""
MOST_SECONDS = 300.0
"""For one whole answer. Intuit itself gives up after 120 s; REST API features; read 2026-11."""
MOST_LEVELS = 64
"""Of lists and objects inside each other. The vendors' answers have about ten."""
STEP = 64 * 1024
PACKING = "gzip"
"""The only packing asked for; whatever else comes is refused."""
NAMES = {"qbo": "QuickBooks", "clio": "Clio"}
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)  # one pass, whatever stands there
_NUMBERS = bytes.maketrans(b"123456789E", b"000000000e")
_MONSTERS = (b"0e000", b"0" * 60)
"""Exponents of three digits and numbers of sixty, once all digits are noughts and signs are left out."""
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))

T = TypeVar("T")


class Refused(Exception):
    """An answer that is not taken. Its text is a sentence."""


class TooSlow(Refused):
    """The answer was not whole in time."""


class BrokenOff(Refused):
    """The answer ended before its end."""


def bounded(chunks: Iterable[bytes], packing: str = "", most: int = MOST_BYTES) -> bytes:
    """The unpacked body made of raw ``chunks``. Refused when it is longer than ``most`` in either form."""
    if packing.strip().lower() not in {"", "identity", PACKING}:
        raise Refused(f"The answer is packed in a way nobody asked for ({packing[:40]!r}).")
    body, taken = bytearray(), 0
    unpacker = zlib.decompressobj(wbits=31) if packing.strip().lower() == PACKING else None
    for chunk in chunks:
        taken += len(chunk)
        if taken > most:
            raise _too_long(most)
        if unpacker is None:
            body += chunk
        else:
            _unpack(unpacker, chunk, body, most)
    if unpacker is not None and taken and not unpacker.eof:
        raise BrokenOff("The answer broke off.")
    return bytes(body)


def _unpack(unpacker: zlib._Decompress, chunk: bytes, body: bytearray, most: int) -> None:
    """Add what ``chunk`` holds to ``body``, a step at a time: a few bytes may stand for gigabytes."""
    try:
        while chunk:
            body += unpacker.decompress(chunk, STEP)
            if len(body) > most:
                raise _too_long(most)
            chunk = unpacker.unconsumed_tail
    except zlib.error as error:
        raise BrokenOff("The answer is packed wrongly.") from error


def _too_long(most: int) -> Refused:
    return Refused(f"The answer is longer than {most // 1024 // 1024} MiB.")


def in_time(send: Callable[[], T], seconds: float = MOST_SECONDS) -> T:
    """What ``send`` returns or raises; TooSlow when it takes longer than ``seconds`` in all.

    Time-outs of a socket start anew with every byte, so one that sends a byte now and then would never end. What is
    left behind waits in a thread that keeps nobody from ending the program.
    """
    outcome: list[tuple[T | None, BaseException | None]] = []

    def work() -> None:
        try:
            outcome.append((send(), None))
        except BaseException as error:  # noqa: BLE001 - raised again where the answer is awaited
            outcome.append((None, error))

    worker = threading.Thread(target=work, name="vendor request", daemon=True)
    worker.start()
    worker.join(seconds)
    if not outcome:
        raise TooSlow(f"The answer was not complete after {seconds:g} seconds.")
    answer, error = outcome[0]
    if error is not None:
        raise error
    return answer  # type: ignore[return-value] # None only beside an error, or when T has it


def readable(body: bytes, *, ok: bool) -> bytes:
    """``body`` when its JSON is harmless. Of an answer that is no success the rest is enough: nothing, then."""
    try:
        refuse_hurtful_json(body)
    except Refused:
        if ok:
            raise
        return b""
    return body


def refuse_hurtful_json(body: bytes) -> None:
    """Refused for numbers too big to reckon with and for lists too deep to walk. Cheap for an ordinary answer."""
    if _is_shallow(body) and not _has_monsters(body):
        return
    bare = _STRINGS.sub(b'""', body)  # brackets and digits inside texts do not count
    if not _is_shallow(bare):
        raise Refused("Its lists stand too deep inside each other.")
    if _has_monsters(bare):
        raise Refused("The answer holds a number too big to reckon with.")


def _has_monsters(body: bytes) -> bool:
    digits = body.translate(_NUMBERS, b"+-")
    return any(each in digits for each in _MONSTERS)


def _is_shallow(body: bytes) -> bool:
    """True when few brackets are left after taking away the innermost pairs so often. An answer cut short has some."""
    brackets = body.translate(None, _NOT_BRACKETS)
    for _ in range(MOST_LEVELS):
        if len(brackets) <= MOST_LEVELS:
            return True
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return len(brackets) <= MOST_LEVELS


def refuse_unsafe(system: str, url: str) -> None:
    """VendorProblem for an address without TLS, unless it is this machine: a token must not travel in the clear."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return
    raise VendorProblem(
        f"The address of {NAMES[system]} is not safe",
        f"{parts.scheme or 'no scheme'}://{parts.hostname or ''} would send the access token unprotected.",
        f"Correct PROVISIONER_{system.upper()}_BASE_URL: it has to begin with https://, except for this machine.",
        system=system,
        code="unsafe",
        stops_run=True,
    )


def is_loopback(host: str) -> bool:
    """True for this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_redirect(system: str, url: str, status: int, location: str) -> None:
    """VendorProblem for an answer that points elsewhere. The vendors' interfaces never do: somebody else answered."""
    if status not in REDIRECTS:
        return
    asked = urlsplit(url).netloc
    target = urlsplit(urljoin(url, location)).netloc if location else ""
    where = f"to {target[:80]}" if target and target != asked else "to another page of its own"
    raise VendorProblem(
        f"{NAMES[system]} was not reached",
        f"{asked} answered {status} and pointed {where}. {NAMES[system]} does not do that; a proxy, a sign-in page of "
        "the network, or a wrong base URL does. Nothing was sent there.",
        f"Check the network and PROVISIONER_{system.upper()}_BASE_URL, then run the same command again.",
        system=system,
        code="redirect",
        status=status,
        stops_run=True,
    )


def unacceptable(system: str, url: str, reason: Refused) -> VendorProblem:
    """An answer that was refused. The request may have been carried out all the same."""
    return VendorProblem(
        f"{NAMES[system]} did not answer properly",
        f"{urlsplit(url).netloc}: {reason}",
        "Run the same command again: it finds out what was done, and nothing is done twice.",
        system=system,
        code="refused",
        stops_run=True,
        maybe_done=True,
    )


def no_certificates(system: str, error: OSError) -> VendorProblem:
    """The environment names a file of trusted authorities that cannot be used. There is no going on without one."""
    return VendorProblem(
        f"{NAMES[system]} cannot be reached safely",
        f"The certificates this machine trusts cannot be read ({error.strerror or type(error).__name__}).",
        "Correct or remove SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE in the environment.",
        system=system,
        code="certificates",
        stops_run=True,
    )
