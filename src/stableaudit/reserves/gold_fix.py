"""When the LBMA gold price of a day is fixed: 10:30 (am) and 15:00 (pm) in London.

The clock of London is computed, not looked up, so that the answer does not depend on a machine's
time zone files: British Summer Time, one hour ahead of UTC, runs from 01:00 UTC on the last Sunday
of March to 01:00 UTC on the last Sunday of October. Both changes happen at night, so the fixes of
those two Sundays already go by the new clock. Source: LBMA, "LBMA Gold Price"; Summer Time Act 1972
as amended in 2002, as Directive 2000/84/EC has it. Holidays without an auction are not known here.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from stableaudit.domain.reserve_assets import PriceFix

_SUNDAY: Final = 6
_HOUR: Final = timedelta(hours=1)
_SECOND: Final = timedelta(seconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


_LONDON: Final = {PriceFix.AM: timedelta(hours=10, minutes=30), PriceFix.PM: timedelta(hours=15)}


def fix_instant(day: date, fix: PriceFix) -> int:
    """Return the second of UTC at which the auction of a day begins."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    ahead = _HOUR if _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10) else timedelta(0)
    return (midnight + _LONDON[fix] - ahead - _EPOCH) // _SECOND


def _last_sunday(year: int, month: int) -> date:
    """Return the last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() - _SUNDAY) % 7)
