"""Evidence to result: close the books, run every check, decide the verdict."""

from dataclasses import dataclass

from stableaudit.domain.findings import Bearing, Finding, Gate, Severity, Verdict
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.checks import checks_for
from stableaudit.reconcile.flow_book import close_flow_book
from stableaudit.reconcile.global_book import close_global_book
from stableaudit.reconcile.ledger_book import close_ledger_books
from stableaudit.reconcile.past_prices import price_of_its_time
from stableaudit.reconcile.reserve_book import close_reserve_book
from stableaudit.reconcile.stress_book import close_stress_book
from stableaudit.reconcile.waivers import UNUSED, unused, waived


@dataclass(frozen=True, slots=True)
class Result:
    """An audit's end: everything a report shows and an exit code needs."""

    case: Case
    books: Books
    findings: tuple[Finding, ...]
    """By severity, highest first, then in the order of the checks."""

    verdict: Verdict
    gate: Gate
    fail_on: Severity | None
    """The severity from which a contradiction fails the check; None: never."""


def judge(case: Case, *, fail_on: Severity | None) -> Result:
    """Return the result of a case. The same case always gives the same result."""
    supply = close_global_book(case)
    reserves = close_reserve_book(case, supply)
    books = Books(
        supply,
        reserves,
        close_ledger_books(case, supply),
        close_stress_book(case, reserves),
        close_flow_book(case, reserves, price_at=price_of_its_time(case)),
    )
    checks = checks_for(case.scope.token)
    of_checks = waived(case, tuple(one for check in checks for one in check.run(case, books)))
    found = [*of_checks, *UNUSED.findings_of(unused(case, of_checks))]
    found.sort(key=lambda finding: -finding.severity)
    findings = tuple(found)
    gate = hold_to(findings, fail_on=fail_on)
    return Result(case, books, findings, decide(findings), gate, fail_on)


def decide(findings: tuple[Finding, ...]) -> Verdict:
    """Return the verdict of findings: a proven contradiction outranks a missing answer.

    Waivers change nothing: the word says what was found.
    """
    bearings = {finding.bearing for finding in findings}
    if Bearing.CONTRADICTS in bearings:
        return Verdict.UNRECONCILED
    return Verdict.INCONCLUSIVE if Bearing.UNDECIDED in bearings else Verdict.RECONCILED


def hold_to(findings: tuple[Finding, ...], *, fail_on: Severity | None) -> Gate:
    """Return what findings do to the exit code, given the least severity that fails a check.

    What is waived does nothing to it.
    """
    counted = [one for one in findings if one.waiver is None]
    contradictions = [one for one in counted if one.bearing is Bearing.CONTRADICTS]
    if fail_on is not None and any(one.severity >= fail_on for one in contradictions):
        return Gate.FAILED
    if any(one.bearing is Bearing.UNDECIDED for one in counted):
        return Gate.UNDECIDED
    return Gate.PASSED
