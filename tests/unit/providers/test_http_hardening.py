"""Both HTTP clients against servers on this machine that drip, flood, redirect, or show a certificate of their own."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import zlib

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from provisioner.model.errors import VendorProblem
from provisioner.providers import limits
from provisioner.providers.clio.session import BoundedClient
from provisioner.providers.qbo.session import NoThrottle, QboSession

MIB = 1024 * 1024
SHORT = 0.3
YEAR = dt.timedelta(days=365)
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


class Token:
    def access(self):
        return "secret-token"

    renew = access


class Server:
    """Accepts connections until it is closed; ``answer`` gets each socket after the head of a request was read."""

    def __init__(self, answer, context=None):
        self.asked, self.closing = [], threading.Event()
        self._answer, self._context = answer, context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                try:
                    if self._context is not None:
                        connection = self._context.wrap_socket(connection, server_side=True)
                    self.asked.append(connection.recv(65536))
                    self._answer(connection, self.closing)
                except OSError:
                    pass
                finally:
                    connection.close()

    def close(self):
        self.closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def server():
    """Starts servers, and stops them when the test is over."""
    running = []

    def start(answer, context=None):
        running.append(Server(answer, context))
        return running[-1]

    yield start
    for each in running:
        each.close()


def ask_quickbooks(url, **options):
    session = QboSession(Token(), NoThrottle(), read_only=True, **options)
    session._http.trust_env = True
    return session.request("GET", url, {"Authorization": "Bearer secret-token"}).json()


def ask_clio(url, **options):
    with BoundedClient(**options) as client:
        return client.request("GET", url, headers={"Authorization": "Bearer secret-token"}).json()


both = pytest.mark.parametrize("ask", [ask_quickbooks, ask_clio])


@pytest.fixture(autouse=True)
def _once(monkeypatch):
    """No second attempts, and no proxy of this machine."""
    monkeypatch.setattr("provisioner.providers.retry.persistently.__kwdefaults__", {"attempts": 1})
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def whole(body, more=""):
    def answer(connection, _):
        connection.sendall(f"{HEAD}{more}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)

    return answer


@both
def test_an_ordinary_answer_is_read_packed_or_not(ask, server):
    packed = whole(gzip.compress(b'{"a": 1}'), "Content-Encoding: gzip\r\n")
    for answer in (whole(b'{"a": 1}'), packed):
        running = server(answer)
        assert ask(f"http://127.0.0.1:{running.port}/x") == {"a": 1}
        assert b"Accept-Encoding: gzip\r\n" in running.asked[0].replace(b"accept-encoding", b"Accept-Encoding")


@both
def test_a_bomb_of_a_few_kilobytes_is_refused(ask, server, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 2 * MIB)
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * MIB) for _ in range(50)) + packer.flush()
    running = server(whole(bomb, "Content-Encoding: gzip\r\n"))
    with pytest.raises(VendorProblem, match="did not answer properly") as raised:
        ask(f"http://127.0.0.1:{running.port}/x")
    assert "longer than 2 MiB" in raised.value.detail
    assert raised.value.maybe_done


@both
def test_a_flood_without_an_end_is_refused(ask, server, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 2 * MIB)

    def flood(connection, closing):
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        while not closing.is_set():
            connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")

    running = server(flood)
    with pytest.raises(VendorProblem, match="did not answer properly"):
        ask(f"http://127.0.0.1:{running.port}/x")


def drip_a_head(connection, closing):
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not closing.wait(0.02):
        connection.sendall(b"x")


def drip_a_body(connection, closing):
    connection.sendall(f"{HEAD}Content-Length: 1000000\r\n\r\n".encode())
    while not closing.wait(0.02):
        connection.sendall(b" ")


@both
@pytest.mark.parametrize("drip", [drip_a_head, drip_a_body])
def test_an_answer_that_drips_is_given_up(ask, drip, server):
    running = server(drip)
    with pytest.raises((VendorProblem, httpx.ReadTimeout)) as raised:
        ask(f"http://127.0.0.1:{running.port}/x", seconds=SHORT)
    said = getattr(raised.value, "detail", str(raised.value))
    assert "in time" in said or "not complete after" in said


@both
def test_a_redirect_is_not_followed_and_the_token_stays_here(ask, server):
    elsewhere = server(whole(b"{}"))

    def redirect(connection, _):
        location = f"Location: http://127.0.0.1:{elsewhere.port}/\r\n"
        connection.sendall(f"HTTP/1.1 302 Found\r\n{location}Content-Length: 0\r\n\r\n".encode())

    running = server(redirect)
    with pytest.raises(VendorProblem, match="was not reached") as raised:
        ask(f"http://127.0.0.1:{running.port}/x")
    assert f"pointed to 127.0.0.1:{elsewhere.port}." in raised.value.detail
    assert elsewhere.asked == []


@both
def test_without_tls_only_this_machine_is_asked(ask):
    with pytest.raises(VendorProblem, match="is not safe"):
        ask("http://quickbooks.api.intuit.com/v3")


@pytest.mark.parametrize("body", [b"[" * 5000 + b"]" * 5000, b'{"Balance": 1e999999999}'])
@both
def test_json_made_to_hurt_is_refused(ask, body, server):
    running = server(whole(body))
    with pytest.raises(VendorProblem, match="did not answer properly"):
        ask(f"http://127.0.0.1:{running.port}/x")


def test_passwords_of_a_netrc_file_do_not_replace_the_token(server, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login x password y\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for ask in (ask_quickbooks, ask_clio):
        running = server(whole(b"{}"))
        ask(f"http://127.0.0.1:{running.port}/x")
        assert b"Bearer secret-token" in running.asked[0]
        assert b"Basic " not in running.asked[0]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that only its own file vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + YEAR)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def https(certificate, server):
    """The address of a server with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return f"https://127.0.0.1:{server(whole(b'{}'), context).port}/x"


@both
def test_an_authority_may_be_added(ask, https, certificate, monkeypatch):
    """A firm behind a proxy of its own needs that; and it shows that the tests below could fail."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert ask(https) == {}


TRICKS = [
    {},
    {"REQUESTS_CA_BUNDLE": "", "CURL_CA_BUNDLE": "", "SSL_CERT_FILE": "", "SSL_CERT_DIR": ""},
    {"PYTHONHTTPSVERIFY": "0"},
    {"REQUESTS_CA_BUNDLE": "/dev/null", "CURL_CA_BUNDLE": "/dev/null", "SSL_CERT_FILE": "/dev/null"},
    {"REQUESTS_CA_BUNDLE": "/nowhere", "SSL_CERT_FILE": "/nowhere"},
    {"SSL_CERT_DIR": "/nowhere", "CURL_CA_BUNDLE": "/nowhere"},
    {"REQUESTS_CA_BUNDLE": "false", "CURL_CA_BUNDLE": "0", "SSL_CERT_FILE": "no"},
]


@both
@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: ",".join(f"{k}={v}" for k, v in trick.items()) or "none")
def test_no_environment_switches_the_check_of_certificates_off(ask, https, trick, monkeypatch):
    for name, value in trick.items():
        monkeypatch.setenv(name, value)
    with pytest.raises((VendorProblem, httpx.ConnectError)):
        ask(https)


def test_no_caller_switches_it_off(https):
    session = QboSession(Token(), NoThrottle(), read_only=True)
    session._http.verify = False
    with pytest.raises(VendorProblem, match="cannot be reached"):
        session.request("GET", https)
    with BoundedClient(verify=False) as client, pytest.raises(httpx.ConnectError):
        client.get(https)
