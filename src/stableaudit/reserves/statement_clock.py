"""How old a statement is, and whether the next one is overdue."""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.statements import ReserveStatement

SECONDS_PER_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class StatementClock:
    """A statement's age at the measurement time."""

    age_seconds: int
    """Negative for a statement of the future."""

    publication_lag_seconds: int
    overdue_seconds: int | None
    """How long ago the next was promised; negative while not yet due; None without a promise."""


def gaps_kept(statement: ReserveStatement) -> tuple[int, ...]:
    """Return the seconds between a statement and the one before, newest first, as far as known."""
    gaps: list[int] = []
    while statement.previous is not None:
        gaps.append(statement.as_of - statement.previous.as_of)
        statement = statement.previous
    return tuple(gaps)


def read_clock(statement: ReserveStatement, *, measurement_time: int) -> StatementClock:
    """Return the age of a statement as of the measurement time."""
    age = measurement_time - statement.as_of
    cadence = statement.promised_cadence_days
    overdue = age - cadence * SECONDS_PER_DAY if isinstance(cadence, int) else None
    return StatementClock(age, statement.published - statement.as_of, overdue)
