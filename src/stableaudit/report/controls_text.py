"""Who controls a token for a person at a terminal: a tree for each deployment, and the chains."""

from collections.abc import Iterator

from stableaudit.reconcile.case import Case
from stableaudit.report.blocks import Block, Heading, Paragraph, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import instant_text
from stableaudit.report.ledger_pages import banner
from stableaudit.report.pages.closing import chain_blocks
from stableaudit.report.pages.controls import control
from stableaudit.report.sections.chains import chain_entries
from stableaudit.report.sections.controls import all_control_entries
from stableaudit.report.verdicts import ended


def render_controls(
    case: Case, unread: tuple[str, ...], *, width: int, colour: bool, verbose: bool
) -> str:
    """Return who controls each deployment, in lines of at most `width` columns.

    Args:
        case: whose evidence of control is shown.
        unread: what was asked and not answered, as sentences.
        width: of the lines.
        colour: whether to colour them.
        verbose: whether to add the hash of every code and block.
    """
    token = case.scope.token
    blocks = (
        *banner(case.scope.chains),
        Heading(f"Control of {token.symbol} at {instant_text(case.evidence.measurement_time)}"),
        *(
            block
            for entry in all_control_entries(case)
            for block in control(entry, verbose=verbose)
        ),
        Heading("Chains and operators"),
        *(block for entry in chain_entries(case) for block in chain_blocks(entry, verbose=verbose)),
        *_ending(unread),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _ending(unread: tuple[str, ...]) -> Iterator[Block]:
    yield Heading("Read or not")
    for sentence in unread:
        yield Paragraph(ended(sentence), Tone.DOUBT)
    if not unread:
        yield Paragraph("Everything that was asked was answered.", Tone.GOOD)
