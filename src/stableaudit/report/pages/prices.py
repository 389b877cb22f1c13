"""The prices that redemption assets are valued at, and what each rests on."""

from collections.abc import Iterator

from stableaudit.domain.phrases import say
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.report.blocks import Row
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    duration_text,
    figure_text,
    instant_against,
    instant_text,
    quantity_text,
)
from stableaudit.report.pages.wording import (
    basis_rows,
    not_known,
    provenance_row,
    source_rows,
)
from stableaudit.report.sections.reserve import FeedEntry


def feed_rows(entry: FeedEntry, document: Document, *, verbose: bool) -> Iterator[Row]:
    """Yield a feed's price, which round it is, and what it rests on."""
    if isinstance(entry.round, Unavailable) or entry.price is None:
        yield not_known("price", str(entry.round))
        return
    latest = entry.round.value
    yield Row("price", quantity_text(entry.price))
    yield Row(
        "round", say("{round_id} (phase {phase})", round_id=latest.round_id, phase=latest.phase)
    )
    yield Row("updated", instant_against(latest.updated_at, document.measurement_time))
    if entry.heartbeat is not None:
        yield Row(
            "longest gap lately",
            say("{heartbeat} of open market", heartbeat=duration_text(entry.heartbeat)),
        )
    if isinstance(entry.at_statement, Reading) and entry.price_then is not None:
        then = entry.at_statement.value
        told = say(
            "round {round_id} of {updated_at}",
            round_id=then.round_id,
            updated_at=instant_text(then.updated_at),
        )
        yield Row(
            "price at the statement",
            say("{price_then}, {told}", price_then=quantity_text(entry.price_then), told=told),
        )
    yield from basis_rows(entry.round)
    if verbose:
        yield from source_rows("round", entry.round)
        yield from source_rows("decimals", entry.decimals)
        yield from source_rows("description", entry.description)
        yield provenance_row(entry.registered.provenance)


def file_rows(file: PriceFile, entry: PriceEntry | None, document: Document) -> Iterator[Row]:
    """Yield the price that a file gives, and which file."""
    yield Row("file", say("{name}, SHA-256 {sha256}", name=file.name, sha256=file.sha256))
    if entry is None:
        yield not_known("price", "it has none at or before the measurement time")
        return
    price = say(
        "{price} {currency} per fine ozt", price=figure_text(entry.price), currency=file.currency
    )
    yield Row("price", price)
    yield Row("of", instant_against(entry.at, document.measurement_time))
    yield Row("source", str(entry.source))
