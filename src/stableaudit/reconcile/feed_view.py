"""The feeds of one pair or more and what was read of them: all that a price is judged by.

A check of a token has such a view in it; a question for the price alone is nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.phrases import say
from stableaudit.domain.policy import Policy
from stableaudit.domain.readings import Reading
from stableaudit.domain.tokens import ChainSpec, FeedSpec
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reserves.price_history import longest_gap
from stableaudit.reserves.valuation import round_price


@dataclass(frozen=True, slots=True)
class FeedReading:
    """One feed by the registry's word, and what was read of it."""

    spec: FeedSpec
    chain: ChainSpec
    evidence: FeedEvidence

    @property
    def subject(self) -> str:
        """How findings name the feed: what it prices and where."""
        return say(
            "{description} on {title}", description=self.spec.description, title=self.chain.title
        )

    @property
    def answered(self) -> bool:
        """Whether decimals, description and round were all read."""
        asked = (self.evidence.decimals, self.evidence.description, self.evidence.round)
        return all(isinstance(one, Reading) for one in asked)

    @property
    def price(self) -> Fraction | None:
        """Its price per unit; None where it is not surely the feed, or has no round."""
        if isinstance(self.evidence.round, Reading) and is_the_feed(self.spec, self.evidence):
            return round_price(self.evidence.round.value, self.spec.decimals)
        return None

    @property
    def heartbeat(self) -> int | None:
        """The most open market seconds between its last rounds; None where two are not known."""
        newest_first = (self.evidence.round, *self.evidence.recent)
        rounds = [one.value for one in newest_first if isinstance(one, Reading)]
        return longest_gap(tuple(reversed(rounds)))


@dataclass(frozen=True, slots=True)
class FeedsView:
    """What feeds said at an instant."""

    feeds: tuple[FeedReading, ...]
    """In the registry's order."""

    at: int
    policy: Policy

    @property
    def pairs(self) -> "tuple[FeedsView, ...]":
        """The same, a view for each pair."""
        keys = sorted({one.spec.key for one in self.feeds})
        return tuple(
            replace(self, feeds=tuple(one for one in self.feeds if one.spec.key == key))
            for key in keys
        )

    @property
    def positive(self) -> tuple[tuple[FeedReading, Fraction], ...]:
        """The feeds that surely are what they should be and gave a price above 0, with it."""
        priced = ((one, one.price) for one in self.feeds)
        return tuple((one, price) for one, price in priced if price is not None and price > 0)

    @property
    def divergence(self) -> Fraction | None:
        """By how much of the lowest price the highest exceeds it; None for fewer than two."""
        prices = [price for _, price in self.positive]
        return max(prices) / min(prices) - 1 if len(prices) > 1 else None


def view_of(case: Case) -> FeedsView:
    """Return the feeds of a token's check; one that nothing was read of is left out."""
    return FeedsView(tuple(_feeds(case)), case.evidence.measurement_time, case.scope.policy)


def _feeds(case: Case) -> Iterator[FeedReading]:
    for spec in case.scope.feeds:
        evidence = case.feed(spec.contract)
        if evidence is not None:
            yield FeedReading(spec, case.scope.chain(spec.contract.chain), evidence)
