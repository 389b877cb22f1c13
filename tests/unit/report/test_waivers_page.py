"""What is waived stands first, with its finding and on a page of its own; the word stays."""

import json
from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.waivers import Waiver
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text, render_verdict_line
from stableaudit.report.document import Document, build
from stableaudit.report.json_v1 import render_json
from stableaudit.report.verdicts import EXIT_CODE
from tests.cases import MISSING, healthy_case, with_statement
from tests.unit.report import cases
from tests.waiver_cases import waiver, with_waivers

BY = "waived until 2026-12-31 by Treasury desk"
WHY = "Waived until 2026-12-31 by Treasury desk: the statement is being corrected."


def contradicted(*waivers: Waiver) -> Document:
    """Three contradictions: COV-01 and COV-03 of the reserve, SUP-04 of all chains."""
    return build(judge(with_waivers(cases.contradiction().case, *waivers), fail_on=Severity.HIGH))


def text_of(document: Document) -> str:
    """A report so wide that no sentence of it is broken."""
    return " ".join(render_text(document, width=110, colour=False).split())


def page_of(document: Document) -> str:
    text = text_of(document)
    return text[text.index(" WAIVERS ") :].partition(" WHAT IS NOT KNOWN ")[0]


def test_waived_contradiction_is_told_beneath_the_verdict_before_any_figure() -> None:
    text = text_of(contradicted(waiver("SUP-04"), waiver("COV-01"), waiver("COV-03")))
    head = text[: text.index("supply on chain")]
    assert head.index("UNRECONCILED ") < head.index("Not counted: HIGH SUP-04, USDKG on all chains")
    assert f"Not counted: CRITICAL COV-01, reserves. {WHY}" in head
    assert text.endswith("UNRECONCILED (exit code 0): the books do not agree")


def test_finding_that_is_waived_is_listed_with_whose_word_lets_it_by() -> None:
    text = text_of(contradicted(waiver("COV-01")))
    entry = text[text.index("CRITICAL COV-01 contradicts the declaration") :]
    assert entry.index(WHY) < entry.index("What settles it")


def test_reason_names_what_counts_before_what_is_waived() -> None:
    why = contradicted(waiver("COV-01")).why
    assert why.startswith("Contradicted (COV-03, reserves)")
    assert f"Not counted, {BY}: contradicted (COV-01, reserves): " in why


def test_reason_names_each_waiver_at_work_once() -> None:
    why = contradicted(waiver("COV-01"), waiver("COV-03"), waiver("SUP-04")).why
    assert why.count("Not counted, waived until") == 3
    assert why.startswith("Not counted, waived")


def test_reason_of_what_is_undecided_and_waived_says_so() -> None:
    case = with_statement(healthy_case(), MISSING)
    ids = sorted({one.check for one in judge(case, fail_on=None).findings})
    document = build(judge(with_waivers(case, *map(waiver, ids)), fail_on=Severity.HIGH))
    assert document.why.startswith(f"Not counted, {BY}: undecided (")
    line = render_verdict_line(document)
    assert line.startswith("INCONCLUSIVE USDKG at ")
    assert line.endswith("(exit code 0)")


def test_reason_with_every_contradiction_waived_names_what_is_left_undecided_first() -> None:
    case = cases.contradiction().case
    feeds = (case.evidence.feeds[0], cases.unpriced(cases.FEEDS[1]))
    unpriced = _with_feeds(case, feeds)
    found = judge(unpriced, fail_on=Severity.HIGH).findings
    ids = sorted({one.check for one in found if one.bearing.value == "contradicts"})
    document = build(judge(with_waivers(unpriced, *map(waiver, ids)), fail_on=Severity.HIGH))
    assert document.why.startswith("Undecided (SUP-01, XAU / USD on BNB Chain): ")
    assert EXIT_CODE[document.gate] == 3


def test_page_lists_every_waiver_and_what_it_lets_by() -> None:
    page = page_of(
        contradicted(
            waiver("COV-01"),
            waiver("HOL-01", "USDKG on TRON"),
            waiver("SUP-04", expires=date(2026, 1, 31)),
        )
    )
    used, unused, expired = (page.index(one) for one in ("COV-01 every", "HOL-01 USDKG", "SUP-04"))
    assert "lets by 1 finding " in page[used:unused]
    assert "counts until 2026-12-31, the end of that day" in page[used:unused]
    assert "lets by nothing was found that it is about" in page[unused:expired]
    assert page[expired:].rstrip().endswith("lets by nothing: it has expired")


def test_page_counts_several_findings_of_one_waiver() -> None:
    case = cases.nothing_read().case
    document = build(judge(with_waivers(case, waiver("PIN-01")), fail_on=Severity.HIGH))
    count = sum(one.check == "PIN-01" for one in document.findings)
    assert count > 1
    assert f"lets by {count} findings" in page_of(document)


def test_report_without_waivers_has_no_page_of_them() -> None:
    assert "WAIVERS" not in text_of(build(cases.contradiction()))


def test_json_names_the_waiver_of_a_finding_and_lists_all_of_them() -> None:
    document = contradicted(waiver("COV-01"), waiver("SUP-04", expires=date(2026, 1, 31)))
    report = json.loads(render_json(document, 4))
    said = {"reason": "the statement is being corrected", "owner": "Treasury desk"}
    found = {one["check"]: one["waiver"] for one in report["findings"]}
    assert found["COV-01"] == {**said, "expires": "2026-12-31"}
    assert found["SUP-04"] is None
    assert report["waivers"] == [
        {
            **said,
            "check": "COV-01",
            "subject": "",
            "expires": "2026-12-31",
            "expired": False,
            "findings": 1,
        },
        {
            **said,
            "check": "SUP-04",
            "subject": "",
            "expires": "2026-01-31",
            "expired": True,
            "findings": 0,
        },
    ]


@pytest.mark.parametrize("reason", ["it is late.", "it is late"])
def test_reason_ends_in_one_full_stop(reason: str) -> None:
    one = Waiver("COV-01", "", reason, "me", date(2026, 12, 31))
    assert "by me: it is late. " in text_of(contradicted(one))


def _with_feeds(case: Case, feeds: tuple[FeedEvidence, ...]) -> Case:
    return replace(case, evidence=replace(case.evidence, feeds=feeds))
