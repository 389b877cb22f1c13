"""What a document knows over time: statements, and every price of gold that was read."""

from dataclasses import replace
from fractions import Fraction

from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Severity
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.readings import Reading
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.sections.series import PricePath, SeriesSection, series_section
from tests.cases import (
    BNB,
    HISTORY,
    MISSING,
    NO_ANSWER,
    NOW,
    feed,
    feed_evidence,
    healthy_case,
    reading,
    with_feed,
    with_statement,
)
from tests.unit.reconcile.flow_cases import DAY, flow_case


def section(case: Case) -> SeriesSection:
    return series_section(judge(case, fail_on=Severity.HIGH))


def test_series_statements_stand_oldest_first() -> None:
    days = [(NOW - one.as_of) // DAY for one in section(flow_case()).statements]
    assert days == [100, 50, 5]


def test_series_without_a_statement_has_none_and_no_gold() -> None:
    found = section(with_statement(healthy_case(), MISSING))
    assert (found.statements, found.gold) == ((), ())


def test_series_of_money_has_no_gold() -> None:
    assert section(flow_case()).gold == ()


def test_series_price_of_a_feed_is_its_history_and_what_was_read_besides() -> None:
    whole, sampled = section(healthy_case()).gold
    assert whole.source == "XAU / USD on Ethereum"
    assert [at for at, _ in whole.points] == [one.updated_at for one in HISTORY.rounds]
    assert whole.points[-1] == (NOW - 3600, Fraction(4180))
    assert not whole.sampled
    assert sampled.source == "XAU / USD on Bnb"
    assert [price for _, price in sampled.points] == [4163, 4180]
    assert sampled.sampled


def test_series_history_with_gaps_is_sampled() -> None:
    case = healthy_case()
    history = reading(
        replace(HISTORY, stride=3, complete_until=NOW - 4 * DAY), feed(BNB).contract.chain
    )
    case = with_feed(case, 0, replace(case.evidence.feeds[0], history=history))
    assert section(case).gold[0].sampled


def test_series_feed_that_is_another_or_silent_gives_no_price() -> None:
    case = healthy_case()
    other = replace(case.evidence.feeds[0], description=reading(Untrusted("XAG"), BNB))
    silent = replace(
        feed_evidence(feed(BNB)), round=NO_ANSWER, at_statement=NO_ANSWER, history=NO_ANSWER
    )
    assert section(with_feed(with_feed(case, 0, other), 1, silent)).gold == ()


def test_series_price_file_takes_the_place_of_feeds() -> None:
    case = healthy_case()
    entry = PriceEntry(NOW - DAY, Figure("4170.5"), Untrusted("LBMA"))
    file = PriceFile("prices.csv", "ab" * 32, "USD", (entry,))
    (path,) = section(replace(case, scope=replace(case.scope, prices=file))).gold
    points = ((NOW - DAY, Fraction(8341, 2)),)
    assert path == PricePath("prices.csv", simulated=False, points=points, sampled=False)


def test_series_feed_without_evidence_gives_no_price() -> None:
    case = healthy_case()
    assert section(replace(case, evidence=replace(case.evidence, feeds=()))).gold == ()
    assert isinstance(case.evidence.feeds[0].round, Reading)
