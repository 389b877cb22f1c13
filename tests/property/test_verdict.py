"""Taking a required reading away can never leave, or produce, RECONCILED."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.evidence import Evidence, Observed
from stableaudit.domain.findings import Severity, Verdict
from stableaudit.domain.readings import Pin, Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    NO_ANSWER,
    crypto_case,
    deployment_evidence,
    healthy_case,
    with_chain,
    with_deployment,
    with_feed,
    with_holding,
    with_ledger,
)

T = TypeVar("T")
Loss = Callable[[Case], Case]


def lose_reference(case: Case, index: int) -> Case:
    return with_chain(case, index, replace(case.evidence.chains[index], reference=NO_ANSWER))


def lose_reread(case: Case, index: int) -> Case:
    return with_chain(case, index, replace(case.evidence.chains[index], reread=NO_ANSWER))


def lose_supply(case: Case, index: int) -> Case:
    entry = case.evidence.deployments[index]
    return with_deployment(case, index, replace(entry, total_supply=NO_ANSWER))


def lose_decimals(case: Case, index: int) -> Case:
    entry = case.evidence.deployments[index]
    return with_deployment(case, index, replace(entry, decimals=NO_ANSWER))


def lose_feed_decimals(case: Case, index: int) -> Case:
    return with_feed(case, index, replace(case.evidence.feeds[index], decimals=NO_ANSWER))


def lose_feed_description(case: Case, index: int) -> Case:
    return with_feed(case, index, replace(case.evidence.feeds[index], description=NO_ANSWER))


def lose_feed_round(case: Case, index: int) -> Case:
    return with_feed(case, index, replace(case.evidence.feeds[index], round=NO_ANSWER))


def lose_ledger(case: Case, *, index: int) -> Case:
    return with_ledger(case, index, NO_ANSWER)


def lose_balances(case: Case, *, index: int) -> Case:
    state = case.evidence.ledgers[index].state
    if isinstance(state, Unavailable):
        return case
    return with_ledger(case, index, replace(state, sheets=(NO_ANSWER, NO_ANSWER)))


LOSSES: tuple[Loss, ...] = (
    *(partial(lose_reference, index=index) for index in range(3)),
    *(partial(lose_reread, index=index) for index in range(3)),
    *(partial(lose_supply, index=index) for index in range(2)),
    *(partial(lose_decimals, index=index) for index in range(2)),
    *(partial(lose_feed_decimals, index=index) for index in range(2)),
    *(partial(lose_feed_description, index=index) for index in range(2)),
    *(partial(lose_feed_round, index=index) for index in range(2)),
    *(partial(lose_ledger, index=index) for index in range(2)),
    *(partial(lose_balances, index=index) for index in range(2)),
)
FAIL_ON = st.one_of(st.none(), st.sampled_from(list(Severity)))


@given(losses=st.sets(st.sampled_from(LOSSES), min_size=1), fail_on=FAIL_ON)
def test_verdict_with_any_required_reading_lost_is_inconclusive(
    losses: set[Loss], fail_on: Severity | None
) -> None:
    case = healthy_case()
    for loss in losses:
        case = loss(case)
    assert judge(case, fail_on=fail_on).verdict is Verdict.INCONCLUSIVE


@given(
    kept=st.tuples(
        *(st.sets(st.integers(0, most)) for most in (2, 1, 1, 1)),
    ),
    fail_on=FAIL_ON,
)
def test_verdict_with_whole_evidence_left_out_is_reconciled_only_when_complete(
    kept: tuple[set[int], set[int], set[int], set[int]], fail_on: Severity | None
) -> None:
    case = healthy_case()
    chains, deployments, feeds, ledgers = kept
    evidence = Evidence(
        case.evidence.measurement_time,
        case.evidence.collected_at,
        tuple(case.evidence.chains[index] for index in sorted(chains)),
        tuple(case.evidence.deployments[index] for index in sorted(deployments)),
        tuple(case.evidence.feeds[index] for index in sorted(feeds)),
        tuple(case.evidence.ledgers[index] for index in sorted(ledgers)),
    )
    complete = (len(chains), len(deployments), len(feeds), len(ledgers)) == (3, 2, 2, 2)
    verdict = judge(replace(case, evidence=evidence), fail_on=fail_on).verdict
    assert (verdict is Verdict.RECONCILED) == complete


@given(loss=st.sampled_from(LOSSES), supply=st.integers(0, 2**256 - 1))
def test_verdict_with_a_loss_and_any_supply_is_never_reconciled(loss: Loss, supply: int) -> None:
    case = healthy_case()
    changed = deployment_evidence(case.scope.token.deployments[0], supply)
    verdict = judge(loss(with_deployment(case, 0, changed)), fail_on=Severity.HIGH).verdict
    assert verdict is not Verdict.RECONCILED


def loosened(observed: Observed[T]) -> Observed[T]:
    return observed if isinstance(observed, Unavailable) else replace(observed, pin=Pin.UNPINNED)


@given(
    places=st.sets(st.integers(0, 3), min_size=1),
    supply=st.integers(0, 2**256 - 1),
    fail_on=FAIL_ON,
)
def test_verdict_with_a_required_reading_unpinned_is_inconclusive_whatever_it_says(
    places: set[int], supply: int, fail_on: Severity | None
) -> None:
    case = healthy_case()
    case = with_deployment(case, 0, deployment_evidence(case.scope.token.deployments[0], supply))
    for place in places:
        index, of_supply = divmod(place, 2)
        entry = case.evidence.deployments[index]
        if of_supply:
            loose = replace(entry, total_supply=loosened(entry.total_supply))
        else:
            loose = replace(entry, decimals=loosened(entry.decimals))
        case = with_deployment(case, index, loose)
    assert judge(case, fail_on=fail_on).verdict is Verdict.INCONCLUSIVE


def lose_balance(case: Case, *, index: int) -> Case:
    return with_holding(case, index, replace(case.evidence.holdings[index], balance=NO_ANSWER))


def loosen_balance(case: Case, *, index: int) -> Case:
    entry = case.evidence.holdings[index]
    return with_holding(case, index, replace(entry, balance=loosened(entry.balance)))


def lose_scale(case: Case) -> Case:
    return with_holding(case, 1, replace(case.evidence.holdings[1], decimals=NO_ANSWER))


CRYPTO_LOSSES: tuple[Loss, ...] = (
    *(partial(lose_reference, index=index) for index in range(2)),
    *(partial(lose_reread, index=index) for index in range(2)),
    *(partial(lose_balance, index=index) for index in range(2)),
    *(partial(loosen_balance, index=index) for index in range(2)),
    lose_scale,
    *(partial(lose_feed_decimals, index=index) for index in range(3)),
    *(partial(lose_feed_description, index=index) for index in range(3)),
    *(partial(lose_feed_round, index=index) for index in range(3)),
)


@given(losses=st.sets(st.sampled_from(CRYPTO_LOSSES), min_size=1), fail_on=FAIL_ON)
def test_verdict_of_a_crypto_reserve_with_any_required_reading_lost_is_inconclusive(
    losses: set[Loss], fail_on: Severity | None
) -> None:
    case = crypto_case()
    for loss in losses:
        case = loss(case)
    assert judge(case, fail_on=fail_on).verdict is Verdict.INCONCLUSIVE
