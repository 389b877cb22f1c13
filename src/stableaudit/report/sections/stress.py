"""What shocks would leave of coverage, as the stress book says."""

from dataclasses import dataclass
from fractions import Fraction

from stableaudit.reconcile.books import Open
from stableaudit.reconcile.judge import Result
from stableaudit.reserves.stress import StressBook


@dataclass(frozen=True, slots=True)
class StressSection:
    """The stress book, and what its figures are measured in and against."""

    book: StressBook | Open
    currency: str
    required_coverage: Fraction


def stress_section(result: Result) -> StressSection:
    """Return the stress book of a result."""
    required = result.case.scope.policy.min_coverage
    return StressSection(result.books.stress, result.books.reserves.currency, required)
