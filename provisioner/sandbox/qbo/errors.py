"""The faults QuickBooks Online answers with: codes and texts as documented, each with its source.

Sources: [ENUM] Intuit's published list of service error codes; [TRB] developer.intuit.com troubleshooting, error codes;
[REF] Intuit API reference, the entity's page; [SDK] recorded answers in public SDKs and client libraries; all read
2026-11. [ASSUMED] marks what no document tells: our choice of code or sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record


class FaultError(Exception):
    """A refusal by the service, spelled ``Fault``; HTTP 400 and ValidationFault unless said otherwise."""

    def __init__(
        self,
        code: int,
        message: str,
        detail: str = "",
        *,
        element: str = "",
        kind: str = "ValidationFault",
        status: int = 400,
    ) -> None:
        super().__init__(f"{code} {message}: {detail}")
        self.code = code
        self.message = message
        self.detail = detail or message
        self.element = element
        self.kind = kind
        self.status = status

    def fault(self) -> Record:
        """The value of the ``Fault`` key."""
        error = {"Message": self.message, "Detail": self.detail, "code": str(self.code), "element": self.element}
        return {"Error": [error], "type": self.kind}


class GatewayError(Exception):
    """A refusal by the gateway in front of the service, spelled ``fault`` in lower case [SDK]."""

    def __init__(self, status: int, code: int, name: str, detail: str | None, kind: str) -> None:
        super().__init__(f"{code} {name}: {detail}")
        self.status = status
        self.code = code
        self.name = name
        self.detail = detail
        self.kind = kind

    def body(self, now_ms: int) -> Record:
        """The whole answer: every other part of the envelope is there, empty."""
        message = f"message={self.name}; errorCode={self.code:06d}; statusCode={self.status}"
        error = {"message": message, "detail": self.detail, "code": str(self.code), "element": None}
        return {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": self.kind},
            "report": None,
            "queryResponse": None,
            "batchItemResponse": [],
            "attachableResponse": [],
            "syncErrorResponse": None,
            "requestId": None,
            "time": now_ms,
            "status": None,
        }


def token_refused(detail: str = "Token expired") -> GatewayError:
    """401: missing, unknown, expired or revoked bearer token [SDK, TRB]."""
    return GatewayError(401, 3200, "AuthenticationFailed", detail, "AUTHENTICATION")


def company_refused() -> GatewayError:
    """403: the token belongs to another company, or there is no such company [TRB]."""
    return GatewayError(403, 3100, "ApplicationAuthorizationFailed", None, "SERVICE")


def throttled() -> GatewayError:
    """429: too many requests; no Retry-After comes with it. The two blanks are the vendor's [SDK]."""
    return GatewayError(429, 3001, "ThrottleExceeded", "The request limit was reached.  Try again later", "SERVICE")


def unsupported(operation: str) -> FaultError:
    """500 for an operation or entity that is not offered; the sentence is that of refused voids [ENUM, SDK]."""
    return FaultError(500, "Unsupported Operation", f"Operation {operation} is not supported.")


def bad_bytes() -> FaultError:
    """500 for bytes that are not valid UTF-8 [REF, basics]; the sentence is [ASSUMED]."""
    return FaultError(500, "Unsupported Operation", "The request holds bytes that are not valid UTF-8.")


def not_found() -> FaultError:
    """610 for an unknown id, or a reference to an inactive object [ENUM, SDK]."""
    return FaultError(
        610,
        "Object Not Found",
        "Object Not Found : Something you're trying to use has been made inactive. "
        "Check the fields with accounts, customers, items, vendors or employees.",
    )


