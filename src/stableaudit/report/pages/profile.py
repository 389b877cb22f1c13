"""A regime's checklist: met by evidence, declared only, missing, not applicable."""

from collections.abc import Iterator

from stableaudit.domain.phrases import say
from stableaudit.reconcile.support import Support
from stableaudit.report.blocks import Block, Heading, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document

_TONES = {
    Support.EVIDENCE: Tone.GOOD,
    Support.DECLARED: Tone.DOUBT,
    Support.MISSING: Tone.BAD,
    Support.NOT_APPLICABLE: Tone.QUIET,
}


def profile(document: Document) -> Iterator[Block]:
    """Yield the checklist that was asked for; nothing where none was."""
    section = document.profile
    if section is None:
        return
    yield Heading(say("Checklist: {title}", title=section.profile.title))
    yield Paragraph(
        say(
            "Status: {status}. This is a map of what is reported, not a statement "
            "that anything complies with it.",
            status=section.profile.status,
        ),
        Tone.QUIET,
    )
    yield Rows(
        tuple(
            Row(
                say("{requirement} {asks}", requirement=line.requirement, asks=line.asks),
                say(
                    "{support}: {words} ({reference})",
                    support=line.answer.support,
                    words=line.answer.words,
                    reference=line.reference,
                ),
                _TONES[line.answer.support],
            )
            for line in section.lines
        )
    )
