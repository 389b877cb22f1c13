"""Checks of prices as evidence: the right feed, alive, the same on every chain (PRC)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.policy import Policy
from stableaudit.domain.quantities import Duration, Instant, Price, Ratio
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, price_unit
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.feed_view import FeedReading, FeedsView, view_of
from stableaudit.reconcile.measured_price import GOLD
from stableaudit.reserves.gold_market import seconds_since_close
from stableaudit.reserves.price_history import entry_at


def wrong_feed(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the feeds that are not what the registry says."""
    yield from not_the_feeds(view_of(case))


def not_alive(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the prices that are not positive, or not recent at the measurement time."""
    yield from not_recent(view_of(case))


def disagree(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield each pair whose feeds differ too much across chains."""
    yield from apart(view_of(case))


def file_not_recent(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield once if a price file, given instead of feeds, says nothing recent enough."""
    file, now = case.scope.prices, case.evidence.measurement_time
    if file is None or not case.scope.gold:
        return
    entry = entry_at(file, now)
    if entry is None:
        yield Violation(
            file.name, "it has no price at or before the measurement time", Bearing.UNDECIDED
        )
        return
    limit, market = gold_limit(case.scope.policy, now)
    if now - entry.at > limit:
        yield Violation(
            file.name,
            "its last price at the measurement time is stale",
            Bearing.UNDECIDED,
            (
                figure("of", Instant(entry.at)),
                figure("age", Duration(now - entry.at)),
                figure("may be as old as", Duration(limit)),
                *market,
            ),
        )


def not_the_feeds(view: FeedsView) -> Iterator[Violation]:
    """See wrong_feed; of a view."""
    for feed in view.feeds:
        decimals, described = feed.evidence.decimals, feed.evidence.description
        if isinstance(decimals, Reading) and decimals.value != feed.spec.decimals:
            yield Violation(
                feed.subject,
                "the feed has other decimals than the registry",
                Bearing.UNDECIDED,
                (
                    figure("registry", feed.spec.decimals),
                    figure("feed", decimals.value),
                ),
            )
        if isinstance(described, Reading) and described.value.raw != feed.spec.description:
            yield Violation(
                feed.subject,
                "the feed says it prices something else",
                Bearing.UNDECIDED,
                (
                    figure("registry", feed.spec.description),
                    figure("feed", described.value),
                ),
            )


def not_recent(view: FeedsView) -> Iterator[Violation]:
    """See not_alive; of a view."""
    now = view.at
    for feed in view.feeds:
        if not isinstance(feed.evidence.round, Reading):
            continue
        latest = feed.evidence.round.value
        limit, market = _limit(view, feed)
        figures = (
            figure("answer", latest.answer),
            figure("decimals of the registry", feed.spec.decimals),
            figure("round", str(latest.round_id)),
            figure("updated", Instant(latest.updated_at)),
            figure("age", Duration(now - latest.updated_at)),
            figure("may be as old as", Duration(limit)),
            *market,
        )
        subject = feed.subject
        if latest.answer <= 0:
            yield Violation(subject, "the price is not positive", Bearing.UNDECIDED, figures)
        elif latest.updated_at > now:
            yield Violation(
                subject, "the round is of after the measurement time", Bearing.UNDECIDED, figures
            )
        elif now - latest.updated_at > limit:
            yield Violation(subject, "the price is stale", Bearing.UNDECIDED, figures)


def _limit(view: FeedsView, feed: FeedReading) -> tuple[int, tuple[NamedQuantity, ...]]:
    if feed.spec.base != GOLD:
        return view.policy.max_price_age_seconds, ()  # Coins are traded at all hours.
    return gold_limit(view.policy, view.at)


def gold_limit(policy: Policy, instant: int) -> tuple[int, tuple[NamedQuantity, ...]]:
    """Return how old a price of gold may be at an instant, and whether its market is open."""
    limit, closed = policy.max_price_age_seconds, seconds_since_close(instant)
    if closed is None:
        return limit, (figure("gold market", "open"),)
    # What was fresh at the close is as fresh as it can be now.
    limit = min(limit + closed, policy.max_weekend_price_age_seconds)
    return limit, (figure("gold market", "closed"),)


def apart(view: FeedsView) -> Iterator[Violation]:
    """See disagree; of a view."""
    for pair in view.pairs:
        yield from _apart(pair)


def _apart(view: FeedsView) -> Iterator[Violation]:
    divergence, allowed = view.divergence, view.policy.max_feed_divergence
    if divergence is None or divergence <= allowed:
        return
    low = min(view.positive, key=_price_of)
    high = max(view.positive, key=_price_of)
    yield Violation(
        "price feeds",
        "feeds of the same pair differ by more than the policy allows",
        Bearing.UNDECIDED,
        (
            *(figure(one.subject, _price(one, price)) for one, price in (low, high)),
            figure("divergence", Ratio(Interval.exactly(divergence))),
            figure("allowed", Ratio(Interval.exactly(allowed))),
        ),
    )


def _price(feed: FeedReading, price: Fraction) -> Price:
    return Price(Interval.exactly(price), feed.spec.quote, price_unit(feed.spec.base))


def _price_of(entry: tuple[FeedReading, Fraction]) -> Fraction:
    return entry[1]


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
OF_A_FILE: Final = Check(
    "PRC-05",
    "A price file that takes the place of the feeds has a recent price.",
    Severity.HIGH,
    "Whoever gives a price file takes its word for the feeds'. A file that ends before the "
    "measurement time values today's liability with yesterday's gold.",
    "Add the newest price to the file, with its source, or leave the feeds to be read.",
    file_not_recent,
)
