"""What an answer may be: how long, how late, from where, and how its JSON is made."""

from __future__ import annotations

import gzip
import json
import threading
import tracemalloc
import zlib

import pytest

from provisioner.model.errors import VendorProblem
from provisioner.providers import limits
from provisioner.providers.limits import BrokenOff, Refused, TooSlow, bounded, in_time, is_loopback

MIB = 1024 * 1024


def pieces(body, size=1000):
    return (body[start : start + size] for start in range(0, len(body), size))


@pytest.mark.parametrize("body", [b"", b"x", b"{}" * 5000])
def test_a_body_comes_whole_however_it_was_packed(body):
    assert bounded(pieces(body)) == body
    assert bounded(pieces(body), "identity") == body
    assert bounded(pieces(gzip.compress(body)), "gzip") == body
    assert bounded(pieces(gzip.compress(body), 1), " GZip ") == body


def test_a_long_body_is_refused_before_it_is_read_to_the_end():
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"x" * MIB

    with pytest.raises(Refused, match="longer than 3 MiB"):
        bounded(endless(), most=3 * MIB)
    assert len(read) == 4


def test_a_few_bytes_that_stand_for_gigabytes_are_refused_without_unpacking_them():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * MIB) for _ in range(200)) + packer.flush()
    assert len(bomb) < MIB
    tracemalloc.start()
    with pytest.raises(Refused, match="longer than 2 MiB"):
        bounded([bomb], "gzip", 2 * MIB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * MIB


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, gzip", "gzip,gzip,gzip", "x" * 500])
def test_only_the_packing_that_was_asked_for_is_taken(packing):
    with pytest.raises(Refused, match="nobody asked for"):
        bounded([gzip.compress(b"{}")], packing)


def test_half_a_gzip_and_none_at_all_are_broken_off():
    for wrong in (gzip.compress(b"{}" * 50)[:-9], b"no gzip"):
        with pytest.raises(BrokenOff):
            bounded([wrong], "gzip")


def test_an_answer_in_time_is_handed_over_and_its_error_too():
    assert in_time(lambda: 5) == 5

    def fail():
        raise OSError("cut")

    with pytest.raises(OSError, match="cut"):
        in_time(fail)


def test_an_answer_that_never_ends_is_given_up():
    never = threading.Event()
    with pytest.raises(TooSlow, match=r"not complete after 0\.01 seconds"):
        in_time(never.wait, 0.01)
    never.set()


HARMLESS = {
    "a list of brackets in a text": json.dumps({"Name": "[" * 500}),
    "escaped quotes before brackets": json.dumps({"Name": '\\"' + "{" * 500}),
    "a big number in a text": json.dumps({"Name": "1e999999", "Note": "9" * 500}),
    "a cent": '{"a": 0.01, "b": 1E2, "c": -1e-7}',
    "sixty-four levels": "[" * 64 + "]" * 64,
    "cut short": '{"QueryResponse": {"Account": [{"Id": "1", "Name": "Fe',
    "a page of HTML": "<html>{[</html>",
    "nothing": "",
}
HURTFUL = {
    "deep lists": "[" * 100_000 + "]" * 100_000,
    "deep lists without an end": "[" * 100_000,
    "deep objects": '{"a":' * 1_000 + "1" + "}" * 1_000,
    "both by turns": '[{"a":' * 200 + "1" + "}]" * 200,
    "a big exponent": '{"Balance": 1e999999999}',
    "a big exponent in capitals": '{"Balance": 7.5E+400}',
    "a small exponent": '{"Balance": 1e-999999999}',
    "many digits": '{"Id": ' + "7" * 5_000 + "}",
    "many digits behind the point": '{"Balance": 0.' + "1" * 5_000 + "}",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_ordinary_json_passes(text):
    limits.refuse_hurtful_json(text.encode())


@pytest.mark.parametrize("text", HURTFUL.values(), ids=HURTFUL)
def test_json_made_to_hurt_is_refused_before_it_is_parsed(text):
    with pytest.raises(Refused):
        limits.refuse_hurtful_json(text.encode())
    with pytest.raises(Refused):
        limits.readable(text.encode(), ok=True)
    assert limits.readable(text.encode(), ok=False) == b""


def test_quotes_that_are_never_closed_take_one_pass():
    """Tried from every quote anew, this would take hours."""
    with pytest.raises(Refused):
        limits.refuse_hurtful_json(b"[" * 65 + b'\\"' * MIB)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://quickbooks.api.intuit.com/v3", True),
        ("http://127.0.0.1:8765/v3", True),
        ("http://[::1]:8765/v3", True),
        ("http://localhost/v3", True),
        ("http://quickbooks.api.intuit.com/v3", False),
        ("http://127.0.0.1.evil.test/v3", False),
        ("http://localhost.evil.test/v3", False),
        ("http://127.0.0.1@evil.test/v3", False),
        ("http://192.168.1.5/v3", False),
        ("ftp://127.0.0.1/v3", False),
        ("quickbooks.api.intuit.com/v3", False),
    ],
)
def test_a_token_travels_only_over_tls_or_on_this_machine(url, safe):
    if safe:
        limits.refuse_unsafe("qbo", url)
        return
    with pytest.raises(VendorProblem) as raised:
        limits.refuse_unsafe("qbo", url)
    assert raised.value.stops_run
    assert "PROVISIONER_QBO_BASE_URL" in raised.value.fix


def test_this_machine_is_told_by_its_address():
    assert is_loopback("127.0.0.2")
    assert not is_loopback("0.0.0.0")  # noqa: S104 - nothing is bound
    assert not is_loopback("")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("https://evil.test/login?token=x", "pointed to evil.test."),
        ("//evil.test/x", "pointed to evil.test."),
        ("/login", "pointed to another page of its own."),
        ("", "pointed to another page of its own."),
    ],
)
def test_a_redirect_is_explained_and_not_followed(location, said):
    with pytest.raises(VendorProblem) as raised:
        limits.refuse_redirect("clio", "https://app.clio.com/api/v4/x", 302, location)
    assert said in raised.value.detail
    assert not raised.value.maybe_done


def test_any_other_status_is_no_redirect():
    for status in (200, 304, 401, 404, 500):
        limits.refuse_redirect("clio", "https://app.clio.com/x", status, "https://evil.test/")
