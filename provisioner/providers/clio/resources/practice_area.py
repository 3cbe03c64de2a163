"""Clio's practice areas: the fields of law that matters are filed under.

Their category is one of Clio's own words for a field of law; name and code are the firm's. Clio can only delete one,
so taking one out of use is left to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from provisioner.model.section import Section
from provisioner.model.spec import Digits, Spec
from provisioner.providers.clio.base import ClioType
from provisioner.providers.entries import entry, retired
from provisioner.providers.names import ClioName
from provisioner.providers.wire import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired

# The 58 values of PracticeArea.category, the same for create, update and read: Clio OpenAPI document of 2026-04-08.
Category = Literal[
    "administrative",
    "admiralty_and_maritime",
    "anti_trust_and_competition",
    "appellate",
    "banking_and_finance",
    "bankruptcy",
    "business_formation_and_compliance",
    "civil_litigation",
    "civil_rights_and_constitutional",
    "collections_and_debt",
    "commercial_and_sale_of_goods",
    "commercial_litigation",
    "construction",
    "consumer_protection",
    "contracts",
    "corporate_litigation",
    "criminal",
    "disability_and_social_security",
    "education",
    "elder",
    "employment_and_labor",
    "energy_and_environmental",
    "ethics",
    "family",
    "food_and_drug",
    "general_practice",
    "government",
    "healthcare",
    "immigration",
    "in_house_counsel",
    "insurance",
    "intellectual_property",
    "international",
    "juvenile",
    "legal_aid",
    "mediation_and_arbitration",
    "medical_malpractice",
    "military",
    "multi_practice",
    "non_profit_and_pro_bono",
    "other",
    "personal_injury",
    "privacy_and_information_security",
    "private_client",
    "product_liability",
    "real_estate",
    "science_and_technology",
    "securities_and_mergers_and_acquisitions",
    "small_claims",
    "sports_and_entertainment_and_gaming",
    "tax",
    "telecommunications",
    "traffic_offenses",
    "transportation",
    "tribal",
    "trusts",
    "wills_and_estates",
    "workers_compensation",
]


class PracticeAreaSpec(Spec):
    """A field of law the firm files its matters under."""

    name: ClioName
    category: Category | None = None
    """Clio's own word for the field of law, such as family or real_estate."""
    # No longest length is documented. A blank code would empty the field in Clio, which nobody means by writing it.
    code: Annotated[Digits, Field(min_length=1, pattern=r"\S")] | None = None
    """The firm's short code for it, such as FAM; in quotes where it begins with a zero."""


class RetiredPracticeArea(Spec):
    """A practice area that should no longer be used."""

    name: ClioName


class PracticeArea(ClioType):
    """See the module docstring."""

    kind: ClassVar[str] = "clio.practice_area"
    noun: ClassVar[str] = "practice area"
    path: ClassVar[str] = "practice_areas"
    heading: ClassVar[str] = "Practice areas in Clio"
    # Assumption: no help article that shows this screen was found (looked for 2026-11); Clio's other lists are there.
    menu: ClassVar[str] = "Settings, then Practice areas"
    wire = {"name": text("name", "name"), "category": text("category", "category"), "code": text("code", "code")}
    sections = (
        Section(
            "practice_areas", PracticeAreaSpec, RetiredPracticeArea, "Clio practice areas, for filing matters.", "clio"
        ),
    )

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """Declared practice areas, and those no longer to be used."""
        for key, spec in firm.entries("practice_areas", PracticeAreaSpec).items():
            values = {"name": spec.name, "category": spec.category, "code": spec.code}
            yield entry(firm, self.kind, ("practice_areas", key), spec, values)
        yield from retired(firm, self.kind, "practice_areas")
