"""Preferences: one object of nested settings (Intuit API reference, Preferences; read 2026-11).

What the API may set is listed in ``WRITABLE``; everything else is kept by QuickBooks, and a client that sends it is not
told that nothing happened. Field reports: class tracking can be switched on, location tracking cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.fields import ALWAYS_IGNORED, read_value
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, words
from provisioner.sandbox.qbo.tree import plural

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Row

# section -> key -> value in a newly opened company
# What the company uses, as the sample of the reference has it.
_SIGNALS = {
    "SalesFormsPrefs.DefaultItem": "1",
    "DTXCopyMemo": "false",
    "SFCEnabled": "true",
    "DataPartner": "false",
    "Vendor1099Enabled": "true",
    "TimeTrackingFeatureEnabled": "true",
    "FDPEnabled": "false",
}
FRESH: dict[str, Record] = {
    "AccountingInfoPrefs": {
        "FirstMonthOfFiscalYear": "January",
        "UseAccountNumbers": False,
        "TaxYearMonth": "January",
        "ClassTrackingPerTxn": False,
        "ClassTrackingPerTxnLine": False,
        "TrackDepartments": False,
        "TaxForm": "6",
        "CustomerTerminology": "Customers",
    },
    "ProductAndServicesPrefs": {
        "ForSales": True,
        "ForPurchase": True,
        "QuantityWithPriceAndRate": True,
        "QuantityOnHand": False,
    },
    "SalesFormsPrefs": {
        "ETransactionAttachPDF": False,
        "ETransactionEnabledStatus": "NotApplicable",
        "ETransactionPaymentEnabled": False,
        "EmailCopyToCompany": False,
        "CustomTxnNumbers": False,
        "AllowDeposit": False,
        "AllowDiscount": False,
        "AllowEstimates": True,
        "AllowServiceDate": False,
        "AllowShipping": False,
        "AutoApplyCredit": False,
        "IPNSupportEnabled": False,
        "UsingPriceLevels": False,
        "UsingProgressInvoicing": False,
    },
    "EmailMessagesPrefs": {
        "InvoiceMessage": {"Subject": "Your invoice", "Message": "Please find your invoice attached."},
        "EstimateMessage": {"Subject": "Your estimate", "Message": "Please find our estimate attached."},
        "SalesReceiptMessage": {"Subject": "Your receipt", "Message": "Please find your receipt attached."},
        "StatementMessage": {"Subject": "Your statement", "Message": "Please find your statement attached."},
    },
    "VendorAndPurchasesPrefs": {"BillableExpenseTracking": True, "TrackingByCustomer": True},
    "TimeTrackingPrefs": {
        "UseServices": True,
        "BillCustomers": True,
        "ShowBillRateToAll": False,
        "WorkWeekStartDate": "Monday",
        "MarkTimeEntriesBillable": True,
    },
    "TaxPrefs": {"UsingSalesTax": False, "PartnerTaxEnabled": False},
    "CurrencyPrefs": {"MultiCurrencyEnabled": False, "HomeCurrency": {"value": "USD"}},
    "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
    "OtherPrefs": {
        "NameValue": [
            {"Name": "SalesFormsPrefs.DefaultCustomerMessage", "Value": "Thank you for your business."},
            {"Name": "AccountingInfoPrefs.ShowAccountNumbers", "Value": "false"},
            {"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "Value": "false"},
            {"Name": "WarnDuplicateCheckNumber", "Value": "true"},
            {"Name": "WarnDuplicateBillNumber", "Value": "false"},
            {"Name": "WarnDuplicateJournalNumber", "Value": "false"},
            {"Name": "ProjectsEnabled", "Value": "false"},
            {"Name": "DateFormat", "Value": "Month Date Year separated by a slash"},
            {"Name": "NumberFormat", "Value": "US Number Format"},
            {"Name": "SignoutInactiveMinutes", "Value": "60"},
            *({"Name": name, "Value": value} for name, value in _SIGNALS.items()),
        ]
    },
}
PASSWORD = "BookClosePassword"  # noqa: S105 - the name of the setting; set in the web screens only
_BOOL: Literal["bool"] = "bool"
_TERMS = ("Customers", "Clients", "Patients", "Tenants", "Donors", "Guests", "Members")

WRITABLE: dict[str, tuple[Field, ...]] = {
    "AccountingInfoPrefs": (
        Field("ClassTrackingPerTxn", _BOOL),
        Field("ClassTrackingPerTxnLine", _BOOL),
        Field("CustomerTerminology", choices=_TERMS),
    ),
    "ProductAndServicesPrefs": tuple(
        Field(name, _BOOL) for name in ("ForSales", "ForPurchase", "QuantityWithPriceAndRate", "QuantityOnHand")
    ),
    "SalesFormsPrefs": (
        *(Field(name, _BOOL) for name in ("AllowDeposit", "AllowDiscount", "AllowServiceDate", "AllowEstimates")),
        *(Field(name, _BOOL) for name in ("AllowShipping", "CustomTxnNumbers", "EmailCopyToCompany")),
        *(Field(name, _BOOL) for name in ("ETransactionAttachPDF", "ETransactionPaymentEnabled")),
        Field("DefaultTerms", "ref", target="Term"),
        Field("DefaultCustomerMessage", limit=1000),
        Field("DefaultDiscountAccount", limit=30),
        *(Field(name, "struct", parts=(Field("Address", limit=200),)) for name in ("SalesEmailBcc", "SalesEmailCc")),
    ),
    "EmailMessagesPrefs": tuple(
        Field(f"{form}Message", "struct", parts=(Field("Subject"), Field("Message")))
        for form in ("Invoice", "Estimate", "SalesReceipt", "Statement")
    ),
    "VendorAndPurchasesPrefs": (
        Field("BillableExpenseTracking", _BOOL),
        Field("TrackingByCustomer", _BOOL),
        Field("DefaultTerms", "ref", target="Term"),
        Field("DefaultMarkup", "amount"),
        Field("DefaultMarkupAccount", "ref", target="Account"),
    ),
    "TimeTrackingPrefs": tuple(Field(name, _BOOL) for name in ("UseServices", "BillCustomers", "ShowBillRateToAll")),
    "ReportPrefs": (Field("ReportBasis", choices=("Cash", "Accrual")),),
}
# Known to the reference, never written through the API: read and ignored without a word.
READ_ONLY: dict[str, frozenset[str]] = {
    "AccountingInfoPrefs": words("BookCloseDate BookClosePassword DepartmentTerminology TaxForm UseAccountNumbers"),
    "ProductAndServicesPrefs": words(
        "RevenueRecognitionEnabled RecognitionFrequencyType RevenueRecognition RevenueRecognitionFrequency"
    ),
    "SalesFormsPrefs": words(
        "CustomField DefaultShipping DefaultShippingAccount PrintItemWithZeroAmount AutoApplyPayments EstimateMessage"
    ),
    "VendorAndPurchasesPrefs": words("POCustomField UseCustomTxnNumbers TPAREnabled"),
    "TaxPrefs": frozenset({"TaxGroupCodeRef", "HideTaxManagement", "TaxRegistrationNumber"}),
}


def merge(before: Row, body: Record, sparse: bool, by_hand: bool) -> Record:  # noqa: FBT001 - called by position only
    """The settings after an update. A full one switches off what it leaves out (how exactly is an assumption)."""
    if by_hand:
        return _merge_by_hand(before, body)
    sections = {name: dict(values) for name, values in before.values.items()}
    deaf = before.inner.get("read_only", ())
    for name, fields in WRITABLE.items():
        sent = body.get(name)
        kept = {key: value for key, value in sections[name].items() if key in deaf}
        if not sparse:
            _blank(sections[name], fields, FRESH[name])
        if sent not in (None, ""):
            _take(name, sections[name], fields, sent)
        sections[name] |= kept
    unknown = set(body) - set(FRESH) - ALWAYS_IGNORED
    if unknown:
        raise errors.unknown_property(min(unknown)[:100])
    return sections


def _blank(section: Record, fields: tuple[Field, ...], fresh: Record) -> None:
    for field in fields:
        if field.kind == _BOOL:
            section[field.name] = False
        elif field.name in fresh:
            section[field.name] = fresh[field.name]
        else:
            section.pop(field.name, None)


def _take(name: str, section: Record, fields: tuple[Field, ...], sent: object) -> None:
    if not isinstance(sent, dict):
        raise errors.bad_property(f'Cannot read the value of "{name}" as an object')
    known = {field.name: field for field in fields}
    for key, raw in sent.items():
        if key in known:
            value = read_value(known[key], raw)
            if value is not None:
                section[key] = {"value": value} if known[key].kind == "ref" else value
        elif key not in FRESH[name] and key not in READ_ONLY.get(name, ()):
            raise errors.unknown_property(key[:100])


def _merge_by_hand(before: Row, body: Record) -> Record:
    """In the web screens everything can be set; null takes a value away (the closing date)."""
    sections = {name: dict(values) for name, values in before.values.items()}
    for name, changes in body.items():
        if name in ALWAYS_IGNORED:
            continue
        if name not in FRESH or not isinstance(changes, dict):
            raise errors.unknown_property(name)
        for key, value in changes.items():
            if value is None and key != PASSWORD:
                sections[name].pop(key, None)
            else:
                sections[name][key] = value
    return sections


def _check(draft: Draft) -> None:
    settings = draft.values["AccountingInfoPrefs"]
    _check_tracking(draft, settings)
    _take_password(draft, settings)
    for section, fields in WRITABLE.items():
        for field in fields:
            if field.kind == "ref":
                _check_reference(draft, section, field)


def _check_tracking(draft: Draft, settings: Record) -> None:
    """Only one way of class tracking at a time, and none below Plus (the codes are assumptions)."""
    tracking = [name for name in ("ClassTrackingPerTxn", "ClassTrackingPerTxnLine") if settings.get(name)]
    if len(tracking) > 1:
        raise errors.conflict("ClassTrackingPerTxn", "Classes are tracked per transaction or per line, not both.")
    if tracking and draft.company.edition not in ("plus", "advanced"):
        raise errors.not_in_plan("Class tracking is not part of this QuickBooks plan.")
    if settings.get("TrackDepartments"):
        settings.setdefault("DepartmentTerminology", "Location")
    else:
        settings.pop("DepartmentTerminology", None)


def _take_password(draft: Draft, settings: Record) -> None:
    """The closing password is never answered: only that there is one is kept, as long as the books are closed."""
    if PASSWORD in settings:
        draft.inner["closing_password"] = bool(settings.pop(PASSWORD))
    if "BookCloseDate" not in settings:
        draft.inner.pop("closing_password", None)


def _check_reference(draft: Draft, section: str, field: Field) -> None:
    """What a setting points to must be there, and active when it is new."""
    value = draft.values[section].get(field.name)
    if value is None or (draft.before and draft.before.values[section].get(field.name) == value):
        return
    row = draft.company.find(field.target, value["value"])
    if row is None:
        raise errors.bad_reference(plural(draft.company.tables[field.target].entity), value["value"])
    if not row.active:
        raise errors.not_found()


ENTITY = Entity(
    name="Preferences",
    source="Intuit API reference, Preferences; read 2026-11; what the API cannot set: field reports",
    gaps={"update": "what a full update switches off, and the refusals, are assumptions"},
    operations=words("read query update sparse_update"),
    singleton=True,
    fields=tuple(Field(name, "struct") for name in FRESH),
    merge=merge,
    check=_check,
)
