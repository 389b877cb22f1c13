"""Which blocks are to bear out a ledger's mints and burns, and asking for it.

Every block with a mint, burn or wipe, newest first and bounded; and, where a chain commits to its
logs, a few blocks that the reference block's hash picks. Whoever gave the history before that block
existed could not know which; on a first sync whoever gives it may.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

from stableaudit.application.observe import attempt
from stableaudit.application.pin import Pinned
from stableaudit.application.sources import LedgerAccess
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.issuance_proofs import IssuanceEvidence
from stableaudit.domain.ledger import Entry, EntryKind
from stableaudit.domain.ledger_evidence import LedgerEvidence, LedgerState
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ports.issuance_prover import IssuanceProver
from stableaudit.ports.ledger_store import LedgerStore

MOST_BLOCKS: Final = 50
"""Blocks with mints or burns that are proven, the newest: each takes all receipts of a block."""

SAMPLES: Final = 5
"""Blocks picked beside them."""

_SUPPLY: Final = (EntryKind.MINT, EntryKind.BURN, EntryKind.WIPE)
_EVERY: Final = (*_SUPPLY, EntryKind.TRANSFER)


def prove_issuances(
    deployment: Deployment,
    ledger: LedgerEvidence,
    pinned: Pinned,
    access: LedgerAccess,
    prover: IssuanceProver | None,
) -> IssuanceEvidence | None:
    """Return what the blocks bear out; None where nobody proves, or no ledger is there to prove.

    Raises:
        StoreError: another process has the ledger open, or its file failed.
    """
    if prover is None or isinstance(ledger.state, Unavailable):
        return None
    history = ledger.state.history
    if isinstance(history, Unavailable):
        return IssuanceEvidence(deployment.asset, history, 0)
    with_events = sorted({row.entry.block for row in history.rows})
    asked = with_events[-MOST_BLOCKS:]
    sampled = _sampled(ledger.state, pinned.reference, asked) if prover.samples else ()
    with access.open(deployment) as store:
        lines = _lines(store, (*asked, *sampled), full=deployment.depth is LedgerDepth.FULL)
    proofs = attempt(lambda: prover.prove(deployment, lines, at=pinned.reference))
    older = sum(row.entry.block not in asked for row in history.rows)
    return IssuanceEvidence(deployment.asset, proofs, older + history.left_out, sampled)


def picked(seed: str, blocks: BlockRange, count: int) -> tuple[int, ...]:
    """Return numbers of blocks that follow from a hash alone, ascending, each once.

    At most `count`: a number may be picked twice.
    """
    size = len(blocks)
    return tuple(
        sorted(
            {
                blocks.first
                + int.from_bytes(hashlib.sha256(f"{seed} {index}".encode()).digest()) % size
                for index in range(count)
            }
        )
    )


def _sampled(state: LedgerState, reference: BlockStamp, asked: Iterable[int]) -> tuple[int, ...]:
    first = min(state.coverage.origin.block, reference.number)
    found = picked(reference.hash, BlockRange(first, reference.number), SAMPLES)
    return tuple(sorted(set(found) - set(asked)))


def _lines(
    store: LedgerStore, numbers: Iterable[int], *, full: bool
) -> dict[int, tuple[Entry, ...]]:
    kinds = _EVERY if full else _SUPPLY
    return {
        number: tuple(
            row.entry for row in store.entries(kinds=kinds, first=number, until=number, limit=None)
        )
        for number in sorted(numbers)
    }
