"""Clio's practice areas (Clio OpenAPI 2026-04-08, PracticeArea)."""

from __future__ import annotations

from provisioner.sandbox.clio.shape import ID, MATTERS, STAMPS, Field, Kind, Resource, ignored, same

_CATEGORIES = """
    administrative admiralty_and_maritime anti_trust_and_competition appellate banking_and_finance bankruptcy
    business_formation_and_compliance civil_litigation civil_rights_and_constitutional collections_and_debt
    commercial_and_sale_of_goods commercial_litigation construction consumer_protection contracts corporate_litigation
    criminal disability_and_social_security education elder employment_and_labor energy_and_environmental ethics family
    food_and_drug general_practice government healthcare immigration in_house_counsel insurance intellectual_property
    international juvenile legal_aid mediation_and_arbitration medical_malpractice military multi_practice
    non_profit_and_pro_bono other personal_injury privacy_and_information_security private_client product_liability
    real_estate science_and_technology securities_and_mergers_and_acquisitions small_claims
    sports_and_entertainment_and_gaming tax telecommunications traffic_offenses transportation tribal trusts
    wills_and_estates workers_compensation
"""
CATEGORIES = tuple(_CATEGORIES.split())

PRACTICE_AREAS = Resource(
    name="practice_areas",
    permission=MATTERS,
    actions="list show create update delete",
    first_id=6101,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        Field("category", Kind.STRING, write="cu", values=CATEGORIES),
        Field("code", Kind.STRING, write="cu"),
        *STAMPS,
    ),
    filters=(
        same("name", Kind.STRING),
        same("code", Kind.STRING),
        ignored("matter_id", Kind.INTEGER),  # leaves out Legal Aid areas of the United Kingdom, which we have none of
    ),
    order=("id", "name", "category", "code"),
    source="Clio OpenAPI 2026-04-08, PracticeArea",
    gaps={"list": "`matter_id` has no effect"},
)
RESOURCES = [PRACTICE_AREAS]
