"""Books 1 and 2: what events and balances say of each deployment's supply."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Unavailable
from stableaudit.ledger.distribution import Distribution
from stableaudit.reconcile.books import LedgerBook, Open, SheetLine
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Lead, Ledger, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    aligned_amounts,
    block_text,
    count_text,
    instant_text,
    ratio_text,
    tokens_text,
)
from stableaudit.report.ledger_words import KINDS, party_text, share_text
from stableaudit.report.pages.wording import marked, not_known
from stableaudit.report.sections.ledgers import LargestHolder, LedgerEntry

_NAMED: Final = {
    Attribution.LOG: "named by its log",
    Attribution.CALLDATA: "named by the call",
    Attribution.NESTED_CALLDATA: "named by a call inside the transaction's own",
    Attribution.BALANCE_DIFFERENCE: "found by the one balance that it explains",
    Attribution.NONE: "in suspense",
}


def ledgers(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield books 1 and 2 of each deployment, its holders, and how far they were looked at."""
    if not document.ledgers:
        return
    yield Heading("Events and holders")
    symbol = document.token.symbol
    for entry in document.ledgers:
        yield Lead(marked(entry.chain_title, simulated=entry.simulated))
        if not isinstance(entry.book.state, LedgerState):
            yield Rows((not_known("ledger", entry.book.state.missing),), indent=2)
            continue
        yield _books(entry.book, symbol)
        yield Rows(tuple(_rows(entry, entry.book.state, symbol, verbose=verbose)), indent=2)
        if entry.unlogged:
            yield Paragraph("Mints and burns whose account no log names:", indent=2)
            yield Rows(tuple(_unlogged(entry, symbol)), indent=4)
        if entry.largest:
            yield Paragraph("Largest holders:", indent=2)
            ranked = enumerate(entry.largest, start=1)
            yield Rows(tuple(_holder(n, one, entry.book, symbol) for n, one in ranked), indent=4)


def _books(book: LedgerBook, symbol: str) -> Ledger:
    lines: list[tuple[str, TokenAmount | Open]] = [
        ("minted, by events", book.minted),
        ("burned, by events", book.burned),
    ]
    totals: list[tuple[str, TokenAmount | Open]] = [
        ("minted − burned", book.derived),
        ("total supply", book.observed),
        ("residual (events − supply)", book.residual),
        ("Σ balances of all holders", book.balances),
        ("residual (balances − supply)", book.balances_residual),
    ]
    known = tuple(value for _, value in (*lines, *totals) if isinstance(value, TokenAmount))
    texts = iter(aligned_amounts(known))
    rows = [
        Row(label, say("{next} {symbol}", next=next(texts), symbol=symbol))
        if isinstance(value, TokenAmount)
        else Row(label, "not known", Tone.DOUBT)
        for label, value in (*lines, *totals)
    ]
    return Ledger(tuple(rows[: len(lines)]), tuple(rows[len(lines) :]))


def _rows(entry: LedgerEntry, state: LedgerState, symbol: str, *, verbose: bool) -> Iterator[Row]:
    coverage, totals = state.coverage, state.totals
    span = say(
        "blocks {block} to {number}",
        block=count_text(coverage.origin.block),
        number=count_text(coverage.last.number),
    )
    yield Row(
        "ledger",
        say(
            "{span}, no gap; {transfers} transfers",
            span=span,
            transfers=count_text(totals.transfers),
        ),
    )
    yield Row("begins there because", coverage.origin.why, Tone.QUIET)
    if totals.unattributed:
        held = TokenAmount(totals.suspense, entry.registered.decimals)
        yield Row(
            "in suspense",
            say(
                "{held} in {unattributed} events",
                held=tokens_text(held, symbol),
                unattributed=count_text(totals.unattributed),
            ),
            Tone.DOUBT,
        )
    for sheet in state.sheets:
        if isinstance(sheet, Unavailable):
            yield not_known("balances on chain", str(sheet))
    for line in entry.book.sheets:
        yield from _sheet(line, symbol)
    yield from _spread("", entry.book.distribution)
    yield from _spread("others: ", entry.book.unnamed)
    if verbose:
        yield Row("sources", joined("; ", coverage.sources), Tone.QUIET)
        yield Row("ledger ends at", block_text(coverage.last), Tone.QUIET)


