"""JUnit as a CI server counts it."""

from xml.etree.ElementTree import Element

import pytest

from stableaudit.reconcile.checks import CHECKS
from stableaudit.report.document import build
from stableaudit.report.junit import render
from stableaudit.report.rendering import Rendering
from tests.hostile import poisoned
from tests.unit.report import cases
from tests.unit.report.reading import read_junit


def suite_of(case: str, code: int = 3) -> Element:
    (suite,) = read_junit(render(build(cases.ALL[case]()), Rendering(code)))
    return suite


def case_of(suite: Element, check: str) -> Element:
    (found,) = (one for one in suite.iter("testcase") if one.attrib["name"].startswith(f"{check} "))
    return found


def outcomes(suite: Element) -> dict[str, int]:
    return {kind: int(suite.attrib[kind]) for kind in ("failures", "errors", "skipped")}


@pytest.mark.parametrize("case", sorted(cases.ALL))
def test_every_check_is_one_test_in_reading_order(case: str) -> None:
    names = [one.attrib["name"].partition(" ")[0] for one in suite_of(case).iter("testcase")]
    assert names == [check.id for check in CHECKS]


def test_reconciled_report_fails_nothing() -> None:
    assert outcomes(suite_of("fresh", 0)) == {"failures": 0, "errors": 0, "skipped": 2}


def test_contradiction_is_a_failure_with_its_figures() -> None:
    failure = case_of(suite_of("contradiction", 4), "SUP-04").find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "contradicts"
    assert failure.text is not None
    assert failure.text.splitlines()[:3] == [
        "[high, contradicts]",
        failure.attrib["message"],
        "  declared: 50,000,000 USDKG",
    ]
    assert failure.text.splitlines()[-1].startswith("  What settles it: ")


def test_undecided_check_is_an_error_and_no_failure() -> None:
    test = case_of(suite_of("usdkg"), "DEC-03")
    assert [one.tag for one in test] == ["error"]


def test_noted_finding_stands_in_the_output_of_a_test_that_passed() -> None:
    test = case_of(suite_of("usdkg"), "DEC-05")
    assert [one.tag for one in test] == ["system-out"]


def test_check_that_says_nothing_about_the_token_is_skipped() -> None:
    test = case_of(suite_of("crypto-reserve"), "SUP-04")
    assert [one.tag for one in test] == ["skipped"]


def test_suite_names_verdict_and_exit_code() -> None:
    told = {one.attrib["name"]: one.attrib["value"] for one in suite_of("usdkg").iter("property")}
    assert told["verdict"] == "INCONCLUSIVE"
    assert told["exit code"] == "3"
    assert told["simulated"] == "true"


def test_hostile_subject_begins_no_line_of_a_runner() -> None:
    root = read_junit(render(poisoned("::error::x"), Rendering(3)))
    texts = [text for text in root.itertext() if text.strip()]
    assert any("\\u003a:error::x" in text for text in texts)
