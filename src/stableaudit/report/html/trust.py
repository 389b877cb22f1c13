"""On whose word each figure rests, side by side."""

from collections.abc import Iterator
from typing import TypeVar

from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Item, Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import block_text, quantity_text, tokens_text
from stableaudit.report.pages.wording import marked, trust_words

T = TypeVar("T")

_HEADERS = ("Figure", "Value", "Trust", "Pin", "Block")


def trust_table(document: Document) -> Listing | None:
    """Return a row for each figure that was read for the verdict; None where there is none."""
    items = tuple(Item(row) for row in _rows(document))
    return Listing(_HEADERS, (False, True, False, False, False), items) if items else None


def _rows(document: Document) -> Iterator[tuple[str, ...]]:
    symbol = document.token.symbol
    for entry in document.supply.deployments:
        where = marked(entry.chain_title, simulated=entry.simulated)
        value = "" if entry.amount is None else tokens_text(entry.amount, symbol)
        yield _row(say("total supply, {where}", where=where), value, entry.supply)
    for feed in document.reserve.feeds:
        where = marked(feed.chain_title, simulated=feed.simulated)
        value = "" if feed.price is None else quantity_text(feed.price)
        yield _row(
            say(
                "price {description}, {where}", description=feed.registered.description, where=where
            ),
            value,
            feed.round,
        )
    for known in document.accounts:
        where = marked(known.chain_title, simulated=known.simulated)
        value = "" if known.amount is None else tokens_text(known.amount, symbol)
        yield _row(
            say("balance of {label}, {where}", label=known.known.label, where=where),
            value,
            known.balance,
        )
    for held in document.on_chain.entries:
        where = marked(held.chain_title, simulated=held.simulated)
        line = held.line
        value = (
            "" if isinstance(line.amount, Open) else tokens_text(line.amount, line.holding.symbol)
        )
        yield _row(
            say("balance {id}, {where}", id=line.holding.id, where=where),
            value,
            line.evidence.balance,
        )


def _row(figure: str, value: str, reading: Reading[T] | Unavailable) -> tuple[str, ...]:
    if isinstance(reading, Unavailable):
        return (figure, "not known", str(reading), "", "")
    at = block_text(reading.at)
    return (figure, value or "not known", trust_words(reading), str(reading.pin), at)