def own_parent() -> FaultError:
    """900 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(900, "Parent Reference Error", "An object cannot be its own parent.", element="ParentRef")


def bad_parent(detail: str) -> FaultError:
    """700 for a parent that cannot be one [ENUM]; when exactly, and the sentence, are [ASSUMED]."""
    return FaultError(700, "Invalid Parent Reference", detail, element="ParentRef")


def batch_too_large(supplied: int) -> FaultError:
    """1040 above 30 items [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(1040, "Batch size exceeded", f"A batch holds at most 30 items; {supplied} were supplied.")


def content_type(supplied: str) -> FaultError:
    """1050 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(1050, "Invalid Content Type", f"The content type {supplied} is not supported.")


def unknown_entity(name: str) -> FaultError:
    """2000 for an entity nobody knows [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2000, "Invalid object name", f"There is no entity called {name}.")


def bad_property(detail: str) -> FaultError:
    """2010; malformed JSON gets it as well, with the parser's complaint as detail [SDK]."""
    return FaultError(2010, "Request has invalid or unsupported property", f"Property Name:{detail}")


def unknown_property(name: str) -> FaultError:
    """2010 for a property the entity does not have [SDK]."""
    return bad_property(f'Unrecognized field "{name}" is not supported')


def missing(name: str) -> FaultError:
    """2020 [ENUM, SDK]."""
    return FaultError(
        2020,
        "Required param missing, need to supply the required value for the API",
        f"Required parameter {name} is missing in the request",
        element=name,
    )


def bad_id(value: str) -> FaultError:
    """2030 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2030, "Invalid ID", f"Invalid Id {value!r}", element="Id")


def bad_text(name: str, detail: str) -> FaultError:
    """2040 for characters that are not allowed [ENUM]; that these get this code is [ASSUMED]."""
    return FaultError(2040, "Invalid String", detail, element=name)


def bad_length(name: str, most: int, supplied: int) -> FaultError:
    """2050 [ENUM, SDK]."""
    return FaultError(
        2050,
        "Invalid String. The string length is either shorter or longer than supported by specification",
        f"Min:0 Max:{most} supplied:{supplied}",
        element=name,
    )


def bad_value(code: int, name: str, value: object) -> FaultError:
    """2060/2070 dates, 2080/2090 whole numbers, 2100/2110 decimals, 2210 e-mail, 2230 booleans [ENUM].

    The texts are [ASSUMED].
    """
    messages = {
        2060: "Invalid Date",
        2070: "Date out of range",
        2080: "Invalid Number",
        2090: "Number out of range",
        2100: "Invalid decimal",
        2110: "Decimal out of range",
        2210: "Invalid Email Address format",
        2230: "Invalid Boolean",
    }
    return FaultError(code, messages[code], f"{name}: {str(value)[:100]!r} is not valid", element=name)


def bad_currency(name: str, code: str) -> FaultError:
    """2220 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2220, "Invalid Currency", f"{name}: {code[:20]!r} is not a currency code", element=name)


def bad_request_id(most: int, supplied: int) -> FaultError:
    """2130 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2130, "Invalid Request Id", f"Min:1 Max:{most} supplied:{supplied}", element="requestid")


def bad_choice(name: str, value: str) -> FaultError:
    """2170 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2170, "Invalid Enumeration", f"{name}: {value[:100]!r} is not supported", element=name)


def bad_reference(kind: str, value: str) -> FaultError:
    """2500 for a reference to an id that does not exist [ENUM, SDK]."""
    detail = f"Invalid Reference Id : {kind} element id {value[:50]} not found"
    return FaultError(2500, "Invalid Reference Id", detail)


def conflict(name: str, detail: str) -> FaultError:
    """2600 for values that contradict one another [ENUM]; when exactly, and the sentence, are [ASSUMED]."""
    return FaultError(2600, "Conflicting values", detail, element=name)


def query_syntax(detail: str) -> FaultError:
    """4000 [ENUM, SDK]; what follows the prefix is [ASSUMED]."""
    return FaultError(4000, "Error parsing query", f"QueryParserError: {detail}")


def query_refused(detail: str) -> FaultError:
    """4001 [ENUM, SDK]."""
    return FaultError(4001, "Invalid query", f"QueryValidationError: {detail}")


