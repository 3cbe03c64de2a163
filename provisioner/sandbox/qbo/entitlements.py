"""``/manage/entitlements/v3/<company>``: what the plan allows, in XML only (Intuit API reference; 2026-11).

Names and numbers of the features are those of the reference's sample of a Plus company. Which of them the other plans
have, what the plans are called here, and that a threshold without a limit reads -1, are assumptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from provisioner.sandbox.qbo import tracking
from provisioner.sandbox.qbo.entities.account import MOST_BELOW_ADVANCED
from provisioner.sandbox.qbo.responses import trace

if TYPE_CHECKING:
    from starlette.requests import Request

    from provisioner.sandbox.qbo.responses import Api
    from provisioner.sandbox.qbo.store import Company

PLANS = {
    "simple_start": "QBWEBSIMPLESTARTMONTHLY",
    "essentials": "QBWEBESSENTIALSMONTHLY",
    "plus": "QBWEBPLUSMONTHLY",
    "advanced": "QBWEBADVANCEDMONTHLY",
}
ALL, FROM_ESSENTIALS, FROM_PLUS = tuple(PLANS), tuple(PLANS)[1:], tuple(PLANS)[2:]
NONE: tuple[str, ...] = ()
FEATURES = (
    (7, "PayPal", NONE),
    (8, "Merchant Service", NONE),
    (1, "Class Tracking", FROM_PLUS),
    (3, "Expense Tracking by Customer", FROM_PLUS),
    (4, "Time Tracking", FROM_ESSENTIALS),
    (5, "Budgets", FROM_PLUS),
    (6, "Custom Invoice Styles", ALL),
    (9, "1099 Forms for Vendors", FROM_PLUS),
    (10, "Managing Bills to Pay Later", FROM_ESSENTIALS),
    (11, "Complete Set of Reports", FROM_PLUS),
    (12, "Enhanced Reporting", FROM_ESSENTIALS),
    (13, "Exporting to Excel", ALL),
    (15, "Delayed Charges", FROM_ESSENTIALS),
    (16, "Custom Sales Fields", ALL),
    (17, "More Users -- up to 20", FROM_PLUS),
    (19, "Recurring Transactions", FROM_ESSENTIALS),
    (20, "Closing the Books", ALL),
    (21, "Location Tracking", FROM_PLUS),
    (22, "More Names", ALL),
    (25, "Custom Home Page", ALL),
    (26, "Do-it-yourself Payroll", NONE),
    (28, "Online Banking", ALL),
    (29, "Basic Sales", ALL),
    (30, "Basic Banking", ALL),
    (31, "Accounting", ALL),
    (33, "Reports Only User", FROM_PLUS),
    (35, "Estimates", ALL),
    (41, "Company Snapshot", ALL),
    (42, "Purchase Order", FROM_PLUS),
    (43, "Inventory", FROM_PLUS),
    (44, "Do-it-yourself Payroll (Paycycle)", NONE),
    (45, "Multi-Currency", FROM_ESSENTIALS),
    (46, "Trends", ALL),
    (47, "Hide Employee List", NONE),
    (48, "Simple Report List", ("simple_start",)),
    (49, "Global Tax Model", ALL),
    (52, "Accountant Menu", ALL),
)
# QuickBooks help, usage limits (L6THMltE4 and 228520; read 2026-11), by plan; None is no limit.
USERS = {"simple_start": 1, "essentials": 3, "plus": 5, "advanced": 25}
ACCOUNTANTS = {"simple_start": 2, "essentials": 2, "plus": 2, "advanced": 3}
CUSTOM_FIELDS = {"simple_start": 1, "essentials": 4, "plus": 4, "advanced": 12}


class Entitlements:
    """The route of one twin."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def routes(self) -> list[BaseRoute]:
        """Absolute routes."""
        return [Route("/manage/entitlements/v3/{realm}", self.endpoint, methods=["GET"])]

    async def endpoint(self, request: Request) -> Response:
        """What the company's plan allows; refused as every request to a company is."""
        company = self._api.admitted(request)
        return company if isinstance(company, Response) else xml_answer(company)


def xml_answer(company: Company) -> Response:
    """The whole document."""
    root = ET.Element("EntitlementsResponse")
    users = USERS[company.edition]
    facts = {"QboCompany": "true", "PlanName": PLANS[company.edition], "MaxUsers": users, "CurrentUsers": 1}
    _add(root, facts | {"DaysRemainingTrial": 0})
    for number, name, plans in FEATURES:
        feature = ET.SubElement(root, "Entitlement", {"id": str(number)})
        _add(feature, {"name": name, "term": "On" if company.edition in plans else "Off"})
    thresholds = ET.SubElement(root, "Thresholds")
    for name, (limit, count) in _thresholds(company).items():
        _add(ET.SubElement(thresholds, "threshold"), _threshold(name, limit, count))
    text = ET.tostring(root, encoding="unicode")
    return Response(text, headers=trace(), media_type="application/xml;charset=UTF-8")


def _thresholds(company: Company) -> dict[str, tuple[int | None, int]]:
    """Limit and present count; the fourth name is misspelt by the vendor."""
    accounts = None if company.edition == "advanced" else MOST_BELOW_ADVANCED
    return {
        "CLASSES_AND_DEPARTMENTS": (tracking.MOST.get(company.edition), tracking.in_use(company)),
        "ACCOUNTS": (accounts, company.counted_accounts),
        "USERS": (USERS[company.edition], 1),
        "ACCOUTANTS": (ACCOUNTANTS[company.edition], 0),
        "CUSTOMFIELD_ALL": (CUSTOM_FIELDS[company.edition], 0),
    }


def _threshold(name: str, limit: int | None, count: int) -> dict[str, object]:
    above = limit is not None and count >= limit
    return {
        "name": name,
        "limit": -1 if limit is None else limit,
        "enforced": "false" if limit is None else "true",
        "currentCount": count,
        "aboveThreshold": "true" if above else "false",
    }


def _add(parent: ET.Element, values: dict[str, object]) -> None:
    for name, value in values.items():
        ET.SubElement(parent, name).text = str(value)
