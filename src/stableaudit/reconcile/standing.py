"""What may be concluded: a contradiction needs inputs that are themselves beyond doubt.

An old statement, an unpinned supply or a stuck price may look like a shortfall. It is shown, and
decides nothing: the same functions whose checks report the doubt take the edge off the conclusion.
Only what a conclusion rests on counts: a chain that carries nothing but a price feed cannot excuse
tokens too many.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from stableaudit.domain.findings import Bearing
from stableaudit.domain.reserve_assets import CryptoHolding
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile import pins, prices, statement, trust
from stableaudit.reconcile.bar_checks import doubtful_bars
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Violation


def bearing_of_chain_fact(case: Case, books: Books) -> Bearing:
    """Return what a fact read from the token's own chains does when it contradicts the registry."""
    return _bearing(_doubts_of_reading(_without_feeds(case), books))


def bearing_of_holding(case: Case, books: Books, holding: CryptoHolding) -> Bearing:
    """Return what it does that an account does not hold what is declared."""
    narrow = _narrowed(case, deployments=(), holdings=(holding,))
    return _bearing(chain(_doubts_of_reading(narrow, books), statement.not_current(case, books)))


def bearing_of_contradiction(
    case: Case, books: Books, *, mass: bool = False, price: bool = False
) -> Bearing:
    """Return what a contradiction between supply and statement does to the verdict.

    Args:
        case: what is judged.
        books: its books.
        mass: whether it also rests on the declared mass of gold.
        price: whether it also rests on a measured price.
    """
    return _bearing(_doubts(case, books, mass=mass, price=price))


def _bearing(doubts: Iterator[Violation]) -> Bearing:
    return Bearing.UNDECIDED if any(True for _ in doubts) else Bearing.CONTRADICTS


def _doubts(case: Case, books: Books, *, mass: bool, price: bool) -> Iterator[Violation]:
    yield from _doubts_of_reading(case if price else _without_feeds(case), books)
    yield from statement.not_current(case, books)
    yield from statement.of_another_token(case, books)
    if mass:
        yield from statement.inconsistent(case, books)
        yield from doubtful_bars(case, books)
    if price:
        yield from prices.wrong_feed(case, books)
        yield from prices.not_alive(case, books)
        yield from prices.disagree(case, books)
        yield from prices.file_not_recent(case, books)


def _doubts_of_reading(case: Case, books: Books) -> Iterator[Violation]:
    for doubt in (
        pins.unreferenced,
        pins.moved,
        pins.loose,
        pins.apart,
        trust.unvetted,
        trust.too_few,
    ):
        yield from doubt(case, books)


def _without_feeds(case: Case) -> Case:
    """Return the case as far as the token's own chains go."""
    return _narrowed(case, deployments=case.scope.token.deployments, holdings=())


def _narrowed(
    case: Case, *, deployments: tuple[Deployment, ...], holdings: tuple[CryptoHolding, ...]
) -> Case:
    """Return the case as far as the chains of these go, without feeds and other holdings."""
    own = {
        *(deployment.asset.chain for deployment in deployments),
        *(holding.account.chain for holding in holdings),
    }
    declared = case.scope.token.statement
    if isinstance(declared, ReserveStatement):
        declared = replace(
            declared,
            nonredeemable=(),
            reserves=tuple(
                asset
                for asset in declared.reserves
                if not isinstance(asset, CryptoHolding) or asset in holdings
            ),
        )
    return Case(
        replace(
            case.scope,
            token=replace(case.scope.token, deployments=deployments, statement=declared),
            chains=tuple(spec for spec in case.scope.chains if spec.id in own),
            feeds=(),
        ),
        replace(
            case.evidence,
            chains=tuple(entry for entry in case.evidence.chains if entry.chain in own),
        ),
    )
