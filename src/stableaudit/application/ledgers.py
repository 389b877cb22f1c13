"""One deployment's ledger as evidence: synced to the reference block, and held against the chain.

1. Sync to the reference block, and to the last final block where the reference lies in the past.
2. Ask each operator for `balanceOf` of every account that the ledger names.
3. Where those answers are of later blocks, sync up to the last of them: what moved in between is
   then known and can be rolled back.
4. An entry that nothing names an account for is given to the one account whose balance explains it.
"""

from collections.abc import Mapping
from typing import Final

from stableaudit.application.observe import attempt
from stableaudit.application.sources import Sources
from stableaudit.application.suspense import settle_by_balance, suspects, unlogged
from stableaudit.application.sync import Synced, sync
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import BalanceSheet, HolderColumns
from stableaudit.domain.ledger_evidence import LedgerEvidence, LedgerState
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ports.events import EventReader
from stableaudit.ports.ledger_store import LedgerStore
from stableaudit.ports.parallel import in_parallel
from stableaudit.ports.progress import Progress

_IRREGULAR_SHOWN: Final = 20
_UNLOGGED_SHOWN: Final = 10
_NO_HOLDERS: Final = HolderColumns(b"", ())


def ledger_evidence(
    deployment: Deployment,
    sources: Sources,
    store: LedgerStore,
    *,
    at: BlockStamp,
    operators: int,
    most_balances: int,
    progress: Progress,
) -> LedgerEvidence:
    """Return the ledger at the block `at`, or why there is none. Raises StoreError alone."""
    title = sources.title
    progress.step(title, "bringing the ledger up to date")
    try:
        synced = sync(deployment, sources, store, until=at, progress=progress)
    except EvidenceError as error:
        return LedgerEvidence(deployment.asset, _how_far(store, error))
    if deployment.depth is not LedgerDepth.FULL:
        return LedgerEvidence(deployment.asset, _state(store, synced, at, (), _NO_HOLDERS))
    progress.step(title, "asking for every balance")
    sheets = _sheets(deployment, sources, store, at, operators, most_balances)
    later = _later(sheets, at)
    if later is not None:
        try:
            stamp = sources.reader.block(later)
            sync(deployment, sources, store, until=stamp, progress=progress)
        except EvidenceError as error:
            sheets = (Unavailable.because(error),)
            later = None
    changes = store.changes(after=at.number, until=later) if later is not None else {}
    settle_by_balance(store, sheets, changes, until=at.number)
    holders = store.holders(until=at.number)
    return LedgerEvidence(deployment.asset, _state(store, synced, at, sheets, holders, changes))


def _sheets(
    deployment: Deployment,
    sources: Sources,
    store: LedgerStore,
    at: BlockStamp,
    operators: int,
    most: int,
) -> tuple[BalanceSheet | Unavailable, ...]:
    asked = _accounts(deployment, sources, store, at, most)
    chosen: dict[str, EventReader] = {}
    for events in sources.events:
        if len(chosen) < operators:
            chosen.setdefault(events.operator, events)
    token = deployment.asset.contract

    def one(events: EventReader) -> BalanceSheet | Unavailable:
        return attempt(lambda: events.balances(token, asked, at=at))

    return in_parallel(one, tuple(chosen.values()))


def _accounts(
    deployment: Deployment, sources: Sources, store: LedgerStore, at: BlockStamp, most: int
) -> tuple[bytes, ...]:
    """Return whom to ask about: every account of the ledger, or the largest where they are many."""
    known = _split(store.accounts(until=at.number))
    if len(known) > most:
        return _split(store.holders(until=at.number).addresses)[:most]
    named = suspects(deployment, sources.events, store, until=at.number)
    return tuple(dict.fromkeys((*known, *named)))


def _split(addresses: bytes) -> tuple[bytes, ...]:
    return tuple(
        addresses[start : start + ADDRESS_BYTES]
        for start in range(0, len(addresses), ADDRESS_BYTES)
    )


def _later(sheets: tuple[BalanceSheet | Unavailable, ...], at: BlockStamp) -> int | None:
    observed = [
        max(sheet.observed)
        for sheet in sheets
        if isinstance(sheet, BalanceSheet) and len(sheet.observed)
    ]
    last = max(observed, default=at.number)
    return last if last > at.number else None


def _state(
    store: LedgerStore,
    synced: Synced,
    at: BlockStamp,
    sheets: tuple[BalanceSheet | Unavailable, ...],
    holders: HolderColumns,
    changes: Mapping[bytes, Mapping[int, int]] | None = None,
) -> LedgerState:
    return LedgerState(
        store.coverage() or synced.coverage,
        store.totals(until=at.number),
        holders,
        len(store.accounts(until=at.number)) // ADDRESS_BYTES,
        sheets,
        changes or {},
        unlogged(store, until=at.number, limit=_UNLOGGED_SHOWN),
        store.irregularities(_IRREGULAR_SHOWN),
        synced.rewritten,
        synced.troubles,
    )


def _how_far(store: LedgerStore, error: EvidenceError) -> Unavailable:
    absent = Unavailable.because(error)
    coverage = store.coverage()
    if coverage is None:
        return absent
    return Unavailable(
        absent.kind,
        absent.asked,
        absent.whom,
        absent.at,
        f"{absent.came} (the ledger reaches {coverage.last} and goes on from there next time)",
        absent.hint or "`stableaudit sync`, which has no time limit of its own",
    )
