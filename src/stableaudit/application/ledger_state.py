"""One deployment's ledger as evidence: synced to the reference block, and held against the chain.

1. Sync to the reference block.
2. Ask each operator for `balanceOf` of every account that the ledger names.
3. Where those answers are of later blocks, sync up to the last of them: what moved in between is
   then known and can be rolled back.
4. An entry that nothing names an account for is given to the one account whose balance explains it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from stableaudit.application.observe import attempt
from stableaudit.application.sources import Sources
from stableaudit.application.supply_history import supply_history
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
_LARGEST: Final = 20
"""Holders that are looked at for code: those that the report names, and some more."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One deployment, where its past comes from, and where it is kept."""

    deployment: Deployment
    sources: Sources
    store: LedgerStore
    at: BlockStamp
    """The reference block."""

    operators: int
    most_balances: int
    """Accounts that are asked for their balance at most."""


@dataclass(frozen=True, slots=True)
class _Balances:
    """What operators said that the accounts hold, and what moved since the reference block."""

    sheets: tuple[BalanceSheet | Unavailable, ...]
    changes: Mapping[bytes, Mapping[int, int]]


def ledger_evidence(audited: Audited, *, progress: Progress) -> LedgerEvidence:
    """Return the ledger at the reference block, or why there is none. Raises StoreError alone."""
    asset, title = audited.deployment.asset, audited.sources.title
    progress.step(title, "bringing the ledger up to date")
    try:
        synced = _sync(audited, audited.at, progress)
    except EvidenceError as error:
        return LedgerEvidence(asset, _how_far(audited.store, error))
    if audited.deployment.depth is not LedgerDepth.FULL:
        nobody = HolderColumns(b"", ())
        return LedgerEvidence(asset, _state(audited, synced, _Balances((), {}), nobody))
    progress.step(title, "asking for every balance")
    balances = _balances(audited, progress)
    until = audited.at.number
    settle_by_balance(audited.store, balances.sheets, balances.changes, until=until)
    holders = audited.store.holders(until=until)
    return LedgerEvidence(asset, _state(audited, synced, balances, holders))


def _sync(audited: Audited, until: BlockStamp, progress: Progress) -> Synced:
    return sync(audited.deployment, audited.sources, audited.store, until=until, progress=progress)


def _balances(audited: Audited, progress: Progress) -> _Balances:
    sheets = _sheets(audited)
    later = _later(sheets, audited.at)
    if later is None:
        return _Balances(sheets, {})
    try:
        _sync(audited, audited.sources.reader.block(later), progress)
    except EvidenceError as error:
        # Balances of a later block mean nothing without what moved until then.
        return _Balances((Unavailable.because(error),), {})
    return _Balances(sheets, audited.store.changes(after=audited.at.number, until=later))


def _sheets(audited: Audited) -> tuple[BalanceSheet | Unavailable, ...]:
    asked = _accounts(audited)
    chosen: dict[str, EventReader] = {}
    for events in audited.sources.events:
        if len(chosen) < audited.operators:
            chosen.setdefault(events.operator, events)
    token = audited.deployment.asset.contract

    def one(events: EventReader) -> BalanceSheet | Unavailable:
        return attempt(lambda: events.balances(token, asked, at=audited.at))

    return in_parallel(one, tuple(chosen.values()))


def _accounts(audited: Audited) -> tuple[bytes, ...]:
    """Return whom to ask about: every account of the ledger, or the largest where they are many."""
    store, until = audited.store, audited.at.number
    known = _split(store.accounts(until=until))
    if len(known) > audited.most_balances:
        return _split(store.holders(until=until).addresses)[: audited.most_balances]
    named = suspects(audited.deployment, audited.sources.events, store, until=until)
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
    audited: Audited, synced: Synced, balances: _Balances, holders: HolderColumns
) -> LedgerState:
    store, until = audited.store, audited.at.number
    return LedgerState(
        store.coverage() or synced.coverage,
        store.totals(until=until),
        holders,
        len(store.accounts(until=until)) // ADDRESS_BYTES,
        balances.sheets,
        balances.changes,
        _contracts(audited, holders),
        unlogged(store, until=until, limit=_UNLOGGED_SHOWN),
        store.irregularities(_IRREGULAR_SHOWN),
        synced.rewritten,
        synced.troubles,
        supply_history(store, until=until),
    )


def _contracts(audited: Audited, holders: HolderColumns) -> frozenset[bytes] | Unavailable:
    """Return which of the largest holders have code, as the first endpoint that tells says."""
    largest = tuple(holders.address(index) for index in range(min(_LARGEST, len(holders))))
    if not largest:
        return frozenset()
    found: frozenset[bytes] | Unavailable = frozenset()
    for events in audited.sources.events:
        found = attempt(partial(events.contracts, largest, at=audited.at))
        if not isinstance(found, Unavailable):
            break
    return found


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
