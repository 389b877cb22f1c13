"""A contradiction from inputs that are in doubt decides nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.readings import Pin, Reading
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ASSURANCE,
    BNB,
    ETHEREUM,
    GOLD,
    NO_ANSWER,
    NOW,
    STATEMENT,
    TRON,
    block,
    deployment_evidence,
    feed_evidence,
    healthy_case,
    ledger_state,
    reading,
    with_chain,
    with_deployment,
    with_feed,
    with_gold,
    with_ledger,
    with_statement,
)

YEAR = 365 * 86_400
TOO_LITTLE = replace(
    GOLD,
    quantity=Figure("300.00"),
    declared_value=Figure("40157920"),  # as the price makes it
)


def supply_of(case: Case) -> Reading[int]:
    supply = case.evidence.deployments[1].total_supply
    assert isinstance(supply, Reading)
    return supply


def short_of_gold(case: Case) -> Case:
    return with_gold(case, TOO_LITTLE)


def one_token_too_many(case: Case) -> Case:
    deployment, supply = case.scope.token.deployments[1], 10_000_001_000000
    case = with_ledger(case, 1, ledger_state(deployment, supply))
    return with_deployment(case, 1, deployment_evidence(deployment, supply))


def stale_statement(case: Case) -> Case:
    assert case.scope.statement is not None
    old = replace(case.scope.statement, as_of=NOW - YEAR)
    return with_statement(case, old)


def unpinned_supply(case: Case) -> Case:
    entry = case.evidence.deployments[1]
    loose = replace(supply_of(case), pin=Pin.UNPINNED)
    return with_deployment(case, 1, replace(entry, total_supply=loose))


def supply_of_another_block(case: Case) -> Case:
    entry = case.evidence.deployments[1]
    other = replace(block(ETHEREUM), number=999)
    moved = replace(supply_of(case), at=other, observed_at=other)
    return with_deployment(case, 1, replace(entry, total_supply=moved))


def changed_history(case: Case) -> Case:
    other = replace(block(ETHEREUM), hash="0x" + "cd" * 32)
    return with_chain(case, 1, replace(case.evidence.chains[1], reread=other))


def other_feed_decimals(case: Case) -> Case:
    entry = replace(case.evidence.feeds[0], decimals=reading(6, ETHEREUM))
    return with_feed(case, 0, entry)


def diverging_feeds(case: Case) -> Case:
    return with_feed(case, 0, feed_evidence(case.scope.feeds[0], answer=4100_00000000))


@pytest.mark.parametrize(
    ("hurt", "doubt"),
    [
        (short_of_gold, stale_statement),
        (short_of_gold, unpinned_supply),
        (short_of_gold, supply_of_another_block),
        (short_of_gold, changed_history),
        (one_token_too_many, stale_statement),
        (one_token_too_many, unpinned_supply),
        (one_token_too_many, changed_history),
    ],
)
def test_contradiction_from_doubtful_inputs_is_inconclusive(
    hurt: Callable[[Case], Case], doubt: Callable[[Case], Case]
) -> None:
    certain = judge(hurt(healthy_case()), fail_on=Severity.INFO)
    doubtful = judge(doubt(hurt(healthy_case())), fail_on=Severity.INFO)
    assert (certain.verdict, doubtful.verdict) == (Verdict.UNRECONCILED, Verdict.INCONCLUSIVE)


@pytest.mark.parametrize("doubt", [other_feed_decimals, diverging_feeds])
def test_shortfall_at_a_doubtful_price_alone_is_inconclusive(
    doubt: Callable[[Case], Case],
) -> None:
    case = doubt(short_of_gold(healthy_case()))
    bearings = {f.check: f.bearing for f in judge(case, fail_on=Severity.INFO).findings}
    assert (bearings["COV-03"], bearings["COV-01"]) == (Bearing.UNDECIDED, Bearing.CONTRADICTS)


def test_doubtful_price_does_not_excuse_tokens_too_many() -> None:
    case = other_feed_decimals(one_token_too_many(healthy_case()))
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.UNRECONCILED


def test_reading_of_another_block_than_the_reference_is_never_reconciled() -> None:
    assert judge(supply_of_another_block(healthy_case()), fail_on=None).verdict is (
        Verdict.INCONCLUSIVE
    )


def test_exact_reading_answered_from_another_block_is_never_reconciled() -> None:
    case = healthy_case()
    entry = case.evidence.deployments[1]
    other = replace(block(ETHEREUM), number=1001)
    moved = replace(supply_of(case), observed_at=other)
    hurt = with_deployment(case, 1, replace(entry, total_supply=moved))
    assert judge(hurt, fail_on=None).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("keep", [0, 1])
def test_reading_from_an_endpoint_that_was_not_found_fit_is_never_reconciled(keep: int) -> None:
    case = healthy_case()
    chain = case.evidence.chains[1]
    endpoints = tuple(replace(entry, used=False) for entry in chain.endpoints)[: 2 * keep]
    hurt = with_chain(case, 1, replace(chain, endpoints=endpoints))
    result = judge(hurt, fail_on=None)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert "TRU-02" in {finding.check for finding in result.findings}


def test_report_of_another_time_than_the_statement_is_noted() -> None:
    other = replace(ASSURANCE, as_of=NOW - YEAR)
    result = judge(
        with_statement(healthy_case(), replace(STATEMENT, assurance=other)), fail_on=None
    )
    assert [(f.check, f.bearing) for f in result.findings] == [("DEC-04", Bearing.NOTED)]


def test_contradiction_of_chains_read_too_far_apart_is_inconclusive() -> None:
    case = one_token_too_many(healthy_case())
    policy = replace(case.scope.policy, max_skew_seconds=0)
    apart = with_chain(
        replace(case, scope=replace(case.scope, policy=policy)),
        0,
        replace(case.evidence.chains[0], reference=block(TRON, age=601)),
    )
    assert judge(apart, fail_on=Severity.INFO).verdict is Verdict.INCONCLUSIVE


def test_contradiction_from_endpoints_that_were_not_found_fit_is_inconclusive() -> None:
    case = one_token_too_many(healthy_case())
    chain = case.evidence.chains[1]
    unfit = replace(chain, endpoints=tuple(replace(e, used=False) for e in chain.endpoints))
    hurt = with_chain(case, 1, unfit)
    assert judge(hurt, fail_on=Severity.INFO).verdict is Verdict.INCONCLUSIVE


def feed_chain_down(case: Case) -> Case:
    bnb = case.evidence.chains[2]
    return with_chain(case, 2, replace(bnb, reference=NO_ANSWER, reread=NO_ANSWER))


def feed_chain_moved(case: Case) -> Case:
    return with_chain(case, 2, replace(case.evidence.chains[2], reread=block(BNB, number=7)))


def feed_chain_unvetted(case: Case) -> Case:
    return with_chain(case, 2, replace(case.evidence.chains[2], endpoints=()))


def feed_chain_apart(case: Case) -> Case:
    old = block(BNB, age=600 + 3601)
    return with_chain(case, 2, replace(case.evidence.chains[2], reference=old, reread=old))


@pytest.mark.parametrize(
    "doubt", [feed_chain_down, feed_chain_moved, feed_chain_unvetted, feed_chain_apart]
)
def test_chain_that_only_carries_a_feed_excuses_no_tokens_too_many(
    doubt: Callable[[Case], Case],
) -> None:
    result = judge(doubt(one_token_too_many(healthy_case())), fail_on=Severity.HIGH)
    bearings = {finding.check: finding.bearing for finding in result.findings}
    assert (result.verdict, bearings["SUP-04"]) == (Verdict.UNRECONCILED, Bearing.CONTRADICTS)


def other_decimals(case: Case) -> Case:
    entry = case.evidence.deployments[1]
    return with_deployment(case, 1, replace(entry, decimals=reading(18, ETHEREUM)))


def unvetted_endpoints(case: Case) -> Case:
    return with_chain(case, 1, replace(case.evidence.chains[1], endpoints=()))


@pytest.mark.parametrize("doubt", [changed_history, unvetted_endpoints])
def test_other_decimals_read_in_doubt_decide_nothing(doubt: Callable[[Case], Case]) -> None:
    certain = judge(other_decimals(healthy_case()), fail_on=Severity.INFO)
    doubtful = judge(doubt(other_decimals(healthy_case())), fail_on=Severity.INFO)
    assert (certain.verdict, doubtful.verdict) == (Verdict.UNRECONCILED, Verdict.INCONCLUSIVE)


def test_shortfall_of_a_statement_whose_own_figures_disagree_decides_nothing() -> None:
    mistyped = replace(GOLD, quantity=Figure("40.000"))
    result = judge(with_gold(healthy_case(), mistyped), fail_on=Severity.INFO)
    bearings = {finding.check: finding.bearing for finding in result.findings}
    assert result.verdict is Verdict.INCONCLUSIVE
    assert (bearings["DEC-06"], bearings["COV-01"], bearings["COV-03"]) == (
        Bearing.UNDECIDED,
        Bearing.UNDECIDED,
        Bearing.UNDECIDED,
    )
