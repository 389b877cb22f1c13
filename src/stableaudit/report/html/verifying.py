"""How a reader works the report out again without trusting whoever sent it."""

from collections.abc import Iterator

from stableaudit.report.blocks import Block, Paragraph, Tone


def verifying() -> Iterator[Block]:
    """Yield the ways to check the report, each with its command."""
    yield Paragraph(
        "Ask the chains yourself: the command above, on your own machine and with endpoints of "
        "your own choice."
    )
    yield Paragraph(
        "Or work it out from the same evidence, with the network off. Whoever made the report can "
        "keep every answer (check … --bundle DIR) and send you the folder; this program judges "
        "them again and compares the report byte for byte:"
    )
    yield _command("stableaudit verify DIR")
    yield Paragraph(
        "Walk one figure down to the call, the block, the operators and the digits that each "
        "of them sent:"
    )
    yield _command("stableaudit explain FIGURE --bundle DIR")
    yield Paragraph("Read what a check states, and why it is as severe as it is:")
    yield _command("stableaudit explain SUP-04")


def _command(words: str) -> Paragraph:
    return Paragraph(words, Tone.STRONG, indent=2)
