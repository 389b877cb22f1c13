"""The reserve in the AICPA's order: tokens outstanding, redemption assets, comparison."""

from collections.abc import Iterator

from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.intervals import Interval
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Block, Heading, Lead, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    count_text,
    figure_text,
    instant_against,
    ounces_text,
    quantity_text,
)
from stableaudit.report.pages.wording import (
    basis_rows,
    coverage_row,
    exactly,
    marked,
    mass_row,
    money_row,
    not_known,
    price_row,
    provenance_row,
    source_rows,
    stated,
    tokens_row,
)
from stableaudit.report.sections.reserve import FeedEntry, HoldingEntry

_INDENT = 2


def reserve(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield what is owed, what is declared to back it, and how the two compare."""
    yield Heading("Reserve")
    yield Lead("Redeemable tokens outstanding")
    yield Rows(tuple(_outstanding(document)), _INDENT)
    yield from _assets(document, verbose=verbose)
    yield Lead("Comparison")
    yield Rows(tuple(_comparison(document)), _INDENT)
    if not isinstance(document.reserve.book.declared, Open):
        yield Lead("By the statement's own figures")
        yield Rows(tuple(_by_the_statement(document)), _INDENT)


def _assets(document: Document, *, verbose: bool) -> Iterator[Block]:
    section = document.reserve
    if not section.holdings:
        yield Lead("Redemption assets")
        yield Rows((not_known("declared assets", _no_assets(document)),), _INDENT)
        return
    for holding in section.holdings:
        yield Lead(f"Redemption asset: allocated gold ({holding.declared.id})")
        yield Rows(tuple(_holding(holding)), _INDENT)
    for feed in section.feeds:
        where = marked(feed.chain_title, simulated=feed.simulated)
        yield Lead(f"Price of gold: {feed.registered.description}, {where}")
        yield Rows(tuple(_feed(feed, document, verbose=verbose)), _INDENT)
    yield Lead("Value of the redemption assets")
    yield Rows(tuple(_worth(document)), _INDENT)


def _outstanding(document: Document) -> Iterator[Row]:
    native, book = document.supply.native, document.reserve.book
    yield tokens_row("natively minted", native, document.token.symbol)
    yield Row("less nonredeemable", "not determined in this version; nothing is deducted")
    peg = document.token.peg
    yield Row("par value of a token", f"{figure_text(peg.per_token)} {peg.currency}")
    yield money_row("owed at par", exactly(book.liability), book.currency)


def _no_assets(document: Document) -> str:
    value = document.reserve.book.value
    return value.missing if isinstance(value, Open) else "none is declared"


def _holding(entry: HoldingEntry) -> Iterator[Row]:
    gold = entry.declared
    yield Row(
        "declared mass, not seen", f"{figure_text(gold.quantity)} {gold.unit}, {_basis(gold)}"
    )
    yield Row("fineness", _fineness(gold))
    bars = count_text(gold.bars) if isinstance(gold.bars, int) else stated(gold.bars)
    yield Row("bars", bars)
    yield Row("custodian", stated(gold.custody.custodian))
    yield mass_row("fine mass", entry.fine_grams)
    yield provenance_row(gold.provenance)


def _basis(gold: AllocatedGold) -> str:
    match gold.weight_basis:
        case WeightBasis.GROSS:
            return "gross weight"
        case WeightBasis.FINE:
            return "fine weight"
        case Unknown(why):
            return f"gross or fine is unknown ({why})"


def _fineness(gold: AllocatedGold) -> str:
    if not isinstance(gold.fineness, Unknown):
        return f"{figure_text(gold.fineness)} per mille"
    if isinstance(gold.fineness_floor, Unknown):
        return stated(gold.fineness)
    return f"{stated(gold.fineness)}; at least {figure_text(gold.fineness_floor)} per mille"


def _feed(entry: FeedEntry, document: Document, *, verbose: bool) -> Iterator[Row]:
    if isinstance(entry.round, Unavailable) or entry.price is None:
        yield not_known("price", str(entry.round))
        return
    latest = entry.round.value
    yield Row("price", quantity_text(entry.price))
    yield Row("round", f"{latest.round_id} (phase {latest.phase})")
    yield Row("updated", instant_against(latest.updated_at, document.measurement_time))
    yield from basis_rows(entry.round)
    if verbose:
        yield from source_rows("round", entry.round)
        yield from source_rows("decimals", entry.decimals)
        yield from source_rows("description", entry.description)
        yield provenance_row(entry.registered.provenance)


def _worth(document: Document) -> Iterator[Row]:
    book = document.reserve.book
    yield mass_row("fine mass, all", book.fine_grams)
    yield price_row("price, all feeds", book.price, book.currency)
    yield Row(
        "gold market",
        "closed at the measurement time: a feed may repeat the last price, and a small age does "
        "not prove a fresh one"
        if document.reserve.market_closed
        else "open at the measurement time (public holidays are not known here)",
    )
    yield money_row("value", book.value, book.currency)


def _comparison(document: Document) -> Iterator[Row]:
    section, book = document.reserve, document.reserve.book
    required = section.required_coverage
    yield coverage_row("coverage", book.coverage, required=required)
    yield Row("required coverage", quantity_text(required))
    yield money_row("surplus (− deficit)", book.surplus, book.currency)
    yield price_row("break-even price", book.break_even, book.currency)


def _by_the_statement(document: Document) -> Iterator[Row]:
    book = document.reserve.book
    if isinstance(book.declared, Open):
        return
    yield price_row("price", Interval.exactly(book.declared.price), book.currency)
    yield money_row("value", Interval.exactly(book.declared.value), book.currency)
    yield Row("ounces it implies", ounces_text(book.declared.implied_ounces))
    required = document.reserve.required_coverage
    yield coverage_row("coverage by its value", book.declared_value_coverage, required=required)
    yield coverage_row("by its mass and price", book.declared_coverage, required=required)
    yield price_row("break-even by its value", book.declared_break_even, book.currency)
