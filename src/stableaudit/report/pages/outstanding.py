"""Part 1 of the AICPA's criteria: from total supply to redeemable tokens outstanding."""

from collections.abc import Iterator

from stableaudit.domain.phrases import say
from stableaudit.domain.undertakings import NonredeemableClass
from stableaudit.domain.wallets import Refused
from stableaudit.reconcile.books import DeductionLine, OutstandingTable
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Lead, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import figure_text, tokens_text
from stableaudit.report.pages.wording import exactly, money_row, tokens_row

_INDENT = 2
_WORDS = {
    NonredeemableClass.TEST: "test tokens",
    NonredeemableClass.UNSPENDABLE: "unspendable",
    NonredeemableClass.UNISSUED: "authorised but not issued",
    NonredeemableClass.TIMELOCKED: "time-locked",
    NonredeemableClass.ACCESS_DENIED: "access denied",
}


def outstanding(document: Document) -> Iterator[Block]:
    """Yield the reconciliation table, a line for each declared deduction."""
    yield Lead("Part 1 of 3: redeemable tokens outstanding")
    yield Rows(tuple(_rows(document)), _INDENT)


def _rows(document: Document) -> Iterator[Row]:
    book, token = document.reserve.book, document.token
    table, symbol = book.outstanding, token.symbol
    yield tokens_row("total supply, all chains", table.total, symbol)
    yield tokens_row("less bridged copies", table.bridged, symbol)
    yield tokens_row("natively minted", table.native, symbol)
    yield from deductions(table, symbol)
    yield tokens_row("redeemable outstanding", table.redeemable, symbol)
    yield Row(
        "par value of a token",
        say(
            "{per_token} {currency}",
            per_token=figure_text(token.peg.per_token),
            currency=token.peg.currency,
        ),
    )
    yield money_row("owed at par: all minted", exactly(book.liability), book.currency)
    yield money_row("owed at par: redeemable", exactly(book.redeemable_liability), book.currency)


def deductions(table: OutstandingTable, symbol: str) -> Iterator[Row]:
    """Yield a row for each declared deduction, the permanent ones first; never nothing."""
    if not table.deductions:
        yield Row("less nonredeemable", "none is declared; nothing is deducted")
        return
    for line in sorted(table.deductions, key=_for_a_time):
        yield _deduction(line, symbol)


def _for_a_time(line: DeductionLine) -> bool:
    return not line.declared.asset_class.permanent


def _deduction(line: DeductionLine, symbol: str) -> Row:
    kind = "permanently" if line.declared.asset_class.permanent else "temporarily"
    what = say(
        "{words}, {kind}, {account}",
        words=_WORDS[line.declared.asset_class],
        kind=kind,
        account=spell(line.declared.account),
    )
    if line.why:
        declared = say(
            "{amount} {symbol} declared", amount=figure_text(line.declared.amount), symbol=symbol
        )
        return Row(
            "not deducted",
            say("{declared} ({what}): {why}", declared=declared, what=what, why=line.why),
            Tone.DOUBT,
        )
    control = "not proven" if isinstance(line.control, Refused) else "proven by its key's signature"
    deducted = tokens_text(line.deducted, symbol)
    return Row(
        "less nonredeemable",
        say(
            "{deducted} ({what}; control {control})", deducted=deducted, what=what, control=control
        ),
    )
