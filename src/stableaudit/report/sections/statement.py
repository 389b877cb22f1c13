"""The reserve statement as a document: of when, by whom, under which standard and level."""

from dataclasses import dataclass

from stableaudit.domain.declarations import AssuranceLevel, MissingStatement, ReserveStatement
from stableaudit.reconcile.case import Case
from stableaudit.reserves.statement_clock import StatementClock, read_clock


@dataclass(frozen=True, slots=True)
class StatementSection:
    """A reserve statement and its age at the measurement time."""

    statement: ReserveStatement
    clock: StatementClock


def statement_section(case: Case) -> StatementSection | MissingStatement:
    """Return the statement with its age, or the word that none is known."""
    statement = case.scope.token.statement
    if isinstance(statement, MissingStatement):
        return statement
    clock = read_clock(statement, measurement_time=case.evidence.measurement_time)
    return StatementSection(statement, clock)


def level_words(level: AssuranceLevel) -> str:
    """Return what a practitioner's report amounts to, and what assurance it gives.

    Source: ISRS 4400 (Revised) and AT-C 215 for agreed-upon procedures; ISAE 3000 and AT-C 205 and
    210 for examination and review. No other words are used, whatever the issuer calls the report.
    """
    match level:
        case AssuranceLevel.FINANCIAL_STATEMENT_AUDIT:
            return "audit of financial statements; reasonable assurance"
        case AssuranceLevel.EXAMINATION_REASONABLE:
            return "examination; reasonable assurance"
        case AssuranceLevel.REVIEW_LIMITED:
            return "review; limited assurance"
        case AssuranceLevel.AGREED_UPON_PROCEDURES:
            return "agreed-upon procedures; no assurance conclusion"
        case AssuranceLevel.MANAGEMENT_ASSERTION:
            return "management's own assertion; no assurance"
        case AssuranceLevel.NONE:
            return "no practitioner's work; no assurance"
