"""What the checks found, by severity, with figures and what would settle it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.findings import Bearing, Finding, Severity
from stableaudit.domain.phrases import joined, say
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text, quantity_text
from stableaudit.report.pages.waivers import with_finding
from stableaudit.report.verdicts import ended

_INDENT = 2


_SEVERITIES: Final = {
    Severity.INFO: "INFO",
    Severity.LOW: "LOW",
    Severity.MEDIUM: "MEDIUM",
    Severity.HIGH: "HIGH",
    Severity.CRITICAL: "CRITICAL",
}


def findings(document: Document) -> Iterator[Block]:
    """Yield every finding, highest severity first; with none, how many checks found nothing."""
    yield Heading("Findings")
    checks = count_text(len(document.checks))
    if not document.findings:
        yield Paragraph(say("None. {checks} checks were run.", checks=checks))
        return
    yield Paragraph(
        say("{tally}; {checks} checks were run.", tally=_tally(document.findings), checks=checks)
    )
    for finding in document.findings:
        yield from _entry(finding, document.policy.min_coverage)


def _tally(found: tuple[Finding, ...]) -> str:
    severities = [finding.severity for finding in found]
    return joined(
        ", ",
        (
            say(
                "{count} {severity}",
                count=count_text(severities.count(severity)),
                severity=severity,
            )
            for severity in sorted(Severity, reverse=True)
            if severity in severities
        ),
    )


def _entry(finding: Finding, required: Fraction) -> Iterator[Block]:
    yield Lead(
        say("{severity} {check}", severity=_SEVERITIES[finding.severity], check=finding.check),
        _tone(finding.bearing),
        _effect(finding.bearing),
    )
    yield Paragraph(
        say("{subject}: {statement}", subject=finding.subject, statement=ended(finding.statement)),
        indent=_INDENT,
    )
    if finding.waiver is not None:
        yield Paragraph(with_finding(finding.waiver), Tone.STRONG, indent=_INDENT)
    if finding.figures:
        rows = (
            Row(named.label, quantity_text(named.value, mark=required)) for named in finding.figures
        )
        yield Rows(tuple(rows), indent=_INDENT)
    if finding.remedy:
        yield Paragraph(
            say("What settles it: {remedy}", remedy=finding.remedy), Tone.QUIET, indent=_INDENT
        )


def _effect(bearing: Bearing) -> str:
    match bearing:
        case Bearing.CONTRADICTS:
            return "contradicts the declaration"
        case Bearing.UNDECIDED:
            return "leaves the check undecided"
        case Bearing.NOTED:
            return "noted"


def _tone(bearing: Bearing) -> Tone:
    match bearing:
        case Bearing.CONTRADICTS:
            return Tone.BAD
        case Bearing.UNDECIDED:
            return Tone.DOUBT
        case Bearing.NOTED:
            return Tone.STRONG
