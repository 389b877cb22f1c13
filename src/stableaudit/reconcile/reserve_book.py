"""Close the reserve book: what is declared to be held, against tokens at par."""

from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.intervals import Interval
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
    even = break_even(assets, grams, deciding)
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


def break_even(
    assets: tuple[AssetLine, ...], grams: Interval | Open, liability: Fraction | Open
) -> Interval | Open:
    """Return the price per fine ounce at which the reserve is worth just the liability.

    What is encumbered or cut off does not count; assets that are not gold carry their part first.
    """
    if isinstance(grams, Open):
        return grams
    if isinstance(liability, Open):
        return liability
    counted, others = Interval.exactly(0), Interval.exactly(0)
    for line in assets:
        if isinstance(line.asset, AllocatedGold):
            counted = counted + _free_grams(line.asset) * Interval.exactly(1 - line.haircut)
        elif isinstance(line.eligible, Open):
            return line.eligible
        else:
            others = others + line.eligible
    if counted.low <= 0:
        return Open("the declared gold may be none at all")
    needed = Interval.exactly(liability) - others
    if needed.low < 0:
        return Open("the other assets may cover the tokens without any gold")
    return break_even_price(counted, needed)


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


def _free_grams(gold: AllocatedGold) -> Interval:
    grams, pledged = held_grams(gold), encumbered_grams(gold)
    if isinstance(grams, Unbounded) or isinstance(pledged, Unbounded):
        return Interval.exactly(0)  # and then the book's own grams are open
    return grams - pledged


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
    for line in assets:
        gross, encumbered = line.gross, line.encumbered
        if line.asset.asset_class is not AssetClass.ALLOCATED_GOLD:
            continue
        if isinstance(gross, Open) or isinstance(encumbered, Open):
            return value
        free = gross - encumbered
        lost = max(share - line.haircut, Fraction(0))
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
        f"the statement gives no price and value of its gold in {currency}"
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
