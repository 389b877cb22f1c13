"""A statement's age, its delay until published, and whether the next one is overdue."""

from dataclasses import replace

import pytest

from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reserves.statement_clock import StatementClock, gaps_kept, read_clock

DAY = 86_400
AS_OF = parse_instant("2025-11-28T15:00:00Z")


def statement(cadence: int | Unknown) -> ReserveStatement:
    return ReserveStatement(
        id="2025-11",
        issuer="the issuer",
        as_of=AS_OF,
        published=AS_OF + 10 * DAY,
        declared_supply=Unknown(),
        reserves=(),
        assurance=Unknown(),
        promised_cadence_days=cadence,
        provenance=Provenance("the issuer's site", "2025-12-08"),
    )


@pytest.mark.parametrize(("elapsed", "overdue"), [(0, -90), (89, -1), (90, 0), (91, 1), (358, 268)])
def test_clock_of_a_quarterly_statement_counts_from_its_as_of(elapsed: int, overdue: int) -> None:
    read = read_clock(statement(90), measurement_time=AS_OF + elapsed * DAY)
    assert read == StatementClock(elapsed * DAY, 10 * DAY, overdue * DAY)


def test_clock_of_a_statement_without_a_promise_is_never_overdue() -> None:
    read = read_clock(statement(Unknown("no cadence")), measurement_time=AS_OF + 1000 * DAY)
    assert read == StatementClock(1000 * DAY, 10 * DAY, None)


def test_clock_before_the_statement_s_instant_gives_a_negative_age() -> None:
    read = read_clock(statement(30), measurement_time=AS_OF - 1)
    assert read == StatementClock(-1, 10 * DAY, -1 - 30 * DAY)


def test_gaps_kept_are_those_of_the_statements_at_hand() -> None:
    first = statement(90)
    second = replace(first, as_of=AS_OF + 100 * DAY, published=AS_OF + 101 * DAY, previous=first)
    third = replace(second, as_of=AS_OF + 130 * DAY, published=AS_OF + 131 * DAY, previous=second)
    assert gaps_kept(third) == (30 * DAY, 100 * DAY)
    assert gaps_kept(first) == ()
