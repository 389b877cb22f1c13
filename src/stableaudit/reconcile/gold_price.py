"""The measured price of gold: what all sources say at the measurement time, as one interval."""

from fractions import Fraction

from stableaudit.domain.intervals import Interval
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reserves.valuation import round_price

GOLD = "XAU"


def gold_price(case: Case) -> Interval | Open:
    """Return the price per fine troy ounce in the token's currency, from the lowest to the highest.

    Open where a feed of the scope was not read, is not surely the feed, or prices otherwise: a
    hull of those that did answer would be narrower than what is known.
    """
    prices: list[Fraction] = []
    currency = case.scope.token.peg.currency
    for feed in case.scope.feeds:
        if feed.base != GOLD:
            continue
        if feed.quote != currency:
            return Open(
                f"{feed.description} prices in {feed.quote}, the tokens are owed in {currency}"
            )
        evidence = case.feed(feed.contract)
        where = f"{feed.description} on {case.scope.chain(feed.contract.chain).title}"
        if evidence is None or not isinstance(evidence.round, Reading):
            return Open(f"the price of {where}")
        if not is_the_feed(feed, evidence):
            return Open(f"a feed that is surely {where}")
        prices.append(round_price(evidence.round.value, feed.decimals))
    if not prices:
        return Open("the registry names no feed for the declared reserve")
    if min(prices) <= 0:
        return Open("a feed answered a price that is not positive")
    return Interval(min(prices), max(prices))
