"""What something unknown is worth: coverage if it were one way, and if it were the other."""

from datetime import UTC, datetime
from fractions import Fraction

from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading
from stableaudit.domain.reserve_assets import AllocatedGold, PriceFix
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reconcile.measured_price import GOLD
from stableaudit.reserves.gold_fix import fix_instant
from stableaudit.reserves.held_gold import held_grams
from stableaudit.reserves.mass import as_fine, as_gross
from stableaudit.reserves.price_history import price_at
from stableaudit.reserves.valuation import Effect, coverage, gold_value, round_price


def effects(case: Case, liability: Fraction | Open, price: Interval | Open) -> tuple[Effect, ...]:
    """Return what it is worth to know what the statement leaves unknown of its gold.

    Only of a reserve that is one lot of gold: of a part of one there is no coverage.
    """
    statement = case.scope.statement
    if statement is None or len(statement.reserves) != 1 or len(statement.gold) != 1:
        return ()
    if isinstance(liability, Open) or liability == 0:
        return ()
    (gold,) = statement.gold
    weight = () if isinstance(price, Open) else _weight(gold, liability, price)
    return (*weight, *_fix(case, gold, liability))


def _weight(gold: AllocatedGold, liability: Fraction, price: Interval) -> tuple[Effect, ...]:
    if isinstance(gold.bar_list, BarList) or not isinstance(gold.weight_basis, Unknown):
        return ()
    readings = tuple(
        (words, coverage(gold_value(grams, price), liability))
        for words, grams in (
            ("gross, least fineness", as_gross(gold)),
            ("fine weight", as_fine(gold)),
        )
        if isinstance(grams, Interval)
    )
    return (Effect("gross or fine weight, at the measured price", readings),)


def _fix(case: Case, gold: AllocatedGold, liability: Fraction) -> tuple[Effect, ...]:
    statement, grams = case.scope.statement, held_grams(gold)
    if statement is None or isinstance(gold.price_fix, PriceFix) or not isinstance(grams, Interval):
        return ()
    day = datetime.fromtimestamp(statement.as_of, UTC).date()
    readings = tuple(
        (say("{fix} fix of that day", fix=fix), coverage(gold_value(grams, price), liability))
        for fix in PriceFix
        if (price := _price_then(case, fix_instant(day, fix))) is not None
    )
    if len(readings) < len(PriceFix):
        return ()
    return (Effect("morning or afternoon price of the statement's day, by a feed", readings),)


def _price_then(case: Case, instant: int) -> Interval | None:
    currency = case.scope.token.peg.currency
    for feed in case.scope.feeds:
        evidence = case.feed(feed.contract)
        if (feed.base, feed.quote) != (GOLD, currency):
            continue
        if evidence is None or not is_the_feed(feed, evidence):
            continue
        if isinstance(evidence.history, Reading):
            then = price_at(evidence.history.value, instant)
            if then is not None and then.answer > 0:
                return Interval.exactly(round_price(then, feed.decimals))
    return None
