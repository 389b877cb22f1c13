"""A listing on a terminal: columns that fit, the last one folded; what must stay whole beneath.

Laid out by hand, not as one rich table: lines beneath an entry reach across all columns, and a
listing of many thousands must not be measured cell by cell twice.
"""

from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stableaudit.report.blocks import Item, Listing
from stableaudit.report.safe_text import safe

_GAP: Final = 2
_NARROWEST: Final = 12
"""The last column is folded, but not into less than this."""

_DEEPEST: Final = 8
"""What stands beneath an entry begins under its second column, but not further in than this."""


def print_listing(console: Console, listing: Listing, *, indent: int) -> None:
    """Print a listing; without entries, nothing."""
    if not listing.items:
        return
    rows = tuple(tuple(safe(cell) for cell in item.cells) for item in listing.items)
    widths = _widths((listing.headers, *rows), console.width - indent)
    header = tuple(Text(name, "bold") for name in listing.headers)
    _print_row(console, header, listing.right, widths, indent)
    for row, item in zip(rows, listing.items, strict=True):
        _print_row(console, tuple(Text(cell) for cell in row), listing.right, widths, indent)
        _print_beneath(console, item, min(indent + widths[0] + _GAP, _DEEPEST))


def _widths(rows: tuple[tuple[str, ...], ...], room: int) -> tuple[int, ...]:
    """Return the width of each column: what its cells need, and for the last what is left."""
    needed = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    left = room - sum(needed[:-1]) - _GAP * (len(needed) - 1)
    return (*needed[:-1], min(needed[-1], max(left, _NARROWEST)))


def _print_row(
    console: Console,
    cells: tuple[Text, ...],
    right: tuple[bool, ...],
    widths: tuple[int, ...],
    indent: int,
) -> None:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for at_right, width in zip(right, widths, strict=True):
        grid.add_column(width=width, justify="right" if at_right else "left", overflow="fold")
    grid.add_row(*cells)
    console.print(Padding(grid, (0, 0, 0, indent)))


def _print_beneath(console: Console, item: Item, indent: int) -> None:
    for text in item.beneath:
        shown = safe(text)
        # Where the longest word has no room beside the indent, the indent gives way, not the word.
        longest = max(cell_len(word) for word in shown.split(" "))
        inwards = max(0, min(indent, console.width - longest))
        console.print(Padding(Text(shown, overflow="fold"), (0, 0, 0, inwards)))
