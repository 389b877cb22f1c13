"""The declared reserve as a step function, from the statement's assets and declared changes.

A change is of the asset's own unit: a mass of gold in its unit and basis, or its currency. Money in
another currency than the tokens', a change of an asset that is not declared, and coins, whose past
balances are not read, leave it unbounded: a sum without them would be a confident wrong number.
"""

from fractions import Fraction
from typing import assert_never

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    CryptoHolding,
    MonetaryAsset,
    ReserveAsset,
)
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import ReserveEvent
from stableaudit.reconcile.case import Scope
from stableaudit.reserves.held_gold import encumbered_grams, held_grams
from stableaudit.reserves.mass import Unbounded, change_grams
from stableaudit.reserves.running import Step, SteppedAsset, SteppedReserve
from stableaudit.reserves.statement_lacks import pledged_without_amount


def stepped_reserve(
    scope: Scope, statement: ReserveStatement, changes: tuple[ReserveEvent, ...]
) -> SteppedReserve | Unbounded:
    """Return the declared reserve at any instant, or why it cannot be followed."""
    known = {asset.id for asset in statement.reserves}
    for event in changes:
        if event.reserve not in known:
            return Unbounded(
                say(
                    "{id} changes {reserve}, which is not declared",
                    id=event.id,
                    reserve=event.reserve,
                )
            )
    assets: list[SteppedAsset] = []
    for asset in statement.reserves:
        own = tuple(event for event in changes if event.reserve == asset.id)
        stepped = _asset(scope, asset, own)
        if isinstance(stepped, Unbounded):
            return stepped
        assets.append(stepped)
    return SteppedReserve(tuple(assets), as_of=statement.as_of)


def _asset(
    scope: Scope, asset: ReserveAsset, changes: tuple[ReserveEvent, ...]
) -> SteppedAsset | Unbounded:
    counted = 1 - scope.policy.haircut(asset.asset_class)
    match asset:
        case AllocatedGold():
            return _gold(asset, changes, counted)
        case MonetaryAsset():
            owed = scope.token.peg.currency
            if asset.currency != owed:
                return Unbounded(
                    say(
                        "{id} is declared in {currency}, not in {owed}",
                        id=asset.id,
                        currency=asset.currency,
                        owed=owed,
                    )
                )
            steps = tuple(Step(one.at, _signed(one, one.change.interval)) for one in changes)
            if pledged_without_amount(asset):
                return Unbounded(say("how much of {id} is pledged or lent", id=asset.id))
            if asset.negative:
                counted = Fraction(1)  # a debt is owed in full
            return SteppedAsset(_free_money(asset), gold=False, counted=counted, steps=steps)
        case CryptoHolding():
            return Unbounded(say("the past balances of {id} are not read", id=asset.id))
        case _ as never:
            assert_never(never)


def _gold(
    gold: AllocatedGold, changes: tuple[ReserveEvent, ...], counted: Fraction
) -> SteppedAsset | Unbounded:
    held, pledged = held_grams(gold), encumbered_grams(gold)
    if isinstance(held, Unbounded):
        return held
    if isinstance(pledged, Unbounded):
        return pledged
    steps: list[Step] = []
    for one in changes:
        grams = change_grams(gold, one.change)
        if isinstance(grams, Unbounded):
            return grams
        steps.append(Step(one.at, _signed(one, grams)))
    return SteppedAsset(held - pledged, gold=True, counted=counted, steps=tuple(steps))


def _free_money(asset: MonetaryAsset) -> Interval:
    written = asset.value.interval
    held = Interval(-written.high, -written.low) if asset.negative else written
    if isinstance(asset.encumbered, Unknown) or asset.encumbered.value == 0:
        return held  # "0" says none, it is no amount that was rounded
    return held - asset.encumbered.interval


def _signed(event: ReserveEvent, amount: Interval) -> Interval:
    return Interval(-amount.high, -amount.low) if event.decrease else amount
