"""Close the reserve book: what is declared to be held, against tokens at par."""

from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.policy import CoverageBasis
from stableaudit.domain.reserve_assets import AllocatedGold, AssetClass
from stableaudit.reconcile.asset_lines import asset_lines
from stableaudit.reconcile.books import (
    AssetLine,
    GlobalBook,
    HaircutLine,
    Open,
    ReserveBook,
)
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.effects import effects
from stableaudit.reconcile.measured_price import GOLD, measured_price
from stableaudit.reconcile.outstanding import outstanding
from stableaudit.reconcile.past_prices import below_break_even, statement_price
from stableaudit.reserves.held_gold import encumbered_grams, held_grams, total_held_grams
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.valuation import (
    DeclaredTerms,
    break_even_price,
    coverage,
    declared_terms,
)

SHOWN_HAIRCUTS: Final = (Fraction(15, 100), Fraction(20, 100))
"""Basel's standard supervisory haircut for gold, and what clearing houses usually take of it."""


def close_reserve_book(case: Case, supply: GlobalBook) -> ReserveBook:
    """Return the reserve book; what is not declared or not read leaves its figures open."""
    scope = case.scope
    currency = scope.token.peg.currency
    table = outstanding(case, supply)
    liability, redeemable = _at_par(scope, table.native), _at_par(scope, table.redeemable)
    by_redeemable = scope.policy.coverage_basis is CoverageBasis.REDEEMABLE and table.verified
    deciding = redeemable if by_redeemable else liability
    grams = _fine_grams(scope)
    price = measured_price(case, GOLD) if scope.gold else Open(_no_gold(scope))
    assets = asset_lines(case, price)
    value = _total(assets, scope)
    ratio, surplus = _cover(value, liability)
    redeemable_ratio, redeemable_surplus = _cover(value, redeemable)
    even = break_even(assets, deciding) if scope.gold else Open(_no_gold(scope))
    declared = _declared_terms(scope)
    declared_value: Interval | Open = (
        declared if isinstance(declared, Open) else _total_at(case, declared.price_range)
    )
    return ReserveBook(
        currency,
        table,
        liability,
        redeemable,
        assets,
        grams,
        price,
        value,
        ratio,
        redeemable_ratio,
        surplus,
        redeemable_surplus,
        even,
        tuple(
            HaircutLine(share, _cover(_cut(assets, value, share), deciding)[0])
            for share in SHOWN_HAIRCUTS
            if scope.gold
        ),
        effects(case, deciding, price),
        statement_price(case),
        below_break_even(case, even),
        declared,
        _cover(declared_value, deciding)[0],
        declared if isinstance(declared, Open) else _cover(declared.value_range, deciding)[0],
        _declared_break_even(declared, deciding),
    )


def break_even(assets: tuple[AssetLine, ...], liability: Fraction | Open) -> Interval | Open:
    """Return the price per fine ounce at which the reserve is worth just the liability.

    What is encumbered or cut off does not count; assets that are not gold carry their part first.
    """
    if isinstance(liability, Open):
        return liability
    counted, others = _counted_gold(assets), _others(assets)
    if isinstance(counted, Open):
        return counted
    if isinstance(others, Open):
        return others
    if counted.low <= 0:
        return Open("the declared gold may be none at all")
    needed = Interval.exactly(liability) - others
    if needed.low < 0:
        return Open("the other assets may cover the tokens without any gold")
    return break_even_price(counted, needed)


def _counted_gold(assets: tuple[AssetLine, ...]) -> Interval | Open:
    """Return the grams of pure gold that are neither pledged nor cut off."""
    counted = Interval.exactly(0)
    for line in assets:
        if isinstance(line.asset, AllocatedGold):
            free = _free_grams(line.asset)
            if isinstance(free, Open):
                return free
            counted = counted + free * Interval.exactly(1 - line.haircut)
    return counted


def _others(assets: tuple[AssetLine, ...]) -> Interval | Open:
    others = Interval.exactly(0)
    for line in assets:
        if isinstance(line.asset, AllocatedGold):
            continue
        if isinstance(line.eligible, Open):
            return line.eligible
        others = others + line.eligible
    return others


def _at_par(scope: Scope, tokens: TokenAmount | Open) -> Fraction | Open:
    return tokens if isinstance(tokens, Open) else tokens.tokens * scope.token.peg.per_token.value


def _no_gold(scope: Scope) -> str:
    if scope.statement is None:
        return "no reserve statement is known"
    return "no gold is declared" if scope.statement.reserves else "no reserves are declared"


def _fine_grams(scope: Scope) -> Interval | Open:
    if not scope.gold:
        return Open(_no_gold(scope))
    grams = total_held_grams(scope.gold)
    return Open(grams.missing) if isinstance(grams, Unbounded) else grams


def _free_grams(gold: AllocatedGold) -> Interval | Open:
    grams, pledged = held_grams(gold), encumbered_grams(gold)
    if isinstance(grams, Unbounded):
        return Open(grams.missing)
    return Open(pledged.missing) if isinstance(pledged, Unbounded) else grams - pledged


def _total(assets: tuple[AssetLine, ...], scope: Scope) -> Interval | Open:
    if not assets:
        return Open(_no_gold(scope))
    total = Interval.exactly(0)
    for line in assets:
        if isinstance(line.eligible, Open):
            return line.eligible
        total = total + line.eligible
    return total


def _total_at(case: Case, price: Interval) -> Interval | Open:
    return _total(asset_lines(case, price), case.scope)


def _cut(assets: tuple[AssetLine, ...], value: Interval | Open, share: Fraction) -> Interval | Open:
    """Return the value if that share of the gold were not counted."""
    if isinstance(value, Open):
        return value
    gold = (
        (line.gross - line.encumbered, max(share - line.haircut, Fraction(0)))
        for line in assets
        if line.asset.asset_class is AssetClass.ALLOCATED_GOLD
        and isinstance(line.gross, Interval)  # as the value is known, every line's is
        and isinstance(line.encumbered, Interval)
    )
    for free, lost in gold:
        value = Interval(value.low - free.low * lost, value.high - free.high * lost)
    return value


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


def _declared_terms(scope: Scope) -> DeclaredTerms | Open:
    currency = scope.token.peg.currency
    if not scope.gold:
        return Open(_no_gold(scope))
    return declared_terms(scope.gold, currency=currency) or Open(
        say("the statement gives no price and value of its gold in {currency}", currency=currency)
    )


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
