"""What changed since the last check that is kept, and nothing else, for a person or a mail of cron.

The last line is the verdict, as at the end of every report.
"""

from collections.abc import Iterator

from stableaudit.domain.errors import StoreError
from stableaudit.reconcile.changes import changes_since
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.report.blocks import Block, Heading, Paragraph, Tone
from stableaudit.report.changes_text import change_blocks
from stableaudit.report.console import render_ending
from stableaudit.report.document import Document
from stableaudit.report.ledger_pages import banner


def render_since_last(
    before: KeptResult | StoreError | None,
    result: Result,
    document: Document,
    *,
    width: int,
    colour: bool,
) -> str:
    """Return in words what changed since a kept result.

    Args:
        before: the last that was kept, why it cannot be read, or None where there is none.
        result: of the check.
        document: of the same.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    return render_ending(_blocks(before, result, document), document, width=width, colour=colour)


def _blocks(
    before: KeptResult | StoreError | None, result: Result, document: Document
) -> Iterator[Block]:
    yield from banner(result.case.scope.chains)
    if isinstance(before, KeptResult):
        changes = changes_since(before.outcome, result)
        why = (before.why, document.why)
        yield from change_blocks(before.outcome.measurement_time, result, changes, why=why)
        return
    symbol = document.token.symbol
    yield Heading(f"What changed of {symbol}")
    if before is None:
        yield Paragraph(
            f"No earlier result of {symbol} is kept on this machine, so there is nothing to "
            "compare with."
        )
    else:
        yield Paragraph(f"Not known: the earlier results cannot be read. {before}", Tone.DOUBT)
    yield Paragraph(document.why)
