"""A tree on a terminal: every level further in, long texts folded under their own beginning.

An address or hash is copied whole or not at all: where the longest word has no room beside the
indent, the indent gives way. A tree so deep that its texts had no room stays at a third of it.
"""

from collections.abc import Callable
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from stableaudit.report.blocks import Branch, Tone

_STEP: Final = 2
"""Columns by which a level, or the rest of a folded text, is further in."""

_DEEPEST: Final = 3
"""The share of the width, 1 of this many, that an indent may take."""

MakeText = Callable[[str, Tone], Text]


def print_tree(
    console: Console, branches: tuple[Branch, ...], text: MakeText, *, indent: int
) -> None:
    """Print branches, what belongs to each beneath it; without branches, nothing."""
    for branch in branches:
        _print(console, text(branch.text, branch.tone), min(indent, console.width // _DEEPEST))
        print_tree(console, branch.beneath, text, indent=indent + _STEP)


def _print(console: Console, text: Text, indent: int) -> None:
    if text.cell_len <= console.width - indent:
        console.print(Padding(text, (0, 0, 0, indent)))
        return
    room = console.width - _STEP
    longest = max(cell_len(word) for word in text.plain.split(" "))
    inwards = min(indent, room - longest) if longest <= room else indent
    first, *rest = text.wrap(console, console.width - inwards - _STEP, overflow="fold")
    console.print(Padding(first, (0, 0, 0, inwards)))
    for line in rest:
        console.print(Padding(line, (0, 0, 0, inwards + _STEP)))
