"""The first lines: verdict, why, and the figures a reader looks for first."""

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Verdict
from stableaudit.domain.statements import MissingStatement
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Block, Gap, Paragraph, Row, Rows, Title, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    count_text,
    instant_against,
    instant_text,
    quantity_text,
    ratio_text,
    tokens_text,
)
from stableaudit.report.pages.wording import not_known, price_row, tokens_row
from stableaudit.report.sections.ledgers import LedgerEntry

TONES = {
    Verdict.RECONCILED: Tone.GOOD,
    Verdict.INCONCLUSIVE: Tone.DOUBT,
    Verdict.UNRECONCILED: Tone.BAD,
}


def opening(document: Document) -> tuple[Block, ...]:
    """Return verdict, the sentence why, and the figures."""
    token, book = document.token, document.reserve.book
    return (
        Title(
            document.verdict,
            TONES[document.verdict],
            f"{token.title} ({token.symbol}) at {instant_text(document.measurement_time)}",
        ),
        Paragraph(document.why),
        Gap(),
        Rows(
            (
                tokens_row("supply on chain", document.supply.native, token.symbol),
                tokens_row("declared supply", document.supply.declared, token.symbol),
                *(_events(entry, token.symbol) for entry in document.ledgers),
                _residual(document),
                *_declared(document),
                _coverage(document),
                price_row("break-even price", book.break_even, book.currency),
                price_row("measured price", book.price, book.currency),
            )
        ),
    )


def _residual(document: Document) -> Row:
    residual = document.supply.residual
    row = tokens_row("declared − on chain", residual, document.token.symbol)
    if isinstance(residual, Open):
        return row
    return Row(row.label, row.value, Tone.BAD if residual.base_units else Tone.GOOD)


def _events(entry: LedgerEntry, symbol: str) -> Row:
    """Return books 1 and 2 of a deployment in a line: open, or their residuals."""
    book, label = entry.book, f"books on {entry.chain_title}"
    residuals = [("events − supply", book.residual), ("balances − supply", book.balances_residual)]
    known = [(what, r) for what, r in residuals if isinstance(r, TokenAmount)]
    if not known:
        return Row(label, "open: see below", Tone.DOUBT)
    closed = all(residual.base_units == 0 for _, residual in known)
    asked = [line.comparison for line in book.sheets]
    alike = all(not one.mismatches and not one.unasked for one in asked) and bool(asked)
    told = "; ".join(f"{what} {tokens_text(residual, symbol)}" for what, residual in known)
    if asked:
        told += (
            f"; {count_text(asked[0].equal)} of {count_text(asked[0].asked)} balances as on chain"
        )
    return Row(label, told, Tone.GOOD if closed and alike else Tone.DOUBT if closed else Tone.BAD)


def _declared(document: Document) -> tuple[Row, ...]:
    """Return the age of what coverage rests on, beside it."""
    if isinstance(document.statement, MissingStatement):
        return ()
    as_of = document.statement.statement.as_of
    return (Row("reserve declared", instant_against(as_of, document.measurement_time)),)


def _coverage(document: Document) -> Row:
    book = document.reserve.book
    if isinstance(book.coverage, Open):
        return not_known("coverage", book.coverage.missing)
    required = document.reserve.required_coverage
    coverage = ratio_text(book.coverage, mark=required)
    return Row("coverage", f"{coverage} (required: {quantity_text(required)})")
