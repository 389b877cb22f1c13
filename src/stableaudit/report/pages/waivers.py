"""What is waived: first thing beneath the verdict, with each finding, and as a page of its own."""

from collections.abc import Iterator

from stableaudit.domain.phrases import say
from stableaudit.domain.waivers import Waiver
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.ledger_words import counted
from stableaudit.report.sections.waivers import WaiverEntry
from stableaudit.report.verdicts import ended

_INDENT = 2


def in_short(document: Document) -> Iterator[Block]:
    """Yield a line for each finding that is let by, so that no reader misses what is not counted.

    Even where the books themselves contradict each other: whoever may waive that must be seen.
    """
    for finding in document.findings:
        if finding.waiver is not None:
            severity = str(finding.severity).upper()
            yield Paragraph(
                say(
                    "Not counted: {severity} {check}, {subject}. {with_finding}",
                    severity=severity,
                    check=finding.check,
                    subject=finding.subject,
                    with_finding=with_finding(finding.waiver),
                ),
                Tone.BAD,
            )


def with_finding(waiver: Waiver) -> str:
    """Return whose word lets a finding by, until when, and why."""
    return ended(
        say(
            "Waived until {day} by {owner}: {reason}",
            day=waiver.expires.isoformat(),
            owner=waiver.owner,
            reason=waiver.reason,
        )
    )


def waivers(document: Document) -> Iterator[Block]:
    """Yield every waiver that was given and what it lets by; nothing where none was given."""
    if not document.waivers:
        return
    yield Heading("Waivers")
    yield Paragraph(
        "What is waived stays a finding and part of the verdict; only the exit code lets it by."
    )
    for entry in document.waivers:
        yield Lead(entry.waiver.check, Tone.STRONG, entry.waiver.subject or "every subject")
        yield Rows(
            (
                Row("reason", entry.waiver.reason),
                Row("owner", entry.waiver.owner),
                Row(
                    "counts until",
                    say(
                        "{isoformat}, the end of that day",
                        isoformat=entry.waiver.expires.isoformat(),
                    ),
                ),
                _effect(entry),
            ),
            indent=_INDENT,
        )


def _effect(entry: WaiverEntry) -> Row:
    if entry.expired:
        return Row("lets by", "nothing: it has expired", Tone.DOUBT)
    if not entry.findings:
        return Row("lets by", "nothing was found that it is about", Tone.DOUBT)
    return Row("lets by", counted(len(entry.findings), "finding"))
