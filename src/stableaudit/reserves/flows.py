"""Mints on chain against issuances as declared: matched one to one, the rest aged.

A mint and a declared issuance match if they are of the same contract (where the declaration says
which), no further apart in time than the window, and in amount no further than one unit of the
last digit that the declaration wrote. Each is used once. Mints are taken by time, then amount; each
takes the issuance nearest in time, then in amount, then by its id. The order in which events are
given changes nothing, and the work grows with their number and its logarithm, not with its square.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from stableaudit.domain.amounts import MAX_DECIMALS, TokenAmount
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.phrases import say
from stableaudit.domain.undertakings import IssuanceEvent

_DAY: Final = 86_400
_BANDS: Final = ((0, 7), (8, 30), (31, 90), (91, None))
"""Days of age, as receivables are aged."""


@dataclass(frozen=True, slots=True)
class SupplyEvent:
    """A mint or burn on chain."""

    asset: AssetId
    at: int
    block: int
    ordinal: int
    transaction: bytes
    amount: TokenAmount
    """Below zero for a burn or wipe."""

    @property
    def place(self) -> tuple[int, str, int, int]:
        """What events are ordered by: time, contract, place in the chain."""
        return self.at, str(self.asset), self.block, self.ordinal


@dataclass(frozen=True, slots=True)
class Pair:
    """A mint and the declared issuance that explains it."""

    mint: SupplyEvent
    issuance: IssuanceEvent


@dataclass(frozen=True, slots=True)
class Matching:
    """Which events explain each other, and which stand alone; each by time."""

    pairs: tuple[Pair, ...]
    mints: tuple[SupplyEvent, ...]
    """Without a declared issuance."""

    issuances: tuple[IssuanceEvent, ...]
    """Without a mint."""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Events of an age, in whole days at the measurement time."""

    first_day: int
    last_day: int | None
    """None for the last band, which has no end."""

    events: int
    amount: TokenAmount


_Bucket: TypeAlias = tuple[AssetId | None, int, int]
"""Contract if declared, digits after the point, and the amount in units of the last of them."""

_Place: TypeAlias = tuple[int, int]
"""Time, and position among all issuances, which are in the order of time and id."""


def match(
    mints: Iterable[SupplyEvent], issuances: Iterable[IssuanceEvent], *, window_seconds: int
) -> Matching:
    """Return the matching; the same for every order of the same events."""
    waiting = _Waiting(issuances)
    pairs: list[Pair] = []
    alone: list[SupplyEvent] = []
    for mint in sorted(mints, key=_turn):
        found = waiting.take(mint, window_seconds)
        if found is None:
            alone.append(mint)
        else:
            pairs.append(Pair(mint, found))
    return Matching(tuple(pairs), tuple(alone), waiting.left())


def age(events: Iterable[tuple[int, Fraction]], *, measured: int) -> tuple[AgeBand, ...]:
    """Return every band with how many events, given as time and tokens, are in it and their sum.

    What lies after the measurement time has no age yet and stands in the first band.
    """
    counts = [0] * len(_BANDS)
    sums = [Fraction(0)] * len(_BANDS)
    for at, tokens in events:
        days = max(measured - at, 0) // _DAY
        band = sum(1 for _, last in _BANDS if last is not None and days > last)
        counts[band] += 1
        sums[band] += tokens
    return tuple(
        AgeBand(first, last, count, exactly(tokens))
        for (first, last), count, tokens in zip(_BANDS, counts, sums, strict=True)
    )


def exactly(tokens: Fraction) -> TokenAmount:
    """Return an amount with as many decimals as it needs; ValueError where none suffice."""
    scale = 1
    for decimals in range(MAX_DECIMALS + 1):
        if scale % tokens.denominator == 0:
            return TokenAmount(tokens.numerator * (scale // tokens.denominator), decimals)
        scale *= 10
    message = say(
        "{tokens} tokens have no end within {max_decimals} decimals",
        tokens=tokens,
        max_decimals=MAX_DECIMALS,
    )
    raise ValueError(message)


class _Waiting:
    """Issuances that no mint has taken yet, found by amount and nearness in time."""

    def __init__(self, issuances: Iterable[IssuanceEvent]) -> None:
        self._all = tuple(sorted(issuances, key=_order))
        self._buckets: dict[_Bucket, list[_Place]] = {}
        for position, one in enumerate(self._all):
            self._buckets.setdefault(_bucket_of(one), []).append((one.at, position))
        self._precisions = sorted({places for _, places, _ in self._buckets})
        self._taken: set[int] = set()

    def take(self, mint: SupplyEvent, window_seconds: int) -> IssuanceEvent | None:
        """Return the issuance that fits best, which then waits no longer; None where none fits."""
        best: tuple[int, Fraction, int] | None = None
        for bucket in self._fitting(mint):
            for at, position in _beside(bucket, mint.at):
                amount = self._all[position].amount.value
                fit = (abs(at - mint.at), abs(amount - mint.amount.tokens), position)
                if fit[0] <= window_seconds and (best is None or fit < best):
                    best = fit
        if best is None:
            return None
        found = self._all[best[2]]
        self._buckets[_bucket_of(found)].remove((found.at, best[2]))
        self._taken.add(best[2])
        return found

    def left(self) -> tuple[IssuanceEvent, ...]:
        """Return what nothing took, by time."""
        return tuple(one for n, one in enumerate(self._all) if n not in self._taken)

    def _fitting(self, mint: SupplyEvent) -> Iterator[list[_Place]]:
        """Yield what waits with an amount no further than one unit of its last digit."""
        for places in self._precisions:
            units = mint.amount.tokens * _scale(places)
            lowest = -((-units.numerator) // units.denominator) - 1
            highest = units.numerator // units.denominator + 1
            for written in range(lowest, highest + 1):
                for asset in (mint.asset, None):
                    bucket = self._buckets.get((asset, places, written))
                    if bucket:
                        yield bucket


def _beside(bucket: list[_Place], at: int) -> Iterator[_Place]:
    """Yield the first of the nearest at or after an instant, and of the nearest before it."""
    after = bisect_left(bucket, (at, -1))
    if after < len(bucket):
        yield bucket[after]
    if after > 0:
        yield bucket[bisect_left(bucket, (bucket[after - 1][0], -1))]


def _turn(mint: SupplyEvent) -> tuple[int, Fraction, tuple[int, str, int, int]]:
    return mint.at, mint.amount.tokens, mint.place


def _order(one: IssuanceEvent) -> tuple[int, str, str, str]:
    asset = str(one.asset) if isinstance(one.asset, AssetId) else ""
    return one.at, one.id, one.amount.text, asset


def _bucket_of(one: IssuanceEvent) -> _Bucket:
    asset = one.asset if isinstance(one.asset, AssetId) else None
    places = len(one.amount.text.partition(".")[2])
    return asset, places, (one.amount.value * _scale(places)).numerator


def _scale(places: int) -> int:
    scale: int = 10**places
    return scale
