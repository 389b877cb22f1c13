"""FLO-03 and FLO-04: what was published late, and what changed since."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.quantities import Duration, Tokens
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import NOW, figures_of, findings_of, with_history, with_statement
from tests.unit.reconcile.flow_cases import (
    DAY,
    DECLARED,
    ETHEREUM_MINT,
    FIRST,
    I2,
    MILLION,
    R2,
    SECOND,
    flow_case,
)


def tokens(amount: int) -> Tokens:
    return Tokens(TokenAmount(amount, 0), "USDKG")


def test_events_published_in_time_pass() -> None:
    assert findings_of(flow_case(), "FLO-03") == ()


def test_events_that_first_appear_long_after_their_mint_are_noted() -> None:
    """Seed: a reserve event dated before the mint, but first seen after it."""
    (found,) = findings_of(flow_case(replace(DECLARED, previous=None)), "FLO-03")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.HIGH)
    assert figures_of(found) == {
        "events": 4,
        "longest after the mint": Duration(96 * DAY),
        "of event": "i1",
        "policy allows": Duration(35 * DAY),
    }


@pytest.mark.parametrize(("lag", "findings"), [(35 * DAY, 0), (35 * DAY + 1, 1)])
def test_publication_at_the_policys_lag_passes_and_a_second_later_does_not(
    lag: int, findings: int
) -> None:
    second = replace(SECOND, published=NOW - 50 * DAY + lag)
    case = flow_case(replace(DECLARED, previous=second))
    assert len(findings_of(case, "FLO-03")) == findings


def test_event_dated_after_its_mint_is_not_backdated() -> None:
    after = replace(I2, at=NOW - 50 * DAY + 1, reserve_event=Unknown())
    statement = replace(DECLARED, issuances=(after,), reserve_events=(R2,), previous=FIRST)
    assert findings_of(flow_case(statement), "FLO-03") == ()


def test_event_without_a_matching_mint_is_no_backdating() -> None:
    case = with_history(flow_case(replace(DECLARED, previous=FIRST)), 1)
    assert findings_of(case, "FLO-03") == ()


def since(*changes: tuple[int, int], left_out: int = 0) -> Case:
    return with_history(flow_case(), 1, ETHEREUM_MINT, *changes, left_out=left_out)


def test_nothing_since_the_statement_passes() -> None:
    assert findings_of(since(), "FLO-04") == ()


def test_mints_and_burns_since_the_statement_are_noted_with_the_supply_then() -> None:
    (found,) = findings_of(since((4 * DAY, 3 * MILLION), (2 * DAY, -MILLION)), "FLO-04")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.MEDIUM)
    assert figures_of(found) == {
        "minted since": tokens(3_000_000),
        "burned since": tokens(1_000_000),
        "net change": tokens(2_000_000),
        "by events then": tokens(48_000_000),
        "declared": Tokens(TokenAmount(50_000_000_000_000, 6), "USDKG"),
    }


def test_mint_and_burn_that_cancel_are_noted_all_the_same() -> None:
    assert len(findings_of(since((4 * DAY, MILLION), (3 * DAY, -MILLION)), "FLO-04")) == 1


@pytest.mark.parametrize(("ago", "findings"), [(5 * DAY, 0), (5 * DAY - 1, 1)])
def test_mint_at_the_statements_own_second_is_in_it(ago: int, findings: int) -> None:
    assert len(findings_of(since((ago, MILLION)), "FLO-04")) == findings


def test_statement_without_a_declared_supply_is_compared_with_nothing() -> None:
    case = since((4 * DAY, MILLION))
    case = with_statement(case, replace(DECLARED, declared_supply=Unknown()))
    (found,) = findings_of(case, "FLO-04")
    assert "declared" not in figures_of(found)


def test_more_events_than_were_kept_are_told() -> None:
    case = with_history(flow_case(), 1, (4 * DAY, MILLION), left_out=1)
    (found,) = findings_of(case, "FLO-04")
    assert (found.bearing, "than were kept" in found.statement) == (Bearing.NOTED, True)
    assert judge(case, fail_on=None).books.flows is not None
