"""``python -m pytest tests/golden --refresh-golden`` writes the expected files anew; review them with git diff."""

from pathlib import Path

import pytest

PLANS = Path(__file__).parent / "plans"


def pytest_addoption(parser):
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden/plans anew")


@pytest.fixture
def golden(request):
    """Compares a text with the file of that name, or writes the file when asked to."""

    def compare(name, text):
        file = PLANS / name
        if request.config.getoption("--refresh-golden", default=False):
            PLANS.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file} is not what is printed now; see conftest.py beside it"

    return compare
