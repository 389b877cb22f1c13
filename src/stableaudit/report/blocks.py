"""A report as blocks of text, before it has a format: what a console, Markdown or HTML lays out.

Texts in blocks are not escaped: that is each renderer's own first step.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Tone(StrEnum):
    """How a text is meant; a renderer may colour it, and no meaning hangs on the colour."""

    PLAIN = "plain"
    STRONG = "strong"
    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Banner:
    """A warning across the whole width that nobody overlooks."""

    text: str
    beneath: str


@dataclass(frozen=True, slots=True)
class Title:
    """The verdict's word and what it is the verdict of."""

    word: str
    tone: Tone
    subject: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of one or more sentences."""

    text: str
    tone: Tone = Tone.PLAIN
    indent: int = 0
    verbatim: bool = False
    """Whether it is copied as it stands, such as a command."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels in one column, values in the next. Never empty."""

    rows: tuple[Row, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Amounts in one column, to be added up by eye: lines, a rule, then totals."""

    lines: tuple[Row, ...]
    totals: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The first line of an entry: a word with its tone, then plain text. A blank line before."""

    word: str
    tone: Tone = Tone.STRONG
    text: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a listing."""

    cells: tuple[str, ...]
    beneath: tuple[str, ...] = ()
    """Texts that are read or copied whole, such as addresses: each on a line of its own."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Many entries of one kind, their cells in columns."""

    headers: tuple[str, ...]
    right: tuple[bool, ...]
    """Whether each column is set to the right, as figures are."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A text, and what belongs to it."""

    text: str
    tone: Tone = Tone.PLAIN
    beneath: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """Texts under texts, each a step further in than what it belongs to."""

    branches: tuple[Branch, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank line."""


Block: TypeAlias = (
    Gap | Banner | Title | Heading | Paragraph | Rows | Ledger | Lead | Listing | Tree
)
