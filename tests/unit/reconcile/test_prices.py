"""PRC: prices as evidence."""

from dataclasses import replace

import pytest

from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Bearing
from stableaudit.domain.quantities import Price
from stableaudit.domain.questions import Round
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from tests.cases import (
    BNB,
    ETHEREUM,
    MISSING,
    NO_ANSWER,
    NOW,
    coin_price,
    crypto_case,
    feed,
    feed_evidence,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_feed,
    with_statement,
)

WEDNESDAY = NOW - 3 * 86_400


def priced(answer: int, *, age: int = 3600) -> FeedEvidence:
    latest = Round((1 << 64) + 10, answer, NOW - age, NOW - age)
    return replace(feed_evidence(feed(ETHEREUM)), round=reading(latest, ETHEREUM))


def at(case: Case, instant: int) -> Case:
    return replace(case, evidence=replace(case.evidence, measurement_time=instant))


def test_feed_with_other_decimals_is_undecided() -> None:
    entry = replace(feed_evidence(feed(ETHEREUM)), decimals=reading(18, ETHEREUM))
    (found,) = findings_of(with_feed(healthy_case(), 0, entry), "PRC-01")
    assert found.bearing is Bearing.UNDECIDED


def test_feed_of_something_else_is_undecided() -> None:
    entry = replace(
        feed_evidence(feed(ETHEREUM)), description=reading(Untrusted("XAG / USD"), ETHEREUM)
    )
    (found,) = findings_of(with_feed(healthy_case(), 0, entry), "PRC-01")
    assert found.subject == "XAU / USD on Ethereum"


@pytest.mark.parametrize(
    ("answer", "age", "statements"),
    [
        (4180_00000000, 14 * 3600 + 90_000, []),
        (4180_00000000, 14 * 3600 + 90_001, ["the price is stale"]),
        (0, 60, ["the price is not positive"]),
        (-1, 60, ["the price is not positive"]),
        (4180_00000000, -1, ["the round is of after the measurement time"]),
    ],
)
def test_price_while_the_market_is_closed_table(
    answer: int, age: int, statements: list[str]
) -> None:
    case = with_feed(healthy_case(), 0, priced(answer, age=age))
    assert [found.statement for found in findings_of(case, "PRC-02")] == statements


@pytest.mark.parametrize(("age", "found"), [(261_000, 0), (261_001, 1)])
def test_price_at_the_end_of_the_weekend_may_be_as_old_as_the_policy_allows(
    age: int, found: int
) -> None:
    sunday = NOW + 34 * 3600 + 1800 - 1
    entry = priced(4180_00000000, age=age - (sunday - NOW))
    case = with_feed(at(healthy_case(), sunday), 0, entry)
    mine = [one for one in findings_of(case, "PRC-02") if one.subject == "XAU / USD on Ethereum"]
    assert len(mine) == found


@pytest.mark.parametrize(("age", "found"), [(90_000, 0), (90_001, 1)])
def test_price_while_the_market_is_open_may_be_a_day_old(age: int, found: int) -> None:
    entry = priced(4180_00000000, age=3 * 86_400 + age)
    healthy = feed_evidence(feed(BNB))
    other = replace(healthy, round=reading(Round(1, 4180_00000000, WEDNESDAY, WEDNESDAY), BNB))
    case = with_feed(with_feed(at(healthy_case(), WEDNESDAY), 0, entry), 1, other)
    assert len(findings_of(case, "PRC-02")) == found


@pytest.mark.parametrize(
    ("answer", "found"), [(4200_90000000, 0), (4200_90000001, 1), (4159_20398009, 1)]
)
def test_feeds_that_differ_by_more_than_fifty_basis_points_are_undecided(
    answer: int, found: int
) -> None:
    findings = findings_of(with_feed(healthy_case(), 0, priced(answer)), "PRC-03")
    assert [finding.bearing for finding in findings] == [Bearing.UNDECIDED] * found


def test_one_price_alone_has_nothing_to_differ_from() -> None:
    entry = replace(feed_evidence(feed(ETHEREUM)), round=NO_ANSWER)
    case = with_feed(healthy_case(), 0, entry)
    assert (findings_of(case, "PRC-03"), findings_of(case, "PRC-02")) == ((), ())


def test_no_gold_declared_needs_no_price() -> None:
    case = with_statement(healthy_case(), MISSING)
    bare = replace(case, scope=replace(case.scope, feeds=()))
    assert [f.check for f in findings_of(bare, "PRC-01")] == []


def test_feed_on_an_unconfirmed_scale_differs_from_nothing() -> None:
    entry = replace(priced(41_80000000), decimals=reading(6, ETHEREUM))
    assert findings_of(with_feed(healthy_case(), 0, entry), "PRC-03") == ()


def test_pairs_differ_each_by_itself_and_in_their_own_unit() -> None:
    case = crypto_case()
    apart = with_feed(case, 1, coin_price(case.scope.feeds[1], 603_00000001))
    (found,) = findings_of(apart, "PRC-03")
    assert findings_of(case, "PRC-03") == ()
    price = figures_of(found)["BNB / USD on Bnb"]
    assert isinstance(price, Price)
    assert price.unit == "BNB"


@pytest.mark.parametrize(("age", "found"), [(90_000, 0), (90_001, 1)])
def test_price_of_a_coin_has_no_weekend(age: int, found: int) -> None:
    case = crypto_case()
    findings = findings_of(
        with_feed(case, 0, coin_price(case.scope.feeds[0], 600_00000000, age=age)), "PRC-02"
    )
    assert len(findings) == found
    assert all("gold market" not in figures_of(one) for one in findings)
