"""The reserve statement as a document: of when, by whom, under which standard and level."""

from dataclasses import dataclass

from stableaudit.domain.statements import MissingStatement, ReserveStatement
from stableaudit.reconcile.case import Case
from stableaudit.reserves.statement_clock import StatementClock, read_clock


@dataclass(frozen=True, slots=True)
class StatementSection:
    """A reserve statement and its age at the measurement time."""

    statement: ReserveStatement
    clock: StatementClock
    stale: bool
    """Whether it is older than the policy allows."""


def statement_section(case: Case) -> StatementSection | MissingStatement:
    """Return the statement with its age, or the word that none is known."""
    statement = case.scope.token.statement
    if isinstance(statement, MissingStatement):
        return statement
    clock = read_clock(statement, measurement_time=case.evidence.measurement_time)
    limit = case.scope.policy.max_statement_age_seconds
    return StatementSection(statement, clock, clock.age_seconds > limit)
