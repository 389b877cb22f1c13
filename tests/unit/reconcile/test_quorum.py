"""NET-05 and TRU-03: who was outvoted is named, and a figure needs its quorum."""

from dataclasses import replace

import pytest

from stableaudit.domain.evidence import Incident
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.policy import Policy
from stableaudit.domain.readings import SINGLE, Reading, Trust, TrustLevel
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    NO_ANSWER,
    findings_of,
    healthy_case,
    with_chain,
    with_deployment,
)


def asked(case: Case, quorum: int | None) -> Case:
    policy = replace(case.scope.policy, quorum=quorum)
    return replace(case, scope=replace(case.scope, policy=policy))


def with_trust(trust: Trust) -> Case:
    case = healthy_case()
    entry = case.evidence.deployments[1]
    assert isinstance(entry.total_supply, Reading)
    supply = replace(
        entry.total_supply, trust=trust, sources=entry.total_supply.sources[: trust.agreeing]
    )
    return with_deployment(case, 1, replace(entry, total_supply=supply))


def test_outvoted_operator_is_named_and_does_not_move_the_verdict() -> None:
    case = healthy_case()
    told = Incident(ETHEREUM, dissent=True, what="b says 7", outvoted=("b",))
    case = with_chain(case, 1, replace(case.evidence.chains[1], incidents=(told,)))
    (found,) = findings_of(case, "NET-05")
    assert (found.bearing, found.subject) == (Bearing.NOTED, "Ethereum, b")
    assert findings_of(case, "NET-04") == ()
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


@pytest.mark.parametrize(
    ("trust", "quorum", "count"),
    [
        (SINGLE, None, 0),
        (SINGLE, 1, 0),
        (SINGLE, 2, 1),
        (Trust(TrustLevel.AGREED, 2, 2), 2, 0),
        (Trust(TrustLevel.AGREED, 2, 3), 3, 1),
        (Trust(TrustLevel.PROVEN, 1, 1), 2, 0),
    ],
)
def test_reading_below_the_quorum_is_undecided(
    trust: Trust, quorum: int | None, count: int
) -> None:
    found = [
        one
        for one in findings_of(asked(with_trust(trust), quorum), "TRU-03")
        if one.subject == "USDKG on Ethereum" and "total supply" in one.statement
    ]
    assert len(found) == count
    assert all(one.bearing is Bearing.UNDECIDED for one in found)


def test_reading_that_is_missing_is_no_matter_of_the_quorum() -> None:
    case = healthy_case()
    hurt = with_deployment(case, 1, replace(case.evidence.deployments[1], total_supply=NO_ANSWER))
    assert findings_of(asked(hurt, 2), "TRU-03") == ()


def test_shortfall_below_the_quorum_decides_nothing() -> None:
    case = asked(with_trust(SINGLE), 2)
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE


def test_quorum_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="a quorum of 0 operators agrees on nothing"):
        Policy(quorum=0)
