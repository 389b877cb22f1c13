"""The verdict: what it follows from, and what can never produce a pass."""

from dataclasses import replace

import pytest

from stableaudit.domain.findings import Bearing, Finding, Gate, Severity, Verdict
from stableaudit.reconcile.checks import CHECKS
from stableaudit.reconcile.judge import decide, hold_to, judge
from tests.cases import MISSING, healthy_case, with_statement


def finding(bearing: Bearing, severity: Severity) -> Finding:
    return Finding("XXX-01", severity, bearing, "it", "is so", (), "")


def test_judge_healthy_case_is_reconciled_without_findings() -> None:
    result = judge(healthy_case(), fail_on=Severity.HIGH)
    assert (result.verdict, result.findings) == (Verdict.RECONCILED, ())


def test_judge_findings_are_ordered_by_severity_then_check() -> None:
    case = with_statement(healthy_case(), MISSING)
    no_contract = replace(case.scope.token, deployments=())
    result = judge(
        replace(case, scope=replace(case.scope, token=no_contract)), fail_on=Severity.HIGH
    )
    order = [check.id for check in CHECKS]
    keys = [(-entry.severity, order.index(entry.check)) for entry in result.findings]
    assert keys == sorted(keys)
    assert len(keys) > 1


@pytest.mark.parametrize(
    ("findings", "fail_on", "verdict", "gate"),
    [
        ((), Severity.HIGH, Verdict.RECONCILED, Gate.PASSED),
        (((Bearing.NOTED, Severity.CRITICAL),), Severity.INFO, Verdict.RECONCILED, Gate.PASSED),
        (((Bearing.UNDECIDED, Severity.INFO),), None, Verdict.INCONCLUSIVE, Gate.UNDECIDED),
        (
            ((Bearing.CONTRADICTS, Severity.HIGH),),
            Severity.HIGH,
            Verdict.UNRECONCILED,
            Gate.FAILED,
        ),
        (
            ((Bearing.CONTRADICTS, Severity.MEDIUM),),
            Severity.HIGH,
            Verdict.UNRECONCILED,
            Gate.PASSED,
        ),
        (((Bearing.CONTRADICTS, Severity.CRITICAL),), None, Verdict.UNRECONCILED, Gate.PASSED),
        (
            ((Bearing.UNDECIDED, Severity.CRITICAL), (Bearing.CONTRADICTS, Severity.HIGH)),
            Severity.HIGH,
            Verdict.UNRECONCILED,
            Gate.FAILED,
        ),
        (
            ((Bearing.UNDECIDED, Severity.LOW), (Bearing.CONTRADICTS, Severity.LOW)),
            Severity.HIGH,
            Verdict.UNRECONCILED,
            Gate.UNDECIDED,
        ),
    ],
)
def test_decide_and_hold_to_table(
    findings: tuple[tuple[Bearing, Severity], ...],
    fail_on: Severity | None,
    verdict: Verdict,
    gate: Gate,
) -> None:
    found = tuple(finding(*entry) for entry in findings)
    assert (decide(found), hold_to(found, fail_on=fail_on)) == (verdict, gate)
