"""Which block a question about a ledger is answered for, and whether the ledger goes that far."""

from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.instants import format_instant
from stableaudit.domain.ledger import Coverage
from stableaudit.ledger.views import Moment
from stableaudit.ports.ledger_store import LedgerStore


def covered(store: LedgerStore, *, where: str) -> Coverage:
    """Return what a ledger covers; DeclarationError where it covers nothing yet."""
    coverage = store.coverage()
    if coverage is None:
        raise DeclarationError("nothing has been fetched yet", where=where)
    return coverage


def moment_of(store: LedgerStore, coverage: Coverage, *, at: int | None, where: str) -> Moment:
    """Return the moment of an instant, by default the last that the ledger covers.

    Args:
        store: the ledger.
        coverage: what it covers.
        at: seconds of UTC, or None for as late as possible.
        where: what an error names, such as the option that gave the instant.

    Raises:
        DeclarationError: the ledger does not go as far as the instant.
    """
    last = coverage.last
    if at is None:
        return Moment(last.number, last.timestamp)
    if at > last.timestamp:
        raise DeclarationError(
            f"{format_instant(at)} is later than the ledger of {last.chain} goes, which ends with "
            f"{last}",
            where=where,
            hint="fetch what is new first: stableaudit sync",
        )
    until = store.last_block_until(at)
    # Before the first entry there is nothing: the origin says why no earlier block is needed.
    return Moment(max(coverage.origin.block - 1, 0) if until is None else until, at)
