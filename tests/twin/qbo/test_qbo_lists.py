"""Items, payment methods, terms, classes, customers and the company itself on the QuickBooks twin."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import pytest


def service(company, **fields):
    (income,) = company.rows("SELECT * FROM Account WHERE Name = 'Services'")
    return {"Name": "Hourly", "Type": "Service", "IncomeAccountRef": {"value": income["Id"]}} | fields


class TestItem:
    def test_a_service_shows_its_account_by_name(self, company):
        row = company.create("Item", **service(company, UnitPrice="350.00", Sku="H1"))
        assert row["IncomeAccountRef"]["name"] == "Services"
        assert (row["UnitPrice"], row["FullyQualifiedName"], row["Taxable"]) == (350, "Hourly", False)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"IncomeAccountRef": None}, "2020"),
            ({"IncomeAccountRef": {"value": "999"}}, "2500"),
            ({"Type": None}, "2020"),
            ({"Type": "Group"}, "2170"),
            ({"Type": "Inventory"}, "2020"),
            ({"Name": "a:b"}, "2040"),
            ({"Name": "n" * 101}, "2050"),
            ({"Description": "d" * 4001}, "2050"),
            ({"UnitPrice": "much"}, "2100"),
            ({"UnitPrice": 10**12}, "2110"),
            ({"ParentRef": {"value": "1"}}, "2600"),
            ({"SubItem": True}, "6150"),
            ({"ClassRef": {"value": "1"}}, "2500"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, change, code):
        assert company.refused("Item", **service(company, **change)) == code

    def test_bank_accounts_earn_no_income_and_asset_accounts_may(self, company):
        bank = company.bank("Bank")
        assert company.refused("Item", **service(company, IncomeAccountRef={"value": bank["Id"]})) == "6430"
        costs = company.create("Account", Name="Advanced costs", AccountType="Other Current Asset")
        company.create("Item", **service(company, IncomeAccountRef={"value": costs["Id"]}))

    def test_a_new_reference_to_an_inactive_account_is_refused_and_an_old_one_stays(self, company):
        fees = company.create("Account", Name="Fees", AccountType="Income")
        item = company.create("Item", **service(company, IncomeAccountRef={"value": fees["Id"]}))
        company.update("Account", fees, Active=False)
        assert company.update("Item", item, Description="d")["Description"] == "d"
        refused = service(company, Name="Other", IncomeAccountRef={"value": fees["Id"]})
        answer = company.post("item", refused).json()["Fault"]["Error"][0]
        assert answer["code"] == "610"
        assert "has been made inactive" in answer["Detail"]

    def test_names_are_unique_among_all_items(self, company):
        company.create("Item", **service(company))
        assert company.refused("Item", **service(company, Name="HOURLY")) == "6240"

    def test_stock_is_posted(self, sample):
        (fountain,) = sample.rows("SELECT * FROM Item WHERE Name = 'Rock Fountain'")
        assert (fountain["Type"], fountain["QtyOnHand"]) == ("Inventory", 2)
        (stock,) = sample.rows("SELECT * FROM Account WHERE Name = 'Inventory Asset'")
        assert stock["CurrentBalance"] == 500
        body = {"Id": fountain["Id"], "SyncToken": "0", "sparse": True, "Type": "Service"}
        assert sample.refused("Item", **body) == "6000"

    def test_an_inactive_item_takes_the_suffix(self, company):
        item = company.create("Item", **service(company))
        assert company.update("Item", item, Active=False)["Name"] == "Hourly (deleted)"

    def test_a_category_has_neither_price_nor_tax(self, company):
        row = company.create("Item", Name="Fees", Type="Category", UnitPrice=5)
        assert not {"UnitPrice", "PurchaseCost", "Taxable", "TrackQtyOnHand"} & set(row)


class TestPaymentMethodAndTerm:
    def test_defaults(self, company):
        assert company.create("PaymentMethod", Name="Wire")["Type"] == "NON_CREDIT_CARD"
        assert company.create("Term", Name="Net 45", DueDays=45)["Type"] == "STANDARD"
        assert company.create("Term", Name="Tenth", DayOfMonthDue=10, DueNextMonthDays=5)["Type"] == "DATE_DRIVEN"

    @pytest.mark.parametrize(
        ("entity", "fields", "code"),
        [
            ("PaymentMethod", {"Name": "cash"}, "6240"),
            ("PaymentMethod", {"Name": "n" * 32}, "2050"),
            ("PaymentMethod", {"Name": "X", "Type": "BARTER"}, "2170"),
            ("PaymentMethod", {}, "2020"),
            ("Term", {"Name": "X"}, "2020"),
            ("Term", {"Name": "X", "DueDays": 1000}, "2090"),
            ("Term", {"Name": "X", "DueDays": "soon"}, "2080"),
            ("Term", {"Name": "X", "DueDays": 5, "DayOfMonthDue": 3}, "2600"),
            ("Term", {"Name": "X", "DayOfMonthDue": 32}, "2090"),
            ("Term", {"Name": "net 15", "DueDays": 15}, "6240"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, entity, fields, code):
        assert company.refused(entity, **fields) == code

    def test_zero_days_are_days(self, company):
        (term,) = company.rows("SELECT * FROM Term WHERE Name = 'Due on receipt'")
        assert (term["DueDays"], term["Type"]) == (0, "STANDARD")

    def test_a_full_update_of_a_payment_method_puts_its_type_back(self, company):
        row = company.create("PaymentMethod", Name="Card", Type="CREDIT_CARD")
        assert company.update("PaymentMethod", row, sparse=False, Name="Card")["Type"] == "NON_CREDIT_CARD"


def track_classes(company):
    prefs = company.get("preferences").json()["Preferences"]
    prefs["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] = True
    answer = company.post("preferences", prefs)
    assert answer.status_code == 200, answer.text


class TestClass:
    def test_needs_the_switch_and_the_plan(self, open_company):
        assert open_company().refused("Class", Name="Litigation") == "5030"
        assert open_company(edition="essentials").refused("Class", Name="Litigation") == "5020"

    def test_ids_are_longer_than_a_float_holds_and_parents_have_no_name(self, company):
        track_classes(company)
        top = company.create("Class", Name="Litigation")
        assert int(top["Id"]) > 2**53
        child = company.create("Class", Name="Civil", ParentRef={"value": top["Id"]})
        assert (child["FullyQualifiedName"], child["SubClass"]) == ("Litigation:Civil", True)
        assert child["ParentRef"] == {"value": top["Id"]}
        assert company.names(f"SELECT * FROM Class WHERE Id = '{child['Id']}'") == ["Civil"]

    def test_names_are_unique_and_free_of_colons(self, company):
        track_classes(company)
        company.create("Class", Name="Litigation")
        assert company.refused("Class", Name="litigation") == "6240"
        assert company.refused("Class", Name="a:b") == "2040"

    def test_forty_with_plus(self, company):
        track_classes(company)
        for part in (30, 10):
            made = ({"operation": "create", "Class": {"Name": f"C{part}-{n}"}} for n in range(part))
            assert "Fault" not in company.batch(*made).text
        assert company.refused("Class", Name="One more") == "5020"


class TestCustomer:
    def test_the_display_name_is_made_from_the_parts(self, company):
        row = company.create("Customer", Title="Dr.", GivenName="Ada", FamilyName="Smith", Suffix="Jr.")
        assert row["DisplayName"] == "Dr. Ada Smith Jr."
        assert (row["Job"], row["Balance"], row["IsProject"], row["PreferredDeliveryMethod"]) == (
            False,
            0,
            False,
            "None",
        )

    def test_a_matter_is_a_job_below_its_client(self, company):
        client = company.create("Customer", DisplayName="Smith")
        matter = company.create("Customer", DisplayName="Smith 00123", Job=True, ParentRef={"value": client["Id"]})
        assert matter["FullyQualifiedName"] == "Smith:Smith 00123"
        assert (matter["Level"], matter["ParentRef"]) == (1, {"value": client["Id"]})

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({}, "6080"),
            ({"CompanyName": "Only a company"}, "6080"),
            ({"DisplayName": "a:b"}, "2040"),
            ({"DisplayName": "a\tb"}, "2040"),
            ({"DisplayName": "n" * 501}, "2050"),
            ({"DisplayName": "A", "Title": "t" * 17}, "2050"),
            ({"DisplayName": "A", "PrimaryEmailAddr": {"Address": "nobody"}}, "2210"),
            ({"DisplayName": "A", "PrimaryPhone": {"FreeFormNumber": "1" * 31}}, "2050"),
            ({"DisplayName": "A", "BillAddr": {"Street": "x"}}, "2010"),
            ({"DisplayName": "A", "Job": True}, "6150"),
            ({"DisplayName": "A", "SalesTermRef": {"value": "99"}}, "2500"),
            ({"DisplayName": "A", "Balance": 100}, "6060"),
            ({"DisplayName": "A", "PreferredDeliveryMethod": "Pigeon"}, "2170"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, fields, code):
        assert company.refused("Customer", **fields) == code

    def test_names_are_unique_over_all_levels(self, company):
        client = company.create("Customer", DisplayName="Smith")
        company.create("Customer", DisplayName="Lease", ParentRef={"value": client["Id"]})
        answer = company.post("customer", {"DisplayName": "lease"}).json()["Fault"]["Error"][0]
        assert answer["code"] == "6240"
        assert "Another customer, vendor or employee" in answer["Detail"]

    def test_the_display_name_is_never_lost(self, company):
        row = company.create("Customer", DisplayName="Smith", Notes="n")
        after = company.update("Customer", row, sparse=False, GivenName="Ada")
        assert after["DisplayName"] == "Smith"
        assert "Notes" not in after

    def test_an_opening_balance_reaches_receivables(self, company):
        row = company.create("Customer", DisplayName="Owes", Balance="75.25", OpenBalanceDate="2026-01-31")
        assert str(row["Balance"]) == "75.25"
        (receivable,) = company.rows("SELECT * FROM Account WHERE AccountType = 'Accounts Receivable'")
        assert str(receivable["CurrentBalance"]) == "75.25"

    def test_tax_identifiers_are_masked(self, company):
        row = company.create("Customer", DisplayName="A", PrimaryTaxIdentifier="123-45-6789")
        assert row["PrimaryTaxIdentifier"] == "XXXXXX56789"
        after = company.update("Customer", row, sparse=False, PrimaryTaxIdentifier=row["PrimaryTaxIdentifier"])
        assert after["PrimaryTaxIdentifier"] == "XXXXXX56789"

    def test_the_name_on_checks_is_the_display_name_unless_given(self, company):
        row = company.create("Customer", DisplayName="Smith")
        assert row["PrintOnCheckName"] == "Smith"
        row = company.update("Customer", row, PrintOnCheckName="J. Smith")
        assert company.update("Customer", row, DisplayName="Smith 2")["PrintOnCheckName"] == "J. Smith"
        assert len(company.create("Customer", DisplayName="n" * 500)["PrintOnCheckName"]) == 110

    def test_contact_details_come_back(self, company):
        details = {
            "BillAddr": {"Line1": "1 Main St", "City": "Fresno", "CountrySubDivisionCode": "CA", "PostalCode": "93701"},
            "PrimaryPhone": {"FreeFormNumber": "(555) 123-4567"},
            "PrimaryEmailAddr": {"Address": "a@example.com"},
            "WebAddr": {"URI": "https://example.com"},
        }
        row = company.create("Customer", DisplayName="A", **details, Fax={"FreeFormNumber": ""}, ShipAddr={})
        assert {name: row[name] for name in details} == details
        assert "Fax" not in row
        assert "ShipAddr" not in row


class TestCompany:
    @pytest.mark.parametrize(
        ("edition", "label"), [("simple_start", "Simple Start"), ("plus", "Plus"), ("advanced", "Advanced")]
    )
    def test_the_subscription_is_among_the_name_values(self, open_company, edition, label):
        company = open_company(edition=edition, company_name="Harbor & Pine LLP")
        info = company.get(f"companyinfo/{company.realm}").json()["CompanyInfo"]
        pairs = {pair["Name"]: pair["Value"] for pair in info["NameValue"]}
        assert pairs["OfferingSku"] == f"QuickBooks Online {label}"
        assert (info["CompanyName"], info["Country"], info["Id"]) == ("Harbor & Pine LLP", "US", "1")

    def test_can_be_updated_and_queried(self, company):
        info = company.get(f"companyinfo/{company.realm}").json()["CompanyInfo"]
        info["CompanyName"] = "New Name LLP"
        info["CompanyAddr"] = {"Line1": "1 Main St"}
        assert company.create("CompanyInfo", **info)["CompanyName"] == "New Name LLP"
        (row,) = company.rows("SELECT * FROM CompanyInfo")
        assert (row["CompanyName"], row["SyncToken"]) == ("New Name LLP", "1")
        assert company.refused("CompanyInfo", **info) == "5010"


class TestPreferences:
    def read(self, company):
        return company.get("preferences").json()["Preferences"]

    def test_the_sample_company_tracks_classes_by_line(self, sample):
        assert self.read(sample)["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] is True
        assert sample.create("Class", Name="Litigation")["Id"].startswith("5000000000000000")

    def test_a_fresh_company_has_no_closing_date_and_no_location_word(self, company):
        settings = self.read(company)["AccountingInfoPrefs"]
        assert "BookCloseDate" not in settings
        assert "DepartmentTerminology" not in settings
        assert settings["UseAccountNumbers"] is False

    def test_class_tracking_can_be_switched_on(self, company):
        track_classes(company)
        assert self.read(company)["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] is True

    def test_read_only_settings_are_ignored_without_a_word(self, company):
        prefs = self.read(company)
        prefs["AccountingInfoPrefs"] |= {
            "UseAccountNumbers": True,
            "TrackDepartments": True,
            "BookCloseDate": "2026-01-01",
        }
        prefs["CurrencyPrefs"]["MultiCurrencyEnabled"] = True
        answer = company.post("preferences", prefs)
        assert answer.status_code == 200
        after = self.read(company)
        assert after["SyncToken"] == "1"
        assert after["AccountingInfoPrefs"]["UseAccountNumbers"] is False
        assert after["AccountingInfoPrefs"]["TrackDepartments"] is False
        assert "BookCloseDate" not in after["AccountingInfoPrefs"]
        assert after["CurrencyPrefs"]["MultiCurrencyEnabled"] is False

    @pytest.mark.parametrize("sparse", [True, False])
    def test_what_was_made_read_only_for_a_rehearsal_is_ignored_too(self, company, sparse):
        edit = {"read_only": ["ClassTrackingPerTxnLine"]}
        assert company.edit(entity="Preferences", set=edit)["SyncToken"] == "0", "nothing to see from outside"
        prefs = self.read(company)
        prefs["AccountingInfoPrefs"] |= {"ClassTrackingPerTxnLine": True, "CustomerTerminology": "Clients"}
        answer = company.post("preferences", {**prefs, "sparse": sparse})
        assert answer.status_code == 200
        after = self.read(company)["AccountingInfoPrefs"]
        assert (after["ClassTrackingPerTxnLine"], after["CustomerTerminology"]) == (False, "Clients")
        company.edit(entity="Preferences", set={"AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True}})
        assert self.read(company)["AccountingInfoPrefs"]["ClassTrackingPerTxnLine"] is True, "as a person sets it"

    def test_words_of_mails_can_be_set(self, company):
        messages = self.read(company)["EmailMessagesPrefs"]
        assert set(messages) == {"InvoiceMessage", "EstimateMessage", "SalesReceiptMessage", "StatementMessage"}
        wanted = {"Subject": "Your bill", "Message": "Please pay."}
        body = {"SyncToken": "0", "Id": "1", "sparse": True, "EmailMessagesPrefs": {"InvoiceMessage": wanted}}
        assert company.post("preferences", body).status_code == 200
        assert self.read(company)["EmailMessagesPrefs"] == {**messages, "InvoiceMessage": wanted}

    def test_references_are_answered_as_references(self, sample):
        body = {"SyncToken": "0", "sparse": True, "SalesFormsPrefs": {"DefaultTerms": {"value": "3"}}}
        assert sample.post("preferences", body).json()["Preferences"]["SalesFormsPrefs"]["DefaultTerms"] == {
            "value": "3"
        }
        settings = self.read(sample)
        assert sample.post("preferences", settings).status_code == 200, "and are taken back"
        assert self.read(sample)["SalesFormsPrefs"]["DefaultTerms"] == {"value": "3"}

    def test_sales_form_settings_the_reference_marks_read_only(self, company):
        sent = {"IPNSupportEnabled": True, "UsingPriceLevels": True, "DefaultShippingAccount": False}
        body = {"SyncToken": "0", "sparse": True, "SalesFormsPrefs": {**sent, "EmailCopyToCompany": True}}
        assert company.post("preferences", body).status_code == 200
        after = self.read(company)["SalesFormsPrefs"]
        assert (after["IPNSupportEnabled"], after["UsingPriceLevels"], after["EmailCopyToCompany"]) == (
            False,
            False,
            True,
        )

    def test_a_full_update_switches_off_what_it_leaves_out(self, company):
        company.post("preferences", {"SyncToken": "0", "Id": "1", "AccountingInfoPrefs": {"ClassTrackingPerTxn": True}})
        after = self.read(company)
        assert after["AccountingInfoPrefs"]["ClassTrackingPerTxn"] is True
        assert after["ProductAndServicesPrefs"]["ForSales"] is False

    def test_a_sparse_update_leaves_the_rest(self, company):
        body = {"SyncToken": "0", "Id": "1", "sparse": True, "AccountingInfoPrefs": {"CustomerTerminology": "Clients"}}
        company.post("preferences", body)
        after = self.read(company)
        assert after["AccountingInfoPrefs"]["CustomerTerminology"] == "Clients"
        assert after["ProductAndServicesPrefs"]["ForSales"] is True

    @pytest.mark.parametrize(
        ("section", "code"),
        [
            ({"AccountingInfoPrefs": {"ClassTrackingPerTxn": True, "ClassTrackingPerTxnLine": True}}, "2600"),
            ({"AccountingInfoPrefs": {"CustomerTerminology": "Pets"}}, "2170"),
            ({"AccountingInfoPrefs": {"Foo": 1}}, "2010"),
            ({"FooPrefs": {}}, "2010"),
            ({"AccountingInfoPrefs": "x"}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, section, code):
        assert company.refused("Preferences", SyncToken="0", Id="1", sparse=True, **section) == code

    def test_class_tracking_needs_the_plan(self, open_company):
        company = open_company(edition="essentials")
        body = {"SyncToken": "0", "sparse": True, "AccountingInfoPrefs": {"ClassTrackingPerTxn": True}}
        assert company.refused("Preferences", **body) == "5020"

    def test_the_version_is_needed_and_checked(self, company):
        assert company.refused("Preferences", AccountingInfoPrefs={}) == "2020"
        assert company.refused("Preferences", SyncToken="4", AccountingInfoPrefs={}) == "5010"
