"""Flows: mints against declared issuances, coverage when each was made, what changed since."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.phrases import say
from stableaudit.domain.undertakings import IssuanceEvent
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    count_text,
    duration_text,
    figure_text,
    instant_text,
    ratio_text,
    tokens_text,
)
from stableaudit.report.ledger_words import counted, transaction_text
from stableaudit.report.pages.wording import marked, not_known, stated
from stableaudit.report.sections.flows import FlowSection
from stableaudit.reserves.flow_book import FlowBook, lowest_of
from stableaudit.reserves.flows import AgeBand, SupplyEvent, exactly
from stableaudit.reserves.mass import Unbounded

_INDENT: Final = 2
_SHOWN: Final = 10
"""Unmatched events that are listed; the rest is counted."""


def flows(document: Document) -> Iterator[Block]:
    """Yield what is matched, what is not and how old it is, and the least running coverage."""
    section, symbol = document.flows, document.token.symbol
    yield Heading("Flows")
    if isinstance(section.book, Open):
        yield Rows((not_known("mints and issuances", section.book.missing),))
        return
    book = section.book
    yield Rows(tuple(_summary(book, document)))
    if not book.declared:
        return
    mints, issuances = book.matching.mints, book.matching.issuances
    if mints:
        yield Lead("Mints without a declared issuance")
        yield Rows(_ages(book.unmatched_mints, symbol), _INDENT)
        yield from _listed([_mint(one, section, symbol) for one in mints[:_SHOWN]], len(mints))
    if issuances:
        yield Lead("Declared issuances without a mint")
        yield Rows(_ages(book.unmatched_issuances, symbol), _INDENT)
        yield from _listed([_issuance(one, symbol) for one in issuances[:_SHOWN]], len(issuances))


def _summary(book: FlowBook, document: Document) -> Iterator[Row]:
    symbol = document.token.symbol
    yield Row(
        "mints on chain",
        say(
            "{mints}, {minted}",
            mints=count_text(book.mints),
            minted=tokens_text(book.minted, symbol),
        ),
    )
    if book.left_out:
        earlier = counted(book.left_out, "earlier mint or burn", "earlier mints and burns")
        yield Row("not looked at", earlier, Tone.DOUBT)
    if book.declared:
        yield Row("declared issuances", count_text(len(book.backings)))
        yield Row("matched one to one", count_text(len(book.matching.pairs)))
        paid = sum(1 for one in book.backings if one.reserve_event is not None)
        yield Row("with a change of the reserve", count_text(paid))
        yield from _times(book)
    else:
        yield Row("declared issuances", "none: mints cannot be matched")
    yield from _running(book, document.flows, document)
    yield from _since(book, symbol)


def _times(book: FlowBook) -> Iterator[Row]:
    times = [one.seconds for one in book.times_to_mint]
    if times:
        shortest, longest = duration_text(min(times)), duration_text(max(times))
        late = Tone.BAD if min(times) < 0 else Tone.PLAIN
        yield Row(
            "from reserve to mint",
            say("at least {shortest}, at most {longest}", shortest=shortest, longest=longest),
            late,
        )


def _running(book: FlowBook, section: FlowSection, document: Document) -> Iterator[Row]:
    label = "least coverage at a mint"
    if isinstance(book.points, Unbounded):
        yield not_known(label, book.points.missing)
        return
    unknown = [p.coverage.missing for p in book.points if isinstance(p.coverage, Unbounded)]
    if book.covered:
        coverage, point = lowest_of(book.covered)
        required = document.policy.min_coverage
        yield Row(
            label,
            say(
                "{coverage}, at {priced}",
                coverage=ratio_text(coverage, mark=required),
                priced=book.priced,
            ),
        )
        yield Row("at block", _where(point.last, section))
        yield Row("tokens then", tokens_text(exactly(point.supply), document.token.symbol))
    if unknown:
        blocks = counted(len(unknown), "block that minted", "blocks that minted")
        yield not_known(
            "coverage at a mint", say("at {blocks}: {unknown}", blocks=blocks, unknown=unknown[0])
        )


def _since(book: FlowBook, symbol: str) -> Iterator[Row]:
    label = "since the statement"
    if isinstance(book.since, Unbounded):
        yield not_known(label, book.since.missing)
        return
    since = book.since
    yield Row(
        label,
        say(
            "minted {minted}, burned {burned}; net {net}",
            minted=tokens_text(since.minted, symbol),
            burned=tokens_text(since.burned, symbol),
            net=tokens_text(since.net, symbol),
        ),
    )
    yield Row("issued then, by events", tokens_text(since.then, symbol))


def _ages(bands: tuple[AgeBand, ...], symbol: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            say("{first_day} to {last_day} days", first_day=band.first_day, last_day=band.last_day)
            if band.last_day is not None
            else say("over {first_day} days", first_day=band.first_day - 1),
            say(
                "{events}, {amount}",
                events=count_text(band.events),
                amount=tokens_text(band.amount, symbol),
            ),
        )
        for band in bands
    )


def _listed(rows: list[Row], all_of_them: int) -> Iterator[Block]:
    yield Rows(tuple(rows), 2 * _INDENT)
    if all_of_them > len(rows):
        yield Paragraph(
            say("and {all_of_them} more", all_of_them=count_text(all_of_them - len(rows))),
            Tone.QUIET,
            2 * _INDENT,
        )


def _mint(mint: SupplyEvent, section: FlowSection, symbol: str) -> Row:
    transaction = transaction_text(mint.transaction, namespace=mint.asset.chain.namespace)
    return Row(
        tokens_text(mint.amount, symbol),
        say(
            "{where}, transaction {transaction}",
            where=_where(mint, section),
            transaction=transaction,
        ),
    )


def _where(event: SupplyEvent, section: FlowSection) -> str:
    chain = event.asset.chain
    title = marked(section.titles[chain], simulated=chain in section.simulated)
    return say(
        "{block} of {title}, {at}",
        block=count_text(event.block),
        title=title,
        at=instant_text(event.at),
    )


def _issuance(one: IssuanceEvent, symbol: str) -> Row:
    return Row(
        say("{amount} {symbol}", amount=figure_text(one.amount), symbol=symbol),
        say(
            "{id}, {at}, reserve event {stated}",
            id=one.id,
            at=instant_text(one.at),
            stated=stated(one.reserve_event),
        ),
    )
