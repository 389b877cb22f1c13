"""Blocks as Markdown: headings, paragraphs, GitHub's tables and lists; no HTML and no links."""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from stableaudit.report.blocks import (
    Banner,
    Block,
    Branch,
    Gap,
    Heading,
    Lead,
    Ledger,
    Listing,
    Paragraph,
    Row,
    Rows,
    Title,
    Tone,
    Tree,
)
from stableaudit.report.markdown_text import code, markdown

_STEP: Final = "  "
_DEEPEST: Final = 8
"""Levels of a list; what lies deeper stays at this one."""


def markdown_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield each block that shows anything as Markdown without its last line's end."""
    for block in blocks:
        text = _block(block)
        if text:
            yield text


def _block(block: Block) -> str:  # noqa: C901, PLR0911 - one case a member of Block
    match block:
        case Gap():
            return ""
        case Banner(text, beneath):
            return f"> **{markdown(text)}**\n>\n> {markdown(beneath)}"
        case Title(word, _, subject):
            return f"# {markdown(word)}: {markdown(subject)}"
        case Heading(text):
            return f"## {markdown(text)}"
        case Paragraph(text, tone, _, verbatim):
            return code(text) if verbatim else _paragraph(text, tone)
        case Rows(rows):
            return _table(("What", "Value"), (False, False), map(_cells, rows))
        case Ledger(lines, totals):
            amounts = (*map(_cells, lines), *(_cells(row, bold=True) for row in totals))
            return _table(("What", "Amount"), (False, True), amounts)
        case Lead(word, _, text):
            return f"### {markdown(word)}" + (f", {markdown(text)}" if text else "")
        case Listing():
            return _listing(block)
        case Tree(branches):
            return "\n".join(_branches(branches, 0))
        case _ as never:
            assert_never(never)


def _paragraph(text: str, tone: Tone) -> str:
    shown = markdown(text)
    return f"**{shown}**" if shown and tone in {Tone.STRONG, Tone.BAD} else shown


def _cells(row: Row, *, bold: bool = False) -> tuple[str, str]:
    label, value = markdown(row.label), markdown(row.value)
    marked = value and (bold or row.tone in {Tone.STRONG, Tone.BAD})
    return label, f"**{value}**" if marked else value


def _listing(listing: Listing) -> str:
    if not listing.items:
        return ""
    rows = (
        (*(markdown(cell) for cell in item.cells), "; ".join(markdown(one) for one in item.beneath))
        for item in listing.items
    )
    headers = (*(markdown(name) for name in listing.headers), "")
    return _table(headers, (*listing.right, False), rows)


def _table(
    headers: tuple[str, ...], right: tuple[bool, ...], rows: Iterable[tuple[str, ...]]
) -> str:
    ruler = tuple("---:" if at_right else "---" for at_right in right)
    return "\n".join(f"| {' | '.join(row)} |" for row in (headers, ruler, *rows))


def _branches(branches: tuple[Branch, ...], depth: int) -> Iterator[str]:
    for branch in branches:
        shown = markdown(branch.text)
        yield f"{_STEP * min(depth, _DEEPEST)}- {shown}"
        yield from _branches(branch.beneath, depth + 1)
