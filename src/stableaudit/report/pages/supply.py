"""Supply per chain, what each figure rests on, and the total against the declaration."""

from collections.abc import Iterator

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import TokenKind
from stableaudit.reconcile.books import Open
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Lead, Ledger, Paragraph, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import aligned_amounts
from stableaudit.report.pages.wording import (
    basis_rows,
    marked,
    not_known,
    provenance_row,
    source_rows,
)
from stableaudit.report.sections.supply import DeploymentEntry


def supply(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield the global book as a ledger, then each deployment with what it rests on.

    Nothing of what has no contract and is no stablecoin: the opening says what it is.
    """
    if document.token.kind is not TokenKind.STABLECOIN and not document.supply.deployments:
        return
    yield Heading("Supply on chain")
    yield _ledger(document)
    if any(not entry.registered.native for entry in document.supply.deployments):
        yield Paragraph("Bridged copies are shown, not added.", Tone.QUIET)
    for entry in document.supply.deployments:
        yield Lead(_label(entry))
        yield Rows(tuple(_rows(entry, verbose=verbose)), indent=2)


def _ledger(document: Document) -> Ledger:
    section, symbol = document.supply, document.token.symbol
    labelled: list[tuple[str, TokenAmount | str]] = [
        (_label(entry), entry.amount if entry.amount is not None else "could not be read")
        for entry in section.deployments
    ]
    totals: list[tuple[str, TokenAmount | str]] = [
        (label, "not known" if isinstance(amount, Open) else amount)
        for label, amount in (
            ("natively minted", section.native),
            ("declared", section.declared),
            ("residual (declared − minted)", section.residual),
        )
    ]
    known = tuple(value for _, value in (*labelled, *totals) if isinstance(value, TokenAmount))
    texts = iter(aligned_amounts(known))
    rows = [
        Row(label, say("{next} {symbol}", next=next(texts), symbol=symbol))
        if isinstance(value, TokenAmount)
        else Row(label, value, Tone.DOUBT)
        for label, value in (*labelled, *totals)
    ]
    return Ledger(tuple(rows[: len(labelled)]), tuple(rows[len(labelled) :]))


def _label(entry: DeploymentEntry) -> str:
    kind = "native" if entry.registered.native else "bridged"
    return say(
        "{marked}, {kind}", marked=marked(entry.chain_title, simulated=entry.simulated), kind=kind
    )


def _rows(entry: DeploymentEntry, *, verbose: bool) -> Iterator[Row]:
    registered = entry.registered
    assumed = "" if registered.law_established else ", assumed: no source establishes it"
    yield Row("contract", spell(registered.asset.contract))
    if isinstance(entry.supply, Unavailable):
        yield not_known("total supply", str(entry.supply))
    else:
        yield from basis_rows(entry.supply)
    yield Row("supply law", say("{law}{assumed}", law=registered.law, assumed=assumed))
    if not verbose:
        return
    yield from _named("name", entry.name)
    yield from _named("symbol", entry.symbol)
    yield from _named("decimals", entry.decimals)
    yield from _named("code hash", entry.code_hash)
    yield from source_rows("supply", entry.supply)
    yield provenance_row(registered.provenance)


def _named(label: str, reading: Reading[object] | Unavailable) -> Iterator[Row]:
    if isinstance(reading, Unavailable):
        yield not_known(label, str(reading))
    else:
        yield Row(label, str(reading.value))
        yield from source_rows(label, reading)
