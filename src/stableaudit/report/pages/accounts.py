"""The balances of labelled accounts."""

from collections.abc import Iterator

from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Lead, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import tokens_text
from stableaudit.report.pages.wording import (
    basis_rows,
    marked,
    not_known,
    provenance_row,
    source_rows,
)
from stableaudit.report.sections.accounts import AccountEntry


def accounts(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield each labelled account with its balance; nothing where the registry has no label."""
    if not document.accounts:
        return
    yield Heading("Labelled accounts")
    for entry in document.accounts:
        where = marked(entry.chain_title, simulated=entry.simulated)
        yield Lead(say("{label}, {where}", label=entry.known.label, where=where))
        yield Rows(tuple(_rows(entry, document.token.symbol, verbose=verbose)), indent=2)


def _rows(entry: AccountEntry, symbol: str, *, verbose: bool) -> Iterator[Row]:
    yield Row("account", spell(entry.known.account))
    yield Row("role", entry.known.role)
    if isinstance(entry.balance, Unavailable) or entry.amount is None:
        yield not_known("balance", str(entry.balance))
    else:
        yield Row("balance", tokens_text(entry.amount, symbol))
        yield from basis_rows(entry.balance)
    if verbose:
        yield from source_rows("balance", entry.balance)
    yield provenance_row(entry.known.provenance)
