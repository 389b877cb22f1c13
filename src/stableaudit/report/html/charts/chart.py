"""A chart: a picture, the sentence that stands for it where it is not seen, and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from stableaudit.report.blocks import Item, Listing
from stableaudit.report.figures import count_text

SHOWN_ROWS: Final = 100
"""So many figures a table lists; a picture may be drawn of more."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of the page."""

    key: str
    """Its anchor, and the beginning of every name in its picture."""

    title: str
    sentence: str
    """What the picture shows, for who does not see it."""

    picture: Markup
    table: Listing
    note: str = ""
    """What the table leaves out."""


def newest(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[Item, ...], str]:
    """Return the last rows of a table that is in the order of time, and how many are left out."""
    left_out = len(rows) - SHOWN_ROWS
    note = f"The {count_text(left_out)} rows before these are in the picture alone."
    return tuple(Item(row) for row in rows[-SHOWN_ROWS:]), note if left_out > 0 else ""
