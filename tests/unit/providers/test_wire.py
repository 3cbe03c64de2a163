"""Reading vendors' values."""

import pytest

from provisioner.providers.wire import instant


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-06-05T01:29:09-07:00", "2026-06-05T08:29:09+00:00"),
        ("2026-06-05T00:29:09-08:00", "2026-06-05T08:29:09+00:00"),
        ("2026-06-05T08:29:09.717Z", "2026-06-05T08:29:09.717000+00:00"),
        ("", ""),
        (None, ""),
        ("soon", ""),
    ],
)
def test_one_instant_is_one_text_whatever_the_offset(written, expected):
    assert instant(written) == expected
