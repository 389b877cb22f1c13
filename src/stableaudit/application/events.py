"""What happened to a token on one chain, line by line, by its ledger alone."""

from collections.abc import Sequence
from itertools import islice

from stableaudit.application.moments import covered
from stableaudit.application.opened import OpenLedger
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import format_instant
from stableaudit.domain.ledger import Boundary, Coverage, EntryKind, EntryRow
from stableaudit.domain.tokens import ChainSpec, Deployment, LedgerDepth
from stableaudit.ledger.views import EventRow, EventsView
from stableaudit.ports.ledger_store import LedgerStore


def views_of(
    ledgers: tuple[OpenLedger, ...],
    *,
    kinds: Sequence[EntryKind],
    since: int | None,
    until: int | None,
    limit: int | None,
) -> tuple[EventsView, ...]:
    """Return the events of each ledger; see events_view."""
    return tuple(
        events_view(
            one.store,
            deployment=one.deployment,
            spec=one.spec,
            kinds=kinds,
            since=since,
            until=until,
            limit=limit,
        )
        for one in ledgers
    )


def events_view(
    store: LedgerStore,
    *,
    deployment: Deployment,
    spec: ChainSpec,
    kinds: Sequence[EntryKind],
    since: int | None,
    until: int | None,
    limit: int | None,
) -> EventsView:
    """Return the entries of some kinds between two instants, both included, the oldest first.

    Args:
        store: the ledger of the deployment.
        deployment: the token contract.
        spec: its chain.
        kinds: which entries.
        since: seconds of UTC; None for the beginning.
        until: seconds of UTC; None for as late as the ledger goes.
        limit: how many at most; None for all.

    Raises:
        DeclarationError: the ledger covers nothing yet, not as far as `until`, or no transfers
            where those are asked for.
        StoreError: the ledger's file cannot be used.
    """
    coverage = covered(store, where=str(deployment.asset))
    if EntryKind.TRANSFER in kinds and deployment.depth is not LedgerDepth.FULL:
        raise DeclarationError(
            f"the ledger of {spec.title} holds supply events only, no transfers",
            where="--kind",
            hint="ask for mint, burn and wipe, or for another --chain",
        )
    end = coverage.last.timestamp if until is None else until
    if end > coverage.last.timestamp:
        raise DeclarationError(
            f"{format_instant(end)} is later than the ledger goes, which ends with {coverage.last}",
            where="--until",
            hint="fetch what is new first: stableaudit sync",
        )
    if since is not None and since > end:
        raise DeclarationError(
            f"{format_instant(since)} is later than {format_instant(end)}, where the events end",
            where="--since",
        )
    blocks = _blocks(store, coverage, since=since, end=end)
    one_more = None if limit is None else limit + 1
    found = (
        ()
        if blocks is None
        else store.entries(kinds=kinds, first=blocks.first, until=blocks.last, limit=one_more)
    )
    rows = tuple(_row(one, deployment) for one in islice(found, one_more))
    complete = limit is None or len(rows) <= limit
    shown = rows if complete else rows[:limit]
    return EventsView(deployment, spec, coverage, tuple(kinds), since, end, shown, complete)


def _blocks(
    store: LedgerStore, coverage: Coverage, *, since: int | None, end: int
) -> BlockRange | None:
    """Return the blocks whose entries lie between two instants; None where nothing happened."""
    last = store.last_block_until(end)
    before = None if since is None else store.last_block_until(since - 1)
    first = coverage.origin.block if before is None else before + 1
    return None if last is None or last < first else BlockRange(first, last)


def _row(row: EntryRow, deployment: Deployment) -> EventRow:
    entry = row.entry
    return EventRow(
        timestamp=row.timestamp,
        block=entry.block,
        ordinal=entry.ordinal,
        kind=entry.kind,
        source=_party(entry.source, deployment),
        destination=_party(entry.destination, deployment),
        amount=TokenAmount(entry.base_units, deployment.decimals),
        attribution=entry.attribution,
        transaction=entry.transaction,
    )


def _party(party: bytes | Boundary, deployment: Deployment) -> AccountId | Boundary:
    return party if isinstance(party, Boundary) else AccountId(deployment.asset.chain, party)
