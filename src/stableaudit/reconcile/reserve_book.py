"""Close the reserve book: declared gold at the measured price, against tokens at par."""

from fractions import Fraction

from stableaudit.domain.intervals import Interval
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.books import GlobalBook, Open, ReserveBook
from stableaudit.reconcile.case import Case, Scope, is_the_feed
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.valuation import (
    DeclaredTerms,
    break_even_price,
    coverage,
    declared_terms,
    gold_value,
    round_price,
    total_fine_grams,
)


def close_reserve_book(case: Case, supply: GlobalBook) -> ReserveBook:
    """Return the reserve book; what is not declared or not read leaves its figures open."""
    scope = case.scope
    peg = scope.token.peg
    liability: Fraction | Open = (
        supply.native
        if isinstance(supply.native, Open)
        else supply.native.tokens * peg.per_token.value
    )
    if not scope.gold:
        return _without_gold(peg.currency, liability, scope)
    grams = total_fine_grams(scope.gold)
    fine: Interval | Open = Open(grams.missing) if isinstance(grams, Unbounded) else grams
    price = _price(case)
    terms = declared_terms(scope.gold, currency=peg.currency)
    declared: DeclaredTerms | Open = terms or Open(
        f"the statement gives no price and value of its gold in {peg.currency}"
    )
    value = _combine(fine, price)
    ratio, surplus = _cover(value, liability)
    declared_ratio: Interval | Open = (
        declared
        if isinstance(declared, Open)
        else _cover(_combine(fine, declared.price_range), liability)[0]
    )
    return ReserveBook(
        peg.currency,
        liability,
        fine,
        price,
        value,
        ratio,
        surplus,
        _break_even(fine, liability),
        declared,
        declared_ratio,
        declared if isinstance(declared, Open) else _cover(declared.value_range, liability)[0],
        _declared_break_even(declared, liability),
    )


def _without_gold(currency: str, liability: Fraction | Open, scope: Scope) -> ReserveBook:
    reason = (
        "no reserve statement is known" if scope.statement is None else "no reserves are declared"
    )
    nothing = Open(reason)
    return ReserveBook(
        currency,
        liability,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
    )


def _price(case: Case) -> Interval | Open:
    prices: list[Fraction] = []
    currency = case.scope.token.peg.currency
    for feed in case.scope.feeds:
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


def _combine(grams: Interval | Open, price: Interval | Open) -> Interval | Open:
    if isinstance(grams, Open):
        return grams
    return price if isinstance(price, Open) else gold_value(grams, price)


def _cover(
    value: Interval | Open, liability: Fraction | Open
) -> tuple[Interval | Open, Interval | Open]:
    if isinstance(value, Open):
        return value, value
    if isinstance(liability, Open):
        return liability, liability
    surplus = value - Interval.exactly(liability)
    if liability == 0:
        return Open("there are no tokens to cover"), surplus
    return coverage(value, liability), surplus


def _break_even(grams: Interval | Open, liability: Fraction | Open) -> Interval | Open:
    if isinstance(grams, Open):
        return grams
    if isinstance(liability, Open):
        return liability
    if grams.low <= 0:
        return Open("the declared gold may be none at all")
    return break_even_price(grams, liability)


def _declared_break_even(
    declared: DeclaredTerms | Open, liability: Fraction | Open
) -> Interval | Open:
    if isinstance(declared, Open):
        return declared
    if isinstance(liability, Open):
        return liability
    if declared.value_range.low <= 0:
        return Open("the declared value may be nothing")
    return Interval.exactly(liability) * declared.price_range / declared.value_range
