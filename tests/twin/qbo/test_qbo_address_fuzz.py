"""The addresses beside the entities: whatever is sent is answered, or refused with a documented fault."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.sandbox.kernel import Clock, FirmSeed, Journal, dumps
from provisioner.sandbox.qbo import QboTwin
from provisioner.sandbox.qbo.addresses import ADDRESSES
from provisioner.sandbox.qbo.call import Call
from provisioner.sandbox.qbo.errors import FaultError

LOOSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
WORDS = st.sampled_from(
    [
        *(
            "",
            " ",
            "Account",
            "account,Term",
            "EUR",
            "USD",
            "CAD",
            "X" * 300,
            "2026-01-01",
            "2026-01-01T00:00:00+24:00",
        ),
        *("9999-12-31T23:59:59-23:59", "0001-01-01", "account_name,account_bal", "Bank", "account_bal", "descend"),
        *("Deleted", "\x00", "é", "1e9", "-1", "NaN"),
    ]
)
NAMES = [
    *("entities", "changedSince", "sourcecurrencycode", "asofdate", "columns", "account_type", "sort_by", "sort_order"),
    *("account_status", "start_createdate", "end_moddate"),
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    WORDS,
    st.text(max_size=40),
)
KEYS = st.sampled_from(
    [
        *("TaxCode", "TaxRateDetails", "TaxRateName", "TaxRateId", "RateValue", "TaxAgencyId", "TaxApplicableOn"),
        *("SourceCurrencyCode", "TargetCurrencyCode", "Rate", "AsOfDate", "SyncToken", "Id", "sparse", "Foo"),
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=8,
)
PLAUSIBLE = st.fixed_dictionaries(
    {},
    optional={
        "TaxCode": st.one_of(WORDS, VALUES),
        "TaxRateDetails": st.one_of(
            st.lists(
                st.fixed_dictionaries(
                    {"TaxRateName": WORDS, "RateValue": SCALARS, "TaxAgencyId": st.sampled_from(["1", 2, "77"])}
                ),
                max_size=3,
            ),
            VALUES,
        ),
        "SourceCurrencyCode": st.one_of(WORDS, VALUES),
        "Rate": st.one_of(st.integers(1, 5), VALUES),
        "AsOfDate": st.one_of(WORDS, VALUES),
        "SyncToken": st.one_of(st.sampled_from(["0", "1"]), VALUES),
    },
)


@pytest.fixture(scope="module")
def held():
    twin = QboTwin(Journal(None), Clock())
    twin.ensure(FirmSeed(scenario="intuit-sample"))
    (company,) = twin.companies.values()
    return company


@LOOSE
@given(
    head=st.sampled_from(["cdc", "exchangerate", "reports", "taxservice"]),
    method=st.sampled_from(["GET", "POST"]),
    parts=st.lists(st.sampled_from(["accountlist", "taxcode", "trialbalance", "x"]), max_size=2),
    params=st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=5),
    body=st.one_of(PLAUSIBLE, st.dictionaries(KEYS, VALUES, max_size=6)),
)
def test_every_request_is_answered_or_refused(held, head, method, parts, params, body):
    call = Call(method, tuple(parts), params, "application/json", json.dumps(body).encode())
    with suppress(FaultError):
        assert dumps(ADDRESSES[head](held, call))
