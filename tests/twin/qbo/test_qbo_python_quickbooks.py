"""python-quickbooks 0.9.12, unmodified, against the twin: it was written for the real service."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL

from __future__ import annotations

import intuitlib.config
import pytest
from intuitlib.client import AuthClient
from intuitlib.exceptions import AuthClientError
from quickbooks import QuickBooks
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.exceptions import (
    AuthorizationException,
    ObjectNotFoundException,
    QuickbooksException,
    ValidationException,
)
from quickbooks.objects.account import Account
from quickbooks.objects.base import Ref
from quickbooks.objects.company_info import CompanyInfo
from quickbooks.objects.customer import Customer
from quickbooks.objects.item import Item
from quickbooks.objects.paymentmethod import PaymentMethod
from quickbooks.objects.preferences import Preferences
from quickbooks.objects.term import Term
from quickbooks.objects.trackingclass import Class

from provisioner.sandbox.kernel import FirmSeed


@pytest.fixture
def auth(sample, monkeypatch):
    monkeypatch.setitem(
        intuitlib.config.DISCOVERY_URL, "sandbox", f"{sample.base}/.well-known/openid_sandbox_configuration/"
    )
    monkeypatch.setattr(QuickBooks, "sandbox_api_url_v3", f"{sample.base}/v3")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    return AuthClient("sandbox-client-id", "sandbox-client-secret", "http://localhost/back", "sandbox")


def connect(auth, sample, **options):
    refresh = sample.twin.qbo.tokens(FirmSeed())["refresh_token"]
    return QuickBooks(auth_client=auth, refresh_token=refresh, company_id=sample.realm, minorversion=75, **options)


@pytest.fixture
def qb(auth, sample):
    return connect(auth, sample)


def test_connecting_rotates_the_refresh_token(auth, sample):
    first = sample.twin.qbo.tokens(FirmSeed())["refresh_token"]
    client = QuickBooks(auth_client=auth, refresh_token=first, company_id=sample.realm, minorversion=75)
    assert client.refresh_token != first
    assert auth.refresh(refresh_token=first) is None
    sample.twin.clock.advance(86_400)
    with pytest.raises(AuthClientError):
        auth.refresh(refresh_token=first)


def test_the_code_flow(auth, sample):
    code = sample.twin.qbo.tokens_store.code(sample.realm, "http://localhost/back")
    auth.get_bearer_token(code, realm_id=sample.realm)
    assert auth.access_token
    assert auth.get_user_info().json()["emailVerified"] is True
    assert auth.revoke(auth.refresh_token) is True


class TestAccounts:
    def test_create_read_rename(self, qb):
        account = Account()
        account.Name, account.AccountType, account.AcctNum = "Test account", "Accounts Receivable", "12345678901"
        account.AccountSubType = "AccountsReceivable"
        account.save(qb=qb)
        found = Account.get(account.Id, qb=qb)
        assert (found.Name, found.AcctNum, found.SyncToken) == ("Test account", "12345678901", "0")
        found.Name = "Renamed account"
        assert found.save(qb=qb).SyncToken == "1"

    def test_queries_as_its_own_live_tests_make_them(self, qb):
        assert [row.Name for row in Account.filter(Name="checking", qb=qb)] == ["Checking"]
        where = "Classification = 'Asset' AND FullyQualifiedName != 'Checking'"
        found = Account.where(where, order_by="Name", max_results=5, qb=qb)
        assert len(found) == 5
        assert all(row.Classification == "Asset" for row in found)
        assert Account.count("Active = True", qb=qb) == 89
        assert [row.Id for row in Account.choose(["35", "42"], field="Id", qb=qb)] == ["35", "42"]
        assert len(Account.all(qb=qb)) == 89
        assert len(Account.all(order_by="Name", start_position=80, max_results=20, qb=qb)) == 10
        assert len(Account.query("SELECT * FROM Account WHERE AccountType = 'Bank'", qb=qb)) == 2

    def test_apostrophes(self, qb):
        account = Account()
        account.Name, account.AccountType = "O'Hara's", "Bank"
        account.save(qb=qb)
        assert [row.Name for row in Account.filter(Name="O'Hara's", qb=qb)] == ["O'Hara's"]

    def test_one_request_id_makes_one_account(self, qb):
        ids = set()
        for _ in range(2):
            account = Account()
            account.Name, account.AccountType = "Once", "Bank"
            account.save(qb=qb, request_id="id-1")
            ids.add(account.Id)
        assert len(ids) == 1

    def test_errors_arrive_as_its_exceptions(self, qb, auth, sample):
        with pytest.raises(ObjectNotFoundException):
            Account.get("99999", qb=qb)
        with pytest.raises(ValidationException) as caught:
            Account.filter(AcctNum="1", qb=qb)
        assert caught.value.error_code == 4001
        account = Account()
        account.Name, account.AccountType = "Checking", "Bank"
        with pytest.raises(QuickbooksException) as caught:
            account.save(qb=qb)
        assert caught.value.error_code == 6240
        qb.company_id = "1"
        with pytest.raises(QuickbooksException) as caught:
            Account.get("35", qb=qb)
        assert "003100" in str(caught.value)
        auth.revoke(auth.refresh_token)
        with pytest.raises(AuthorizationException):
            Account.get("35", qb=connect_without_refresh(auth, sample))

    def test_balances_as_decimals(self, auth, sample):
        decimal_client = connect(auth, sample, use_decimal=True)
        payable = Account.get("33", qb=decimal_client)
        assert str(payable.CurrentBalance) == "-1602.67"
        payable.Description = "Bills"
        assert payable.save(qb=decimal_client).Description == "Bills"


def connect_without_refresh(auth, sample):
    return QuickBooks(auth_client=auth, refresh_token="gone", company_id=sample.realm, minorversion=75)


def test_batches_of_more_than_thirty(qb):
    terms = []
    for number in range(35):
        term = Term()
        term.Name, term.DueDays = f"Net {100 + number}", 100 + number
        terms.append(term)
    made = batch_create(terms, qb=qb)
    assert (len(made.successes), len(made.faults)) == (35, 0)
    for term in made.successes:
        term.DiscountPercent = 1
    changed = batch_update(made.successes, qb=qb)
    assert {term.SyncToken for term in changed.successes} == {"1"}
    refused = batch_delete(changed.successes[:2], qb=qb)
    assert [item.Error[0].code for item in refused.faults] == ["500", "500"]
    again = batch_create(terms[:1], qb=qb)
    assert again.faults[0].Error[0].code == "6240"


def test_items(qb):
    item = Item()
    item.Name, item.Type, item.Sku = "Consultation", "Service", "SKU123"
    item.IncomeAccountRef = Account.get("1", qb=qb).to_ref()
    item.UnitPrice = 300
    item.save(qb=qb)
    (found,) = Item.query(f"select *, Sku from Item where Id = '{item.Id}'", qb=qb)
    assert (found.Sku, found.UnitPrice, found.IncomeAccountRef.name) == ("SKU123", 300, "Services")
    assert Item.get("10", qb=qb).Name == "Pest Control"
    found.Description = "First hour"
    assert found.save(qb=qb).Description == "First hour"


def test_customers_and_jobs(qb):
    customer = Customer()
    customer.DisplayName, customer.GivenName, customer.Notes = "Ada Smith", "Ada", "n"
    customer.save(qb=qb)
    job = Customer()
    job.DisplayName, job.Job = "Smith 00123", True
    job.ParentRef = Ref()
    job.ParentRef.value = customer.Id
    job.save(qb=qb)
    assert Customer.get(job.Id, qb=qb).FullyQualifiedName == "Ada Smith:Smith 00123"
    found = Customer.filter(Active=True, FamilyName="", qb=qb)
    assert customer.Id in [row.Id for row in found]
    customer = Customer.get(customer.Id, qb=qb)
    customer.Active = False
    job = Customer.get(job.Id, qb=qb)
    job.Active = False
    assert job.save(qb=qb).DisplayName == "Smith 00123 (deleted)"
    assert customer.save(qb=qb).Active is False


def test_payment_methods_classes_company_and_preferences(qb):
    method = PaymentMethod()
    method.Name = "Wire"
    method.save(qb=qb)
    assert [row.Name for row in PaymentMethod.filter(Name="Wire", qb=qb)] == ["Wire"]
    preferences = Preferences.get(qb=qb)
    assert preferences.TimeTrackingPrefs.WorkWeekStartDate == "Monday"
    assert preferences.AccountingInfoPrefs.TaxYearMonth == "January"
    preferences.AccountingInfoPrefs.ClassTrackingPerTxnLine = True
    preferences.save(qb=qb)
    assert Preferences.get(qb=qb).AccountingInfoPrefs.ClassTrackingPerTxnLine is True
    preferences = Preferences.get(qb=qb)
    preferences.EmailMessagesPrefs.EstimateMessage.Subject = "For you"
    preferences.save(qb=qb)
    assert Preferences.get(qb=qb).EmailMessagesPrefs.EstimateMessage.Subject == "For you"
    tracked = Class()
    tracked.Name = "Litigation"
    tracked.save(qb=qb)
    assert Class.all(qb=qb)[0].FullyQualifiedName == "Litigation"
    info = CompanyInfo.get(1, qb=qb)
    assert info.CompanyName == "Sandbox Law Firm"
    assert CompanyInfo.all(qb=qb)[0].Id == "1"
