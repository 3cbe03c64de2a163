"""Certificates are verified by everything that sends a token, whatever the environment says."""

from __future__ import annotations

import ssl

import pytest

from provisioner.providers import token_service
from provisioner.providers.clio.client import ClioAccess, ClioReader
from provisioner.providers.oauth import FixedToken
from provisioner.providers.qbo.client import QboAccess, QboReader

TRICKS = {
    "PYTHONHTTPSVERIFY": "0",
    "REQUESTS_CA_BUNDLE": "",
    "CURL_CA_BUNDLE": "",
    "SSL_CERT_FILE": "",
    "SSL_CERT_DIR": "",
    "GIT_SSL_NO_VERIFY": "1",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
    "HTTPX_VERIFY": "0",
    "PROVISIONER_INSECURE": "1",
    "PROVISIONER_VERIFY": "0",
}


@pytest.fixture(autouse=True)
def _tricks(monkeypatch):
    for name, value in TRICKS.items():
        monkeypatch.setenv(name, value)


def assert_verified(context):
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("url", ["https://oauth.platform.intuit.com/x", "https://localhost/x"])
def test_the_token_service_is_verified(url):
    with token_service._client(url) as client:
        assert_verified(client._transport._pool._ssl_context)
        assert not client.follow_redirects


def test_quickbooks_is_verified():
    access = QboAccess("9341", FixedToken("qbo", "A"), "https://quickbooks.api.intuit.com", limits=False)
    http = QboReader(access)._company.session._http
    settings = http.merge_environment_settings("https://quickbooks.api.intuit.com/v3", {}, None, None, None)
    assert settings["verify"] is True


def test_clio_is_verified():
    http = ClioReader(ClioAccess(FixedToken("clio", "A"), "https://app.clio.com"))._account._http
    assert_verified(http._transport._pool._ssl_context)
