"""Evidence to result: close the books, run every check, decide the verdict."""

from dataclasses import dataclass

from stableaudit.domain.findings import Bearing, Finding, Severity, Verdict
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.checks import CHECKS
from stableaudit.reconcile.global_book import close_global_book
from stableaudit.reconcile.reserve_book import close_reserve_book


@dataclass(frozen=True, slots=True)
class Result:
    """An audit's end: everything a report shows and an exit code needs."""

    case: Case
    books: Books
    findings: tuple[Finding, ...]
    """By severity, highest first, then in the order of the checks."""

    verdict: Verdict
    fail_on: Severity | None
    """The severity from which a contradiction makes the verdict; None: never."""


def judge(case: Case, *, fail_on: Severity | None) -> Result:
    """Return the result of a case. The same case always gives the same result."""
    supply = close_global_book(case)
    books = Books(supply, close_reserve_book(case, supply))
    found = [finding for check in CHECKS for finding in check.run(case, books)]
    found.sort(key=lambda finding: -finding.severity)
    findings = tuple(found)
    return Result(case, books, findings, decide(findings, fail_on=fail_on), fail_on)


def decide(findings: tuple[Finding, ...], *, fail_on: Severity | None) -> Verdict:
    """Return the verdict of findings: a proven contradiction outranks a missing answer."""
    if fail_on is not None and any(
        finding.bearing is Bearing.CONTRADICTS and finding.severity >= fail_on
        for finding in findings
    ):
        return Verdict.UNRECONCILED
    if any(finding.bearing is Bearing.UNDECIDED for finding in findings):
        return Verdict.INCONCLUSIVE
    return Verdict.RECONCILED
