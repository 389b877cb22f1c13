"""The four books at a glance: what each compares, what is left over, how it stands."""

from collections.abc import Iterator

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.tokens import TokenKind
from stableaudit.reconcile.books import Open
from stableaudit.report.blocks import Item, Listing
from stableaudit.report.document import Document
from stableaudit.report.figures import count_text, money_text, ratio_text, tokens_text
from stableaudit.report.pages.wording import marked
from stableaudit.report.sections.ledgers import LedgerEntry

_HEADERS = ("Book", "Compares", "Residual", "Stands")


def four_books(document: Document) -> Listing | None:
    """Return a row for each book of each deployment; None of what has no contract."""
    if not document.supply.deployments:
        return None
    symbol = document.token.symbol
    rows = (
        *(_supply(entry, symbol) for entry in document.ledgers),
        *(_holders(entry, symbol) for entry in document.ledgers),
        *_all_chains(document),
    )
    return Listing(_HEADERS, (False, False, True, False), tuple(Item(row) for row in rows))


def _supply(entry: LedgerEntry, symbol: str) -> tuple[str, ...]:
    where = marked(entry.chain_title, simulated=entry.simulated)
    compares = say("{where}: minted − burned by events, with total supply", where=where)
    return ("1 Supply", compares, *_residual(entry.book.residual, symbol))


def _holders(entry: LedgerEntry, symbol: str) -> tuple[str, ...]:
    where = marked(entry.chain_title, simulated=entry.simulated)
    residual, stands = _residual(entry.book.balances_residual, symbol)
    if entry.book.sheets:
        asked = entry.book.sheets[0].comparison
        alike = say(
            "{equal} of {asked} balances as on chain",
            equal=count_text(asked.equal),
            asked=count_text(asked.asked),
        )
        stands = joined("; ", (stands, alike))
    return (
        "2 Holders",
        say("{where}: Σ balances, with total supply", where=where),
        residual,
        stands,
    )


def _all_chains(document: Document) -> Iterator[tuple[str, ...]]:
    compares = "declared supply, with what is natively minted on all chains"
    yield ("3 Global", compares, *_residual(document.supply.residual, document.token.symbol))
    if document.token.kind is TokenKind.STABLECOIN:
        compares = "eligible reserve value, with what is owed at par"
        yield ("4 Reserves", compares, *_surplus(document))


def _residual(residual: TokenAmount | Open, symbol: str) -> tuple[str, str]:
    if isinstance(residual, Open):
        return "not known", say("open: {missing}", missing=residual.missing)
    return tokens_text(residual, symbol), "does not close" if residual.base_units else "closes"


def _surplus(document: Document) -> tuple[str, str]:
    book, required = document.reserve.book, document.reserve.required_coverage
    if isinstance(book.surplus, Open):
        return "not known", say("open: {missing}", missing=book.surplus.missing)
    surplus = money_text(book.surplus, book.currency)
    if isinstance(book.coverage, Open):
        return surplus, say("coverage open: {missing}", missing=book.coverage.missing)
    return surplus, say("coverage {coverage}", coverage=ratio_text(book.coverage, mark=required))
