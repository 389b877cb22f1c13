"""A price asked for by itself: whatever the instant, from the last final block of now."""

from dataclasses import replace

import pytest

from stableaudit.application.price import ask_price
from stableaudit.domain import questions as ask
from stableaudit.domain.errors import DeclarationError, UnreachableError
from stableaudit.domain.findings import Gate
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.reconcile.price_judge import PricePlan
from tests.cases import BNB, ETHEREUM, NOW
from tests.fakes.world import Steps, readers, scope, world


def plan() -> PricePlan:
    known = scope()
    feeds = {feed.contract.chain for feed in known.feeds}
    chains = tuple(chain for chain in known.chains if chain.id in feeds)
    return PricePlan("GOLD", known.feeds, chains, known.policy)


def test_price_now_is_settled_by_both_feeds() -> None:
    steps = Steps()
    result = ask_price(plan(), world(readers(), steps=steps), at=None)
    assert (result.judgement.gate, result.view.at) == (Gate.PASSED, NOW)
    assert [feed.price for feed in result.view.feeds] == [4180, 4180]
    assert [len(asked.endpoints) for asked in result.chains] == [2, 2]
    assert {what for _, what in steps.said} >= {"done"}


def test_price_of_the_past_is_read_from_the_last_final_block() -> None:
    result = ask_price(plan(), world(readers()), at=NOW - 5 * 3600)
    now = ask_price(plan(), world(readers()), at=None)
    for then, today in zip(result.view.feeds, now.view.feeds, strict=True):
        assert isinstance(then.evidence.round, Reading)
        assert isinstance(today.evidence.round, Reading)
        assert then.evidence.round.value.updated_at == NOW - 5 * 3600
        assert then.evidence.round.at == today.evidence.round.at
        assert then.evidence.at_statement is None


def test_price_of_the_future_is_refused() -> None:
    with pytest.raises(DeclarationError, match="in the future"):
        ask_price(plan(), world(readers()), at=NOW + 1)


def test_price_with_a_chain_that_nobody_reads_is_not_settled() -> None:
    found = readers()
    for one in found[BNB]:
        one.broken = UnreachableError("refused", asked="it", whom="a")
    result = ask_price(plan(), world(found), at=None)
    assert result.judgement.gate is Gate.UNDECIDED
    assert [feed.price for feed in result.view.feeds] == [4180, None]


def test_price_with_operators_that_disagree_is_not_settled_and_tells_it() -> None:
    found = readers()
    contract = next(feed.contract for feed in plan().feeds if feed.contract.chain == ETHEREUM)
    liar = found[ETHEREUM][1]
    honest = liar.values[ask.LatestRound(contract)]
    liar.values = {**liar.values, ask.LatestRound(contract): replace(honest, answer=1)}  # type: ignore[type-var]  # it is a round
    result = ask_price(plan(), world(found), at=None)
    assert isinstance(result.view.feeds[0].evidence.round, Unavailable)
    assert result.judgement.gate is Gate.UNDECIDED
    assert any(incident.dissent for incident in result.chains[0].incidents)
