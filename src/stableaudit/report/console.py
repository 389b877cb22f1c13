"""A document for a person at a terminal, by way of rich.

Pure: width and colour are given, the environment is not looked at. Every text of the document
becomes a `rich.text.Text` after it was made safe, never markup. Colour repeats what words say.
"""

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from stableaudit.report.blocks import (
    Banner,
    Block,
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
from stableaudit.report.document import Chapter, Document
from stableaudit.report.listing import print_listing
from stableaudit.report.pages.opening import TONES
from stableaudit.report.pages.whole import last_line, one_line, reserves_only, whole
from stableaudit.report.rendering import Rendering
from stableaudit.report.safe_text import safe, safe_line
from stableaudit.report.tree import print_tree

_STYLES: Final = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.GOOD: "bold green",
    Tone.DOUBT: "yellow",
    Tone.BAD: "bold red",
    Tone.QUIET: "dim",
}
_BANNER_STYLE: Final = "bold black on yellow"
_WIDEST: Final = 110
"""Lines longer than this are hard to read, however wide the terminal is."""

_INDENT: Final = 2
_LABEL_WIDTH: Final = 28
_GAP: Final = 2
"""Columns between a label and its value."""

_TRAILING_BLANKS: Final = re.compile(r"[ ]*((?:\x1b\[0m)?)[ ]*$")


def render(document: Document, rendering: Rendering) -> bytes:
    """Return the report, or its verdict line where that is enough, as a terminal shows it."""
    if rendering.quiet:
        return f"{render_verdict_line(document)}\n".encode()
    width, colour = rendering.width, rendering.colour
    return render_text(document, width=width, colour=colour, verbose=rendering.verbose).encode()


def render_text(document: Document, *, width: int, colour: bool, verbose: bool = False) -> str:
    """Return the report as lines of at most `width` columns; the last line is the verdict.

    Without colour there is no escape sequence in it. Verbose adds the sources of every reading.
    """
    lay_out = whole if document.chapter is Chapter.WHOLE else reserves_only
    return render_ending(lay_out(document, verbose=verbose), document, width=width, colour=colour)


def render_ending(blocks: Iterable[Block], document: Document, *, width: int, colour: bool) -> str:
    """Return blocks as lines of at most `width` columns; the last line is the verdict."""
    last = Text(safe(last_line(document)), _STYLES[TONES[document.verdict]])
    return _render(blocks, width=width, colour=colour, last=last)


def render_blocks(blocks: Iterable[Block], *, width: int, colour: bool) -> str:
    """Return blocks as lines of at most `width` columns; see render_text."""
    return _render(blocks, width=width, colour=colour, last=None)


def _render(blocks: Iterable[Block], *, width: int, colour: bool, last: Text | None) -> str:
    console = Console(
        file=StringIO(),
        width=min(width, _WIDEST),
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        for block in blocks:
            _print(console, block)
        if last is not None:
            console.print()
            console.print(last)
    lines = capture.get().strip("\n").split("\n")
    return "".join(_finished(line) + "\n" for line in lines)


def render_verdict_line(document: Document) -> str:
    """Return verdict, time and reason in one line without its end, for logs and mails of cron."""
    return safe_line(safe(one_line(document)))


def wants_colour(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Return whether to colour: NO_COLOR wins over FORCE_COLOR, which wins over the terminal.

    An empty variable counts as not set. Source: no-color.org, force-color.org.
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return is_terminal and environ.get("TERM") != "dumb"


def _print(  # noqa: C901 - one case a member of Block
    console: Console, block: Block
) -> None:
    match block:
        case Gap():
            console.print()
        case Banner():
            _print_banner(console, block)
        case Title():
            _print_title(console, block)
        case Heading(text):
            console.print()
            console.print(Text(safe(text).upper(), "bold"))
        case Paragraph(text, tone, indent):
            console.print(Padding(_text(text, tone), (0, 0, 0, _INDENT + indent)))
        case Rows(rows, indent):
            for row in rows:
                _print_row(console, row, _INDENT + indent)
        case Ledger():
            _print_ledger(console, block)
        case Lead(word, tone, text):
            console.print()
            console.print(Padding(_lead(word, tone, text), (0, 0, 0, _INDENT)))
        case Listing():
            print_listing(console, block, indent=_INDENT)
        case Tree(branches, indent):
            print_tree(console, branches, _text, indent=_INDENT + indent)


def _print_banner(console: Console, banner: Banner) -> None:
    edge = Text("═" * console.width, _BANNER_STYLE)
    console.print()
    console.print(edge)
    console.print(Text(f"*** {safe(banner.text)} ***", _BANNER_STYLE), justify="center")
    console.print(Text(safe(banner.beneath), _BANNER_STYLE), justify="center")
    console.print(edge)


def _print_title(console: Console, title: Title) -> None:
    console.print()
    console.print(_lead(title.word, title.tone, title.subject))
    console.print()


def _print_row(console: Console, row: Row, indent: int) -> None:
    label, value = Text(safe(row.label)), _text(row.value, row.tone)
    label_width = min(_LABEL_WIDTH, console.width * 2 // 5)
    beside = console.width - indent - label_width - _GAP
    if beside < _longest_word(value.plain) <= console.width - indent - _INDENT:
        # An address or hash is copied whole or not at all: it goes under its label.
        console.print(Padding(label, (0, 0, 0, indent)))
        console.print(Padding(value, (0, 0, 0, indent + _INDENT)))
        return
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=label_width, overflow="fold")
    grid.add_column(overflow="fold")
    grid.add_row(label, value)
    console.print(Padding(grid, (0, 0, 0, indent)))


def _longest_word(text: str) -> int:
    return max((cell_len(word) for word in text.split(" ")), default=0)


def _print_ledger(console: Console, ledger: Ledger) -> None:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", overflow="fold")
    for row in ledger.lines:
        grid.add_row(Text(safe(row.label)), _text(row.value, row.tone))
    grid.add_row(Text(""), Rule(style="", characters="─"))
    for row in ledger.totals:
        grid.add_row(Text(safe(row.label)), _text(row.value, row.tone))
    console.print(Padding(grid, (0, 0, 0, _INDENT)))


def _lead(word: str, tone: Tone, text: str) -> Text:
    return Text.assemble((safe(word), _STYLES[tone]), f"  {safe(text)}" if text else "")


def _finished(line: str) -> str:
    return safe_line(_TRAILING_BLANKS.sub(r"\1", line))


def _text(text: str, tone: Tone) -> Text:
    return Text(safe(text), _STYLES[tone])
