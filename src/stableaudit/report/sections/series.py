"""What is known over time: the supply, the statements' times, the price of gold."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.phrases import say
from stableaudit.domain.prices import PriceFile
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import Reading
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, is_the_feed
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.measured_price import GOLD
from stableaudit.reconcile.supply_path import SupplyPath, supply_path
from stableaudit.reserves.valuation import round_price


@dataclass(frozen=True, slots=True)
class StatementTime:
    """Of when a reserve statement speaks, and since when it is public."""

    id: str
    as_of: int
    published: int


@dataclass(frozen=True, slots=True)
class PricePath:
    """What one source said gold cost, in the token's currency per fine troy ounce."""

    source: str
    simulated: bool
    points: tuple[tuple[int, Fraction], ...]
    """Second and price, by time, none twice; never empty."""

    sampled: bool
    """Whether there were prices in between that were not read."""


@dataclass(frozen=True, slots=True)
class SeriesSection:
    """Everything of a result that has a time of its own."""

    supply: SupplyPath | Open
    statements: tuple[StatementTime, ...]
    """Oldest first."""

    gold: tuple[PricePath, ...]
    """Empty where no gold is declared."""


def series_section(result: Result) -> SeriesSection:
    """Return the series of a result."""
    case = result.case
    return SeriesSection(
        supply_path(case),
        tuple(reversed(tuple(_statements(case.scope.statement)))),
        tuple(_gold(case)),
    )


def _statements(newest: ReserveStatement | None) -> Iterator[StatementTime]:
    one = newest
    while one is not None:
        yield StatementTime(one.id, one.as_of, one.published)
        one = one.previous


def _gold(case: Case) -> Iterator[PricePath]:
    if not case.scope.gold:
        return
    if case.scope.prices is not None:
        yield _of_file(case.scope.prices)
        return
    for spec in case.scope.feeds:
        if (spec.base, spec.quote) == (GOLD, case.scope.token.peg.currency):
            yield from _of_feed(case, spec)


def _of_file(file: PriceFile) -> PricePath:
    points = tuple((entry.at, entry.price.value) for entry in file.entries)
    return PricePath(file.name, simulated=False, points=points, sampled=False)


def _of_feed(case: Case, spec: FeedSpec) -> Iterator[PricePath]:
    evidence = case.feed(spec.contract)
    if evidence is None or not is_the_feed(spec, evidence):
        return
    readings = (*evidence.recent, evidence.at_statement, evidence.round)
    rounds = {one.value.updated_at: one.value for one in readings if isinstance(one, Reading)}
    whole = isinstance(evidence.history, Reading)
    if isinstance(evidence.history, Reading):
        rounds |= {one.updated_at: one for one in evidence.history.value.rounds}
        whole = evidence.history.value.stride == 1
    if not rounds:
        return
    chain = case.scope.chain(spec.contract.chain)
    yield PricePath(
        say("{description} on {title}", description=spec.description, title=chain.title),
        chain.simulated,
        tuple((at, _price(spec, rounds[at])) for at in sorted(rounds)),
        sampled=not whole,
    )


def _price(spec: FeedSpec, of: Round) -> Fraction:
    return round_price(of, spec.decimals)
