"""The check of stress: does coverage stand the fall of gold that the policy names (COV).

Shocks are what could be, not what is: a finding is noted and the verdict stands. What is below the
threshold without any shock is the finding of another check.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, assert_never

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Ratio
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.stress import Beyond, DriverKind, Limit


def _stands(case: Case, books: Books) -> Iterator[Violation]:
    if isinstance(books.stress, Open):
        return  # COV-03 says what is missing.
    named = case.scope.policy.min_gold_fall
    for line in books.stress.reverse:
        if line.kind is not DriverKind.GOLD or line.fall.optimistic is Beyond.ALREADY:
            continue
        stood = Interval(_share(line.fall.pessimistic), _share(line.fall.optimistic))
        if stood.low >= named:
            continue
        yield Violation(
            "reserves",
            "a smaller fall of gold than the policy names takes coverage below the required one"
            if stood.high < named
            else "the figures are declared too roughly to say whether coverage stands the fall of "
            "gold that the policy names",
            Bearing.NOTED,
            (
                figure("fall that coverage stands", Ratio(stood)),
                figure("policy names", Ratio(Interval.exactly(named))),
            ),
        )


def _share(limit: Limit) -> Fraction:
    match limit:
        case Beyond.ALREADY:
            return Fraction(0)
        case Beyond.NEVER:
            return Fraction(1)
        case Fraction():
            return limit
        case _ as never:
            assert_never(never)


STANDS_A_FALL: Final = Check(
    "COV-04",
    "Coverage stands the fall of gold that the policy names.",
    Severity.LOW,
    "A token that owes money and holds gold carries the gold's whole risk. How far gold may fall "
    "before the reserve is short is a fact about today's cushion, not a forecast; low, because "
    "nothing is short yet.",
    "More gold or fewer tokens; or another min_gold_fall in the policy.",
    _stands,
)
