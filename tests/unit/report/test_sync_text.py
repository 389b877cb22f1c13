"""What a sync would cost and what it did: figures, limits, and why it goes no further."""

from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.ledger.fetches import FetchOutcome, PlannedFetch
from stableaudit.report.sync_text import render_outcome, render_plan
from tests.cases import NO_ANSWER
from tests.hostile import CORPUS
from tests.ledger_cases import COVERAGE, DEPLOYMENT, SPEC, TOKEN

PLAN = FetchPlan(
    BlockRange(401, 1_000_400), 1_234, 125, ("at most 10,000 blocks a request (learnt)",)
)


def _plan(*plans: FetchPlan | Unavailable | None, width: int = 80) -> str:
    fetches = tuple(PlannedFetch(DEPLOYMENT, SPEC, COVERAGE, plan) for plan in plans)
    return " ".join(render_plan(TOKEN, fetches, width=width, colour=False).split())


def _outcome(outcome: FetchOutcome) -> str:
    return " ".join(render_outcome(TOKEN, (outcome,), width=80, colour=False).split())


def test_plan_tells_blocks_requests_time_and_limits() -> None:
    text = _plan(PLAN)
    assert "blocks 1,000,000, from 401 to 1,000,400" in text
    assert "requests about 1,234" in text
    assert "time about 2 min 5 s" in text
    assert "rests on at most 10,000 blocks a request (learnt)" in text
    assert "covered so far everything to block 400" in text
    assert "Nothing was fetched." in text


def test_plan_of_several_chains_adds_requests_and_waits_for_the_slowest() -> None:
    assert "Altogether about 2,468 requests" in _plan(PLAN, replace(PLAN, seconds=60))
    assert "so about 2 min 5 s" in _plan(PLAN, replace(PLAN, seconds=60))


def test_plan_of_a_chain_that_did_not_answer_is_not_known() -> None:
    text = _plan(PLAN, NO_ANSWER)
    assert "cost not known:" in text
    assert "Not in this: 1 chain whose cost is not known." in text


def test_plan_of_an_up_to_date_ledger_has_nothing_to_fetch() -> None:
    text = _plan(None)
    assert "nothing: the ledger is up to date" in text
    assert "ALTOGETHER" not in text


def test_plan_of_an_unfetched_chain_covers_nothing() -> None:
    fetch = PlannedFetch(DEPLOYMENT, SPEC, None, PLAN)
    assert "nothing" in render_plan(TOKEN, (fetch,), width=80, colour=False)


def test_outcome_of_a_first_sync_is_all_of_it() -> None:
    text = _outcome(FetchOutcome(DEPLOYMENT, SPEC, None, COVERAGE))
    assert "new 311 blocks, all of it" in text
    assert "2 transfers and 4 other entries, from block 90 (the contract was created there)" in text


def test_outcome_of_a_later_sync_tells_what_is_new() -> None:
    last = replace(COVERAGE.last, number=350)
    before = replace(COVERAGE, last=last, transfers=1, entries=1)
    text = _outcome(FetchOutcome(DEPLOYMENT, SPEC, before, COVERAGE))
    assert "new 50 blocks with 1 transfer and 3 other entries" in text


def test_outcome_after_a_roll_back_says_so() -> None:
    before = replace(COVERAGE, last=replace(COVERAGE.last, number=450))
    text = _outcome(FetchOutcome(DEPLOYMENT, SPEC, before, COVERAGE))
    assert "new 50 blocks fewer: the chain's history changed, rolled back" in text


def test_outcome_of_a_failure_says_why_and_keeps_what_there_is() -> None:
    text = _outcome(FetchOutcome(DEPLOYMENT, SPEC, None, None, NO_ANSWER))
    assert "covers nothing yet" in text
    assert "goes no further" in text
    assert "refused" in text


@pytest.mark.parametrize("text", CORPUS)
def test_plan_and_outcome_of_hostile_text_act_on_nobody(text: str) -> None:
    spec = replace(SPEC, title=text)
    plan = replace(PLAN, limits=(text,))
    coverage = replace(COVERAGE, sources=(text,), origin=replace(COVERAGE.origin, why=text))
    planned = render_plan(
        TOKEN, (PlannedFetch(DEPLOYMENT, spec, coverage, plan),), width=60, colour=False
    )
    done = render_outcome(
        TOKEN, (FetchOutcome(DEPLOYMENT, spec, None, coverage),), width=60, colour=False
    )
    assert (planned + done).replace("\n", "").isprintable()
    assert max(len(line) for line in (planned + done).splitlines()) <= 60
