"""Checks of prices as evidence: the right feed, alive, the same on every chain (PRC)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Duration, Instant, Price, Ratio
from stableaudit.domain.readings import Reading
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, is_the_feed, price_unit
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.gold_market import seconds_since_close
from stableaudit.reserves.valuation import round_price


def _feeds(case: Case) -> Iterator[tuple[str, FeedSpec, FeedEvidence]]:
    for feed in case.scope.feeds:
        evidence = case.feed(feed.contract)
        if evidence is not None:
            yield (
                f"{feed.description} on {case.scope.chain(feed.contract.chain).title}",
                feed,
                evidence,
            )


def wrong_feed(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the feeds that are not what the registry says."""
    for subject, feed, evidence in _feeds(case):
        if isinstance(evidence.decimals, Reading) and evidence.decimals.value != feed.decimals:
            yield Violation(
                subject,
                "the feed has other decimals than the registry",
                Bearing.UNDECIDED,
                (
                    figure("registry", feed.decimals),
                    figure("feed", evidence.decimals.value),
                ),
            )
        described = evidence.description
        if isinstance(described, Reading) and described.value.raw != feed.description:
            yield Violation(
                subject,
                "the feed says it prices something else",
                Bearing.UNDECIDED,
                (
                    figure("registry", feed.description),
                    figure("feed", described.value),
                ),
            )


def not_alive(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the prices that are not positive, or not recent at the measurement time."""
    now = case.evidence.measurement_time
    for subject, feed, evidence in _feeds(case):
        if not isinstance(evidence.round, Reading):
            continue
        latest = evidence.round.value
        limit, market = _limit(case, feed)
        figures = (
            figure("answer", latest.answer),
            figure("decimals of the registry", feed.decimals),
            figure("round", str(latest.round_id)),
            figure("updated", Instant(latest.updated_at)),
            figure("age", Duration(now - latest.updated_at)),
            figure("may be as old as", Duration(limit)),
            *market,
        )
        if latest.answer <= 0:
            yield Violation(subject, "the price is not positive", Bearing.UNDECIDED, figures)
        elif latest.updated_at > now:
            yield Violation(
                subject, "the round is of after the measurement time", Bearing.UNDECIDED, figures
            )
        elif now - latest.updated_at > limit:
            yield Violation(subject, "the price is stale", Bearing.UNDECIDED, figures)


def _limit(case: Case, feed: FeedSpec) -> tuple[int, tuple[NamedQuantity, ...]]:
    """Return how old a price may be, and for gold whether its market is open."""
    policy = case.scope.policy
    limit = policy.max_price_age_seconds
    if feed.base != "XAU":
        return limit, ()  # Coins are traded at all hours.
    closed = seconds_since_close(case.evidence.measurement_time)
    if closed is None:
        return limit, (figure("gold market", "open"),)
    # What was fresh at the close is as fresh as it can be now.
    limit = min(limit + closed, policy.max_weekend_price_age_seconds)
    return limit, (figure("gold market", "closed"),)


def disagree(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield each pair whose feeds differ too much across chains."""
    for pair in sorted({feed.key for feed in case.scope.feeds}):
        yield from _disagree(case, pair)


def _disagree(case: Case, pair: str) -> Iterator[Violation]:
    priced = [
        (subject, round_price(evidence.round.value, feed.decimals), feed)
        for subject, feed, evidence in _feeds(case)
        if feed.key == pair and isinstance(evidence.round, Reading) and is_the_feed(feed, evidence)
    ]
    positive = [entry for entry in priced if entry[1] > 0]
    if len(positive) < 2:  # noqa: PLR2004 - one price has nothing to differ from
        return
    low = min(positive, key=_price_of)
    high = max(positive, key=_price_of)
    divergence = high[1] / low[1] - 1
    if divergence > case.scope.policy.max_feed_divergence:
        yield Violation(
            "price feeds",
            "feeds of the same pair differ by more than the policy allows",
            Bearing.UNDECIDED,
            (
                figure(low[0], _price(low)),
                figure(high[0], _price(high)),
                figure("divergence", Ratio(Interval.exactly(divergence))),
                figure("allowed", Ratio(Interval.exactly(case.scope.policy.max_feed_divergence))),
            ),
        )


def _price_of(entry: tuple[str, Fraction, FeedSpec]) -> Fraction:
    return entry[1]


def _price(entry: tuple[str, Fraction, FeedSpec]) -> Price:
    _, price, feed = entry
    return Price(Interval.exactly(price), feed.quote, price_unit(feed.base))


IDENTITY: Final = Check(
    "PRC-01",
    "Every price feed is the feed of the registry.",
    Severity.HIGH,
    "A feed's address is only an address. What it says it prices and its decimals are read every "
    "time; a feed that differs prices something else.",
    "Correct the feed's entry after comparing with its publisher's list.",
    wrong_feed,
)
ALIVE: Final = Check(
    "PRC-02",
    "Every price is positive, and recent at the measurement time.",
    Severity.HIGH,
    "An old price values today's liability with yesterday's gold. While the market of gold is "
    "closed a longer age is normal, and the report says that it is closed: a small age does not "
    "prove a fresh price. Coins have no such hours.",
    "Wait for the feed's next round, or measure at a time when the market was open.",
    not_alive,
)
AGREE: Final = Check(
    "PRC-03",
    "Feeds of the same pair agree across chains.",
    Severity.HIGH,
    "One feed read on two chains is two witnesses of one price. When they differ beyond the "
    "policy, at least one is stuck, and neither decides coverage.",
    "Compare with a third source; measure again when both feeds move.",
    disagree,
)