def stale() -> FaultError:
    """5010 [REF, batch]."""
    return FaultError(
        5010,
        "Stale Object Error",
        "Stale Object Error : You and root were working on this at the same time. "
        "root finished before you did, so your work was not saved.",
    )


def not_in_plan(feature: str) -> FaultError:
    """5020 for a feature the subscription lacks [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(5020, "Permission Denied Error", f"Permission Denied Error : {feature}")


def switched_off(feature: str) -> FaultError:
    """5030 for a feature the company has switched off [ENUM]; that it is not 5020, and the sentence, are [ASSUMED]."""
    return FaultError(5030, "Feature Not Supported Error", f"Feature Not Supported Error : {feature}")


def business(sentence: str) -> FaultError:
    """6000, the code for every rule without one of its own [ENUM]; which rules, and the sentences, are [ASSUMED]."""
    return FaultError(6000, "A business validation error has occurred while processing your request", sentence)


def no_account_type() -> FaultError:
    """6010 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(6010, "Account Type Missing", "Supply AccountType or AccountSubType.", element="AccountType")


def no_opening_date() -> FaultError:
    """6060 [ENUM]; the sentence is [ASSUMED]."""
    detail = "An opening balance needs the date it is as of."
    return FaultError(6060, "Opening Balance Date Missing", detail, element="OpeningBalanceDate")


def no_name() -> FaultError:
    """6080 [ENUM]; the sentence is [ASSUMED]."""
    detail = "At least one of Title, GivenName, MiddleName, FamilyName, Suffix or DisplayName is needed."
    return FaultError(6080, "Name Missing", detail, element="DisplayName")


