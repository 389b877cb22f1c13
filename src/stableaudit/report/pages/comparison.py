"""Part 3 of the AICPA's criteria: what is held against what is owed, and how firm that is."""

from collections.abc import Iterator

from stableaudit.domain.intervals import Interval
from stableaudit.reconcile.books import Effect, Open
from stableaudit.reconcile.coverage import deciding_coverage
from stableaudit.report.blocks import Block, Lead, Paragraph, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import ounces_text, quantity_text, ratio_text
from stableaudit.report.ledger_words import share_text
from stableaudit.report.pages.wording import coverage_row, money_row, price_row

_INDENT = 2


def comparison(document: Document) -> Iterator[Block]:
    """Yield both coverages, surplus and break-even, and what is not known does to them."""
    book = document.reserve.book
    yield Lead("Part 3 of 3: comparison")
    yield Rows(tuple(_coverage(document)), _INDENT)
    for effect in book.effects:
        yield Lead(f"What it is worth to know: {effect.unknown}")
        yield Rows(tuple(_effect(effect, document)), _INDENT)
    if not isinstance(book.declared, Open):
        yield Lead("By the statement's own figures")
        yield Rows(tuple(_by_the_statement(document)), _INDENT)
    if document.reserve.settles:
        yield Lead("What would settle it")
        for remedy in document.reserve.settles:
            yield Paragraph(f"- {remedy}", indent=_INDENT)


def _coverage(document: Document) -> Iterator[Row]:
    book, required = document.reserve.book, document.reserve.required_coverage
    by_minted = deciding_coverage(document.policy, book) is book.coverage
    minted, redeemable = ("decides: ", "") if by_minted else ("", "decides: ")
    yield coverage_row(f"{minted}coverage, minted", book.coverage, required=required)
    yield coverage_row(
        f"{redeemable}coverage, redeemable", book.redeemable_coverage, required=required
    )
    yield Row("required coverage", quantity_text(required))
    yield money_row("surplus (− deficit)", book.surplus, book.currency)
    if book.redeemable_liability != book.liability:
        yield money_row("surplus over redeemable", book.redeemable_surplus, book.currency)
    yield price_row("break-even price", book.break_even, book.currency)
    for line in book.haircuts:
        label = f"coverage, {share_text(line.share)} off gold"
        yield coverage_row(label, line.coverage, required=required)


def _effect(effect: Effect, document: Document) -> Iterator[Row]:
    required = document.reserve.required_coverage
    for words, coverage in effect.readings:
        yield Row(f"coverage if {words}", ratio_text(coverage, mark=required))


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
