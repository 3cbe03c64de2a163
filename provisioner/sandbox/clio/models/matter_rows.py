"""What a matter holds inside: rates, budget, retainer and the like (Clio OpenAPI 2026-04-08, Matter)."""

from __future__ import annotations

from provisioner.sandbox.clio.shape import (
    ID,
    MATTERS,
    STAMPS,
    TASKS,
    Field,
    Kind,
    Resource,
    flags,
    plain,
    strings,
)

RATE_TYPES = {"FlatRate": "flat", "HourlyRate": "hourly", "ContingencyFee": "contingency"}
_SOURCE = "Clio OpenAPI 2026-04-08, Matter"


def _table(name: str, *fields: Field, hidden: tuple[Field, ...] = (), permission: str = MATTERS) -> Resource:
    return Resource(
        name=name, permission=permission, fields=(*ID, *fields, *STAMPS), hidden=hidden, first_id=30001, source=_SOURCE
    )


def _number(name: str, *, required: bool = False) -> Field:
    return Field(name, Kind.NUMBER, write="cu", required=required)


def _flag(name: str) -> Field:
    return Field(name, Kind.BOOLEAN, write="cu", default=False)


CUSTOM_RATES = _table(
    "matter_custom_rates",
    _number("rate", required=True),
    _number("award"),
    Field("note", Kind.STRING, write="cu"),
    Field("date", Kind.DATE, write="cu"),
    Field("user", Kind.RECORD, write="cu", of="users", clearable=True),
    Field("group", Kind.RECORD, write="cu", of="groups", clearable=True),
    Field("activity_description", Kind.RECORD, write="cu", of="activity_descriptions", clearable=True),
)
EVERGREEN_RETAINERS = _table("evergreen_retainers", _number("minimum_threshold"))
MATTER_BUDGETS = _table(
    "matter_budgets",
    _number("budget"),
    _flag("include_expenses"),
    Field("notification_threshold", Kind.INTEGER, write="cu"),
    _flag("notify_users"),
)
SPLIT_INVOICE_PAYERS = _table(
    "split_invoice_payers",
    Field("contact_id", Kind.INTEGER, write="cu", required=True),
    *plain("matter_id:integer"),
    _flag("send_to_bill_recipients"),
    _number("split_portion", required=True),
)
STATUTES_OF_LIMITATIONS = _table(
    "statutes_of_limitations",
    Field("name", Kind.STRING, default="Statute of Limitations"),
    Field(
        "status",
        Kind.STRING,
        write="cu",
        values=("pending", "in_progress", "in_review", "complete", "draft"),
        default="pending",
    ),
    *strings("description", "permission"),
    Field("description_text_type", Kind.STRING, default="plain_text"),
    Field("priority", Kind.STRING, default="Normal"),
    Field("due_at", Kind.DATE, write="cu"),
    *plain("completed_at:datetime time_estimated:integer"),
    *flags("notify_completion"),
    Field("statute_of_limitations", Kind.BOOLEAN, default=True),
    Field("time_entries_count", Kind.INTEGER, default=0),
    permission=TASKS,
)

# Nested only, and always empty here; their fields are known so that asking for them is no error.
CONTINGENCY_FEES = _table("contingency_fees", *flags("show_contingency_award"))
ATTORNEY_ALLOCATIONS = _table(
    "attorney_allocations",
    *plain("account_id:integer resource_id:integer resource_type originating_attorney_allocation:number"),
    *plain("responsible_attorney_allocation:number"),
)
MATTER_BILL_RECIPIENTS = _table("matter_bill_recipients", Field("recipient", Kind.RECORD, of="contacts", in_base=True))
TASK_TEMPLATE_LIST_INSTANCES = _table("task_template_list_instances", permission=TASKS)
LEGAL_AID_UK_MATTERS = _table(
    "legal_aid_uk_matters",
    *strings("access_point", "laa_office_number", "bill_ho_ucn", "case_reference", "category_as_string"),
    *strings("certificate_number", "certificate_scope", "client_equal_opportunity_monitoring"),
    *strings("clr_total_profit_costs", "cost_limit", "court_id_code", "delivery_location", "dscc_number"),
    *strings("exceptional_case_funding_reference", "expense_limit", "irc_surgery", "legacy_case"),
    *strings("legal_representation_number", "lh_total_disbursements", "lh_start_date", "lh_total_profit_costs"),
    *strings("local_authority_number", "maat_id", "matter_type_code", "matter_type_1_code", "matter_type_1_title"),
    *strings("matter_type_2_code", "matter_type_2_title", "matter_types_combined", "police_station"),
    *strings("postal_application_accepted", "prior_authority_reference", "prison_law_prior_approval_number"),
    *strings("procurement_area", "related_claims_number", "schedule_reference_number", "scheme_id"),
    *strings("type_of_service", "ucn", "ufn"),
    *(
        Field(name, Kind.INTEGER)
        for name in (
            *("ait_hearing_centre", "bill_number_of_attendances", "bill_outcome_for_the_client_code"),
            *("bill_stage_reached_code", "category", "certification_type", "client_type", "counsel", "court"),
            *("court_id", "fee_scheme", "linked_matter_id", "matter_type", "matter_type_1", "matter_type_2"),
            *("number_of_clients_seen_at_surgery", "number_of_clients", "party", "post_transfer_clients_represented"),
            *("prison_id", "region", "session_type", "solicitor_type", "standard_fee_category"),
            *("surgery_clients_resulting_in_a_legal_help_matter_opened", "surgery_clients", "type_of_advice"),
            "user_type",
        )
    ),
    *flags("attended_several_hearings_acting_for_multiple_clients", "change_of_solicitor", "duty_solicitor"),
    *flags("first_conducting_solicitor", "undesignated_area_court", "youth_court"),
    *(
        Field(name, Kind.DATE)
        for name in (
            *("case_start_date", "certificate_effective_date", "certificate_expiration_date", "clr_start_date"),
            *("representation_order_date", "surgery_date", "transfer_date"),
        )
    ),
)
RESOURCES = [
    CUSTOM_RATES,
    EVERGREEN_RETAINERS,
    MATTER_BUDGETS,
    SPLIT_INVOICE_PAYERS,
    STATUTES_OF_LIMITATIONS,
    CONTINGENCY_FEES,
    ATTORNEY_ALLOCATIONS,
    MATTER_BILL_RECIPIENTS,
    TASK_TEMPLATE_LIST_INSTANCES,
    LEGAL_AID_UK_MATTERS,
]
