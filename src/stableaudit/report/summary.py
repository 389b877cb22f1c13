"""A report as Markdown that fits where a platform sets a limit: pull requests, step summaries.

The verdict, why, the findings and the books, in this order, because what does not fit is cut at the
end. A cut is said, with what it took. The verdict's line is never cut.

Source: GitHub takes 1 MiB for the summary of a step and 65,536 characters for a comment; more is
refused as a whole.
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from stableaudit.report.blocks import Block
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text
from stableaudit.report.markdown_blocks import markdown_blocks
from stableaudit.report.markdown_text import markdown
from stableaudit.report.pages.closing import limits, repeat
from stableaudit.report.pages.findings import findings
from stableaudit.report.pages.opening import opening
from stableaudit.report.pages.supply import supply
from stableaudit.report.pages.whole import last_line, warning
from stableaudit.report.rendering import Rendering

MOST_BYTES: Final = 60_000
"""In UTF-8, of the whole; below the smaller of both limits, with room for what stands around it."""

_ROOM: Final = 400
"""For the sentence that says what was cut."""

_BETWEEN: Final = "\n\n"


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the report as Markdown of at most MOST_BYTES; the last line is the verdict."""
    del rendering
    last = f"**{markdown(last_line(document))}**\n"
    whole = tuple(markdown_blocks(_blocks(document)))
    room = MOST_BYTES - len(last.encode())
    if _fitting(whole, room) == whole:
        return _BETWEEN.join((*whole, last)).encode()
    kept = _fitting(whole, room - _ROOM)
    return _BETWEEN.join((*kept, _cut(len(whole) - len(kept), len(whole)), last)).encode()


def _blocks(document: Document) -> Iterator[Block]:
    yield from warning(document)
    yield from opening(document)
    yield from findings(document)
    yield from supply(document, verbose=False)
    yield from limits(document)
    yield from repeat(document)


def _fitting(parts: tuple[str, ...], room: int) -> tuple[str, ...]:
    sizes = accumulate(len(part.encode()) + len(_BETWEEN) for part in parts)
    return parts[: sum(size <= room for size in sizes)]


def _cut(left_out: int, of: int) -> str:
    return markdown(
        f"Cut here: the last {count_text(left_out)} of {count_text(of)} paragraphs and tables are "
        f"left out, because a summary has at most {count_text(MOST_BYTES)} bytes. The whole report "
        "is written by --output markdown=PATH."
    )
