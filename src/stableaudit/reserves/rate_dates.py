"""Which published rate is in force at an instant, and how far two of them differ.

The National Bank of the Kyrgyz Republic sets a rate in the afternoon for the days from the next
one on. The rate for an instant is the one with the greatest effective date that is not after the
local date of the instant. A daily file stays in force over weekends and holidays, until the next.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from stableaudit.domain.rates import RateReading

BISHKEK: Final = timedelta(hours=6)
"""What Asia/Bishkek is ahead of UTC, the whole year since 12 August 2005 (IANA time zones)."""


class Standing(StrEnum):
    """What a rate is to a day."""

    IN_FORCE = "in force"
    FUTURE = "of a later day"
    STALE = "stale"


def bishkek_date(instant: int) -> date:
    """Return the day that an instant falls on in Bishkek."""
    return (datetime.fromtimestamp(instant, UTC) + BISHKEK).date()


def age_days(effective: date, *, on: date) -> int:
    """Return how many days before a day a rate began; negative for a later one."""
    return (effective - on).days * -1


def standing(effective: date, *, on: date, max_age_days: int) -> Standing:
    """Return what a rate is to a day, by its effective date; the limit itself is in force."""
    age = age_days(effective, on=on)
    if age < 0:
        return Standing.FUTURE
    return Standing.STALE if age > max_age_days else Standing.IN_FORCE


def in_force(readings: Iterable[RateReading], *, on: date, max_age_days: int) -> RateReading | None:
    """Return the reading in force on a day: the latest; of one date the first given; or None."""
    best: RateReading | None = None
    for reading in readings:
        effective = reading.rate.effective
        if standing(effective, on=on, max_age_days=max_age_days) is not Standing.IN_FORCE:
            continue
        if best is None or effective > best.rate.effective:
            best = reading
    return best


def divergence(one: Fraction, other: Fraction) -> Fraction:
    """Return by what share of the smaller the larger of two rates, both above zero, exceeds it."""
    return max(one, other) / min(one, other) - 1
