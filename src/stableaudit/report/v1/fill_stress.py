"""The stress book of a document as the JSON report has it."""

from fractions import Fraction
from typing import assert_never

from stableaudit.reconcile.books import Open
from stableaudit.report.sections.stress import StressSection
from stableaudit.report.v1 import stress as v1
from stableaudit.report.v1 import values
from stableaudit.report.v1.fill_values import decimal, known, missing
from stableaudit.reserves.stress import Beyond, Limit, Outcome, Reach


def stress(section: StressSection) -> v1.Stress | values.Open:
    """Return the stress book, or what is missing for it."""
    book = section.book
    if isinstance(book, Open):
        return missing(book.missing)
    return v1.Stress(
        outcomes=tuple(_outcome(one, section.currency) for one in book.outcomes),
        reverse=tuple(
            v1.Reverse(driver=line.driver, kind=line.kind.value, fall=_reach(line.fall))
            for line in book.reverse
        ),
        redemption_until_spent=_reach(book.spent),
        unmoved=book.unmoved,
    )


def _outcome(outcome: Outcome, currency: str) -> v1.Outcome:
    scenario = outcome.scenario
    return v1.Outcome(
        changes=tuple(
            v1.Change(kind=kind.value, change=decimal(share)) for kind, share in scenario.changes
        ),
        redeemed=decimal(scenario.redeemed),
        days=scenario.days,
        combined=scenario.combined,
        coverage=known(outcome.coverage, "ratio"),
        surplus=known(outcome.surplus, currency),
    )


def _reach(reach: Reach) -> v1.Reach:
    return v1.Reach(pessimistic=_limit(reach.pessimistic), optimistic=_limit(reach.optimistic))


def _limit(limit: Limit) -> v1.Limit | v1.NoLimit:
    match limit:
        case Beyond.ALREADY:
            return v1.NoLimit(why="already")
        case Beyond.NEVER:
            return v1.NoLimit(why="never")
        case Fraction():
            return v1.Limit(share=decimal(limit))
        case _ as never:
            assert_never(never)
