from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.instants import parse_instant
from stableaudit.reserves.rate_dates import (
    Standing,
    age_days,
    bishkek_date,
    divergence,
    in_force,
    standing,
)
from tests.fakes.rates import SECOND, rate_reading

FRIDAY = date(2026, 7, 3)
DAYS = st.dates(date(1995, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-07-02T17:59:59Z", date(2026, 7, 2)),
        ("2026-07-02T18:00:00Z", date(2026, 7, 3)),
        ("2026-07-02T00:00:00+06:00", date(2026, 7, 2)),
        ("2026-07-01T23:59:59+06:00", date(2026, 7, 1)),
        ("2026-12-31T18:00:00Z", date(2027, 1, 1)),
    ],
)
def test_bishkek_date_changes_at_eighteen_hours_of_utc(instant: str, day: date) -> None:
    assert bishkek_date(parse_instant(instant)) == day


@given(st.datetimes(datetime(2006, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - naive for the strategy
def test_bishkek_date_is_the_calendar_of_six_hours_on(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=UTC).timestamp())
    assert bishkek_date(seconds) == (moment.replace(microsecond=0) + timedelta(hours=6)).date()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Standing.FUTURE),
        (0, Standing.IN_FORCE),
        (3, Standing.IN_FORCE),
        (14, Standing.IN_FORCE),
        (15, Standing.STALE),
    ],
)
def test_standing_at_each_age_is_in_force_up_to_the_limit(days: int, expected: Standing) -> None:
    on = FRIDAY + timedelta(days=days)
    assert (standing(FRIDAY, on=on, max_age_days=14), age_days(FRIDAY, on=on)) == (expected, days)


def test_in_force_file_of_tomorrow_is_not_used() -> None:
    tomorrow = rate_reading(FRIDAY)
    instant = parse_instant("2026-07-02T17:59:59Z")
    assert in_force((tomorrow,), on=bishkek_date(instant), max_age_days=14) is None
    assert in_force((tomorrow,), on=bishkek_date(instant + 1), max_age_days=14) == tomorrow


def test_in_force_over_a_weekend_friday_s_file_stays() -> None:
    reading = rate_reading(FRIDAY)
    assert in_force((reading,), on=FRIDAY + timedelta(days=2), max_age_days=14) == reading


def test_in_force_of_one_date_the_first_given_wins() -> None:
    first, second = rate_reading(FRIDAY), rate_reading(FRIDAY, "87.44", operator=SECOND)
    assert in_force((first, second), on=FRIDAY, max_age_days=14) == first
    assert in_force((second, first), on=FRIDAY, max_age_days=14) == second


@given(st.lists(DAYS, max_size=8), DAYS, st.integers(0, 400))
def test_in_force_is_the_greatest_date_not_after_the_day(
    days: list[date], on: date, limit: int
) -> None:
    found = in_force([rate_reading(day) for day in days], on=on, max_age_days=limit)
    usable = [day for day in days if on - timedelta(days=limit) <= day <= on]
    assert (None if found is None else found.rate.effective) == max(usable, default=None)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("100", "100.1", "0.001"), ("100.1", "100", "0.001"), ("87.45", "87.45", "0")],
)
def test_divergence_is_of_the_smaller_whichever_comes_first(
    one: str, other: str, apart: str
) -> None:
    assert divergence(Fraction(one), Fraction(other)) == Fraction(apart)
