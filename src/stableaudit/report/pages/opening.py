"""The first lines: verdict, why, and the figures a reader looks for first."""

from collections.abc import Iterator

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Verdict
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import TokenKind
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
from stableaudit.report.kinds import kind_text
from stableaudit.report.pages import waivers
from stableaudit.report.pages.on_chain import in_short
from stableaudit.report.pages.wording import money_row, not_known, price_row, tokens_row
from stableaudit.report.sections.ledgers import LedgerEntry

TONES = {
    Verdict.RECONCILED: Tone.GOOD,
    Verdict.INCONCLUSIVE: Tone.DOUBT,
    Verdict.UNRECONCILED: Tone.BAD,
}


def opening(document: Document) -> tuple[Block, ...]:
    """Return verdict, the sentence why, and the figures."""
    token = document.token
    return (
        Title(
            document.verdict,
            TONES[document.verdict],
            say(
                "{title} ({symbol}) at {measurement_time}",
                title=token.title,
                symbol=token.symbol,
                measurement_time=instant_text(document.measurement_time),
            ),
        ),
        Paragraph(document.why),
        *waivers.in_short(document),
        Gap(),
        Rows(tuple(_figures(document))),
    )


def _figures(document: Document) -> Iterator[Row]:
    token = document.token
    match token.kind:
        case TokenKind.CRYPTO_RESERVE:
            yield from _of_a_reserve(document)
        case TokenKind.DIGITAL_CURRENCY if not token.deployments:
            yield Row("what it is", kind_text(token.kind))
            yield not_known("supply", _missing(document))
        case _:
            yield from _of_a_token(document)


def _of_a_reserve(document: Document) -> Iterator[Row]:
    section = document.on_chain
    yield Row("what it is", kind_text(document.token.kind))
    if section.entries:
        yield from (in_short(entry) for entry in section.entries)
        yield money_row("worth of all", section.worth, section.currency)
        yield from _declared(document)
    else:
        yield not_known("accounts", "none is declared")
    yield Row("owed", _missing(document))


def _of_a_token(document: Document) -> Iterator[Row]:
    token, book = document.token, document.reserve.book
    yield tokens_row("supply on chain", document.supply.native, token.symbol)
    yield tokens_row("declared supply", document.supply.declared, token.symbol)
    yield from (_events(entry, token.symbol) for entry in document.ledgers)
    yield _residual(document)
    yield from _declared(document)
    yield _coverage(document)
    yield price_row("break-even price", book.break_even, book.currency)
    yield price_row("measured price", book.price, book.currency)


def _missing(document: Document) -> str:
    """Return why there is no supply, of what has no contract."""
    native = document.supply.native
    return native.missing if isinstance(native, Open) else ""


def _residual(document: Document) -> Row:
    residual = document.supply.residual
    row = tokens_row("declared − on chain", residual, document.token.symbol)
    if isinstance(residual, Open):
        return row
    return Row(row.label, row.value, Tone.BAD if residual.base_units else Tone.GOOD)


def _events(entry: LedgerEntry, symbol: str) -> Row:
    """Return books 1 and 2 of a deployment in a line: open, or their residuals."""
    book, label = entry.book, say("books on {chain_title}", chain_title=entry.chain_title)
    residuals = [("events − supply", book.residual), ("balances − supply", book.balances_residual)]
    known = [(what, r) for what, r in residuals if isinstance(r, TokenAmount)]
    if not known:
        return Row(label, "open: see below", Tone.DOUBT)
    closed = all(residual.base_units == 0 for _, residual in known)
    asked = [line.comparison for line in book.sheets]
    alike = all(not one.mismatches and not one.unasked for one in asked) and bool(asked)
    told = joined(
        "; ",
        (
            say("{what} {residual}", what=what, residual=tokens_text(residual, symbol))
            for what, residual in known
        ),
    )
    if asked:
        told = say(
            "{told}; {equal} of {asked} balances as on chain",
            told=told,
            equal=count_text(asked[0].equal),
            asked=count_text(asked[0].asked),
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
    return Row(
        "coverage",
        say(
            "{coverage} (required: {required})", coverage=coverage, required=quantity_text(required)
        ),
    )
