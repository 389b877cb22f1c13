"""What declared accounts hold on chain: declared, read, priced, and what each figure rests on."""

from collections.abc import Iterator

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import price_unit
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Lead, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    figure_text,
    money_text,
    price_text,
    tokens_text,
)
from stableaudit.report.ledger_words import share_text
from stableaudit.report.pages.prices import feed_rows
from stableaudit.report.pages.wording import (
    basis_rows,
    marked,
    money_row,
    not_known,
    provenance_row,
    source_rows,
    stated,
    tokens_row,
)
from stableaudit.report.sections.on_chain import OnChainEntry

_INDENT = 2


def on_chain(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield each declared holding and the feeds that price it; nothing where none is declared."""
    section = document.on_chain
    if not section.entries:
        return
    yield Heading("Holdings on chain")
    yield from holding_blocks(document, verbose=verbose)
    for feed in document.reserve.feeds:
        where = marked(feed.chain_title, simulated=feed.simulated)
        yield Lead(
            say(
                "Price: {description}, {where}",
                description=feed.registered.description,
                where=where,
            )
        )
        yield Rows(tuple(feed_rows(feed, document, verbose=verbose)), _INDENT)
    yield Lead("All holdings")
    yield Rows(
        (
            money_row("worth", section.worth, section.currency),
            *(
                money_row(
                    say("if prices move by {shock}", shock=share_text(shock)),
                    worth,
                    section.currency,
                )
                for shock, worth in section.stress
            ),
        ),
        _INDENT,
    )


def holding_blocks(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield each declared holding on chain, with what its figures rest on."""
    for entry in document.on_chain.entries:
        where = marked(entry.chain_title, simulated=entry.simulated)
        yield Lead(
            say(
                "{symbol} on {where} ({id})",
                symbol=entry.line.holding.symbol,
                where=where,
                id=entry.line.holding.id,
            )
        )
        yield Rows(tuple(_holding(entry, verbose=verbose)), _INDENT)


def in_short(entry: OnChainEntry) -> Row:
    """Return a holding in one line: how much, and what it is worth."""
    line, where = entry.line, marked(entry.chain_title, simulated=entry.simulated)
    label = say("{id} on {where}", id=line.holding.id, where=where)
    if isinstance(line.amount, Open):
        return not_known(label, line.amount.missing)
    held = tokens_text(line.amount, line.holding.symbol)
    if isinstance(line.worth, Open):
        return Row(
            label,
            say("{held}; its worth is not known: {missing}", held=held, missing=line.worth.missing),
            Tone.DOUBT,
        )
    worth = money_text(line.worth, line.currency)
    return Row(
        label,
        say("{held}, worth {worth}", held=held, worth=worth),
        Tone.BAD if line.contradicts else Tone.PLAIN,
    )


def _holding(entry: OnChainEntry, *, verbose: bool) -> Iterator[Row]:
    line = entry.line
    holding, balance = line.holding, line.evidence.balance
    yield Row("account", spell(holding.account))
    yield Row("what", "the chain's own coin" if holding.token is None else _token(entry))
    yield Row("declared", _declared(holding.declared, holding.symbol))
    if isinstance(line.amount, Open):
        reason = str(balance) if isinstance(balance, Unavailable) else line.amount.missing
        yield not_known("held", reason)
    else:
        yield Row("held", tokens_text(line.amount, holding.symbol))
    yield tokens_row("declared − held", line.residual, holding.symbol)
    if isinstance(balance, Reading):
        yield from basis_rows(balance)
    yield _price_row(line.price, line.currency, price_unit(holding.symbol))
    yield money_row("worth", line.worth, line.currency)
    if verbose:
        yield from source_rows("balance", balance)
        if line.evidence.decimals is not None:
            yield from source_rows("decimals", line.evidence.decimals)
    yield provenance_row(holding.provenance)


def _token(entry: OnChainEntry) -> str:
    holding = entry.line.holding
    contract = "" if holding.token is None else spell(holding.token.contract)
    return say(
        "token {contract}, priced as {symbol} by the declaration's word",
        contract=contract,
        symbol=holding.symbol,
    )


def _declared(declared: Figure | Unknown, symbol: str) -> str:
    return (
        say("{declared} {symbol}", declared=figure_text(declared), symbol=symbol)
        if isinstance(declared, Figure)
        else stated(declared)
    )


def _price_row(price: Interval | Open, currency: str, unit: str) -> Row:
    if isinstance(price, Open):
        return not_known("price", price.missing)
    return Row("price", price_text(price, currency, unit))
