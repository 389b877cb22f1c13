"""What waivers let by: the exit code and nothing else; expired and unused ones are told."""

from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.findings import Bearing, Finding, Gate, Severity, Verdict
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.quantities import Instant
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import Result, judge
from tests.cases import (
    ETHEREUM,
    MISSING,
    STATEMENT,
    deployment,
    findings_of,
    healthy_case,
    ledger_of,
    with_ledger,
    with_statement,
)
from tests.waiver_cases import DAY, waiver, with_waivers

SUPPLY = "USDKG on all chains"


def one_short() -> Case:
    """One token fewer is declared than is minted: SUP-04, and nothing else, contradicts."""
    return with_statement(healthy_case(), replace(STATEMENT, declared_supply=Figure("49999999")))


def result_of(case: Case) -> Result:
    return judge(case, fail_on=Severity.HIGH)


def bare(result: Result) -> tuple[Finding, ...]:
    return tuple(
        replace(one, waiver=None)
        for one in result.findings
        if one.check not in {"WVR-01", "WVR-02"}
    )


def test_contradiction_that_is_waived_keeps_the_word_and_is_not_counted() -> None:
    result = result_of(with_waivers(one_short(), waiver("SUP-04")))
    assert (result.verdict, result.gate) == (Verdict.UNRECONCILED, Gate.PASSED)
    assert [(one.check, one.waiver) for one in result.findings] == [("SUP-04", waiver("SUP-04"))]
    assert bare(result) == result_of(one_short()).findings


def test_without_waivers_the_same_contradiction_fails_and_nothing_is_said_of_any() -> None:
    result = result_of(one_short())
    assert (result.verdict, result.gate) == (Verdict.UNRECONCILED, Gate.FAILED)
    assert [one.waiver for one in result.findings] == [None]


def test_what_is_undecided_and_waived_is_inconclusive_and_passes() -> None:
    case = with_statement(healthy_case(), MISSING)
    open_ids = {o.check for o in result_of(case).findings if o.bearing is Bearing.UNDECIDED}
    assert open_ids
    result = result_of(with_waivers(case, *(waiver(one) for one in sorted(open_ids))))
    assert (result.verdict, result.gate) == (Verdict.INCONCLUSIVE, Gate.PASSED)


def test_one_of_several_that_are_undecided_is_enough_to_stay_undecided() -> None:
    case = with_statement(healthy_case(), MISSING)
    first = next(o for o in result_of(case).findings if o.bearing is Bearing.UNDECIDED)
    others = {o.check for o in result_of(case).findings} - {first.check}
    result = result_of(with_waivers(case, *(waiver(one) for one in sorted(others))))
    assert result.gate is Gate.UNDECIDED


def test_book_that_contradicts_itself_can_be_waived() -> None:
    """Whoever may lower --fail-on could do the same; here a name and a day stand beside it."""
    case = healthy_case()
    state = ledger_of(case, 1)
    totals = replace(state.totals, minted=state.totals.minted + 1)
    hurt = with_ledger(case, 1, replace(state, totals=totals))
    assert result_of(hurt).gate is Gate.FAILED
    found = {one.check for one in result_of(hurt).findings}
    result = result_of(with_waivers(hurt, *(waiver(one) for one in sorted(found))))
    assert (result.verdict, result.gate) == (Verdict.UNRECONCILED, Gate.PASSED)


def test_waiver_with_a_subject_lets_by_that_subject_alone() -> None:
    there = with_waivers(one_short(), waiver("SUP-04", SUPPLY))
    elsewhere = with_waivers(one_short(), waiver("SUP-04", "USDKG on TRON"))
    assert [result_of(one).gate for one in (there, elsewhere)] == [Gate.PASSED, Gate.FAILED]


def test_waiver_of_the_subject_goes_before_the_one_of_every_subject() -> None:
    case = with_waivers(one_short(), waiver("SUP-04"), waiver("SUP-04", SUPPLY))
    (found,) = findings_of(case, "SUP-04")
    assert found.waiver == waiver("SUP-04", SUPPLY)
    assert [one.subject for one in findings_of(case, "WVR-02")] == [
        "waiver of SUP-04 by Treasury desk"
    ]


@pytest.mark.parametrize(
    ("expires", "gate", "expired"),
    [
        (date(2026, 11, 22), Gate.PASSED, []),
        (date(2026, 11, 21), Gate.PASSED, []),
        (date(2026, 11, 20), Gate.FAILED, [parse_instant("2026-11-20")]),
    ],
)
def test_waiver_counts_on_its_last_day_and_has_expired_after_it(
    expires: date, gate: Gate, expired: list[int]
) -> None:
    """The evidence is of 2026-11-21."""
    case = with_waivers(one_short(), waiver("SUP-04", expires=expires))
    found = findings_of(case, "WVR-01")
    assert result_of(case).gate is gate
    assert [one.figures[0].value for one in found] == [Instant(each) for each in expired]
    assert {(one.severity, one.bearing) for one in found} <= {(Severity.MEDIUM, Bearing.NOTED)}


def test_waiver_is_held_against_when_the_evidence_was_collected_to_the_second() -> None:
    case = with_waivers(one_short(), waiver("SUP-04"))
    last = parse_instant(DAY.isoformat())
    ended = [
        result_of(replace(case, evidence=replace(case.evidence, collected_at=at))).gate
        for at in (last, last + 1)
    ]
    assert ended == [Gate.PASSED, Gate.FAILED]


def test_asking_about_the_past_does_not_bring_an_expired_waiver_back() -> None:
    case = with_waivers(one_short(), waiver("SUP-04", expires=date(2026, 11, 21)))
    later = parse_instant("2027-01-01")
    late = replace(case, evidence=replace(case.evidence, collected_at=later))
    assert late.evidence.measurement_time < parse_instant("2026-11-21")
    assert result_of(late).gate is Gate.FAILED


def test_waiver_of_nothing_that_was_found_is_told_and_the_verdict_stands() -> None:
    case = with_waivers(healthy_case(), waiver("SUP-04"), waiver("HOL-01", "USDKG on TRON"))
    found = findings_of(case, "WVR-02")
    assert [one.subject for one in found] == [
        "waiver of SUP-04 by Treasury desk",
        "waiver of HOL-01 about USDKG on TRON by Treasury desk",
    ]
    assert {(one.severity, one.bearing) for one in found} == {(Severity.MEDIUM, Bearing.NOTED)}
    result = result_of(case)
    assert (result.verdict, result.gate) == (Verdict.RECONCILED, Gate.PASSED)


def test_expired_waiver_of_nothing_is_told_once() -> None:
    case = with_waivers(healthy_case(), waiver("SUP-04", expires=date(2020, 1, 1)))
    assert len(findings_of(case, "WVR-01")) == 1
    assert findings_of(case, "WVR-02") == ()


def test_what_is_only_noted_is_not_waived_and_leaves_the_waiver_unused() -> None:
    case = healthy_case()
    unvetted = replace(deployment(ETHEREUM), law_established=False)
    token = replace(case.scope.token, deployments=(case.scope.token.deployments[0], unvetted))
    noted = replace(case, scope=replace(case.scope, token=token))
    found = [o for o in result_of(noted).findings if o.bearing is Bearing.NOTED]
    assert found
    result = result_of(with_waivers(noted, waiver(found[0].check)))
    assert {one.waiver for one in result.findings} == {None}
    assert "WVR-02" in {one.check for one in result.findings}


def test_without_a_file_neither_check_finds_anything() -> None:
    case = healthy_case()
    assert findings_of(case, "WVR-01") == findings_of(case, "WVR-02") == ()
