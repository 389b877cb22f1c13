"""Exchange rates are noted, never decided by; what is used is of the right day."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Price, Ratio
from stableaudit.domain.rates import DOLLAR_IN_SOM, RateEvidence, RateOrNot
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Peg
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.dollar_view import DatedRate, DollarView, dollar_views
from stableaudit.reconcile.global_book import close_global_book
from stableaudit.reconcile.judge import judge
from stableaudit.reserves.rate_dates import Standing, bishkek_date
from tests.cases import (
    MISSING,
    NO_ANSWER,
    NOW,
    deployment_evidence,
    figures_of,
    findings_of,
    healthy_case,
    with_deployment,
    with_statement,
)
from tests.fakes.rates import SECOND, rate_reading

TODAY = bishkek_date(NOW)
OFFICIAL = rate_reading(TODAY)
CONFIRMING = rate_reading(TODAY, operator=SECOND)
TOMORROW = rate_reading(TODAY + timedelta(days=1))
OLDEST = rate_reading(TODAY - timedelta(days=14))
STALE = rate_reading(TODAY - timedelta(days=15))


def som_case(*readings: RateOrNot) -> Case:
    case = with_statement(healthy_case(), MISSING)
    token = replace(case.scope.token, peg=Peg("KGS", Figure("1")))
    evidence = replace(case.evidence, rates=(RateEvidence(DOLLAR_IN_SOM, readings),))
    return Case(replace(case.scope, token=token, feeds=()), evidence)


def view_of(case: Case) -> DollarView:
    (view,) = dollar_views(case, close_global_book(case))
    return view


@pytest.mark.parametrize("official", [OFFICIAL, OLDEST])
def test_official_rate_in_force_is_no_finding(official: RateOrNot) -> None:
    assert findings_of(som_case(official, CONFIRMING), "FXR-01") == ()


def test_token_of_the_dollar_needs_no_rate() -> None:
    case = healthy_case()
    assert case.scope.rate_pairs == ()
    assert findings_of(case, "FXR-01") + findings_of(case, "FXR-02") == ()
    assert dollar_views(case, close_global_book(case)) == ()


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        ((), "nobody was asked for it"),
        ((NO_ANSWER, CONFIRMING), "the official one is missing: asked operator a"),
        ((TOMORROW, CONFIRMING), "is of a later day already, and is not used"),
        ((STALE, CONFIRMING), "the official one is stale"),
    ],
)
def test_official_rate_that_is_not_in_force_is_noted(
    readings: tuple[RateOrNot, ...], said: str
) -> None:
    (finding,) = findings_of(som_case(*readings), "FXR-01")
    assert (finding.bearing, finding.severity) == (Bearing.NOTED, Severity.MEDIUM)
    assert said in finding.statement


def test_official_rate_that_is_stale_says_how_old_it_may_be() -> None:
    (finding,) = findings_of(som_case(STALE), "FXR-01")
    assert figures_of(finding) == {
        "measured on, in Bishkek": "2026-11-21",
        "official rate of": "2026-11-06",
        "age in days": 15,
        "may be as old as, in days": 14,
    }


def test_rates_without_any_evidence_of_the_pair_are_noted() -> None:
    case = som_case()
    case = replace(case, evidence=replace(case.evidence, rates=()))
    assert [f.statement for f in findings_of(case, "FXR-01")] == ["nobody was asked for it"]


@pytest.mark.parametrize(("value", "found"), [("100", 0), ("100.1", 0), ("100.1001", 1)])
def test_second_source_may_differ_up_to_the_tolerance_exactly(value: str, found: int) -> None:
    case = som_case(rate_reading(TODAY, "100"), rate_reading(TODAY, value, operator=SECOND))
    assert len(findings_of(case, "FXR-02")) == found


def test_second_source_that_differs_is_noted_with_both_rates() -> None:
    case = som_case(rate_reading(TODAY, "100"), rate_reading(TODAY, "101", operator=SECOND))
    (finding,) = findings_of(case, "FXR-02")
    assert (finding.bearing, finding.severity) == (Bearing.NOTED, Severity.MEDIUM)
    assert figures_of(finding) == {
        "National Bank, of 2026-11-21": Price(Interval.exactly(100), "KGS", "USD"),
        "Second, of 2026-11-21": Price(Interval.exactly(101), "KGS", "USD"),
        "divergence": Ratio(Interval.exactly(Fraction(1, 100))),
        "allowed": Ratio(Interval.exactly(Fraction(1, 1000))),
    }


@pytest.mark.parametrize(
    "readings",
    [(), (OFFICIAL,), (OFFICIAL, NO_ANSWER), (NO_ANSWER, CONFIRMING), (TOMORROW, CONFIRMING)],
)
def test_second_source_with_nothing_to_compare_confirms_nothing(
    readings: tuple[RateOrNot, ...],
) -> None:
    (finding,) = findings_of(som_case(*readings), "FXR-02")
    assert (finding.bearing, finding.severity) == (Bearing.NOTED, Severity.LOW)


@pytest.mark.parametrize(
    "readings",
    [(), (NO_ANSWER, NO_ANSWER), (TOMORROW, STALE), (OFFICIAL, rate_reading(TODAY, "1"))],
)
def test_rates_whatever_they_are_leave_the_verdict(readings: tuple[RateOrNot, ...]) -> None:
    good = judge(som_case(OFFICIAL, CONFIRMING), fail_on=Severity.HIGH)
    bad = judge(som_case(*readings), fail_on=Severity.INFO)
    assert (bad.verdict, bad.gate) == (good.verdict, good.gate)


def test_dollar_view_is_the_supply_at_the_rate_of_the_day() -> None:
    view = view_of(som_case(rate_reading(TODAY, "80"), NO_ANSWER))
    official = rate_reading(TODAY, "80")
    assert view == DollarView(
        DOLLAR_IN_SOM,
        TODAY,
        (DatedRate(official, Standing.IN_FORCE, 0), NO_ANSWER),
        official,
        Fraction(50_000_000),
        Fraction(625_000),
    )


def test_dollar_view_with_a_file_of_tomorrow_uses_the_second_source() -> None:
    view = view_of(som_case(TOMORROW, CONFIRMING))
    assert view.used == CONFIRMING
    assert view.rates[0] == DatedRate(TOMORROW, Standing.FUTURE, -1)


@pytest.mark.parametrize("readings", [(), (NO_ANSWER,), (TOMORROW, STALE)])
def test_dollar_view_without_a_rate_in_force_is_open(readings: tuple[RateOrNot, ...]) -> None:
    view = view_of(som_case(*readings))
    assert view.used == view.worth == Open("no source gave a rate of USD/KGS for 2026-11-21")
    assert view.owed == Fraction(50_000_000)


def test_dollar_view_without_a_supply_is_open() -> None:
    case = som_case(OFFICIAL)
    hurt = replace(
        deployment_evidence(case.scope.token.deployments[1], 1),
        total_supply=Unavailable("unreachable", "it", "a", "", "refused", ""),
    )
    view = view_of(with_deployment(case, 1, hurt))
    assert isinstance(view.owed, Open)
    assert view.worth == view.owed
