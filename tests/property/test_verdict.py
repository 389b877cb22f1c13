"""Taking a required reading away can never leave, or produce, RECONCILED."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.evidence import Evidence
from stableaudit.domain.findings import Severity, Verdict
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    NO_ANSWER,
    healthy_case,
    with_chain,
    with_deployment,
    with_feed,
)

LOSSES = (
    *(("chain", index, "reference") for index in range(3)),
    *(("chain", index, "reread") for index in range(3)),
    *(("deployment", index, field) for index in range(2) for field in ("total_supply", "decimals")),
    *(("feed", i, field) for i in range(2) for field in ("decimals", "description", "round")),
)
FAIL_ON = st.one_of(st.none(), st.sampled_from(list(Severity)))


def lose(case: Case, loss: tuple[str, int, str]) -> Case:
    family, index, field = loss
    gone = {field: NO_ANSWER}
    match family:
        case "chain":
            return with_chain(case, index, replace(case.evidence.chains[index], **gone))
        case "deployment":
            return with_deployment(case, index, replace(case.evidence.deployments[index], **gone))
        case _:
            return with_feed(case, index, replace(case.evidence.feeds[index], **gone))


@given(losses=st.sets(st.sampled_from(LOSSES), min_size=1), fail_on=FAIL_ON)
def test_verdict_with_any_required_reading_lost_is_inconclusive(
    losses: set[tuple[str, int, str]], fail_on: Severity | None
) -> None:
    case = healthy_case()
    for loss in losses:
        case = lose(case, loss)
    assert judge(case, fail_on=fail_on).verdict is Verdict.INCONCLUSIVE


@given(
    kept=st.tuples(
        st.sets(st.integers(0, 2)), st.sets(st.integers(0, 1)), st.sets(st.integers(0, 1))
    ),
    fail_on=FAIL_ON,
)
def test_verdict_with_whole_evidence_left_out_is_reconciled_only_when_complete(
    kept: tuple[set[int], set[int], set[int]], fail_on: Severity | None
) -> None:
    case = healthy_case()
    chains, deployments, feeds = kept
    evidence = Evidence(
        case.evidence.measurement_time,
        case.evidence.collected_at,
        tuple(case.evidence.chains[index] for index in sorted(chains)),
        tuple(case.evidence.deployments[index] for index in sorted(deployments)),
        tuple(case.evidence.feeds[index] for index in sorted(feeds)),
    )
    complete = (len(chains), len(deployments), len(feeds)) == (3, 2, 2)
    verdict = judge(replace(case, evidence=evidence), fail_on=fail_on).verdict
    assert (verdict is Verdict.RECONCILED) == complete


@given(loss=st.sampled_from(LOSSES), supply=st.integers(0, 2**256 - 1))
def test_verdict_with_a_loss_and_any_supply_is_never_reconciled(
    loss: tuple[str, int, str], supply: int
) -> None:
    case = healthy_case()
    entry = case.evidence.deployments[0]
    assert not isinstance(entry.total_supply, type(NO_ANSWER))
    changed = replace(entry, total_supply=replace(entry.total_supply, value=supply))
    verdict = judge(lose(with_deployment(case, 0, changed), loss), fail_on=Severity.HIGH).verdict
    assert verdict is not Verdict.RECONCILED
