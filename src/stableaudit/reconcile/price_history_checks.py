"""Checks of the statement's price against the feeds at its own time (PRC-04, DEC-07).

A statement "as of" a date means the end of that day, and which of the day's prices it used is not
known. So its price may be any that the feeds had on that day of UTC; of an instant it may be the
one price in force then. Both are widened by the policy's tolerance.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import Figure
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Instant, Price, Ratio
from stableaudit.domain.readings import Reading
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.price_history import DAY_SECONDS, entry_at, percentile_of, prices_of_day
from stableaudit.reserves.valuation import round_price

HIGH_PERCENTILE: Final = Fraction(90, 100)
"""A date whose price was above nine tenths of those around it looks picked."""

_SUBJECT: Final = "reserve statement"


def names_a_day(instant: int) -> bool:
    """Return whether an instant is the end of a day of UTC: what a bare date stands for."""
    return instant % DAY_SECONDS == DAY_SECONDS - 1


def price_at_statement(case: Case, currency: str) -> Interval | None:
    """Return what the feeds in a currency said gold cost at the statement's time, or that day.

    From the lowest to the highest of all feeds. None where there is no statement, or no feed that
    surely is the registry's gave a positive price for it.
    """
    statement = case.scope.statement
    if statement is None:
        return None
    if case.scope.prices is not None:
        entry = entry_at(case.scope.prices, statement.as_of)
        return None if entry is None else entry.price.interval
    ranges: list[Interval] = []
    for feed, evidence in _sure_feeds(case, currency):
        if isinstance(evidence.at_statement, Reading):
            price = round_price(evidence.at_statement.value, feed.decimals)
            if price > 0:
                ranges.append(Interval.exactly(price))
    if not ranges:
        return None
    if names_a_day(statement.as_of):
        of_day = _prices_of_its_day(case, currency, statement.as_of)
        if of_day is None:
            return None
        ranges.append(of_day)
    return Interval(min(one.low for one in ranges), max(one.high for one in ranges))


def _not_the_feeds_price(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None:
        return
    tolerance = case.scope.policy.max_price_divergence
    for declared, currency in _declared_prices(case):
        measured = price_at_statement(case, currency)
        own = figure("the statement's price", Price(declared.interval, currency, "fine ozt"))
        as_of = figure("statement as of", Instant(statement.as_of))
        if measured is None:
            yield Violation(
                _SUBJECT,
                "its price could not be compared: no feed's price at its time is known",
                Bearing.NOTED,
                (as_of, own),
                remedy="Look up the gold price of that day elsewhere.",
            )
            continue
        low, high = measured.low * (1 - tolerance), measured.high * (1 + tolerance)
        if low <= declared.interval.high and declared.interval.low <= high:
            continue
        that_day = names_a_day(statement.as_of)
        by_file = case.scope.prices is not None
        whose = "the price file has" if by_file else "the feeds had"
        yield Violation(
            _SUBJECT,
            say(
                "it values its gold at another price than {whose} {when}",
                whose=whose,
                when="on its day" if that_day else "at its time",
            ),
            Bearing.NOTED,
            (
                as_of,
                own,
                figure(
                    "price file" if by_file else "feeds on that day" if that_day else "feeds then",
                    Price(measured, currency, "fine ozt"),
                ),
                figure("allowed", Ratio(Interval.exactly(tolerance))),
            ),
        )


def _picked_date(case: Case, _books: Books) -> Iterator[Violation]:
    statement = case.scope.statement
    if statement is None or not case.scope.gold:
        return
    shares = [
        (share, case.scope.chain(feed.contract.chain).title)
        for feed, evidence in _sure_feeds(case, case.scope.token.peg.currency)
        if isinstance(evidence.history, Reading)
        and (share := percentile_of(evidence.history.value, statement.as_of)) is not None
    ]
    as_of = figure("statement as of", Instant(statement.as_of))
    if not shares:
        yield Violation(
            _SUBJECT,
            "whether its date was picked cannot be told: the prices around it are not known",
            Bearing.NOTED,
            (as_of,),
            severity=Severity.INFO,
        )
        return
    share, where = shares[0]
    if share > HIGH_PERCENTILE:
        yield Violation(
            _SUBJECT,
            say(
                "the gold price at its time was among the highest of the two weeks "
                "around it, by the feed on {where}",
                where=where,
            ),
            Bearing.NOTED,
            (
                as_of,
                figure("share of prices below it", Ratio(Interval.exactly(share))),
                figure("noted above", Ratio(Interval.exactly(HIGH_PERCENTILE))),
            ),
        )


def _declared_prices(case: Case) -> tuple[tuple[Figure, str], ...]:
    """Return each price that the statement gives for its gold once, in its order."""
    given: list[tuple[Figure, str]] = []
    for holding in case.scope.gold:
        price = holding.declared_price
        if isinstance(price, Figure) and (price, holding.currency) not in given:
            given.append((price, holding.currency))
    return tuple(given)


def _prices_of_its_day(case: Case, currency: str, instant: int) -> Interval | None:
    for feed, evidence in _sure_feeds(case, currency):
        if isinstance(evidence.history, Reading):
            found = prices_of_day(evidence.history.value, instant, decimals=feed.decimals)
            if found is not None:
                return found
    return None


def _sure_feeds(case: Case, currency: str) -> Iterator[tuple[FeedSpec, FeedEvidence]]:
    for feed in case.scope.feeds:
        evidence = case.feed(feed.contract)
        if evidence is not None and feed.quote == currency and is_the_feed(feed, evidence):
            yield feed, evidence


OWN_PRICE: Final = Check(
    "PRC-04",
    "The statement's own price is the feeds' at its time.",
    Severity.MEDIUM,
    "Who values gold at a better price than it had covers more tokens on paper. A price of another "
    "source or hour differs a little, which the policy allows; where only a date is given, every "
    "price of that day of UTC is right.",
    "Ask the issuer which price it used: source, currency, fix and time.",
    _not_the_feeds_price,
)
NOT_PICKED: Final = Check(
    "DEC-07",
    "The statement's date was not picked for its price.",
    Severity.LOW,
    "A statement on a day of high prices shows more coverage than the days around it. By chance "
    "one date in ten stands this high, so this is a hint: it weighs more when it happens again.",
    "Look at the dates of the issuer's other statements, and at coverage at the measured price.",
    _picked_date,
)
