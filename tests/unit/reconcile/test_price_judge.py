"""A price by itself: settled, or not, and why."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Gate
from stableaudit.domain.policy import Policy
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.questions import Round
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.feed_view import FeedReading, FeedsView, view_of
from stableaudit.reconcile.price_judge import PricePlan, PriceResult, judge_prices
from tests.cases import (
    BNB,
    ETHEREUM,
    NO_ANSWER,
    NOW,
    chain_spec,
    feed,
    feed_evidence,
    healthy_case,
    reading,
)


def a_feed(evidence: FeedEvidence | None = None) -> FeedReading:
    spec = feed(ETHEREUM)
    found = evidence or feed_evidence(spec)
    return FeedReading(spec, chain_spec(ETHEREUM, "ethereum"), found)


def view(*feeds: FeedReading) -> FeedsView:
    return FeedsView(feeds, NOW, Policy())


def other(answer: int) -> FeedReading:
    spec = feed(BNB)
    return FeedReading(spec, chain_spec(BNB, "bnb"), feed_evidence(spec, answer=answer))


def test_feeds_that_answer_and_agree_settle_the_price() -> None:
    found = judge_prices(view(a_feed(), other(4181_00000000)))
    assert (found.gate, found.findings) == (Gate.PASSED, ())


@pytest.mark.parametrize("part", ["decimals", "description", "round"])
def test_feed_that_did_not_answer_leaves_the_price_open(part: str) -> None:
    silent = a_feed(replace(feed_evidence(feed(ETHEREUM)), **{part: NO_ANSWER}))  # type: ignore[arg-type]  # any reading may be missing
    found = judge_prices(view(silent, other(4181_00000000)))
    assert found.gate is Gate.UNDECIDED
    assert "XAU / USD on Ethereum" in found.why


@pytest.mark.parametrize(
    ("answer", "gate"), [(4200_90000000, "PASSED"), (4200_90000001, "UNDECIDED")]
)
def test_feeds_apart_leave_the_price_open(answer: int, gate: str) -> None:
    found = judge_prices(view(a_feed(), other(answer)))
    assert found.gate is Gate[gate]
    assert [one.check for one in found.findings] == ["PRC-03"] * (gate == "UNDECIDED")


def test_feed_of_something_else_leaves_the_price_open() -> None:
    silver = replace(
        feed_evidence(feed(ETHEREUM)), description=reading(Untrusted("XAG / USD"), ETHEREUM)
    )
    found = judge_prices(view(a_feed(silver)))
    assert ([one.check for one in found.findings], found.gate) == (["PRC-01"], Gate.UNDECIDED)
    assert found.why.startswith("PRC-01, XAU / USD on Ethereum")


def test_stale_feed_leaves_the_price_open() -> None:
    old = Round(1, 4180_00000000, NOW - 10 * 86_400, NOW - 10 * 86_400)
    stale = replace(feed_evidence(feed(ETHEREUM)), round=reading(old, ETHEREUM))
    found = judge_prices(view(a_feed(stale)))
    assert [one.check for one in found.findings] == ["PRC-02"]


def test_no_feed_settles_nothing() -> None:
    assert judge_prices(view()).gate is Gate.UNDECIDED


def test_one_price_has_no_divergence() -> None:
    assert view(a_feed(), other(0)).divergence is None


def test_heartbeat_is_the_longest_gap_of_the_last_rounds_that_are_known() -> None:
    newest = feed_evidence(feed(ETHEREUM))
    before = [
        reading(Round(n, 1, NOW - 3600 - 60 * n, NOW - 3600 - 60 * n), ETHEREUM) for n in (1, 3)
    ]
    monday = NOW - 5 * 86_400
    shifted = tuple(
        replace(one, value=replace(one.value, updated_at=one.value.updated_at - NOW + monday))
        for one in (reading(Round(9, 1, NOW - 3600, NOW - 3600), ETHEREUM), *before)
    )
    beating = replace(newest, round=shifted[0], recent=(shifted[1], NO_ANSWER, shifted[2]))
    assert a_feed(beating).heartbeat == 120
    assert a_feed(replace(newest, round=NO_ANSWER)).heartbeat is None


def test_view_of_a_case_leaves_out_feeds_that_nothing_was_read_of() -> None:
    case = healthy_case()
    bare = replace(case, evidence=replace(case.evidence, feeds=case.evidence.feeds[1:]))
    assert [one.subject for one in view_of(bare).feeds] == ["XAU / USD on Bnb"]


@pytest.mark.parametrize(("at", "price"), [(NOW - 1, None), (NOW, "4170")])
def test_result_has_the_price_of_the_file_at_the_instant(at: int, price: str | None) -> None:
    file = PriceFile(
        "gold.csv", "0" * 64, "USD", (PriceEntry(NOW, Figure("4170"), Untrusted("x")),)
    )
    plan = PricePlan("GOLD", (), (), Policy(), file)
    asked = FeedsView((), at, Policy())
    result = PriceResult(plan, asked, (), judge_prices(asked))
    assert (result.from_file.price.text if result.from_file else None) == price
    without = replace(result, plan=replace(plan, file=None))
    assert without.from_file is None
