"""The words of a verdict, and the exit codes they are published with."""

from dataclasses import replace

import pytest

from stableaudit.cli.exits import ExitCode, exit_code
from stableaudit.domain.findings import Gate, Severity, Verdict
from stableaudit.reconcile.judge import judge
from stableaudit.report.verdicts import EXIT_CODE, OTHER_EXIT_CODES, USUAL_GATE, reason
from tests.unit.report import cases


def test_exit_codes_as_published_are_those_of_the_command_line() -> None:
    published = {
        **{exit_code(gate): code for gate, code in EXIT_CODE.items()},
        **{ExitCode(code): code for code, _ in OTHER_EXIT_CODES},
    }
    assert published == {code: code.value for code in ExitCode}


def test_exit_codes_cover_every_verdict() -> None:
    assert set(EXIT_CODE) == set(Gate)
    assert set(USUAL_GATE) == set(Verdict)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("fresh", "Every required reading was obtained; events and balances are what the chains"),
        ("usdkg", "Undecided (DEC-03, reserve statement): it is stale"),
        ("kgst", "Undecided (DEC-01, KGST): declaration missing"),
        ("contradiction", "Contradicted (COV-01, reserves): the declared reserve is worth less"),
        ("nothing-read", "Undecided (PIN-01, TRON): none of its endpoints can be read: Operator A"),
    ],
)
def test_reason_names_the_finding_that_decides(name: str, beginning: str) -> None:
    assert reason(cases.ALL[name]()).startswith(beginning)


def test_reason_contradiction_beside_what_is_undecided_names_both() -> None:
    case = cases.contradiction().case
    feeds = (case.evidence.feeds[0], cases.unpriced(cases.FEEDS[1]))
    unpriced = replace(case, evidence=replace(case.evidence, feeds=feeds))
    text = reason(judge(unpriced, fail_on=Severity.HIGH))
    assert text.startswith("Contradicted (COV-01, reserves): ")
    assert "See also SUP-04. Besides, undecided (SUP-01, XAU / USD on BNB Chain): " in text


@pytest.mark.parametrize("fail_on", [Severity.CRITICAL, None])
def test_reason_contradiction_that_does_not_count_is_said(fail_on: Severity | None) -> None:
    case = cases.fresh().case
    scope = replace(case.scope, token=replace(case.scope.token, deployments=(cases.USDKG_TRON,)))
    result = judge(replace(case, scope=scope), fail_on=fail_on)
    word = "never" if fail_on is None else "critical"
    assert (result.verdict, result.gate) == (Verdict.UNRECONCILED, Gate.PASSED)
    assert reason(result).startswith(
        f"Not counted by --fail-on {word}: contradicted (SUP-04, USDKG on all"
    )
