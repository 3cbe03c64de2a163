"""``python -m pytest tests/golden --refresh-golden`` writes the expected files anew; review them with git diff."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def pytest_addoption(parser):
    parser.addoption("--refresh-golden", action="store_true", help="write the expected files anew")


@pytest.fixture
def golden(request):
    """Compares a text with the file of that name below this folder, or writes the file when asked to."""

    def compare(name, text):
        file = FOLDER / name
        if request.config.getoption("--refresh-golden", default=False):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file} is not what is printed now; see conftest.py beside it"

    return compare
