"""The figures that findings about flows show: how much was minted, and how long ago."""

from fractions import Fraction

from stableaudit.domain.findings import NamedQuantity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Instant, Ratio, Tokens
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import figure
from stableaudit.reserves.flow_book import Covered, lowest_of
from stableaudit.reserves.flows import AgeBand, SupplyEvent, exactly


def least_coverage(case: Case, points: tuple[Covered, ...]) -> tuple[NamedQuantity, ...]:
    """Return the least coverage of these blocks, and which block it was."""
    coverage, point = lowest_of(points)
    return (
        figure("blocks", len(points)),
        figure("least coverage", Ratio(coverage)),
        figure("required", Ratio(Interval.exactly(case.scope.policy.min_coverage))),
        figure("at block", point.last.block),
        figure("of chain", case.scope.chain(point.last.asset.chain).title),
        figure("at", Instant(point.last.at)),
        figure("tokens then", Tokens(exactly(point.supply), symbol_of(case))),
    )


def sum_of(case: Case, mints: tuple[SupplyEvent, ...]) -> Tokens:
    """Return what mints add up to."""
    return Tokens(exactly(sum((one.amount.tokens for one in mints), Fraction(0))), symbol_of(case))


def by_age(case: Case, bands: tuple[AgeBand, ...]) -> tuple[NamedQuantity, ...]:
    """Return what each band of ages adds up to."""
    figures: list[NamedQuantity] = []
    for band in bands:
        if band.events:
            days = say(
                "{first_day} to {last_day} days", first_day=band.first_day, last_day=band.last_day
            )
            if band.last_day is None:
                days = say("over {first_day} days", first_day=band.first_day - 1)
            figures += [
                figure(say("{days} old", days=days), band.events),
                figure("sum", Tokens(band.amount, symbol_of(case))),
            ]
    return tuple(figures)


def symbol_of(case: Case) -> str:
    """Return the token's registered symbol."""
    return case.scope.token.symbol
