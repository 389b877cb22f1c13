"""The instants of the LBMA's fixes, against the time zone files that the core does not read."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from stableaudit.domain.instants import format_instant
from stableaudit.domain.reserve_assets import PriceFix
from stableaudit.reserves.gold_fix import fix_instant

LONDON = ZoneInfo("Europe/London")
TIMES = {PriceFix.AM: time(10, 30), PriceFix.PM: time(15)}


@pytest.mark.parametrize(
    ("day", "fix", "instant"),
    [
        (date(2025, 11, 28), PriceFix.AM, "2025-11-28T10:30:00Z"),
        (date(2025, 11, 28), PriceFix.PM, "2025-11-28T15:00:00Z"),
        (date(2026, 7, 1), PriceFix.AM, "2026-07-01T09:30:00Z"),
        (date(2026, 7, 1), PriceFix.PM, "2026-07-01T14:00:00Z"),
        (date(2026, 3, 28), PriceFix.PM, "2026-03-28T15:00:00Z"),
        (date(2026, 3, 29), PriceFix.PM, "2026-03-29T14:00:00Z"),
        (date(2026, 10, 25), PriceFix.AM, "2026-10-25T10:30:00Z"),
        (date(1970, 1, 1), PriceFix.AM, "1970-01-01T10:30:00Z"),
    ],
)
def test_fix_instant_table(day: date, fix: PriceFix, instant: str) -> None:
    assert format_instant(fix_instant(day, fix)) == instant


@pytest.mark.parametrize("fix", list(PriceFix))
def test_fix_instant_of_every_day_from_2000_to_2037_is_that_of_the_time_zone_files(
    fix: PriceFix,
) -> None:
    day = date(2000, 1, 1)
    while day.year < 2038:
        known = datetime.combine(day, TIMES[fix], tzinfo=LONDON)
        assert fix_instant(day, fix) == known.timestamp(), day
        day += timedelta(days=1)
