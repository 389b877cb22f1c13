"""What a sync would cost and what it did: figures, limits, and why it goes no further."""

from dataclasses import replace

import pytest

from stableaudit.application.sync import Synced
from stableaudit.application.sync_all import DeploymentOutcome, Nothing
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.report.sync_text import outcome_document, plan_document
from tests.cases import BNB, NO_ANSWER, chain_spec
from tests.ledger_cases import COVERAGE, DEPLOYMENT, LAST, SPEC
from tests.unit.report.test_hostile import CORPUS

PLAN = FetchPlan(
    BlockRange(401, 1_000_400), 1_234, 125, ("at most 10,000 blocks a request (learnt)",)
)
SYNCED = Synced(COVERAGE, (), ())


def _planned(
    spec: ChainSpec, until: BlockStamp | Unavailable, found: FetchPlan | Nothing | Unavailable
) -> DeploymentOutcome[FetchPlan | Nothing]:
    return DeploymentOutcome(DEPLOYMENT, spec, until, found)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _plan(*found: FetchPlan | Nothing | Unavailable, spec: ChainSpec = SPEC) -> tuple[str, bool]:
    plans = [_planned(spec, LAST, one) for one in found]
    text, known = plan_document(plans, width=80)
    return _flat(text), known


def _outcome(found: Synced | Unavailable) -> tuple[str, bool]:
    text, complete = outcome_document((DeploymentOutcome(DEPLOYMENT, SPEC, LAST, found),), width=80)
    return _flat(text), complete


def test_plan_tells_blocks_requests_time_and_limits() -> None:
    text, known = _plan(PLAN)
    assert known
    assert "blocks 1,000,000, from 401 to 1,000,400" in text
    assert "requests about 1,234" in text
    assert "time about 2 min 5 s" in text
    assert "rests on at most 10,000 blocks a request (learnt)" in text
    assert "last final block block 400" in text
    assert "About 1,234 requests in 2 min 5 s, all chains at the same time. Nothing" in text


def test_plan_of_several_ledgers_adds_requests_and_waits_for_the_slowest_chain() -> None:
    assert "About 2,468 requests in 4 min 10 s" in _plan(PLAN, PLAN)[0]
    other = chain_spec(BNB, "bnb")
    plans = (
        _planned(SPEC, LAST, PLAN),
        _planned(other, LAST, replace(PLAN, seconds=130)),
    )
    assert "About 2,468 requests in 2 min 10 s" in _flat(plan_document(plans, width=80)[0])


def test_plan_of_a_chain_that_did_not_answer_is_not_known() -> None:
    text, known = _plan(PLAN, NO_ANSWER)
    assert not known
    assert "cost not known:" in text
    assert "Not in this: 1 ledger of unknown cost." in text


def test_plan_of_an_up_to_date_ledger_has_nothing_to_fetch() -> None:
    text, known = _plan(Nothing(COVERAGE))
    assert known
    assert "nothing: the ledger is up to date" in text
    assert "About 0 requests in 0 s" in text


def test_plan_without_a_final_block_says_why() -> None:
    plans = (_planned(SPEC, NO_ANSWER, NO_ANSWER),)
    text, known = plan_document(plans, width=80)
    assert "last final block not known" in _flat(text)
    assert not known


def test_plan_of_a_devnet_begins_with_the_warning() -> None:
    text, _ = _plan(PLAN, spec=replace(SPEC, simulated=True))
    assert "*** SIMULATED NETWORK ***" in text


def test_outcome_tells_what_the_ledger_covers() -> None:
    text, complete = _outcome(SYNCED)
    assert complete
    assert "2 transfers and 4 other entries, from block 90 (the contract was created there)" in text


def test_outcome_after_a_changed_history_and_a_failed_endpoint_says_so() -> None:
    text, complete = _outcome(Synced(COVERAGE, ("block 300 was replaced",), ("b failed",)))
    assert complete
    assert "history changed block 300 was replaced" in text
    assert "trouble b failed" in text


def test_outcome_of_a_failure_says_why() -> None:
    text, complete = _outcome(NO_ANSWER)
    assert not complete
    assert "not up to date" in text
    assert "refused" in text


@pytest.mark.parametrize("text", CORPUS)
def test_plan_and_outcome_of_hostile_text_act_on_nobody(text: str) -> None:
    spec = replace(SPEC, title=text)
    coverage = replace(COVERAGE, sources=(text,), origin=replace(COVERAGE.origin, why=text))
    plan = _planned(spec, LAST, replace(PLAN, limits=(text,)))
    done = DeploymentOutcome(DEPLOYMENT, spec, LAST, Synced(coverage, (text,), (text,)))
    shown = plan_document((plan,), width=60)[0] + outcome_document((done,), width=60)[0]
    assert shown.replace("\n", "").isprintable()
    assert max(len(line) for line in shown.splitlines()) <= 60
