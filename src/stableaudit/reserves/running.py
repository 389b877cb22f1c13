"""Coverage at every block that minted, though the tokens may have been burned again since.

The declared reserve is a step function: what the statement says stands at its own time, and every
declared change moves it from there, backwards and forwards. Before the first declared change it is
unknown, and unknown is not nothing. Two things are taken in the issuer's favour, because a date
gives no hour: an increase on a date counts from the date's first second, a decrease from its last.

Supply is what all native deployments together had issued at the end of the block.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Final, TypeAlias

from stableaudit.domain.instants import format_instant
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.reserves.flows import SupplyEvent
from stableaudit.reserves.mass import Unbounded, troy_ounces

PriceAt: TypeAlias = Callable[[int], Interval | Unbounded]
"""Of gold per fine troy ounce at an instant, or what is missing for it."""

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Step:
    """A declared change of one asset."""

    at: int
    change: Interval
    """Below zero for a decrease; grams of pure gold, or money."""

    def __post_init__(self) -> None:
        if self.change.low < 0 < self.change.high:
            message = f"a change is an increase or a decrease, not {self.change}"
            raise ValueError(message)

    @property
    def counts_from(self) -> int:
        """The instant from which it counts: of an increase on a date the date's first second."""
        return first_second(self.at) if self.change.low >= 0 else self.at


@dataclass(frozen=True, slots=True)
class SteppedAsset:
    """What one asset counts for at the statement's time, and its declared changes."""

    held: Interval
    """What is free of it: grams of pure gold, or money."""

    gold: bool
    """Whether it is grams, to be priced."""

    counted: Fraction
    """Share of its value that counts: 1 less its haircut."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Coverage at the end of a block that minted."""

    last: SupplyEvent
    """The block's last supply event."""

    supply: Fraction
    """In tokens."""

    value: Interval | Unbounded
    coverage: Interval | Unbounded


def first_second(at: int) -> int:
    """Return an instant, or the first second of a date, which is written as its last."""
    return at - (_DAY - 1) if at % _DAY == _DAY - 1 else at


class SteppedReserve:
    """The declared reserve at any instant.

    All gold is walked as one amount and all money as another, each less its haircuts: sums of
    bounds are the bounds of the sum, and an instant then costs the same for one asset as for many.
    """

    def __init__(self, assets: tuple[SteppedAsset, ...], *, as_of: int) -> None:
        """Take the assets as they stood at an instant."""
        self._gold = _Walk(tuple(asset for asset in assets if asset.gold), as_of)
        self._money = _Walk(tuple(asset for asset in assets if not asset.gold), as_of)
        self._has_gold = any(asset.gold for asset in assets)
        begins = [step.counts_from for asset in assets for step in asset.steps]
        self._since = min(begins, default=None)

    def value(self, at: int, price_at: PriceAt) -> Interval | Unbounded:
        """Return what counts of the reserve at an instant, in money."""
        if self._since is None:
            return Unbounded("no reserve event is declared")
        if at < self._since:
            return Unbounded(
                say(
                    "no reserve event is declared before {since}", since=format_instant(self._since)
                )
            )
        money = self._money.counted(at)
        if not self._has_gold:
            return money
        price = price_at(at)
        if isinstance(price, Unbounded):
            return price
        return money + troy_ounces(self._gold.counted(at)) * price


class _Walk:
    """What counts of some assets at any instant, by sums over their steps."""

    def __init__(self, assets: tuple[SteppedAsset, ...], as_of: int) -> None:
        self._then = Interval.exactly(0)
        moves: list[tuple[int, Interval]] = []
        for asset in assets:
            share = Interval.exactly(asset.counted)
            self._then = self._then + asset.held * share
            moves += [(step.counts_from, step.change * share) for step in asset.steps]
        moves.sort(key=_begin)
        self._times = [at for at, _ in moves]
        nothing = Fraction(0)
        self._low = list(accumulate((change.low for _, change in moves), initial=nothing))
        self._high = list(accumulate((change.high for _, change in moves), initial=nothing))
        self._start = bisect_right(self._times, as_of)

    def counted(self, at: int) -> Interval:
        end = bisect_right(self._times, at)
        first, last = min(self._start, end), max(self._start, end)
        moved = Interval(self._low[last] - self._low[first], self._high[last] - self._high[first])
        return self._then + moved if end >= self._start else self._then - moved


def running(
    events: Iterable[SupplyEvent],
    *,
    before: Fraction,
    reserve: SteppedReserve,
    price_at: PriceAt,
    par: Fraction,
) -> tuple[Point, ...]:
    """Return a point for every block that minted, by time.

    Args:
        events: mints and burns of all native deployments.
        before: tokens that were issued before the first of them.
        reserve: what is declared.
        price_at: of gold.
        par: what one token is owed.
    """
    ordered = sorted(events, key=_place)
    points: list[Point] = []
    supply, minted = before, False
    for index, event in enumerate(ordered):
        supply += event.amount.tokens
        minted = minted or event.amount.base_units > 0
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        if following is not None and _block(following) == _block(event):
            continue
        if minted:
            value = reserve.value(event.at, price_at)
            points.append(Point(event, supply, value, cover(value, supply * par)))
        minted = False
    return tuple(points)


def cover(value: Interval | Unbounded, owed: Fraction) -> Interval | Unbounded:
    """Return the coverage of what is owed, or what is missing for it."""
    if isinstance(value, Unbounded):
        return value
    if owed <= 0:
        return Unbounded("there are no tokens to cover")
    return value / Interval.exactly(owed)


def _begin(move: tuple[int, Interval]) -> int:
    return move[0]


def _place(event: SupplyEvent) -> tuple[int, str, int, int]:
    return event.place


def _block(event: SupplyEvent) -> tuple[str, int]:
    return str(event.asset), event.block
