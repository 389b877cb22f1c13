"""A report as metrics, for a monitoring server that reads a file after each run.

What is not known has no value: it is absent, never 0. A bounded figure has two, by `bound`. No text
of a chain is a label: `token` is the registry's key, `chain` its CAIP-2 name. Where the program
ended without a report, `render_failure` says so in the same file.
"""

from collections.abc import Iterator
from typing import Final

from stableaudit import __version__
from stableaudit.domain.findings import Bearing, Finding, Severity, Verdict
from stableaudit.report.document import CheckEntry, Document
from stableaudit.report.exposition import Gauge, Sample, expose
from stableaudit.report.metric_figures import ages, blocks, ledgers, reserve, supply
from stableaudit.report.rendering import Rendering

LAST_SUCCESS: Final = "stableaudit_last_success_timestamp_seconds"
_STATUSES: Final = ("pass", "warn", "inconclusive", "fail")
"""What a check may end in, best first."""

_BY_BEARING: Final = {
    Bearing.NOTED: "warn",
    Bearing.UNDECIDED: "inconclusive",
    Bearing.CONTRADICTS: "fail",
}


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the report's figures as gauges; times are of the evidence, not of this moment."""
    return expose(_gauges(document, rendering))


def render_failure(token: str, *, exit_code: int, at: int, last_success: int | None) -> bytes:
    """Return what takes the place of a report when there is none: exit codes 1 and 2.

    Args:
        token: as it was named; empty where nobody could tell.
        exit_code: of the program's own table.
        at: seconds of UTC.
        last_success: when a check of it last ended with 0, if that is known.
    """
    return expose(_of_the_run({"token": token}, exit_code, at, last_success))


def _of_the_run(
    of: dict[str, str], exit_code: int, at: int, last_success: int | None
) -> Iterator[Gauge]:
    version = (Sample({"version": __version__}, "1"),)
    yield Gauge("stableaudit_build_info", "The program that wrote this.", version)
    code = (Sample(of, str(exit_code)),)
    yield Gauge("stableaudit_exit_code", "Exit code of the last run, by its own table.", code)
    run = (Sample(of, str(at)),)
    yield Gauge("stableaudit_last_run_timestamp_seconds", "When the last run was.", run)
    passed = () if last_success is None else (Sample(of, str(last_success)),)
    yield Gauge(LAST_SUCCESS, "When a run last ended with exit code 0.", passed)


def _gauges(document: Document, rendering: Rendering) -> Iterator[Gauge]:
    of = {"token": document.token.key}
    at = document.collected_at
    passed = rendering.last_success if rendering.exit_code else at
    yield from _of_the_run(of, rendering.exit_code, at, passed)
    simulated = (Sample(of, _flag(document.simulated)),)
    yield Gauge("stableaudit_simulated", "1 where a chain was a devnet.", simulated)
    yield Gauge(
        "stableaudit_verdict",
        "1 for the verdict, 0 for the others.",
        tuple(
            Sample({**of, "verdict": one.value}, _flag(one is document.verdict)) for one in Verdict
        ),
    )
    yield from supply(document, of)
    yield from ledgers(document, of)
    yield from reserve(document, of)
    yield from ages(document, of)
    yield from blocks(document, of)
    yield from _checks(document.checks, document.findings, of)


def _checks(
    checks: tuple[CheckEntry, ...], findings: tuple[Finding, ...], of: dict[str, str]
) -> Iterator[Gauge]:
    yield Gauge(
        "stableaudit_check_status",
        "1 for what each check ended in, 0 for the others.",
        tuple(
            Sample({**of, "check": check.id, "status": status}, _flag(status == ended))
            for check in checks
            for ended in (_ended(check.id, findings),)
            for status in _STATUSES
        ),
    )
    found = tuple((one.severity, one.bearing) for one in findings)
    yield Gauge(
        "stableaudit_findings",
        "Findings by severity and by what they do to the verdict.",
        tuple(
            Sample(
                {**of, "severity": str(severity), "bearing": bearing.value},
                str(found.count((severity, bearing))),
            )
            for severity in Severity
            for bearing in Bearing
        ),
    )


def _ended(check: str, findings: tuple[Finding, ...]) -> str:
    """Return the worst that a check found."""
    told = {_BY_BEARING[one.bearing] for one in findings if one.check == check}
    return max(told, key=_STATUSES.index, default="pass")


def _flag(value: bool) -> str:  # noqa: FBT001 - the one question
    return "1" if value else "0"
