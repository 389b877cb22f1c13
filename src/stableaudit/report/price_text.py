"""A price for a person at a terminal: what each feed said, by whose word, and if they agree."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Gate
from stableaudit.domain.intervals import Interval
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.feed_view import FeedReading
from stableaudit.reconcile.price_judge import PriceResult
from stableaudit.report.blocks import Block, Heading, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import (
    duration_text,
    figure_text,
    instant_against,
    instant_text,
    price_text,
    quantity_text,
    ratio_text,
)
from stableaudit.report.ledger_pages import banner
from stableaudit.report.pages.wording import basis_rows, marked, not_known
from stableaudit.report.verdicts import ended
from stableaudit.reserves.gold_market import is_closed

UNIT: Final = "fine ozt"


def render_price(result: PriceResult, *, width: int, colour: bool) -> str:
    """Return what a price was, feed by feed, in lines of at most `width` columns."""
    blocks = (
        *banner(result.plan.chains),
        Heading(f"Price of {result.plan.name} at {instant_text(result.view.at)}"),
        Rows((_market(result.view.at),)),
        *(block for feed in result.view.feeds for block in _feed(feed, result)),
        *_together(result),
        *_beside(result),
        *_findings(result),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _market(at: int) -> Row:
    if is_closed(at):
        text = (
            "closed: a feed may repeat the last price, and a small age does not prove a fresh one"
        )
        return Row("gold market", text, Tone.DOUBT)
    return Row("gold market", "open (public holidays are not known here)")


def _feed(feed: FeedReading, result: PriceResult) -> Iterator[Block]:
    where = marked(feed.chain.title, simulated=feed.chain.simulated)
    yield Heading(f"{feed.spec.description}, {where}")
    yield Rows(tuple(_feed_rows(feed, result.view.at)))


def _feed_rows(feed: FeedReading, at: int) -> Iterator[Row]:
    observed = feed.evidence.round
    if not isinstance(observed, Reading):
        yield not_known("price", str(observed))
        return
    if feed.price is None:
        yield not_known("price", "this is not surely the feed of the registry")
    else:
        exact = Interval.exactly(feed.price)
        yield Row("price", price_text(exact, feed.spec.quote, UNIT), Tone.STRONG)
    latest = observed.value
    yield Row("round", f"{latest.round_id} (phase {latest.phase})")
    yield Row("updated", instant_against(latest.updated_at, at))
    if feed.heartbeat:
        # Rounds of the weekend alone show nothing of it.
        longest = duration_text(feed.heartbeat)
        yield Row("recent heartbeat", f"at most {longest} of open market between its last rounds")
    yield from basis_rows(observed)


def _together(result: PriceResult) -> Iterator[Block]:
    yield Heading("Between the feeds")
    divergence, allowed = result.view.divergence, result.view.policy.max_feed_divergence
    limit = ratio_text(Interval.exactly(allowed))
    if divergence is None:
        yield Rows((not_known("difference", "fewer than two feeds gave a price"),))
        return
    text = f"{ratio_text(Interval.exactly(divergence))} of the lower price; {limit} is allowed"
    yield Rows((Row("difference", text, Tone.PLAIN if divergence <= allowed else Tone.DOUBT),))


def _beside(result: PriceResult) -> Iterator[Block]:
    file = result.plan.file
    if file is None:
        return
    yield Heading("By a file")
    entry = result.from_file
    rows = [Row("file", file.name), Row("SHA-256", file.sha256, Tone.QUIET)]
    if entry is None:
        rows.append(not_known("price", "the file begins later"))
    else:
        rows.append(Row("price", f"{figure_text(entry.price)} {file.currency} per {UNIT}"))
        rows.append(Row("of", instant_against(entry.at, result.view.at)))
        rows.append(Row("source, by the file", str(entry.source)))
    yield Rows(tuple(rows))


def _findings(result: PriceResult) -> Iterator[Block]:
    yield Heading("Settled or not")
    for found in result.judgement.findings:
        yield Paragraph(f"{found.check} {found.subject}: {ended(found.statement)}", Tone.DOUBT)
        if found.figures:
            rows = (Row(one.label, quantity_text(one.value)) for one in found.figures)
            yield Rows(tuple(rows), indent=2)
    for asked in result.chains:
        for incident in asked.incidents:
            yield Paragraph(ended(incident.what), Tone.DOUBT)
    settled = result.judgement.gate is Gate.PASSED
    word = "Settled" if settled else "Not settled"
    tone = Tone.GOOD if settled else Tone.DOUBT
    yield Paragraph(ended(f"{word}: {result.judgement.why}"), tone)