def _sheet(line: SheetLine, symbol: str) -> Iterator[Row]:
    compared = line.comparison
    alike = say(
        "{equal} of {asked} equal",
        equal=count_text(compared.equal),
        asked=count_text(compared.asked),
    )
    tone = Tone.PLAIN if compared.equal == compared.asked else Tone.BAD
    yield Row(
        "balances on chain",
        say(
            "{alike}, by {operator}: {method}",
            alike=alike,
            operator=line.operator,
            method=line.method,
        ),
        tone,
    )
    if compared.unasked:
        rest = say(
            "{unasked} accounts with a balance were not asked", unasked=count_text(compared.unasked)
        )
        yield Row("remainder", rest, Tone.DOUBT)
    elif isinstance(line.residual, TokenAmount):
        closed = line.residual.base_units == 0
        yield Row(
            "held by accounts nobody named",
            tokens_text(line.residual, symbol),
            Tone.PLAIN if closed else Tone.BAD,
        )


def _spread(prefix: str, spread: Distribution | Open) -> Iterator[Row]:
    if isinstance(spread, Open) or spread.concentration is None:
        return
    if prefix and not spread.excluded.accounts:
        return
    apart = (
        say(
            " ({accounts} labelled or contracts apart)",
            accounts=count_text(spread.excluded.accounts),
        )
        if prefix
        else ""
    )
    measured = spread.concentration
    top = joined(
        ", ",
        (
            say("{number}: {share}", number=number, share=share_text(share))
            for number, share in measured.top
        ),
    )
    yield Row(
        say("{prefix}holders", prefix=prefix),
        say(
            "{holders}{apart}; share of the largest {top}",
            holders=count_text(spread.holders),
            apart=apart,
            top=top,
        ),
    )
    gini = "none" if spread.gini is None else _ratio(spread.gini)
    yield Row(
        say("{prefix}concentration", prefix=prefix),
        say(
            "HHI {ratio}, effective holders {ratio2}, more than half held by "
            "{nakamoto}, Gini {gini} among the {above_floor} with more than one "
            "token",
            ratio=_ratio(measured.hhi),
            ratio2=_ratio(measured.effective_holders),
            nakamoto=count_text(measured.nakamoto),
            gini=gini,
            above_floor=count_text(spread.above_floor),
        ),
    )


def _ratio(value: Fraction) -> str:
    return ratio_text(Interval.exactly(value))


def _unlogged(entry: LedgerEntry, symbol: str) -> Iterator[Row]:
    for row in entry.unlogged:
        yield Row(KINDS[row.entry.kind], _event(entry, row, symbol))


def _event(entry: LedgerEntry, row: EntryRow, symbol: str) -> str:
    amount = tokens_text(TokenAmount(row.entry.base_units, entry.registered.decimals), symbol)
    word = "to" if row.entry.kind is EntryKind.MINT else "from"
    where = say(
        "block {block} of {timestamp}",
        block=count_text(row.entry.block),
        timestamp=instant_text(row.timestamp),
    )
    named = _NAMED[row.entry.attribution]
    return say(
        "{amount} {word} {party}, {where}; {named}",
        amount=amount,
        word=word,
        party=_party(entry, row.entry),
        where=where,
        named=named,
    )


def _party(entry: LedgerEntry, line: Entry) -> str:
    party = line.destination if line.kind is EntryKind.MINT else line.source
    chain = entry.registered.asset.chain
    return party_text(party if isinstance(party, Boundary) else AccountId(chain, party))


def _holder(rank: int, holder: LargestHolder, book: LedgerBook, symbol: str) -> Row:
    words = [spell(holder.account), tokens_text(holder.balance, symbol)]
    if isinstance(book.derived, TokenAmount) and book.derived.base_units:
        words.append(share_text(Fraction(holder.balance.base_units, book.derived.base_units)))
    words += [holder.label] if holder.label else []
    words += ["a contract"] if holder.contract else []
    return Row(say("{rank}.", rank=rank), joined("; ", words))
