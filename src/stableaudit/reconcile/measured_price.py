"""What one unit costs at the measurement time: all feeds as one interval, or a file of one's own.

A file is given instead of feeds, never beside them: then its word is the measure, and the report
names it. Feeds are one measure together: a hull of those that did answer would be narrower than
what is known, so one that did not leaves the price open.
"""

from fractions import Fraction
from typing import Final

from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.prices import PriceFile
from stableaudit.domain.readings import Reading
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reserves.price_history import entry_at
from stableaudit.reserves.valuation import round_price

GOLD: Final = "XAU"


def measured_price(case: Case, base: str) -> Interval | Open:
    """Return the price of one unit of `base` in the token's currency, from lowest to highest.

    Open where a feed of the scope was not read, is not surely the feed, or is not above 0.
    """
    if base == GOLD and case.scope.prices is not None:
        return _by_file(case, case.scope.prices)
    currency = case.scope.token.peg.currency
    feeds = [one for one in case.scope.feeds if (one.base, one.quote) == (base, currency)]
    if not feeds:
        return Open(
            say("the registry names no feed of {base} in {currency}", base=base, currency=currency)
        )
    prices: list[Fraction] = []
    for feed in feeds:
        price = _by_feed(case, feed)
        if isinstance(price, Open):
            return price
        prices.append(price)
    if min(prices) <= 0:
        return Open("a feed answered a price that is not positive")
    return Interval(min(prices), max(prices))


def _by_file(case: Case, file: PriceFile) -> Interval | Open:
    owed = case.scope.token.peg.currency
    if file.currency != owed:
        return Open(
            say(
                "{name} is in {currency}, the tokens are owed in {owed}",
                name=file.name,
                currency=file.currency,
                owed=owed,
            )
        )
    entry = entry_at(file, case.evidence.measurement_time)
    if entry is None:
        return Open(say("{name} has no price at or before the measurement time", name=file.name))
    return entry.price.interval


def _by_feed(case: Case, feed: FeedSpec) -> Fraction | Open:
    evidence = case.feed(feed.contract)
    where = say(
        "{description} on {title}",
        description=feed.description,
        title=case.scope.chain(feed.contract.chain).title,
    )
    if evidence is None or not isinstance(evidence.round, Reading):
        return Open(say("the price of {where}", where=where))
    if not is_the_feed(feed, evidence):
        return Open(say("a feed that is surely {where}", where=where))
    return round_price(evidence.round.value, feed.decimals)
