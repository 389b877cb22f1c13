"""What a feed's history tells: a price at a time, days below a price, how picked a date looks.

A history knows every round of its first part and some of the rest. Each answer here says what the
known rounds show: a count over the rest is a lower bound, and says so.
"""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from stableaudit.domain.intervals import Interval
from stableaudit.domain.prices import PriceEntry, PriceFile, PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.reserves.gold_market import open_seconds
from stableaudit.reserves.valuation import round_price

DAY_SECONDS: Final = 86_400
AROUND_SECONDS: Final = 7 * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class DaysBelow:
    """On how many days of UTC a price was seen below another."""

    days: int
    last_day: int | None
    """The first second of the last of them; None where there was none."""

    sampled: bool
    """True where not every round is known: there may be more such days, not fewer."""


@dataclass(frozen=True, slots=True)
class BelowBreakEven:
    """On how many days of UTC since the statement a feed's price of gold was below break-even."""

    surely: DaysBelow
    """Below the whole interval."""

    perhaps: DaysBelow
    """Below its upper end."""

    feed: str
    """Whose history it is."""

    since: int
    """From when on its rounds are known: the statement's time, or later."""


def price_at(history: PriceHistory, instant: int) -> Round | None:
    """Return the last round at or before an instant; None where the history does not cover it."""
    if instant > (history.until if history.stride == 1 else history.complete_until):
        return None
    place = bisect_right(history.rounds, instant, key=_updated_at)
    return history.rounds[place - 1] if place else None


def entry_at(file: PriceFile, instant: int) -> PriceEntry | None:
    """Return a file's last price at or before an instant; None where it begins later."""
    place = bisect_right(file.entries, instant, key=_entry_time)
    return file.entries[place - 1] if place else None


def prices_of_day(history: PriceHistory, instant: int, *, decimals: int) -> Interval | None:
    """Return the lowest to the highest price of the UTC day of an instant.

    The price that the day began with counts as one of its own. None where the history does not
    cover the day, or its lowest price is not above 0.
    """
    start = instant - instant % DAY_SECONDS
    end = min(start + DAY_SECONDS - 1, history.until)
    first, last = price_at(history, start), price_at(history, end)
    if last is None:
        return None
    of_day = [one for one in history.rounds if start <= one.updated_at <= end]
    if first is not None:
        of_day.append(first)
    prices = [round_price(one, decimals) for one in of_day]
    if min(prices) <= 0:
        return None
    return Interval(min(prices), max(prices))


def days_below(history: PriceHistory, price: Fraction, *, decimals: int, since: int) -> DaysBelow:
    """Return on how many UTC days from `since` on a known round was below a price."""
    days = {
        one.updated_at // DAY_SECONDS
        for one in history.rounds
        if one.updated_at >= since and round_price(one, decimals) < price
    }
    last = max(days) * DAY_SECONDS if days else None
    return DaysBelow(len(days), last, sampled=history.stride > 1)


def percentile_of(history: PriceHistory, instant: int) -> Fraction | None:
    """Return the share of rounds within a week of an instant that are below the price at it.

    Each round counts once; rounds of the same price do not count as below, so that a price that
    stood still is not a high one. None where the history does not cover the instant, or no round
    is near.
    """
    at = price_at(history, instant)
    near = [one for one in history.rounds if abs(one.updated_at - instant) <= AROUND_SECONDS]
    if at is None or not near:
        return None
    return Fraction(sum(one.answer < at.answer for one in near), len(near))


def complete_rounds(history: PriceHistory) -> tuple[Round, ...]:
    """Return the rounds of the part that is wholly known: none is missing between two of them."""
    if history.stride == 1:
        return history.rounds
    return history.rounds[: bisect_right(history.rounds, history.complete_until, key=_updated_at)]


def longest_gap(rounds: tuple[Round, ...]) -> int | None:
    """Return the most open market seconds between two rounds that follow each other.

    Rounds are in the order of time. The weekend does not count, holidays do. None for fewer than
    two rounds.
    """
    gaps = [open_seconds(one.updated_at, after.updated_at) for one, after in pairwise(rounds)]
    return max(gaps, default=None)


def _updated_at(one: Round) -> int:
    return one.updated_at


def _entry_time(one: PriceEntry) -> int:
    return one.at
