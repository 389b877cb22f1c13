"""A chart: a picture, the sentence that stands for it where it is not seen, and its figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from stableaudit.domain.phrases import in_language, say
from stableaudit.report.blocks import Item, Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text
from stableaudit.report.language import catalogue_of
from stableaudit.report.pages.wording import SIMULATED

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


def words_of(document: Document) -> Callable[[str], str]:
    """Return how a text of a picture is said: in the language of the document."""
    return partial(in_language, catalogue=catalogue_of(document.language))


def simulated_mark(document: Document) -> str:
    """Return what a picture of a simulated network says in itself; empty of a real one."""
    return words_of(document)(SIMULATED) if document.simulated else ""


def newest(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[Item, ...], str]:
    """Return the last rows of a table that is in the order of time, and how many are left out."""
    left_out = len(rows) - SHOWN_ROWS
    note = say(
        "The {left_out} rows before these are in the picture alone.", left_out=count_text(left_out)
    )
    return tuple(Item(row) for row in rows[-SHOWN_ROWS:]), note if left_out > 0 else ""
