"""The gold market's weekend, from Friday 22:00 to Sunday 22:30 UTC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.instants import parse_instant
from stableaudit.reserves.gold_market import is_closed, open_seconds


@pytest.mark.parametrize(
    ("time", "closed"),
    [
        ("2025-11-24T00:00:00Z", False),  # Monday
        ("2025-11-28T21:59:59Z", False),  # Friday
        ("2025-11-28T22:00:00Z", True),
        ("2025-11-29T12:00:00Z", True),  # Saturday
        ("2025-11-30T22:29:59Z", True),  # Sunday
        ("2025-11-30T22:30:00Z", False),
        ("2025-11-30T23:59:59Z", False),
        ("2025-12-01T00:00:00Z", False),
    ],
)
def test_gold_market_at_a_time_of_the_week(time: str, *, closed: bool) -> None:
    assert is_closed(parse_instant(time)) is closed


def test_gold_market_is_told_by_utc_whatever_the_zone_it_was_written_in() -> None:
    """Saturday 03:00 in Bishkek is Friday 21:00 UTC."""
    assert is_closed(parse_instant("2025-11-29T03:00:00+06:00")) is False


@given(first=st.integers(0, 10**9), length=st.integers(0, 3 * 7 * 86_400))
def test_open_seconds_and_the_closed_ones_make_up_the_whole(first: int, length: int) -> None:
    week = 7 * 86_400
    assert 0 <= open_seconds(first, first + length) <= length
    assert open_seconds(first, first + week) == week - (48 * 3600 + 1800)


def test_open_seconds_stand_still_while_the_market_is_closed() -> None:
    friday, sunday = parse_instant("2025-11-28T22:00:00Z"), parse_instant("2025-11-30T22:30:00Z")
    assert open_seconds(friday, sunday) == 0
    assert open_seconds(friday - 60, sunday + 60) == 120
