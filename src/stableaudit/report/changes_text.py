"""What changed between two audits, for a person at a terminal."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger import Boundary, EntryKind, EntryRow
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.changes import VERDICT, AmountChange, Changes, RangeChange, SupplyChange
from stableaudit.reconcile.judge import Result
from stableaudit.reconcile.outcome import FindingLine
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import instant_text, price_text, ratio_text, tokens_text
from stableaudit.report.ledger_words import KINDS, party_text, transaction_text

_SHOWN: Final = 20
"""Mints and burns that are listed of a deployment; the text says how many more there are."""


def render_changes(old: Result, new: Result, changes: Changes, *, width: int, colour: bool) -> str:
    """Return in words what changed.

    Args:
        old: the earlier audit.
        new: the later one.
        changes: of the two.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    measured = old.case.evidence.measurement_time
    return render_blocks(change_blocks(measured, new, changes), width=width, colour=colour)


def change_blocks(
    measured: int, new: Result, changes: Changes, *, why: tuple[str, str] | None = None
) -> Iterator[Block]:
    """Yield in words what changed.

    Args:
        measured: the earlier audit's measurement time.
        new: the later audit.
        changes: of the two.
        why: why each ended as it did, where that is to stand beside a changed verdict.
    """
    symbol = new.case.scope.token.symbol
    yield Heading(f"What changed of {symbol}")
    yield Rows(
        (
            Row("old", instant_text(measured)),
            Row("new", instant_text(new.case.evidence.measurement_time)),
        )
    )
    if not changes.any:
        yield Paragraph("Nothing: verdict, supplies, books and findings are the same.")
    for change in changes.words:
        yield Lead(f"{change.subject}: {change.what}", Tone.STRONG)
        before, after = change.before, change.after
        if change.what == VERDICT and why is not None:
            before, after = f"{before}: {why[0]}", f"{after}: {why[1]}"
        yield Rows((Row("was", before), Row("is", after)), indent=2)
    for supply in changes.supplies:
        yield from _supply(supply, symbol)
    for figure in changes.figures:
        yield Lead(figure.label, Tone.STRONG)
        before, after = _sides(figure, symbol)
        yield Rows((Row("was", before), Row("is", after)), indent=2)
    yield from _findings("New findings", changes.appeared)
    yield from _findings("Findings that are gone", changes.gone)


def _supply(change: SupplyChange, symbol: str) -> Iterator[Block]:
    yield Lead(f"{change.subject}: total supply", Tone.STRONG)
    rows = [Row("was", _amount(change.before, symbol)), Row("is", _amount(change.after, symbol))]
    if isinstance(change.causes, Open):
        rows.append(Row("why", f"not known: {change.causes.missing}", Tone.DOUBT))
    else:
        rows += [_cause(row, change, symbol) for row in change.causes[:_SHOWN]]
        more = len(change.causes) - _SHOWN
        if more > 0:
            rows.append(Row("and", f"{more} more mints and burns"))
        left = change.unexplained
        if isinstance(left, Open):
            rows.append(Row("unexplained", f"not known: {left.missing}", Tone.DOUBT))
        else:
            tone = Tone.BAD if left.base_units else Tone.GOOD
            rows.append(Row("unexplained", tokens_text(left, symbol), tone))
    yield Rows(tuple(rows), indent=2)


def _cause(row: EntryRow, change: SupplyChange, symbol: str) -> Row:
    entry, chain = row.entry, change.deployment.asset.chain
    minted = entry.kind is EntryKind.MINT
    party = entry.destination if minted else entry.source
    whose = party_text(party if isinstance(party, Boundary) else AccountId(chain, party))
    amount = tokens_text(TokenAmount(entry.base_units, change.deployment.decimals), symbol)
    transaction = transaction_text(entry.transaction, namespace=chain.namespace)
    return Row(
        KINDS[entry.kind],
        f"{amount} {'to' if minted else 'from'} {whose}, block {entry.block:,} of "
        f"{instant_text(row.timestamp)}, transaction {transaction}",
    )


def _sides(change: AmountChange | RangeChange, symbol: str) -> tuple[str, str]:
    match change:
        case AmountChange():
            return _amount(change.before, symbol), _amount(change.after, symbol)
        case RangeChange(_, before, after, currency):
            return _range(before, currency), _range(after, currency)


def _range(value: Interval | Open, currency: str) -> str:
    if isinstance(value, Open):
        return f"not known: {value.missing}"
    return price_text(value, currency, "fine ozt") if currency else ratio_text(value)


def _amount(value: TokenAmount | Open, symbol: str) -> str:
    return f"not known: {value.missing}" if isinstance(value, Open) else tokens_text(value, symbol)


def _findings(title: str, findings: tuple[FindingLine, ...]) -> Iterator[Block]:
    if not findings:
        return
    yield Heading(title)
    for finding in findings:
        yield Lead(f"{finding.check} {finding.bearing.value}", Tone.STRONG, f"  {finding.subject}")
        yield Paragraph(finding.statement, indent=2)
