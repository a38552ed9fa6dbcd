"""Which texts name a period: nothing that a calendar of offices does not hold, and never an overflow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import BadPeriod, from_key, parse, previous


@pytest.mark.parametrize(
    "text", ["2019-Q4", "2019-H2", "2019-9M", "2019", "2016..2020", "2016-05-23", "1900", "2199-Q4"]
)
def test_a_code_is_read_back(text: str) -> None:
    assert parse(text).code == text


@pytest.mark.parametrize(
    "text",
    ["", "0000", "0001-01-01", "1899", "2200", "9999", "9999-12-31", "2019-Q5", "2019-02-30", "2020..2016", "２０１９"],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadPeriod, match="is no period: write 2019-Q4"):
        parse(text)


@given(st.from_regex(r"[0-9]{4}(-(Q[1-4]|H[12]|9M|[0-9]{2}-[0-9]{2}))?", fullmatch=True))
def test_every_period_has_a_key_and_one_before_it(text: str) -> None:
    try:
        found = parse(text)
    except BadPeriod:
        return
    assert from_key(found.key) == found
    if not text.endswith("9M"):
        assert previous(found).last < found.first
