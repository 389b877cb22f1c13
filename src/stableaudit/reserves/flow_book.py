"""The flow book: what its figures are, for those who close, judge and show it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.undertakings import IssuanceEvent, ReserveEvent
from stableaudit.reserves.flows import AgeBand, Matching, Pair, SupplyEvent
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.running import Point, first_second


@dataclass(frozen=True, slots=True)
class Backing:
    """A declared issuance and the declared change of the reserve that pays for it."""

    issuance: IssuanceEvent
    reserve_event: ReserveEvent | None
    """None where the declaration names none, or one that it does not have."""


@dataclass(frozen=True, slots=True)
class TimeToMint:
    """How long after the declared change of the reserve that pays for it a mint was made."""

    pair: Pair
    reserve_event: ReserveEvent

    @property
    def seconds(self) -> int:
        """Below zero where the tokens were there first; of a date its first second counts."""
        return self.pair.mint.at - first_second(self.reserve_event.at)


@dataclass(frozen=True, slots=True)
class SinceStatement:
    """What changed on chain after the time that the statement speaks of."""

    minted: TokenAmount
    burned: TokenAmount
    net: TokenAmount
    then: TokenAmount
    """Natively minted at the statement's own time, by events."""


@dataclass(frozen=True, slots=True)
class LatePublication:
    """A declared event that became public only after a mint that it explains."""

    event: str
    """Its id."""

    pair: Pair
    published: int
    """Of the first statement that has it."""

    @property
    def lag_seconds(self) -> int:
        """From the mint to the publication."""
        return self.published - self.pair.mint.at


Covered: TypeAlias = tuple[Interval, Point]
"""A point and its coverage."""


@dataclass(frozen=True, slots=True)
class FlowBook:
    """Supply events on chain against declared issuances and changes of the reserve."""

    declared: bool
    """Whether the statement declares any issuance event at all."""

    mints: int
    minted: TokenAmount
    left_out: int
    """Supply events before the first that was kept; nothing is said of them."""

    matching: Matching
    unmatched_mints: tuple[AgeBand, ...]
    unmatched_issuances: tuple[AgeBand, ...]
    backings: tuple[Backing, ...]
    """One for each declared issuance, by time."""

    times_to_mint: tuple[TimeToMint, ...]
    """Of every matched mint whose change of the reserve is declared, by time of the mint."""

    idle: tuple[ReserveEvent, ...]
    """Declared increases that pay for no declared issuance, by time."""

    late: tuple[LatePublication, ...]
    """By time of the mint, then id."""

    points: tuple[Point, ...] | Unbounded
    """Coverage at every block that minted, by time."""

    priced: str
    """At which price gold is taken in `points`."""

    price_of_the_time: bool
    """Whether that is the price of each block's own time, or no price is needed."""

    since: SinceStatement | Unbounded

    @property
    def covered(self) -> tuple[Covered, ...]:
        """The points whose coverage is known, by time, each with it."""
        points = () if isinstance(self.points, Unbounded) else self.points
        return tuple((p.coverage, p) for p in points if isinstance(p.coverage, Interval))


def surely_late(
    late: Iterable[TimeToMint], backings: Iterable[Backing], *, window_seconds: int
) -> bool:
    """Return whether one of the mints came before its reserve however it could be paired.

    A mint that another issuance of the same amount explains as well, and in time, was perhaps
    paired with the wrong one.
    """
    by_amount: dict[Fraction, list[Backing]] = {}
    for one in sorted(backings, key=_issued_at):
        by_amount.setdefault(one.issuance.amount.value, []).append(one)
    for time in late:
        mint, alike = time.pair.mint, by_amount.get(time.pair.issuance.amount.value, [])
        first = bisect_left(alike, mint.at - window_seconds, key=_issued_at)
        last = bisect_right(alike, mint.at + window_seconds, key=_issued_at)
        if not any(_explains(alike[index], mint) for index in range(first, last)):
            return True
    return False


def _issued_at(one: Backing) -> int:
    return one.issuance.at


def _explains(one: Backing, mint: SupplyEvent) -> bool:
    if isinstance(one.issuance.asset, AssetId) and one.issuance.asset != mint.asset:
        return False
    return one.reserve_event is None or first_second(one.reserve_event.at) <= mint.at


def lowest_of(points: tuple[Covered, ...]) -> Covered:
    """Return the first of the points with the least coverage by its low end.

    Raises ValueError for no points.
    """
    return min(points, key=_low)


def _low(one: Covered) -> Fraction:
    return one[0].low
