"""What each declared asset counts for, in the token's currency. AICPA criteria, part 2.

Every class has its way: gold is weighed and priced, money is taken at the value declared and only
in the token's own currency, coins are read on chain. What has no way is open and says so; an open
line leaves the whole value open, because a sum without it would be a confident wrong number.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from stableaudit.domain.amounts import Figure
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    CryptoHolding,
    MonetaryAsset,
    ReserveAsset,
)
from stableaudit.reconcile.books import AssetLine, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.holdings import holding_lines
from stableaudit.reconcile.measured_price import GOLD
from stableaudit.reserves.held_gold import encumbered_grams, held_grams
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.statement_lacks import pledged_without_amount
from stableaudit.reserves.valuation import gold_value

_NOTHING = Interval.exactly(0)


def asset_lines(case: Case, price: Interval | Open) -> tuple[AssetLine, ...]:
    """Return a line for every declared asset, in the declaration's order.

    Args:
        case: what is judged.
        price: of gold, per fine troy ounce.
    """
    statement = case.scope.statement
    declared = () if statement is None else statement.reserves
    worths = {line.holding.id: line.worth for line in holding_lines(case)}
    return tuple(_line(case, asset, price, worths) for asset in declared)


def _line(
    case: Case,
    asset: ReserveAsset,
    price: Interval | Open,
    worths: Mapping[str, Interval | Open],
) -> AssetLine:
    haircut = case.scope.policy.haircut(asset.asset_class)
    driver, gross, encumbered = _value(case, asset, price, worths)
    if isinstance(gross, Open):
        eligible: Interval | Open = gross
    elif isinstance(encumbered, Open):
        eligible = encumbered
    else:
        free = gross - encumbered
        eligible = Interval(_counted(free.low, haircut), _counted(free.high, haircut))
    return AssetLine(asset, driver, gross, encumbered, haircut, eligible)


def _counted(free: Fraction, haircut: Fraction) -> Fraction:
    """Return what counts of a value; a debt is owed in full, whatever is cut off its class."""
    return free * (1 - haircut) if free > 0 else free


def _value(
    case: Case,
    asset: ReserveAsset,
    price: Interval | Open,
    worths: Mapping[str, Interval | Open],
) -> tuple[str, Interval | Open, Interval | Open]:
    """Return what moves an asset's value, all of its value, and that of its encumbered part."""
    match asset:
        case AllocatedGold():
            return GOLD, _gold(held_grams(asset), price), _gold(encumbered_grams(asset), price)
        case MonetaryAsset():
            return asset.currency, _money(case, asset), _encumbered_money(case, asset)
        case CryptoHolding():
            pledged = Open(_how_much(asset)) if pledged_without_amount(asset) else _NOTHING
            return asset.symbol, worths[asset.id], pledged
        case _ as never:
            assert_never(never)


def _gold(grams: Interval | Unbounded, price: Interval | Open) -> Interval | Open:
    if isinstance(grams, Unbounded):
        return Open(grams.missing)
    return price if isinstance(price, Open) else gold_value(grams, price)


def _money(case: Case, asset: MonetaryAsset) -> Interval | Open:
    return _in_currency(case, asset, asset.value, negative=asset.negative)


def _encumbered_money(case: Case, asset: MonetaryAsset) -> Interval | Open:
    if pledged_without_amount(asset):
        return Open(_how_much(asset))
    if not isinstance(asset.encumbered, Figure) or asset.encumbered.value == 0:
        return _NOTHING  # "0" says none, it is no amount that was rounded
    return _in_currency(case, asset, asset.encumbered, negative=False)


def _how_much(asset: ReserveAsset) -> str:
    return say("how much of {id} is pledged or lent", id=asset.id)


def _in_currency(
    case: Case, asset: MonetaryAsset, figure: Figure, *, negative: bool
) -> Interval | Open:
    owed = case.scope.token.peg.currency
    if asset.currency != owed:
        return Open(
            say(
                "{id} is declared in {currency}, the tokens are owed in {owed}",
                id=asset.id,
                currency=asset.currency,
                owed=owed,
            )
        )
    written = figure.interval
    return Interval(-written.high, -written.low) if negative else written
