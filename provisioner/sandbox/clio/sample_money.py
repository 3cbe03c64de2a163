"""The money of that small firm: retainers in trust, bills in every state, payments. The amounts tie out; all invented.

In trust: 55,000.00 received, 1,400.00 paid to the firm for a bill, 1,350.00 paid to an expert, 100.00 of the firm's own
for bank charges, 52,350.00 left. Operating: 16,340.55 at the start, 2,000.00 from clients, 100.00 moved to trust.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provisioner.sandbox.clio.shape import Record

_TRUST = ("bank_accounts", "IOLTA Trust Account")
_OPERATING = ("bank_accounts", "Operating Account")
_WHITFIELD = ("matters", "Whitfield v. Castle Realty")
_LEASE = ("matters", "Warehouse lease")
_DISSOLUTION = ("matters", "Dissolution of marriage")
_WILLS = ("matters", "Wills and living trust")
_HOUR = 3600


def _time(matter: tuple[str, str], day: str, note: str, hours: Decimal, category: str = "Attorney Time") -> Record:
    category_ = ("activity_descriptions", category)
    return {"type": "TimeEntry", "date": day, "matter": matter, "note": note, "activity_description": category_} | {
        "quantity": hours * _HOUR
    }


def _expense(matter: tuple[str, str], day: str, note: str, category: str, **more: Any) -> Record:
    kind = "HardCostEntry" if category == "Filing Fees" else "ExpenseEntry"
    return {"type": kind, "date": day, "matter": matter, "note": note, **more} | {
        "expense_category": ("expense_categories", category)
    }


def _bill(number: str, client: str, matter: tuple[str, str], issued: str, *notes: str, **more: Any) -> Record:
    """A bill with a line for each of the activities with these notes."""
    lines = [{"activity": ("activities", note)} for note in notes]
    return {"number": number, "client": ("contacts", client), "matters": [matter], "issued_at": issued} | {
        "line_items": lines,
        **more,
    }


def _payment(client: str, bill: str, amount: Decimal, day: str, *, is_online: bool = False, **more: Any) -> Record:
    return {
        "contact": ("contacts", client),
        "amount": amount,
        "date": day,
        "destination_bank_account": _OPERATING,
        "allocations": [{"bill": ("bills", bill), "amount": amount, "has_online_payment": is_online}],
        **more,
    }


MONEY: dict[str, list[Record]] = {
    "activities": [
        _time(_LEASE, "2026-10-28", "Zoning question", Decimal("1.5"), "Legal Research"),
        _time(_WHITFIELD, "2026-09-15", "Hearing on the motion to compel", Decimal(4)),
        _time(_LEASE, "2026-10-05", "Review of the lease", Decimal("2.5")),
        _expense(_LEASE, "2026-10-06", "Recording fee", "Filing Fees", price=Decimal("435.00"), reference="2207"),
        _time(_WHITFIELD, "2026-10-20", "Call with opposing counsel", Decimal(1)),
        _time(_WILLS, "2026-07-30", "Will and trust documents", Decimal(3), "Document Preparation"),
        _time(_DISSOLUTION, "2026-06-18", "Petition drafted", Decimal(2), "Court Appearance"),
        _expense(
            _LEASE, "2026-10-28", "Copies of the file", "Photocopies", quantity=Decimal(40), price=Decimal("0.25")
        ),
    ],
    "bank_transactions": [
        {"bank_account": _TRUST, "matter": _WHITFIELD, "date": "2026-09-01", "amount": Decimal(30000)}
        | {"source": "Dana Whitfield", "confirmation": "chk 2210", "description": "Initial retainer"},
        {"bank_account": _TRUST, "matter": _LEASE, "date": "2026-09-03", "amount": Decimal(15000)}
        | {"source": "Harbor Supply Co.", "confirmation": "wire 77120", "description": "Initial retainer"},
        {"bank_account": _TRUST, "client": ("contacts", "Marcus Oyelaran"), "date": "2026-09-08"}
        | {
            "amount": Decimal(10000),
            "source": "Marcus Oyelaran",
            "description": "Retainer, for no matter in particular",
        },
        {"bank_account": _TRUST, "matter": _WHITFIELD, "date": "2026-09-29", "amount": Decimal(-1350)}
        | {"source": "Bay Engineering Experts", "confirmation": "chk 108", "description": "Expert report"},
    ],
    "bank_transfers": [
        {"source_account": _OPERATING, "destination_account": _TRUST, "amount": Decimal(100), "date": "2026-09-01"}
        | {"description": "The firm's own money for bank charges", "primary_authorizer": "Robin Owner"},
    ],
    "bills": [
        _bill("1003", "Dana Whitfield", _WHITFIELD, "2026-11-01", "Call with opposing counsel"),
        _bill("1001", "Dana Whitfield", _WHITFIELD, "2026-09-30", "Hearing on the motion to compel")
        | {"state": "awaiting_payment"},
        _bill("1002", "Harbor Supply Co.", _LEASE, "2026-10-15", "Review of the lease", "Recording fee")
        | {"state": "awaiting_payment"},
        _bill("1004", "Priya Raman", _WILLS, "2026-08-01", "Will and trust documents") | {"state": "void"},
        _bill("1005", "Marcus Oyelaran", _DISSOLUTION, "2026-07-01", "Petition drafted", state="awaiting_payment"),
    ],
    "interest_charges": [
        {"bill": ("bills", "1005"), "date": "2026-08-31", "total": Decimal("8.00"), "description": "Interest, August"}
    ],
    "payments": [
        _payment("Dana Whitfield", "1001", Decimal(1400), "2026-10-07", source_bank_account=_TRUST)
        | {"payment_source_type": "bank_account", "source_fund_type": "Matter", "reference": "trust 1001"},
        _payment("Harbor Supply Co.", "1002", Decimal(500), "2026-10-30", reference="chk 55102"),
        _payment("Harbor Supply Co.", "1002", Decimal(100), "2026-10-31", reference="CP-80017", is_online=True)
        | {"payment_source_type": "credit_card"},
    ],
    "credit_memos": [
        {"contact": ("contacts", "Harbor Supply Co."), "amount": Decimal(10), "date": "2026-10-31"}
        | {"description": "Courtesy credit", "allocations": [{"bill": ("bills", "1002"), "amount": Decimal(10)}]},
    ],
    "trust_requests": [
        {"trust_type": "matter", "client_id": ("contacts", "Dana Whitfield"), "trust_amount": Decimal(5000)}
        | {"approved": False, "issue_date": "2026-11-01", "due_date": "2026-11-30"}
        | {"matter": [{"id": _WHITFIELD, "trust_amount": 5000, "note": "Trial preparation"}]},
        {"trust_type": "client", "client_id": ("contacts", "Marcus Oyelaran"), "trust_amount": Decimal(2000)}
        | {"approved": True, "issue_date": "2026-10-20", "due_date": "2026-11-20", "note": "Top-up of the retainer"},
    ],
    "clio_payments/links": [
        {"currency": "USD", "description": "Bill 1002", "destination_account": _OPERATING, "duration": 2_592_000}
        | {"subject": {"id": ("bills", "1002"), "type": "Bill"}, "email_address": "accounts@harborsupply.example"},
    ],
    "clio_payments/payments": [
        {"amount": Decimal(100), "confirmation_number": "CP-80017", "currency": "USD", "state": "completed"}
        | {"deposit_as_revenue": True, "description": "Bill 1002", "destination_account": _OPERATING}
        | {"contact": ("contacts", "Harbor Supply Co."), "payment": ("payments", "CP-80017")},
    ],
}