def no_parent() -> FaultError:
    """6150 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(6150, "Parent Reference Missing", "A sub-level object needs ParentRef.", element="ParentRef")


def too_deep(most: int) -> FaultError:
    """6180 [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(6180, "Sub level limit", f"At most {most} levels are possible.", element="ParentRef")


def duplicate_name(kind: str) -> FaultError:
    """6240. Backslash and n are two characters in the samples [SDK]; the words for other kinds are [ASSUMED]."""
    return FaultError(
        6240,
        "Duplicate Name Exists Error",
        f"The name supplied already exists. : Another {kind} is already using this \\nname. "
        "Please use a different name.",
    )


def wrong_account_type(name: str) -> FaultError:
    """6430 [ENUM]; when exactly, and the sentence, are [ASSUMED]."""
    return FaultError(
        6430, "Invalid account type used", f"{name} names an account of a type that cannot be used here.", element=name
    )


def too_many_objects() -> FaultError:
    """10100, result set too big [ENUM]; that a batch above 1,000 objects gets it is [ASSUMED]."""
    return FaultError(10100, "Result set too big", "A batch answers with at most 1000 objects.")


def matched_to_feed() -> FaultError:
    """6480 for deleting what a downloaded bank transaction is matched to [ENUM]; the sentence is [ASSUMED]."""
    detail = "This transaction is matched to a downloaded bank transaction. Undo the match before you delete it."
    return FaultError(6480, "Transaction matched to a downloaded transaction", detail)


def period_closed(*, needs_password: bool) -> FaultError:
    """6200 on or before the closing date, 6210 where a password guards it [ENUM]; the sentences are [ASSUMED]."""
    if needs_password:
        detail = "The account period has closed, and a password is needed to change transactions in it."
        return FaultError(6210, "Account Period Closed, Password Required", detail)
    detail = "The account period has closed and the account books cannot be updated through the QBO API."
    return FaultError(6200, "Account Period Closed", detail)


def company_status() -> FaultError:
    """6190 for a company whose subscription has ended [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(
        6190, "Invalid Company Status", "Subscription period has ended or canceled or there was a problem."
    )


def linking(detail: str) -> FaultError:
    """620 for a transaction that cannot be linked [ENUM]; when exactly, and the sentence, are [ASSUMED]."""
    return FaultError(620, "Transaction cannot be linked", detail, element="LinkedTxn")


def deposited() -> FaultError:
    """6540 [ENUM, SDK]."""
    return FaultError(
        6540,
        "Deposited Transaction cannot be changed",
        "Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or "
        "delete it, you must edit the deposit it appears on and remove it first.",
    )


def duplicate_number(number: str, kind: str, row_id: str) -> FaultError:
    """6140; the detail names the document that has the number [ENUM, SDK]."""
    return FaultError(
        6140,
        "Duplicate Document Number Error",
        f"Duplicate Document Number Error : You must specify a different number. This number has already been used. "
        f"DocNumber={number} is assigned to TxnType={kind} with TxnId={row_id}",
    )


def no_lines() -> FaultError:
    """2250 for a transaction without lines [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2250, "Missing lines", "At least one line is needed.", element="Line")


def wrong_amount(supplied: object) -> FaultError:
    """6070 for an amount that is not quantity times price [ENUM, SDK]."""
    return FaultError(
        6070,
        "Amount calculation incorrect in the request",
        "Amount calculation incorrect in the request : Amount is not equal to UnitPrice * Qty. "
        f"Supplied value:{supplied}",
        element="Amount",
    )


def wrong_tax_code(value: str) -> FaultError:
    """6100 for a line of a US company whose tax code is neither TAX nor NON [ENUM]."""
    return FaultError(
        6100,
        "Invalid Line TaxCode",
        f"Valid Line TaxCodes for US should be TAX or NON. Supplied value:{value[:50]}",
        element="TaxCodeRef",
    )


def negative_amount(name: str) -> FaultError:
    """2290 [ENUM]; where negative amounts are refused is [ASSUMED]."""
    return FaultError(2290, "Negative amount", f"{name} cannot be negative.", element=name)


def no_kind(kinds: tuple[str, ...]) -> FaultError:
    """2120 for a recurring transaction that wraps none of these [SDK]; the texts are [ASSUMED]."""
    return FaultError(2120, "Invalid type", f"Exactly one of these is needed: {', '.join(kinds)}.")


def upload_too_large(supplied: int) -> FaultError:
    """6030 above 100 MB [ENUM]."""
    detail = f"The file upload request should not exceed 100MB in size. The current request size is {supplied}"
    return FaultError(6030, "Upload request size exceeds allowed limit", detail)


def bad_metadata(supplied: str, name: str) -> FaultError:
    """6040 for metadata that is no Attachable [ENUM]."""
    detail = (
        f"The file metadata submitted must be of Attachable type. Supplied Type: {supplied}, request parameter: {name}."
    )
    return FaultError(6040, "The file metadata must be of Attachable type", detail[:500], element=name[:100])


def unattachable(kind: str) -> FaultError:
    """6050 for a reference to what no attachable can be attached to [ENUM]."""
    detail = f"The entity reference type {kind[:100]} is unsupported for Attachable"
    return FaultError(6050, "The entity reference type is unsupported for Attachable", detail, element="EntityRef")


def unbalanced() -> FaultError:
    """2300 for a journal entry whose debits and credits differ [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(2300, "Debits and credits differ", "The debits of a journal entry must equal its credits.")


def bad_posting_type(value: str) -> FaultError:
    """2260 for a journal line that is neither debit nor credit [ENUM]; the sentence is [ASSUMED]."""
    return FaultError(
        2260, "Invalid posting type", f"{value[:50]!r} is neither Debit nor Credit.", element="PostingType"
    )


def application_error(detail: str) -> FaultError:
    """10000 with HTTP 200, as seen on voids of bills [probe of live companies, 2026-08]."""
    return FaultError(
        10000, "An application error has occurred while processing your request", detail, kind="SystemFault", status=200
    )
