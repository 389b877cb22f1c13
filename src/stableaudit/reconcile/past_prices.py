"""What gold cost when the statement was made, and since: beside the coverage of now."""

from collections.abc import Callable

from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.policy import Policy
from stableaudit.domain.prices import PriceFile, PriceHistory
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reconcile.measured_price import GOLD
from stableaudit.reconcile.price_history_checks import price_at_statement
from stableaudit.reconcile.prices import gold_limit
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.price_history import BelowBreakEven, days_below, entry_at, price_at
from stableaudit.reserves.valuation import round_price


def statement_price(case: Case) -> Interval | Open:
    """Return what gold cost at the statement's time, in the token's currency."""
    if not case.scope.gold:
        return Open("no gold is declared")
    price = price_at_statement(case, case.scope.token.peg.currency)
    return Open("no price of gold at the statement's time is known") if price is None else price


def price_of_its_time(case: Case) -> Callable[[int], Interval | Unbounded] | None:
    """Return gold's price by instant, from the price file or a feed's history; None without one.

    A price that was too old at the instant, as a price of now may be too old, is none of its time.
    """
    file, policy = case.scope.prices, case.scope.policy
    if file is not None:
        return lambda instant: _by_file(file, instant, policy)
    for feed in case.scope.feeds:
        evidence = case.feed(feed.contract)
        if not _prices_gold(case, feed) or evidence is None or not is_the_feed(feed, evidence):
            continue
        if isinstance(evidence.history, Reading):
            history, decimals = evidence.history.value, feed.decimals
            return lambda instant: _by_history(history, instant, decimals, policy)
    return None


def _prices_gold(case: Case, feed: FeedSpec) -> bool:
    return (feed.base, feed.quote) == (GOLD, case.scope.token.peg.currency)


def _by_file(file: PriceFile, instant: int, policy: Policy) -> Interval | Unbounded:
    entry = entry_at(file, instant)
    if entry is None:
        return Unbounded("the price file begins later")
    if instant - entry.at > gold_limit(policy, instant)[0]:
        return Unbounded("the price file has no price of that time, only an older one")
    return entry.price.interval


def _by_history(
    history: PriceHistory, instant: int, decimals: int, policy: Policy
) -> Interval | Unbounded:
    then = price_at(history, instant)
    if then is not None and instant - then.updated_at > gold_limit(policy, instant)[0]:
        return Unbounded("no price of gold of that time is known, only an older one")
    if then is None or then.answer <= 0:
        return Unbounded("no price of gold of that time is known")
    return Interval.exactly(round_price(then, decimals))


def below_break_even(case: Case, break_even: Interval | Open) -> BelowBreakEven | Open:
    """Return on how many days since the statement gold cost less than break-even.

    By the one feed whose history was read. What is not known is left open, never no days.
    """
    statement = case.scope.statement
    if isinstance(break_even, Open):
        return break_even
    for feed in case.scope.feeds:
        evidence = case.feed(feed.contract)
        if statement is None or not _prices_gold(case, feed) or evidence is None:
            continue
        if isinstance(evidence.history, Unavailable):
            return Open(str(evidence.history))
        if isinstance(evidence.history, Reading) and is_the_feed(feed, evidence):
            history = evidence.history.value
            surely, perhaps = (
                days_below(history, price, decimals=feed.decimals, since=statement.as_of)
                for price in (break_even.low, break_even.high)
            )
            title = case.scope.chain(feed.contract.chain).title
            since = max(statement.as_of, history.rounds[0].updated_at)
            return BelowBreakEven(
                surely,
                perhaps,
                say("{description} on {title}", description=feed.description, title=title),
                since,
            )
    return Open("no feed's history was read")
