"""Part 3 of the AICPA's criteria: what is held against what is owed, and how firm that is."""

from collections.abc import Iterator

from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.reconcile.books import Open, ReserveBook
from stableaudit.reconcile.coverage import deciding_coverage
from stableaudit.report.blocks import Block, Lead, Paragraph, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    count_text,
    instant_text,
    ounces_text,
    quantity_text,
    ratio_text,
)
from stableaudit.report.ledger_words import share_text
from stableaudit.report.pages.wording import coverage_row, money_row, not_known, price_row
from stableaudit.reserves.valuation import Effect

_INDENT = 2


def comparison(document: Document) -> Iterator[Block]:
    """Yield both coverages, surplus and break-even, and what is not known does to them."""
    book = document.reserve.book
    yield Lead("Part 3 of 3: comparison")
    yield Rows(tuple(_coverage(document)), _INDENT)
    for effect in book.effects:
        yield Lead(say("Coverage, if it were known: {unknown}", unknown=effect.unknown))
        yield Rows(tuple(_effect(effect, document)), _INDENT)
    if not isinstance(book.declared, Open):
        yield Lead("By the statement's own figures")
        yield Rows(tuple(_by_the_statement(document)), _INDENT)
    if document.reserve.settles:
        yield Lead("What would settle it")
        for remedy in document.reserve.settles:
            yield Paragraph(say("- {remedy}", remedy=remedy), indent=_INDENT)


def _coverage(document: Document) -> Iterator[Row]:
    book, required = document.reserve.book, document.reserve.required_coverage
    by_minted = deciding_coverage(document.policy, book) is book.coverage
    yield coverage_row("coverage, minted", book.coverage, required=required)
    yield coverage_row("coverage, redeemable", book.redeemable_coverage, required=required)
    yield Row("of these decides", "coverage, minted" if by_minted else "coverage, redeemable")
    yield Row("required coverage", quantity_text(required))
    yield money_row("surplus (− deficit)", book.surplus, book.currency)
    if book.redeemable_liability != book.liability:
        yield money_row("surplus over redeemable", book.redeemable_surplus, book.currency)
    yield price_row("break-even price", book.break_even, book.currency)
    if document.reserve.book.effects or not isinstance(book.price_at_statement, Open):
        yield price_row("price at the statement", book.price_at_statement, book.currency)
    yield from _below(book)
    for line in book.haircuts:
        label = say("coverage, {share} off gold", share=share_text(line.share))
        yield coverage_row(label, line.coverage, required=required)


def _below(book: ReserveBook) -> Iterator[Row]:
    below, label = book.below_break_even, "days below break-even"
    if isinstance(below, Open):
        if not isinstance(book.break_even, Open):
            yield not_known(label, below.missing)
        return
    least = "at least " if below.surely.sampled else ""
    days = say("{least}{days}", least=least, days=count_text(below.surely.days))
    if below.perhaps.days != below.surely.days:
        days = say("{surely}, perhaps {days}", surely=days, days=count_text(below.perhaps.days))
    last = below.perhaps.last_day
    when = "" if last is None else say("; the last {last}", last=instant_text(last)[:10])
    yield Row(
        label,
        say(
            "{days}, since {since} by {feed}{when}",
            days=days,
            since=instant_text(below.since)[:10],
            feed=below.feed,
            when=when,
        ),
    )


def _effect(effect: Effect, document: Document) -> Iterator[Row]:
    required = document.reserve.required_coverage
    for words, coverage in effect.readings:
        yield Row(say("if {words}", words=words), ratio_text(coverage, mark=required))


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
