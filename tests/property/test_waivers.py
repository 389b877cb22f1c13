"""Waivers never change what was found, and never the verdict; they can only open the gate."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.findings import Gate, Severity
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.checks import CHECKS
from stableaudit.reconcile.judge import Result, judge
from tests.cases import MISSING, healthy_case, with_statement
from tests.unit.report import cases
from tests.waiver_cases import waiver, with_waivers

OPEN = {Gate.PASSED: 0, Gate.UNDECIDED: 1, Gate.FAILED: 2}
CASES = (
    healthy_case(),
    with_statement(healthy_case(), MISSING),
    cases.contradiction().case,
    cases.nothing_read().case,
)


def plain(result: Result) -> list[tuple[object, ...]]:
    return [
        (one.check, one.severity, one.bearing, one.subject, one.statement, one.figures)
        for one in result.findings
        if not one.check.startswith("WVR-")
    ]


@given(
    case=st.sampled_from(CASES),
    ids=st.sets(st.sampled_from([check.id for check in CHECKS])),
    fail_on=st.sampled_from([None, *Severity]),
)
def test_waivers_leave_findings_and_verdict_and_never_close_the_gate(
    case: Case, ids: set[str], fail_on: Severity | None
) -> None:
    before = judge(case, fail_on=fail_on)
    after = judge(with_waivers(case, *map(waiver, sorted(ids))), fail_on=fail_on)
    assert plain(after) == plain(before)
    assert after.verdict is before.verdict
    assert OPEN[after.gate] <= OPEN[before.gate]


@given(case=st.sampled_from(CASES), fail_on=st.sampled_from([None, *Severity]))
def test_gate_stays_where_no_waiver_is_about_what_was_found(
    case: Case, fail_on: Severity | None
) -> None:
    before = judge(case, fail_on=fail_on)
    ids = {check.id for check in CHECKS} - {one.check for one in before.findings}
    after = judge(with_waivers(case, *map(waiver, sorted(ids))), fail_on=fail_on)
    assert (after.verdict, after.gate) == (before.verdict, before.gate)
    assert {replace(one, waiver=None) for one in after.findings} >= set(before.findings)
