"""The reserve in the AICPA's three parts: tokens outstanding, redemption assets, comparison."""

from collections.abc import Iterator

from stableaudit.report.blocks import Block, Heading
from stableaudit.report.document import Document
from stableaudit.report.pages.assets import assets
from stableaudit.report.pages.comparison import comparison
from stableaudit.report.pages.outstanding import outstanding


def reserve(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield what is owed, what is declared to back it, and how the two compare."""
    yield Heading("Reserve")
    yield from outstanding(document)
    yield from assets(document, verbose=verbose)
    yield from comparison(document)
