"""What checks of a token came to over time, and what its ledgers say of the days between.

Two kinds of points, never mixed up: a check measured, a ledger's day is derived from mints and
burns. Neither stands in a bundle's report: they are this machine's memory, no evidence.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Verdict
from stableaudit.domain.intervals import Interval
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.reconcile.past_days import PastDay, PastDays


class PointOrigin(StrEnum):
    """Where a point of the history comes from."""

    CHECK = "check"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The token at one instant."""

    at: int
    """Seconds of UTC: a measurement time, or the last second of a day."""

    origin: PointOrigin
    supply: TokenAmount | Open
    """Natively minted."""

    coverage: Interval | Open
    holders: int | Open
    verdict: Verdict | None
    """None for a day of the ledgers: nobody judged it."""


@dataclass(frozen=True, slots=True)
class VerdictTurn:
    """A check that ended otherwise than the one before it."""

    at: int
    before: Verdict
    after: Verdict
    why: str
    """The later one's."""


@dataclass(frozen=True, slots=True)
class HistorySection:
    """A token's history."""

    results: tuple[KeptResult, ...]
    """By measurement time; of one time in the order in which they were kept."""

    days: PastDays | Open
    turns: tuple[VerdictTurn, ...]
    torn: bool
    """Whether a last result was begun and never finished."""

    @property
    def points(self) -> tuple[HistoryPoint, ...]:
        """Checks and days together, by time."""
        days = self.days.days if isinstance(self.days, PastDays) else ()
        points = [*map(_of_a_day, days), *map(_of_a_check, self.results)]
        return tuple(sorted(points, key=_instant))

    @property
    def marks(self) -> tuple[HistoryPoint, ...]:
        """The points without the days that moved nothing: their supply is that of the day before.

        The last day stays, as the one that the ledgers reach to.
        """
        days = self.days.days if isinstance(self.days, PastDays) else ()
        idle = {one.at for before, one in pairwise(days) if one.supply == before.supply}
        idle -= {one.at for one in days[-1:]}
        return tuple(
            one for one in self.points if one.origin is PointOrigin.CHECK or one.at not in idle
        )


def history_section(
    results: tuple[KeptResult, ...],
    days: PastDays | Open,
    *,
    since: int | None = None,
    torn: bool = False,
) -> HistorySection:
    """Return a token's history from an instant on.

    Args:
        results: what is kept, in any order.
        days: what the ledgers say, or why that is not known.
        since: seconds of UTC; None for all of it.
        torn: whether a last result was begun and never finished.
    """
    ordered = sorted(results, key=_measured)
    turns = tuple(_turn(one, other) for one, other in pairwise(ordered) if _differ(one, other))
    if since is None:
        return HistorySection(tuple(ordered), days, turns, torn)
    if isinstance(days, PastDays):
        later = tuple(one for one in days.days if one.at >= since)
        days = PastDays(later, days.ledgers, days.price)
    return HistorySection(
        tuple(one for one in ordered if one.outcome.measurement_time >= since),
        days,
        tuple(one for one in turns if one.at >= since),
        torn,
    )


def _of_a_check(result: KeptResult) -> HistoryPoint:
    one = result.outcome
    return HistoryPoint(
        one.measurement_time,
        PointOrigin.CHECK,
        one.native,
        one.coverage,
        one.holders,
        one.verdict,
    )


def _of_a_day(day: PastDay) -> HistoryPoint:
    return HistoryPoint(day.at, PointOrigin.LEDGER, day.supply, day.coverage, day.holders, None)


def _turn(before: KeptResult, after: KeptResult) -> VerdictTurn:
    one, other = before.outcome, after.outcome
    return VerdictTurn(other.measurement_time, one.verdict, other.verdict, after.why)


def _differ(before: KeptResult, after: KeptResult) -> bool:
    return before.outcome.verdict != after.outcome.verdict


def _instant(point: HistoryPoint) -> int:
    return point.at


def _measured(result: KeptResult) -> int:
    return result.outcome.measurement_time
