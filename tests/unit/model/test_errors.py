"""Problems that end a command carry a way out and an exit code."""

import pytest

from provisioner.model.errors import ConfigProblem, ProvisionerError, UnsafePlan, UsageProblem, VendorProblem


@pytest.mark.parametrize(
    ("kind", "code"),
    [(ProvisionerError, 1), (ConfigProblem, 1), (UnsafePlan, 1), (VendorProblem, 1), (UsageProblem, 64)],
)
def test_the_exit_code_is_that_of_its_kind(kind, code):
    assert kind("Summary").exit_code == code


def test_a_vendor_s_problem_keeps_the_vendor_s_words_apart():
    problem = VendorProblem("Summary", "Detail", system="qbo", code="6240", status=400)
    assert (str(problem), problem.detail, problem.system, problem.code, problem.status, problem.stops_run) == (
        "Summary",
        "Detail",
        "qbo",
        "6240",
        400,
        False,
    )
