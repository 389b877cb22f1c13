"""Events for a person at a terminal."""

from collections.abc import Iterator

from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.tokens import Token
from stableaudit.ledger.views import EventRow, EventsView, Unfetched
from stableaudit.report.blocks import Block, Gap, Heading, Item, Listing, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import aligned_amounts, count_text, instant_text
from stableaudit.report.ledger_pages import absent, banner, coverage_rows, deployment_rows
from stableaudit.report.ledger_words import (
    ATTRIBUTIONS,
    KINDS,
    party_text,
    transaction_text,
)


def render_events(
    token: Token,
    views: tuple[EventsView, ...],
    unfetched: tuple[Unfetched, ...],
    *,
    width: int,
    colour: bool,
) -> str:
    """Return what happened to a token, chain by chain, in lines of at most `width` columns.

    Args:
        token: the token.
        views: one for each chain that was fetched.
        unfetched: the deployments that were not.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    blocks = (
        *banner(tuple(view.spec for view in views)),
        *(block for view in views for block in _chain(token, view)),
        *absent(token, unfetched),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _chain(token: Token, view: EventsView) -> Iterator[Block]:
    yield Heading(f"{token.symbol} on {view.spec.title}: events")
    yield Rows(tuple(_summary(view)))
    yield Gap()
    yield Listing(
        ("time", "kind", f"amount ({token.symbol})", "account known from"),
        (False, False, True, False),
        _items(view),
    )
    if not view.rows:
        yield Paragraph("Nothing of these kinds happened in this time.")
    if not view.complete:
        last = instant_text(view.rows[-1].timestamp) if view.rows else "the beginning"
        yield Paragraph(
            f"More follow. --limit shows more of them, --since {last} goes on from here.",
            Tone.DOUBT,
        )


def _summary(view: EventsView) -> Iterator[Row]:
    yield from deployment_rows(view.deployment)
    since = "the first" if view.since is None else instant_text(view.since)
    yield Row("from", since)
    yield Row("until", instant_text(view.until))
    yield Row("kinds", ", ".join(KINDS[kind] for kind in view.kinds))
    hidden = tuple(KINDS[kind] for kind in EntryKind if kind not in view.kinds)
    if hidden:
        yield Row("not shown", ", ".join(hidden))
    yield Row("shown", count_text(len(view.rows)))
    yield from coverage_rows(view.coverage)


def _items(view: EventsView) -> tuple[Item, ...]:
    amounts = aligned_amounts(tuple(row.amount for row in view.rows))
    return tuple(
        Item(
            (instant_text(row.timestamp), KINDS[row.kind], amount, ATTRIBUTIONS[row.attribution]),
            (
                f"from {party_text(row.source)}",
                f"to   {party_text(row.destination)}",
                _where(row, namespace=view.spec.id.namespace),
            ),
        )
        for row, amount in zip(view.rows, amounts, strict=True)
    )


def _where(row: EventRow, *, namespace: str) -> str:
    place = f"block {count_text(row.block)}, log {row.ordinal}"
    transaction = transaction_text(row.transaction, namespace=namespace)
    return f"{place} {transaction}" if transaction else place
