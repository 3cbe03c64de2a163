"""The one answer of a browser: from this machine, on one path, and nothing is written down."""

from __future__ import annotations

import http.client
import socket

import pytest

from provisioner.model.errors import UsageProblem
from provisioner.workflows.receiver import HOST, Receiver, redirect_uri


@pytest.fixture
def receiver():
    with Receiver(0) as found:
        yield found


def port_of(receiver):
    return receiver._server.server_address[1]


def get(receiver, path, host=None):
    connection = http.client.HTTPConnection(HOST, port_of(receiver), timeout=5)
    connection.request("GET", path, headers={"Host": host or f"localhost:{port_of(receiver)}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_the_answer_arrives_as_it_was_sent(receiver):
    answer, page = get(receiver, "/callback?code=CANARY%2Fcode&state=s%26t&realmId=9341&empty=")
    assert answer.status == 200
    assert receiver.wait(5) == {"code": "CANARY/code", "state": "s&t", "realmId": "9341", "empty": ""}
    assert "CANARY" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path", ["/", "/favicon.ico", "/callback", "/callback?state=s", "/other?code=1", "/callback/?code=1"]
)
def test_anything_else_is_not_found_and_no_answer(receiver, path):
    assert get(receiver, path)[0].status == 404
    get(receiver, "/callback?error=access_denied")
    assert receiver.wait(5) == {"error": "access_denied"}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost:1", "169.254.0.1:80"])
def test_a_page_of_another_site_cannot_answer(receiver, host):
    assert get(receiver, "/callback?code=1", host=host)[0].status == 404


def test_by_number_it_is_this_machine_too(receiver):
    assert get(receiver, "/callback?code=1", host=f"127.0.0.1:{port_of(receiver)}")[0].status == 200


def test_only_the_first_answer_counts(receiver):
    get(receiver, "/callback?code=first")
    get(receiver, "/callback?code=second")
    assert receiver.wait(5) == {"code": "first"}


def test_nothing_is_written_to_the_terminal(receiver, capfd):
    get(receiver, "/callback?code=CANARY")
    with socket.create_connection((HOST, port_of(receiver))) as broken:
        broken.sendall(b"\x00\xff nonsense\r\n\r\n")
        broken.recv(100)
    assert capfd.readouterr() == ("", "")


def test_it_listens_on_this_machine_only(receiver):
    assert receiver._server.server_address[0] == "127.0.0.1"


def test_when_nobody_comes_the_way_out_is_said(receiver):
    with pytest.raises(UsageProblem) as caught:
        receiver.wait(0)
    assert "--paste" in caught.value.fix


def test_a_port_that_is_taken_is_a_usage_problem(receiver):
    with pytest.raises(UsageProblem, match="cannot be used") as caught:
        Receiver(port_of(receiver))
    assert "--port" in caught.value.fix


def test_a_number_that_is_no_port_is_a_usage_problem():
    with pytest.raises(UsageProblem, match="70000"):
        Receiver(70000)


def test_the_port_is_free_again_at_once(receiver):
    port = port_of(receiver)
    get(receiver, "/callback?code=1")
    receiver.__exit__(None, None, None)
    with Receiver(port) as again:
        assert again.redirect_uri == redirect_uri(port) == f"http://localhost:{port}/callback"
